"""The audience of a notice: whom it may be for, and whom it is for."""

from typing import Any

from handlers.core.languages import LANGUAGES
from handlers.core.notices import rules
from handlers.core.notices.errors import NotAddressable
from handlers.core.notices.rules import Audience, AudienceKind
from handlers.core.unit_of_work import UnitOfWork
from storage.models.directory import Station
from storage.models.notices import Notice
from storage.queries import directory
from storage.queries.recipients import Who

MOST_DIGITS = 18
"""Longer numbers do not fit into a column of the database."""


def who_of(notice: Notice) -> Who:
    """Its audience, as the ledger asks for it."""
    audience = Audience.of(notice.audience)
    return Who(notice.station_id, audience.areas, audience.stations, audience.roles, audience.languages, notice.column)


async def may_go_to(work: UnitOfWork, notice: Notice, area_id: int) -> bool:
    """True if there is such an area, and it lies where the notice may go: in the area of the station it is bound to."""
    above = (await directory.ancestors(work.session, [area_id]))[area_id]
    if notice.station is None:
        return bool(above)
    return any(row.id == notice.station.area_id for row in above)


async def named(work: UnitOfWork, notice: Notice, kind: AudienceKind, one: str) -> Any:
    """One of a kind, written as in a button, as it is kept in an audience.

    Raises `NotAddressable` if there is no such thing, or the notice may not go there.
    """
    if kind is AudienceKind.ROLES and one in rules.ADDRESSED_ROLES:
        return next(role for role in rules.ADDRESSED_ROLES if role == one)
    if kind is AudienceKind.LANGUAGES and one in LANGUAGES:
        return one
    if kind in (AudienceKind.AREAS, AudienceKind.STATIONS) and one.isdecimal() and len(one) <= MOST_DIGITS:
        reachable = _may_name_station if kind is AudienceKind.STATIONS else may_go_to
        if await reachable(work, notice, int(one)):
            return int(one)
    raise NotAddressable


async def _may_name_station(work: UnitOfWork, notice: Notice, station_id: int) -> bool:
    """A notice of one station is for its people anyway."""
    return notice.station_id is None and await work.session.get(Station, station_id) is not None
