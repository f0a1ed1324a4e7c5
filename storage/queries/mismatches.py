"""Ratings that disagree with each other, or with what came of it, and that staff have not settled."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models.opinions import DISAGREE, Opinion, Rating
from storage.queries.opinions import count_some, saying
from storage.vocabulary import Outcome, Satisfaction


class Disagreeing(NamedTuple):
    """A round whose ratings disagree."""

    id: int
    """Of the rating."""
    reference: str
    summary: str
    round: int
    satisfaction: Satisfaction | None
    handling: Satisfaction | None
    outcome: Outcome | None
    asked_back_at: datetime | None
    asked_back: bool
    """Its author has not answered yet."""


def found(stations: Sequence[int] | None) -> Select[int]:
    """Numbers of the ratings of these stations (None: of all) that disagree.

    Indexes: `ix_rating_disagree`, `ix_rating_disagree_of_station`.
    """
    ids = select(Rating.id).where(DISAGREE)
    return ids if stations is None else ids.where(Rating.station_id.in_(stations))


def _saying(stations: Sequence[int] | None, words: str) -> Select[int]:
    """The same, as far as their opinions say these words."""
    if not words:
        return found(stations)
    # Asked of the ratings alone, in the words of the index: with another table beside it, SQLite would not use that.
    theirs = select(Rating.id).join(Opinion, Opinion.id == Rating.opinion_id)
    return saying(theirs.where(Rating.id.in_(found(stations).correlate(None))), words)


async def listed(
    session: AsyncSession, stations: Sequence[int] | None, limit: int, skip: int = 0, words: str = ""
) -> list[Disagreeing]:
    """A page of them that say these words, the oldest first."""
    page = _saying(stations, words).order_by(Rating.id).limit(limit).offset(skip)
    asked = (
        select(
            Rating.id,
            Opinion.reference,
            Opinion.summary,
            Rating.round,
            Rating.satisfaction,
            Rating.handling,
            Rating.outcome,
            Rating.asked_back_at,
            Opinion.asked_back,
        )
        .join(Opinion, Opinion.id == Rating.opinion_id)
        .where(Rating.id.in_((await session.scalars(page)).all()))
    )
    return [Disagreeing(*row) for row in await session.execute(asked.order_by(Rating.id))]


async def with_opinions(
    session: AsyncSession, stations: Sequence[int] | None, limit: int, skip: int, words: str = ""
) -> list[tuple[Rating, Opinion]]:
    """The same page with all of each rating and its opinion."""
    ids = (await session.scalars(_saying(stations, words).order_by(Rating.id).limit(limit).offset(skip))).all()
    asked = select(Rating, Opinion).join(Opinion, Opinion.id == Rating.opinion_id).where(Rating.id.in_(ids))
    return [(rating, opinion) for rating, opinion in await session.execute(asked.order_by(Rating.id))]


async def count(session: AsyncSession, stations: Sequence[int] | None, words: str = "") -> int:
    """Count what `listed` finds, no further than to `COUNTED`."""
    return await count_some(session, _saying(stations, words))


async def by_id(session: AsyncSession, rating_id: int) -> Rating | None:
    """A rating as it stands now."""
    asked = select(Rating).where(Rating.id == rating_id).execution_options(populate_existing=True)
    return await session.scalar(asked)
