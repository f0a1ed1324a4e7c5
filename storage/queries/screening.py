"""Questions staff ask while they screen."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import case, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models.directory import Representative
from storage.models.opinions import Event, Opinion
from storage.queries import people
from storage.queries.directory import LEVEL_ORDER
from storage.queries.opinions import COUNTED, to_screen
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
    """For which of these representatives somebody reads along and can be reached."""
    return {one for one, reachable in (await people.reach(session, representatives)).items() if reachable}


async def representatives_of_station(session: AsyncSession, station_id: int, limit: int) -> Sequence[Representative]:
    """Representatives in office who belong to a station, township first."""
    found = select(Representative).where(Representative.station_id == station_id, Representative.active)
    return (await session.scalars(found.order_by(LEVEL_ORDER, Representative.sound).limit(limit))).all()


async def representatives_named(
    session: AsyncSession, name: str, sound: str, stations: Sequence[int] | None, limit: int
) -> Sequence[Representative]:
    """Representatives in office (of these stations; None: of all) with this in the name, then those with its sound."""
    same = Representative.name.icontains(name, autoescape=True)
    alike = [same]
    if sound:
        alike.append(Representative.sound.startswith(sound, autoescape=True))
    found = select(Representative).where(Representative.active, or_(*alike))
    if stations is not None:
        found = found.where(Representative.station_id.in_(stations))
    ordered = found.order_by(case((same, 0), else_=1), func.length(Representative.name), LEVEL_ORDER, Representative.id)
    return (await session.scalars(ordered.limit(limit))).all()


async def last_event(session: AsyncSession, opinion_id: int) -> Event | None:
    """The last event of an opinion."""
    found = select(Event).where(Event.opinion_id == opinion_id).order_by(Event.id.desc()).limit(1)
    return await session.scalar(found)
