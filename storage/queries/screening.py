"""Questions staff ask while they screen."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models.directory import Representative
from storage.models.opinions import Event, Opinion
from storage.queries import people
from storage.queries.directory import LEVEL_ORDER
from storage.queries.opinions import COUNTED, Listed, listed, saying, to_screen
from storage.stages import IN_HAND


async def place_in_queue(session: AsyncSession, stations: Sequence[int] | None, opinion: Opinion) -> int:
    """Number of an opinion in the queue: how many wait before it, and it; from 1, counted to `COUNTED`."""
    before = to_screen(stations).where(tuple_(Opinion.due_at, Opinion.id) < (opinion.due_at, opinion.id))
    some = before.with_only_columns(Opinion.id).limit(COUNTED - 1).subquery()
    return (await session.execute(select(func.count()).select_from(some))).scalar_one() + 1


async def first_in_queue(session: AsyncSession, stations: Sequence[int] | None) -> int | None:
    """Id of the opinion that falls due first; None if nothing waits."""
    found = to_screen(stations).with_only_columns(Opinion.id).order_by(Opinion.due_at, Opinion.id).limit(1)
    return await session.scalar(found)


async def queue(
    session: AsyncSession, stations: Sequence[int] | None, limit: int, skip: int, words: str = ""
) -> list[Listed]:
    """Opinions that wait for these staff and say these words, the earliest due first. Indexes: as `to_screen`."""
    found = listed(saying(to_screen(stations), words)).order_by(Opinion.due_at, Opinion.id)
    return [Listed(*row) for row in await session.execute(found.limit(limit).offset(skip))]


async def next_in_queue(
    session: AsyncSession, stations: Sequence[int] | None, due_at: datetime | None, opinion_id: int
) -> int | None:
    """Id of the opinion after a place in the queue; None at its end."""
    after = to_screen(stations).where(tuple_(Opinion.due_at, Opinion.id) > (due_at, opinion_id))
    return await session.scalar(after.with_only_columns(Opinion.id).order_by(Opinion.due_at, Opinion.id).limit(1))


async def loads(session: AsyncSession, representatives: Sequence[int]) -> dict[int, int]:
    """Number of open cases each of these representatives has; who has none is not in it."""
    counted = (
        select(Opinion.representative_id, func.count())
        .where(Opinion.representative_id.in_(representatives), Opinion.stage.in_(IN_HAND))
        .group_by(Opinion.representative_id)
    )
    return {row[0]: row[1] for row in await session.execute(counted) if row[0] is not None}


async def joined(session: AsyncSession, representatives: Sequence[int]) -> set[int]:
    """Representatives, of these, for whom somebody reads along and can be reached."""
    return {one for one, reachable in (await people.reach(session, representatives)).items() if reachable}


async def representatives_of_station(session: AsyncSession, station_id: int) -> Sequence[Representative]:
    """Representatives in office who belong to a station, township first."""
    found = select(Representative).where(Representative.station_id == station_id, Representative.active)
    return (await session.scalars(found.order_by(LEVEL_ORDER, Representative.sound))).all()


async def last_event(session: AsyncSession, opinion_id: int) -> Event | None:
    """The last event of an opinion."""
    found = select(Event).where(Event.opinion_id == opinion_id).order_by(Event.id.desc()).limit(1)
    return await session.scalar(found)
