"""Questions of a constituent about what is their own."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, cast

from sqlalchemy import Table, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.in_list import in_list
from storage.models.opinions import Entry, Opinion
from storage.models.traffic import CaseMessage
from storage.vocabulary import EntryKind, Role, Stage


class Own(NamedTuple):
    """An opinion of one's own in a few facts."""

    id: int
    reference: str
    summary: str
    stage: Stage
    version: int
    submitted_at: datetime


# Put together once, and of the tables' columns: SQLAlchemy takes longer to make such a statement than to run it.
_OPINION, _ENTRY = cast("Table", Opinion.__table__), cast("Table", Entry.__table__)
_FACTS = select(*(_OPINION.c[name] for name in Own._fields)).where(_OPINION.c.constituent_id == bindparam("person"))
_AT_STAGE = _FACTS.where(_OPINION.c.stage == bindparam("stage")).order_by(_OPINION.c.id).limit(bindparam("at_most"))
_SINCE = (
    _FACTS.where(_OPINION.c.submitted_at >= bindparam("instant"))
    .order_by(_OPINION.c.id.desc())
    .limit(bindparam("at_most"))
)
_COUNT_SINCE = select(func.count(_OPINION.c.id)).where(
    _OPINION.c.constituent_id == bindparam("person"), _OPINION.c.submitted_at >= bindparam("instant")
)
_TEXTS = (
    select(_ENTRY.c.opinion_id, _ENTRY.c.text)
    .where(in_list(_ENTRY.c.opinion_id, "opinions"), _ENTRY.c.kind == EntryKind.OPINION)
    .order_by(_ENTRY.c.id)
)


async def at_stage(session: AsyncSession, person_id: int, stage: Stage, limit: int) -> list[Own]:
    """At most `limit` of them that stand there, the oldest first. Index: `ix_opinion_constituent_id_id`."""
    asked = {"person": person_id, "stage": stage, "at_most": limit}
    return [Own(*row) for row in await session.execute(_AT_STAGE, asked)]


_ASKED = select(_OPINION.c.constituent_id).where(
    in_list(_OPINION.c.constituent_id, "people"), _OPINION.c.stage == Stage.WAITING
)


async def foresee_questions(session: AsyncSession, people: Sequence[int]) -> None:
    """Find out at once to whom of these nothing is asked, for `open_questions` in the same session."""
    asked = set(await session.scalars(_ASKED, {"people": people}))
    session.info["unasked"] = set(people) - asked


def asked_anew(session: AsyncSession, person_id: int) -> None:
    """Something is asked of them now: what was foreseen no longer holds."""
    session.info.get("unasked", set()).discard(person_id)


async def open_questions(session: AsyncSession, person_id: int, limit: int) -> list[Own]:
    """At most `limit` of theirs with an open question, the oldest first; where none was foreseen, it costs nothing."""
    if person_id in session.info.get("unasked", ()):
        return []
    return await at_stage(session, person_id, Stage.WAITING, limit)


async def since(session: AsyncSession, person_id: int, instant: datetime, limit: int) -> list[Own]:
    """At most `limit` of those sent from this instant on, the newest first. Index: `ix_opinion_constituent_id_id`."""
    asked = {"person": person_id, "instant": instant, "at_most": limit}
    return [Own(*row) for row in await session.execute(_SINCE, asked)]


async def count_since(session: AsyncSession, person_id: int, instant: datetime) -> int:
    """Number of those sent from this instant on. Index: `ix_opinion_constituent_id_id`."""
    found = await session.execute(_COUNT_SINCE, {"person": person_id, "instant": instant})
    return found.scalar_one()


async def texts(session: AsyncSession, opinion_ids: Sequence[int]) -> dict[int, str]:
    """Words with which these were sent, by opinion. Index: `ix_entry_opinion_id`."""
    written: dict[int, list[str]] = {}
    for opinion_id, text in await session.execute(_TEXTS, {"opinions": list(opinion_ids)}):
        written.setdefault(opinion_id, []).append(text)
    return {opinion_id: "\n".join(parts) for opinion_id, parts in written.items()}


async def last_questions(session: AsyncSession, opinion_ids: Sequence[int]) -> dict[int, str]:
    """The question asked last, by opinion. Index: `ix_entry_opinion_id`."""
    newest = (
        select(func.max(Entry.id))
        .where(Entry.opinion_id.in_(opinion_ids), Entry.kind == EntryKind.QUESTION)
        .group_by(Entry.opinion_id)
    )
    found = await session.execute(select(Entry.opinion_id, Entry.text).where(Entry.id.in_(newest)))
    return {row.opinion_id: row.text for row in found}


async def of_message(session: AsyncSession, person_id: int, chat_id: int, message_id: int) -> int | None:
    """Opinion of a person's own that a message in their chat is about: one we sent, or one they wrote."""
    ours = (
        select(Opinion.id)
        .join(CaseMessage, CaseMessage.opinion_id == Opinion.id)
        .where(
            CaseMessage.chat_id == chat_id, CaseMessage.message_id == message_id, Opinion.constituent_id == person_id
        )
    )
    found = await session.scalar(ours)
    if found is not None:
        return found
    entry = await entry_of_message(session, person_id, chat_id, message_id)
    return entry.opinion_id if entry is not None else None


async def entry_of_message(session: AsyncSession, person_id: int, chat_id: int, message_id: int) -> Entry | None:
    """The entry that a person's message became in an opinion of theirs, the newest if there are several.

    Index: `ix_entry_chat_id_message_id`.
    """
    found = select(Entry).where(
        Entry.chat_id == chat_id,
        Entry.message_id == message_id,
        Entry.author_id == person_id,
        Entry.author_role == Role.CONSTITUENT,
    )
    return await session.scalar(found.order_by(Entry.id.desc()).limit(1))
