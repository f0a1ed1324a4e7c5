"""Questions about the cases a representative has and had."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models.opinions import Entry, Event, Opinion, Rating
from storage.queries.opinions import saying
from storage.stages import OVER, TO_DO
from storage.vocabulary import Action, Role, Satisfaction, Stage


class Past(NamedTuple):
    """A case that is over for its representative."""

    id: int
    reference: str
    summary: str
    stage: Stage
    since: datetime
    """Instant at which it came to that stage."""
    satisfaction: Satisfaction | None
    """Rating of the answer of its last round; None: it was not rated."""


async def past(
    session: AsyncSession, representatives: Sequence[int], limit: int, skip: int = 0, words: str = ""
) -> list[Past]:
    """Cases that these representatives answered, or that ended otherwise, and say these words, the latest first."""
    found = (
        select(
            Opinion.id,
            Opinion.reference,
            Opinion.summary,
            Opinion.stage,
            Opinion.stage_since,
            Rating.satisfaction,
        )
        .outerjoin(Rating, (Rating.opinion_id == Opinion.id) & (Rating.round == Opinion.round))
        .where(Opinion.representative_id.in_(representatives), Opinion.stage.in_(OVER))
        .order_by(Opinion.stage_since.desc(), Opinion.id.desc())
    )
    return [Past(*row) for row in await session.execute(saying(found, words).limit(limit).offset(skip))]


async def count_overdue(session: AsyncSession, representatives: Sequence[int], now: datetime) -> int:
    """Count the cases these representatives should have moved on by now."""
    found = select(func.count()).where(
        Opinion.representative_id.in_(representatives), Opinion.stage.in_(TO_DO), Opinion.due_at < now
    )
    return (await session.execute(found)).scalar_one()


async def why_reopened(session: AsyncSession, opinion_ids: Sequence[int]) -> dict[int, str]:
    """Reasons why these came back to their representative the last time, where words were given."""
    found = (
        select(Event.opinion_id, Event.why)
        .where(
            Event.opinion_id.in_(opinion_ids),
            Event.action.in_((Action.REOPEN, Action.SUPERVISE)),
            Event.why.is_not(None),
        )
        .order_by(Event.id)
    )
    return {row.opinion_id: row.why for row in await session.execute(found)}


async def once_entrusted(session: AsyncSession, opinion_id: int, representatives: Sequence[int]) -> Opinion | None:
    """The opinion if one of these representatives has it or had it, not locked: to say where it went."""
    had = select(Event.id).where(Event.opinion_id == opinion_id, Event.representative_id.in_(representatives)).exists()
    found = select(Opinion).where(Opinion.id == opinion_id, or_(Opinion.representative_id.in_(representatives), had))
    return await session.scalar(found)


class SentWords(NamedTuple):
    """A message of who handles an opinion that went out."""

    reference: str
    """The case it is part of."""
    as_sent: str


async def sent_in(session: AsyncSession, chat_id: int, message_id: int) -> SentWords | None:
    """The words that went out in such a message, and their case; None if it is part of no case."""
    found = (
        select(Opinion.reference, Entry.text)
        .join(Entry, Entry.opinion_id == Opinion.id)
        .where(Entry.chat_id == chat_id, Entry.message_id == message_id, Entry.author_role != Role.CONSTITUENT)
    )
    row = (await session.execute(found.limit(1))).first()
    return None if row is None else SentWords(*row)


async def ratings(session: AsyncSession, opinion_id: int) -> list[Rating]:
    """Ratings of an opinion's answers, round by round, by its author or its representative; some have none."""
    rated = or_(Rating.satisfaction.is_not(None), Rating.handling.is_not(None))
    found = select(Rating).where(Rating.opinion_id == opinion_id, rated)
    return list((await session.scalars(found.order_by(Rating.round))).all())
