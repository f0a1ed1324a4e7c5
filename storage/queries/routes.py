"""Questions about which unit leads in a topic, by place."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models.directory import Area
from storage.models.routes import PlaceRoute
from storage.queries import directory


async def way_up(session: AsyncSession, area_id: int | None) -> list[int]:
    """An area and those it lies in, the smallest first."""
    found: list[int] = []
    area = await directory.by_id(session, Area, area_id)
    while area is not None and area.id not in found:
        found.append(area.id)
        area = await directory.by_id(session, Area, area.parent_id)
    return found


async def nearest(session: AsyncSession, topic_id: int, area_id: int | None) -> PlaceRoute | None:
    """The rule of the smallest place around an area that has one for the topic; None: none has."""
    places = await way_up(session, area_id)
    found = select(PlaceRoute).where(PlaceRoute.topic_id == topic_id, PlaceRoute.area_id.in_(places))
    rules = {one.area_id: one for one in await session.scalars(found)} if places else {}
    return next((rules[one] for one in places if one in rules), None)


async def of_place(session: AsyncSession, topic_id: int, area_id: int) -> PlaceRoute | None:
    """The rule of this very place for a topic; None: it has none."""
    found = select(PlaceRoute).where(PlaceRoute.topic_id == topic_id, PlaceRoute.area_id == area_id)
    return await session.scalar(found)


async def of_topic(session: AsyncSession, topic_id: int) -> Sequence[PlaceRoute]:
    """Every place with a rule of its own for a topic, by name; a few hundred at most, as many as there are places."""
    found = select(PlaceRoute).join(Area, Area.id == PlaceRoute.area_id).where(PlaceRoute.topic_id == topic_id)
    return (await session.scalars(found.order_by(Area.sound, Area.id))).all()


async def counts(session: AsyncSession) -> dict[int, int]:
    """Number of places with a rule of their own, by topic."""
    found = select(PlaceRoute.topic_id, func.count()).group_by(PlaceRoute.topic_id)
    return {row[0]: row[1] for row in await session.execute(found)}


async def around(session: AsyncSession, area_id: int) -> Sequence[PlaceRoute]:
    """The rules that hold for a place, of itself and of those it lies in; of each topic the nearest."""
    places = await way_up(session, area_id)
    found = (await session.scalars(select(PlaceRoute).where(PlaceRoute.area_id.in_(places)))).all()
    holds: dict[int, PlaceRoute] = {}
    for one in sorted(found, key=lambda rule: places.index(rule.area_id)):
        holds.setdefault(one.topic_id, one)
    return [holds[topic] for topic in sorted(holds)]
