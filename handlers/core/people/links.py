"""The public link that leads constituents to a representative or a station: who may have it, and what it says."""

import re
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.core.actions import action
from handlers.core.actor import Actor
from handlers.core.people import access
from handlers.core.people.errors import NotAmongPeople
from handlers.core.unit_of_work import UnitOfWork
from storage.models.directory import Representative, Station
from storage.queries import directory
from storage.vocabulary import Role


class LinkTo(StrEnum):
    """Target of a link; the payload of its start link begins so."""

    REPRESENTATIVE = "r"
    STATION = "s"


_BY_CODE, _BY_NUMBER = "_", "n_"
_FITS = re.compile(r"[A-Za-z0-9_-]{1,62}")
"""A code that may stand in a start link, which takes 64 such signs (Bot API, deep linking)."""


class Link(NamedTuple):
    """A link, once somebody may have it."""

    to: Representative | Station
    payload: str
    """Of the start link."""


def payload(to: LinkTo, code: str, number: int) -> str:
    """Payload of the start link: the code, by which lists know it too; else the number of the row."""
    return f"{to}{_BY_CODE}{code}" if _FITS.fullmatch(code) else f"{to}{_BY_NUMBER}{number}"


@action(Role.REPRESENTATIVE, Role.STAFF)
async def link_to_representative(work: UnitOfWork, actor: Actor, representative_id: int) -> Link:
    """The link to a representative in office: the actor's own, or of the actor's stations. Raises `NotAmongPeople`."""
    actor.require(Role.REPRESENTATIVE, Role.STAFF)
    one = next((one for one in actor.representatives if one.id == representative_id), None)
    if one is None and actor.has(Role.STAFF):
        one = await access.representative(work, actor, representative_id)
    if one is None or not one.active:
        raise NotAmongPeople
    return Link(one, payload(LinkTo.REPRESENTATIVE, one.code, one.id))


@action(Role.REPRESENTATIVE, Role.STAFF)
async def link_to_station(work: UnitOfWork, actor: Actor, station_id: int) -> Link:
    """The link to a station: the actor's, or that of a representative of theirs. Raises `NotAmongPeople`."""
    actor.require(Role.REPRESENTATIVE, Role.STAFF)
    station = await work.session.get(Station, station_id)
    if station is None or not (actor.of_county or station.id in stations_of(actor)):
        raise NotAmongPeople
    return Link(station, payload(LinkTo.STATION, station.code, station.id))


def stations_of(actor: Actor) -> list[int]:
    """The stations whose staff or representative the actor is; of the county office none in particular."""
    own = {one.station_id for one in actor.representatives}
    return sorted(own | {grant.station_id for grant in actor.grants if grant.station_id is not None})


async def representative_meant(session: AsyncSession, said: str) -> Representative | None:
    """The representative in office to whom a start link leads, areas loaded; None if to none."""
    code, number = _meant(LinkTo.REPRESENTATIVE, said)
    found = await directory.by_id(session, Representative, number)
    code = found.code if found is not None else code
    one = await directory.representative_by_code(session, code) if code is not None else None
    return one if one is not None and one.active else None


async def station_meant(session: AsyncSession, said: str) -> Station | None:
    """The station to which a start link leads; None if to none."""
    code, number = _meant(LinkTo.STATION, said)
    if code is not None:
        return await directory.station_by_code(session, code)
    return await directory.by_id(session, Station, number)


def _meant(to: LinkTo, said: str) -> tuple[str | None, int | None]:
    """The code, or the number, that a payload of this kind names; neither if it is of another."""
    if said.startswith(to + _BY_CODE):
        return said.removeprefix(to + _BY_CODE), None
    number = said.removeprefix(to + _BY_NUMBER)
    return None, int(number) if number != said and re.fullmatch("[0-9]{1,9}", number) else None
