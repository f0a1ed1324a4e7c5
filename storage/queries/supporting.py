"""Questions about units that support the one that leads."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models.opinions import Entry, Opinion, Referral
from storage.models.supporting import Supporting
from storage.queries.opinions import saying
from storage.vocabulary import INTERNAL, EntryKind, Stage

PARTS = (EntryKind.PART, EntryKind.PASSED_PART)


async def by_id(session: AsyncSession, number: int) -> Supporting | None:
    """One of them."""
    return await session.get(Supporting, number)


async def of_opinion(session: AsyncSession, opinion_id: int) -> Sequence[Supporting]:
    """Those that support whoever has the opinion now, in the order in which they were asked."""
    found = select(Supporting).where(Supporting.opinion_id == opinion_id, Supporting.ended_at.is_(None))
    return (await session.scalars(found.order_by(Supporting.id))).all()


async def last_of(session: AsyncSession, opinion_id: int, units: Sequence[int]) -> Supporting | None:
    """The last time one of these units was asked to support whoever has this opinion; None if it never was."""
    found = select(Supporting).where(Supporting.opinion_id == opinion_id, Supporting.unit_id.in_(units))
    return await session.scalar(found.order_by(Supporting.id.desc()).limit(1))


async def waiting_of(session: AsyncSession, opinion_id: int, units: Sequence[int]) -> Supporting | None:
    """The part that one of these units still owes."""
    owed = Supporting.opinion_id == opinion_id, Supporting.ended_at.is_(None), Supporting.answered_at.is_(None)
    found = select(Supporting).where(*owed, Supporting.unit_id.in_(units)).order_by(Supporting.id).limit(1)
    return await session.scalar(found.execution_options(populate_existing=True))


async def contributed(session: AsyncSession, opinion_id: int, lead_id: int) -> Sequence[int]:
    """The units whose part stands in a reply of this lead's, each once."""
    found = select(Supporting.unit_id).where(Supporting.opinion_id == opinion_id, Supporting.lead_id == lead_id)
    return (await session.scalars(found.where(Supporting.answered_at.is_not(None)).distinct())).all()


async def end(session: AsyncSession, opinion_id: int, now: datetime) -> list[Supporting]:
    """Nothing more is wanted of any of them; those whose part was still to come."""
    found = await of_opinion(session, opinion_id)
    for one in found:
        one.ended_at = now
    return [one for one in found if one.answered_at is None]


def _parts(opinion_id: int, round_: int, lead_id: int) -> Select[Entry]:
    theirs = select(Referral.id).where(
        Referral.opinion_id == opinion_id, Referral.round == round_, Referral.unit_id == lead_id
    )
    return select(Entry).where(Entry.kind.in_(PARTS), Entry.referral_id.in_(theirs))


async def parts(session: AsyncSession, opinion_id: int, round_: int, lead_id: int) -> Sequence[Entry]:
    """Entries in which units have supported this lead in this round, attachments loaded."""
    return (await session.scalars(_parts(opinion_id, round_, lead_id).order_by(Entry.id))).all()


async def pass_on(session: AsyncSession, opinion_id: int, round_: int, lead_id: int) -> None:
    """Their parts are the constituent's to read from now on."""
    ids = _parts(opinion_id, round_, lead_id).with_only_columns(Entry.id)
    await session.execute(update(Entry).where(Entry.id.in_(ids)).values(kind=EntryKind.PASSED_PART))


async def entries_for(
    session: AsyncSession, opinion_id: int, units: Sequence[int], until: datetime | None
) -> list[Entry]:
    """Entries for officers of supporting units: what its author reads, and their own parts. `until`: as of then."""
    own = and_(Entry.kind.in_(PARTS), Entry.unit_id.in_(units))
    found = select(Entry).where(Entry.opinion_id == opinion_id, or_(Entry.kind.not_in(INTERNAL), own))
    if until is not None:
        found = found.where(Entry.at <= until)
    return list((await session.scalars(found.order_by(Entry.id))).all())


class Asked(NamedTuple):
    """A part that is wanted of a unit."""

    opinion_id: int
    reference: str
    summary: str
    due_at: datetime
    unit_id: int


def _open(units: Sequence[int]) -> Select[Supporting]:
    owed = Supporting.unit_id.in_(units), Supporting.ended_at.is_(None), Supporting.answered_at.is_(None)
    return (
        select(Supporting)
        .where(*owed, Opinion.stage == Stage.REFERRED)
        .join(Opinion, Opinion.id == Supporting.opinion_id)
    )


async def listed(session: AsyncSession, units: Sequence[int], limit: int, skip: int, words: str = "") -> list[Asked]:
    """Parts that these units owe, the earliest due first. Index: `ix_supporting_unit_id_ended_at`."""
    columns = (Opinion.id, Opinion.reference, Opinion.summary, Supporting.due_at, Supporting.unit_id)
    found = saying(_open(units).with_only_columns(*columns), words).order_by(Supporting.due_at, Supporting.id)
    return [Asked(*row) for row in await session.execute(found.limit(limit).offset(skip))]


async def count_open(session: AsyncSession, units: Sequence[int], words: str = "") -> int:
    """Count the parts that `listed` finds."""
    found = saying(_open(units).with_only_columns(func.count(Supporting.id)), words)
    return (await session.execute(found)).scalar_one()
