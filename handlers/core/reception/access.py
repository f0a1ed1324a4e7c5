"""Finding stations, rules and reception days for whoever acts: only what is theirs, locked, as they saw it."""

from handlers.core.actor import Actor
from handlers.core.errors import NotAllowed, ReceptionDayChanged, ReceptionDayNotFound
from handlers.core.unit_of_work import UnitOfWork
from storage.models.directory import Station
from storage.models.reception import ReceptionDay, ReceptionRule
from storage.queries import reception


async def supervised_station(work: UnitOfWork, actor: Actor, station_id: int) -> Station:
    """A station whose staff the actor is. Raises `NotAllowed`."""
    stations = actor.stations
    station = await work.session.get(Station, station_id)
    if station is None or (stations is not None and station.id not in stations):
        raise NotAllowed
    return station


async def supervised_rule(work: UnitOfWork, actor: Actor, rule_id: int) -> ReceptionRule:
    """A rule of a station whose staff the actor is, locked. Raises `NotAllowed`."""
    rule = await work.session.get(ReceptionRule, rule_id, with_for_update=True)
    if rule is None:
        raise NotAllowed
    await supervised_station(work, actor, rule.station_id)
    return rule


async def any_day(work: UnitOfWork, day_id: int) -> ReceptionDay:
    """A reception day, locked: everybody may see each. Raises `ReceptionDayNotFound`."""
    found = await reception.day(work.session, day_id)
    if found is None:
        raise ReceptionDayNotFound
    return found


async def supervised_day(work: UnitOfWork, actor: Actor, day_id: int, sequence: int | None = None) -> ReceptionDay:
    """A reception day of a station whose staff the actor is, locked; `sequence`: as they saw it, and not cancelled.

    Raises `ReceptionDayNotFound`, `NotAllowed`, `ReceptionDayChanged`.
    """
    found = await any_day(work, day_id)
    await supervised_station(work, actor, found.station_id)
    if sequence is not None and (found.sequence != sequence or found.cancelled_at is not None):
        raise ReceptionDayChanged
    return found


def own_place(station: Station) -> str:
    """Place of a station, as far as is known."""
    return str(station.address or station.name)
