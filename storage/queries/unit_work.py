"""Questions about what a unit keeps for itself, and what it replied before."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models.opinions import Entry, Opinion, Referral
from storage.models.unit_work import UnitNote
from storage.vocabulary import EntryKind, Outcome


async def notes(
    session: AsyncSession, opinion_id: int, units: Sequence[int], limit: int, skip: int = 0
) -> Sequence[UnitNote]:
    """Notes of these units on an opinion, the newest first."""
    found = select(UnitNote).where(UnitNote.opinion_id == opinion_id, UnitNote.unit_id.in_(units))
    return (await session.scalars(found.order_by(UnitNote.id.desc()).limit(limit).offset(skip))).all()


async def count_notes(session: AsyncSession, opinion_id: int, units: Sequence[int]) -> int:
    """Count the notes that `notes` finds."""
    found = select(func.count(UnitNote.id)).where(UnitNote.opinion_id == opinion_id, UnitNote.unit_id.in_(units))
    return (await session.execute(found)).scalar_one()


class Earlier(NamedTuple):
    """A reply that was passed on before."""

    referral_id: int
    reference: str
    at: datetime | None
    outcome: Outcome | None


async def earlier_replies(
    session: AsyncSession, opinion: Opinion, units: Sequence[int], limit: int
) -> list[tuple[Earlier, str]]:
    """Replies of these units on other opinions of the same topic and place, with their words, the newest first.

    Index: `ix_referral_unit_id_ended_at`.
    """
    if opinion.topic_id is None or opinion.area_id is None:
        return []
    alike = Opinion.topic_id == opinion.topic_id, Opinion.area_id == opinion.area_id, Opinion.id != opinion.id
    found = (
        select(Referral.id, Opinion.reference, Referral.passed_on_at, Referral.outcome)
        .join(Opinion, Opinion.id == Referral.opinion_id)
        .where(Referral.unit_id.in_(units), Referral.passed_on_at.is_not(None), *alike)
        .order_by(Referral.ended_at.desc(), Referral.id.desc())
        .limit(limit)
    )
    replies = [Earlier(*row) for row in await session.execute(found)]
    said = select(Entry.referral_id, Entry.text).where(
        Entry.referral_id.in_([one.referral_id for one in replies]), Entry.kind == EntryKind.PASSED_ON
    )
    words: dict[int, list[str]] = {}
    for number, text in await session.execute(said.order_by(Entry.id)):
        if number is not None and text:
            words.setdefault(number, []).append(text)
    return [(one, "\n".join(words.get(one.referral_id, ()))) for one in replies]


async def question_of(session: AsyncSession, opinion_id: int) -> str:
    """Words that the unit which has the opinion would have its author asked, and that have not been; empty if none."""
    kinds = (EntryKind.UNIT_QUESTION, EntryKind.QUESTION)
    last = select(Entry).where(Entry.opinion_id == opinion_id, Entry.kind.in_(kinds)).order_by(Entry.id.desc()).limit(1)
    found = await session.scalar(last)
    return found.text if found is not None and found.kind is EntryKind.UNIT_QUESTION else ""
