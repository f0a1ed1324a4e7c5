"""Unit to which an opinion should go, and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from storage.models.directory import Area, HandlingUnit, Topic
from storage.models.opinions import Opinion
from storage.queries import people, referrals, routes


@dataclass(frozen=True, slots=True)
class Way:
    """A unit an opinion could go to."""

    unit: HandlingUnit
    joined: bool
    """Somebody reads for it here and can be reached."""
    load: int
    """Opinions it has to reply to."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """The unit that is suggested first."""

    way: Way
    by_unit: HandlingUnit | None
    """The one that returned it and named this one; None: the topic leads here."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What says which unit leads in a topic."""

    unit_id: int
    place: Area | None
    """The place whose rule it is; None: that of the topic, wherever no place has one."""


async def rule(session: AsyncSession, topic: Topic | None, area_id: int | None) -> Rule | None:
    """The rule for a topic in a place, the smallest place first: village, town, county, then everywhere."""
    if topic is None:
        return None
    nearest = await routes.nearest(session, topic.id, area_id)
    if nearest is not None:
        return Rule(nearest.unit_id, nearest.area)
    return Rule(topic.unit_id, None) if topic.unit_id is not None else None


async def suggested(session: AsyncSession, opinion: Opinion) -> Suggested | None:
    """The unit that the last to return it named, else that of its topic there; never one that has returned it."""
    returned = await referrals.returned_by(session, opinion.id, opinion.round)
    refused = {one.unit_id for one in returned}
    if returned and returned[-1].suggested is not None and returned[-1].suggested_unit_id not in refused:
        (way,) = await weighed(session, [returned[-1].suggested])
        return Suggested(way, returned[-1].unit)
    found = await rule(session, opinion.topic, opinion.area_id)
    if found is None or found.unit_id in refused:
        return None
    (way,) = await weighed(session, [await session.get_one(HandlingUnit, found.unit_id)])
    return Suggested(way, None)


async def weighed(session: AsyncSession, units: Sequence[HandlingUnit]) -> list[Way]:
    """These units with what counts when one chooses, in the same order."""
    ids = [unit.id for unit in units]
    loads, joined = await referrals.loads(session, ids), await people.units_joined(session, ids)
    return [Way(unit, unit.id in joined, loads.get(unit.id, 0)) for unit in units]
