"""Questions of the desk's lists of people: who represents, who acts for them, and who was invited."""

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, Select, case, cast, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models.directory import Area, Representative, Station, representative_area
from storage.models.people import Grant, Invitation, Person
from storage.queries.directory import LEVEL_ORDER
from storage.vocabulary import AreaKind, Level


class Link(StrEnum):
    """Ties of a representative to the bot, as lists are narrowed by them."""

    JOINED = "joined"
    UNREACHABLE = "unreachable"
    """Somebody has joined, and nobody who has can be told anything."""
    MISSING = "missing"
    """Nobody has joined."""
    INVITED = "invited"
    """Nobody has joined; an invitation is open."""
    UNINVITED = "uninvited"
    """Nobody has joined, and no invitation is open."""


class Order(StrEnum):
    """Orders of the list."""

    LEVEL = "level"
    NAME = "name"
    STATION = "station"
    SINCE = "since"
    """Who joined last comes first."""


class Wanted(NamedTuple):
    """Representatives that are asked for."""

    stations: Sequence[int] | None
    """Stations that are reached; None: all."""
    station_id: int = 0
    level: Level | None = None
    areas: Collection[int] = ()
    """Those who sit for one of these areas; empty: for any."""
    link: Link | None = None
    ids: Collection[int] | None = None
    """Only of these; None: of all."""
    in_office: bool = True
    order: Order = Order.LEVEL


class Listed(NamedTuple):
    """A representative in the list."""

    id: int
    code: str
    name: str
    name_en: str | None
    level: Level
    constituency: str
    station: Station
    since: datetime | None
    """When the first of those who act for them now has joined; None: nobody has."""
    reachable: bool
    invited_until: datetime | None
    """The end of an open invitation."""
    last: int
    """The newest invitation, whatever became of it; 0: there was none."""


class Called(NamedTuple):
    """A representative by name, to be looked for."""

    id: int
    code: str
    name: str
    name_en: str | None
    constituency: str


def _question(wanted: Wanted, now: datetime) -> tuple[Select[Any], Any, Any]:
    """The representatives that are wanted, beside who acts for each and the newest invitations."""
    acts = (
        select(
            Grant.representative_id.label("of"),
            func.min(Grant.granted_at).label("since"),
            func.max(cast(Person.reachable, Integer)).label("reachable"),
        )
        .join(Person, Person.id == Grant.person_id)
        .where(Grant.representative_id.is_not(None), Grant.revoked_at.is_(None))
        .group_by(Grant.representative_id)
        .subquery()
    )
    is_open = Invitation.used_at.is_(None) & Invitation.revoked_at.is_(None) & (Invitation.expires_at > now)
    invited = (
        select(
            Invitation.representative_id.label("of"),
            func.max(case((is_open, Invitation.expires_at))).label("until"),
            func.max(Invitation.id).label("last"),
        )
        .where(Invitation.representative_id.is_not(None))
        .group_by(Invitation.representative_id)
        .subquery()
    )
    found = (
        select(Representative)
        .join(Station, Station.id == Representative.station_id)
        .outerjoin(acts, acts.c.of == Representative.id)
        .outerjoin(invited, invited.c.of == Representative.id)
        .where(*_conditions(wanted), *_linked(wanted.link, acts, invited))
    )
    return found, acts, invited


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [Representative.active.is_(wanted.in_office)]
    if wanted.stations is not None:
        found.append(Representative.station_id.in_(wanted.stations))
    if wanted.station_id:
        found.append(Representative.station_id == wanted.station_id)
    if wanted.level is not None:
        found.append(Representative.level == wanted.level)
    if wanted.ids is not None:
        found.append(Representative.id.in_(wanted.ids))
    if wanted.areas:
        sits = select(representative_area.c.representative_id).where(representative_area.c.area_id.in_(wanted.areas))
        found.append(Representative.id.in_(sits))
    return found


def _linked(link: Link | None, acts: Any, invited: Any) -> list[ColumnElement[bool]]:
    """Conditions on who has joined and who was invited."""
    missing: ColumnElement[bool] = acts.c.since.is_(None)
    conditions: dict[Link, list[ColumnElement[bool]]] = {
        Link.JOINED: [~missing],
        Link.UNREACHABLE: [acts.c.reachable == 0],
        Link.MISSING: [missing],
        Link.INVITED: [missing, invited.c.until.is_not(None)],
        Link.UNINVITED: [missing, invited.c.until.is_(None)],
    }
    return conditions[link] if link is not None else []


class Page(NamedTuple):
    """A page of the list."""

    people: list[Listed]
    total: int
    """On all pages; 0 on one behind the last."""


async def page(session: AsyncSession, wanted: Wanted, now: datetime, limit: int, skip: int = 0) -> Page:
    """A page of representatives, in the order that is wanted."""
    found, acts, invited = _question(wanted, now)
    by_name = (Representative.sound, Representative.name, Representative.id)
    orders: dict[Order, tuple[Any, ...]] = {
        Order.LEVEL: (LEVEL_ORDER, *by_name),
        Order.NAME: by_name,
        Order.STATION: (Station.code, LEVEL_ORDER, *by_name),
        Order.SINCE: (acts.c.since.is_(None), acts.c.since.desc(), *by_name),
    }
    columns = found.with_only_columns(
        Representative.id,
        Representative.code,
        Representative.name,
        Representative.name_en,
        Representative.level,
        Representative.constituency,
        Station,
        acts.c.since,
        func.coalesce(acts.c.reachable, 0),
        invited.c.until,
        func.coalesce(invited.c.last, 0),
        func.count().over(),
    )
    rows = (await session.execute(columns.order_by(*orders[wanted.order]).limit(limit).offset(skip))).all()
    people = [Listed._make((*row[:8], bool(row[8]), *row[9:-1])) for row in rows]
    return Page(people, rows[0][-1] if rows else 0)


async def called(session: AsyncSession, stations: Sequence[int] | None) -> list[Called]:
    """Names of all representatives of these stations (None: of all), in office or not."""
    found = select(*(getattr(Representative, name) for name in Called._fields)).order_by(Representative.id)
    if stations is not None:
        found = found.where(Representative.station_id.in_(stations))
    return [Called(*row) for row in await session.execute(found)]


async def towns(session: AsyncSession) -> Sequence[Area]:
    """Counties and towns, by code."""
    found = select(Area).where(Area.kind != AreaKind.VILLAGE).order_by(Area.code)
    return (await session.scalars(found)).all()


async def in_office_by_station(session: AsyncSession, stations: Sequence[int] | None) -> dict[int, tuple[int, int]]:
    """Representatives in office of each station, and for how many of them somebody has joined."""
    joined = select(Grant.id).where(Grant.representative_id == Representative.id, Grant.revoked_at.is_(None)).exists()
    found = (
        select(Representative.station_id, func.count(), func.sum(case((joined, 1), else_=0)))
        .where(Representative.active)
        .group_by(Representative.station_id)
    )
    if stations is not None:
        found = found.where(Representative.station_id.in_(stations))
    return {row[0]: (row[1], int(row[2] or 0)) for row in await session.execute(found)}


async def of_station(session: AsyncSession, station_id: int) -> Sequence[Representative]:
    """Representatives of a station who are in office, township first."""
    found = select(Representative).where(Representative.active, Representative.station_id == station_id)
    ordered = found.order_by(LEVEL_ORDER, Representative.sound, Representative.name, Representative.id)
    return (await session.scalars(ordered)).all()
