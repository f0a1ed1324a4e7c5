"""Questions about the place, and writing a whole directory at once."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple, TypeVar, cast

from sqlalchemy import Select, Table, bindparam, case, delete, func, insert, literal, null, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased, selectinload

from storage.in_list import in_list
from storage.models.directory import (
    Area,
    HandlingUnit,
    OfficeHistory,
    Representative,
    Station,
    Topic,
    representative_area,
)
from storage.vocabulary import BLOB, AreaKind, Level, OfficeChange

_CHUNK = 500
"""Numbers in one statement; SQLite before 3.32 takes at most 999 (https://www.sqlite.org/limits.html)."""
Row = TypeVar("Row", Area, HandlingUnit, Representative, Station, Topic)

LEVEL_ORDER = case({level: number for number, level in enumerate(Level)}, value=Representative.level)
"""Township first, provincial last."""


def known_in(session: AsyncSession) -> dict[Any, Any]:
    """Answers found before in this transaction: updates that share a commit mostly ask the same about one place."""
    known: dict[Any, Any] = session.info.setdefault("directory", {})
    return known


def forget(session: AsyncSession) -> None:
    """Ask anew: something of the directory was changed in this transaction."""
    known_in(session).clear()


async def by_id(session: AsyncSession, table: type[Row], number: int | None) -> Row | None:
    """A row of the directory; None if there is none, or no number (0 counts as none). Asked again, it costs nothing."""
    if not number:
        return None
    key, known = (table, number), known_in(session)
    if key not in known:
        known[key] = await session.get(table, number)
    found: Row | None = known[key]
    return found


async def all_rows(session: AsyncSession, table: Any) -> Sequence[Any]:
    """Every row of a directory table, oldest first."""
    return (await session.execute(select(table.__table__).order_by(table.id))).all()


async def count_rows(session: AsyncSession, table: Any) -> int:
    """Count the rows of a directory table."""
    return (await session.execute(select(func.count()).select_from(table))).scalar_one()


async def all_links(session: AsyncSession) -> Sequence[Any]:
    """(representative id, area id) of every representative."""
    columns = representative_area.c
    return (await session.execute(select(columns.representative_id, columns.area_id))).all()


async def ids_by_code(session: AsyncSession, table: Any) -> dict[str, int]:
    """Ids of all rows of a directory table."""
    rows = await session.execute(select(table.code, table.id))
    return {row.code: row.id for row in rows}


async def insert_all(session: AsyncSession, table: Any, rows: list[dict[str, Any]]) -> None:
    """Write new rows of a directory table."""
    known_in(session).clear()
    if rows:
        await session.execute(insert(_core(table)), rows)


async def update_all(session: AsyncSession, table: Any, rows: list[dict[str, Any]]) -> None:
    """Write changed rows; each is found by its `code`, and all have the same keys."""
    known_in(session).clear()
    if rows:
        core = _core(table)
        names = [name for name in rows[0] if name != "code"]
        statement = (
            update(core)
            .where(core.c.code == bindparam("find_code"))
            .values({name: bindparam(f"to_{name}") for name in names})
        )
        values = [{"find_code": row["code"], **{f"to_{name}": row[name] for name in names}} for row in rows]
        await session.execute(statement, values)


async def replace_links(session: AsyncSession, links: dict[int, list[int]]) -> None:
    """Give each representative (id) exactly these areas (ids)."""
    known_in(session).clear()
    ids = list(links)
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        await session.execute(delete(representative_area).where(representative_area.c.representative_id.in_(chunk)))
    rows = [{"representative_id": one, "area_id": area} for one, areas in links.items() for area in areas]
    if rows:
        await session.execute(insert(representative_area), rows)


def _core(table: Any) -> Table:
    core = table.__table__
    assert isinstance(core, Table)  # noqa: S101 - for the type checker; every model of ours is a table
    return core


_AREAS = select(Area.id, Area.name, Area.name_en, Area.parent_id)


async def areas_resembling(session: AsyncSession, pieces: Iterable[str], limit: int) -> Sequence[Any]:
    """All areas, if there are at most `limit`; else those with the most of `pieces` in what they may be typed as.

    Looks through all areas once: about 10 ms a piece for 100,000.
    """
    key, known = ("areas", limit), known_in(session)
    if key not in known:
        known[key] = (await session.execute(_AREAS.order_by(Area.id).limit(limit + 1))).all()
        if len(known[key]) <= limit:
            known["tree"] = {row[0]: row for row in known[key]}
    everything: Sequence[Any] = known[key]
    if len(everything) <= limit:
        return everything
    count = sum((case((Area.search.contains(piece, autoescape=True), 1), else_=0) for piece in pieces), literal(0))
    return (await session.execute(_AREAS.order_by(count.desc(), func.length(Area.search), Area.id).limit(limit))).all()


def _upwards() -> Select[Any]:
    up = select(
        Area.id.label("start"), Area.id.label("id"), Area.parent_id, Area.name, Area.name_en, func.abs(0).label("depth")
    ).where(in_list(Area.id, "wanted"))
    chain = up.cte("chain", recursive=True)
    higher = aliased(Area)
    chain = chain.union_all(
        select(chain.c.start, higher.id, higher.parent_id, higher.name, higher.name_en, chain.c.depth + 1).join(
            chain, higher.id == chain.c.parent_id
        )
    )
    return select(chain).order_by(chain.c.depth)


# Made once: to put this statement together takes SQLAlchemy twenty times as long as to run it.
_UPWARDS = _upwards()


async def ancestors(session: AsyncSession, area_ids: Iterable[int]) -> dict[int, list[Any]]:
    """For each area, itself and those above it, nearest first: rows with id, name and name_en."""
    wanted, known = list(area_ids), known_in(session)
    if (tree := known.get("tree")) is not None:
        return {area: _line(tree, area) for area in wanted}
    if unknown := [area for area in wanted if ("ancestors", area) not in known]:
        lines: dict[int, list[Any]] = {area: [] for area in unknown}
        for row in await session.execute(_UPWARDS, {"wanted": unknown}):
            lines[row.start].append(row)
        known.update({("ancestors", area): line for area, line in lines.items()})
    return {area: known["ancestors", area] for area in wanted}


def _line(tree: dict[int, Any], area: int | None) -> list[Any]:
    line = []
    while area is not None and area in tree:
        line.append(tree[area])
        area = tree[area].parent_id
    return line


async def areas_around(
    session: AsyncSession, latitude: float, longitude: float, south_north: float, west_east: float, limit: int
) -> Sequence[Any]:
    """Towns and villages within so many degrees each way, nearest first as the map shows it."""
    stretch = south_north / west_east
    far = (Area.latitude - latitude) * (Area.latitude - latitude) + (
        (Area.longitude - longitude) * stretch * (Area.longitude - longitude) * stretch
    )
    statement = (
        select(Area.id, Area.name, Area.name_en, Area.latitude, Area.longitude)
        .where(
            Area.latitude.between(latitude - south_north, latitude + south_north),
            Area.longitude.between(longitude - west_east, longitude + west_east),
            Area.kind != AreaKind.COUNTY,
        )
        .order_by(far, Area.id)
        .limit(limit)
    )
    return (await session.execute(statement)).all()


async def areas_below(session: AsyncSession, parent_id: int | None, offset: int, limit: int) -> Sequence[Any]:
    """Areas directly below (None: the top), by code; the last column tells whether they have any below."""
    inner = aliased(Area)
    more = select(inner.id).where(inner.parent_id == Area.id).exists()
    statement = (
        select(Area.id, Area.name, Area.name_en, more.label("more"))
        .where(Area.parent_id.is_(None) if parent_id is None else Area.parent_id == parent_id)
        .order_by(Area.code)
        .offset(offset)
        .limit(limit)
    )
    return (await session.execute(statement)).all()


async def count_below(session: AsyncSession, parent_id: int | None) -> int:
    """Count the areas directly below one (None: at the top)."""
    here = Area.parent_id.is_(None) if parent_id is None else Area.parent_id == parent_id
    return (await session.execute(select(func.count()).select_from(Area).where(here))).scalar_one()


_SITTING = (
    select(Representative, representative_area.c.area_id)
    .join(representative_area, representative_area.c.representative_id == Representative.id)
    .where(in_list(representative_area.c.area_id, "areas"), Representative.active)
)


async def active_representatives(session: AsyncSession, area_ids: Sequence[int]) -> Sequence[Representative]:
    """Representatives who sit for any of these areas now: township first; within a level, by the order of the areas."""
    key, known = ("sitting", *area_ids), known_in(session)
    if area_ids and key not in known:
        nearness = {area: number for number, area in enumerate(area_ids)}
        closest: dict[Representative, int] = {}
        for one, area in await session.execute(_SITTING, {"areas": area_ids}):
            closest[one] = min(nearness[area], closest.get(one, len(nearness)))
        levels = list(Level)
        known[key] = sorted(closest, key=lambda one: (levels.index(one.level), closest[one], one.sound, one.id))
    return known[key] if area_ids else []


class Seat(NamedTuple):
    """A representative as lists show one. A place may have hundreds: their models take longer than all else there."""

    id: int
    name: str
    name_en: str | None
    level: Level
    constituency: str
    picture: str | None
    topics: list[str]
    """Codes of the topics they take care of."""
    area_id: int | None
    """The closest area they sit for; None: for no single one."""


_REPRESENTATIVE = cast("Table", Representative.__table__)
_SEAT = [_REPRESENTATIVE.c[name] for name in Seat._fields[:-1]]
_LINKED = representative_area.c
_SEATS = (
    select(*_SEAT, _REPRESENTATIVE.c.sound, _LINKED.area_id)
    .join(representative_area, _LINKED.representative_id == _REPRESENTATIVE.c.id)
    .where(in_list(_LINKED.area_id, "areas"), _REPRESENTATIVE.c.active)
)
_SEATS_OF_NO_AREA = select(*_SEAT, _REPRESENTATIVE.c.sound, null().label("area_id")).where(
    _REPRESENTATIVE.c.active,
    _REPRESENTATIVE.c.level.in_((Level.MUNICIPAL, Level.PROVINCIAL)),
    ~select(_LINKED.area_id).where(_LINKED.representative_id == _REPRESENTATIVE.c.id).exists(),
)


async def seats(session: AsyncSession, area_ids: Sequence[int]) -> Sequence[Seat]:
    """Seats for any of these areas now, or for a whole city or province: township first, the earliest area first."""
    key, known = ("seats", *area_ids), known_in(session)
    if area_ids and key not in known:
        nearness: dict[int | None, int] = {area: number for number, area in enumerate(area_ids)}
        found = [*await session.execute(_SEATS, {"areas": area_ids}), *await session.execute(_SEATS_OF_NO_AREA)]
        levels = list(Level)
        far = len(area_ids)
        found.sort(key=lambda row: (levels.index(row.level), nearness.get(row.area_id, far), row.sound, row.id))
        closest: dict[int, Seat] = {}
        for row in found:
            closest.setdefault(row.id, Seat._make((*row[: len(_SEAT)], row.area_id)))
        known[key] = list(closest.values())
    return known[key] if area_ids else []


async def in_office(session: AsyncSession, stations: Sequence[int] | None) -> list[Seat]:
    """Seats of those in office at these stations (None: at all), short names first, then township first."""
    found = select(*_SEAT, null().label("area_id")).where(_REPRESENTATIVE.c.active)
    if stations is not None:
        found = found.where(_REPRESENTATIVE.c.station_id.in_(stations))
    by_level = [_REPRESENTATIVE.c.sound, _REPRESENTATIVE.c.id]
    rows = await session.execute(found.order_by(func.length(_REPRESENTATIVE.c.name), LEVEL_ORDER, *by_level))
    return [Seat._make(row) for row in rows]


async def representatives(session: AsyncSession, ids: Sequence[int]) -> list[Representative]:
    """These representatives, in this order."""
    found = await session.scalars(select(Representative).where(Representative.id.in_(ids)))
    return sorted(found, key=lambda one: ids.index(one.id))


async def pictures_kept_here(session: AsyncSession, among: Collection[str] | None = None) -> set[str]:
    """What stands for the pictures of representatives that are files of ours; only of these, where some are named."""
    found = select(Representative.picture).where(Representative.picture.startswith(BLOB))
    if among is not None:
        found = found.where(Representative.picture.in_(among))
    return {picture for picture in await session.scalars(found.distinct()) if picture is not None}


async def without_sound(session: AsyncSession) -> Sequence[Representative]:
    """Representatives whose name has not been read yet."""
    return (await session.scalars(select(Representative).where(Representative.sound == ""))).all()


_STATIONS = select(Station).where(in_list(Station.area_id, "areas"))


async def first_station(session: AsyncSession, area_ids: Sequence[int]) -> Station | None:
    """The station of the earliest area in the list that has one."""
    key, known = ("station", *area_ids), known_in(session)
    if area_ids and key not in known:
        found = await session.scalars(_STATIONS, {"areas": area_ids})
        known[key] = min(found, key=lambda one: (area_ids.index(one.area_id), one.id), default=None)
    return known[key] if area_ids else None


async def representative_by_code(session: AsyncSession, code: str) -> Representative | None:
    """The representative with this code, areas loaded."""
    found = select(Representative).where(Representative.code == code).options(selectinload(Representative.areas))
    return await session.scalar(found)


async def station_by_code(session: AsyncSession, code: str) -> Station | None:
    """The station with this code."""
    return await session.scalar(select(Station).where(Station.code == code))


async def stations(session: AsyncSession, ids: Sequence[int] | None = None) -> Sequence[Station]:
    """Stations by code; with `ids` only these."""
    found = select(Station).order_by(Station.code)
    return (await session.scalars(found if ids is None else found.where(Station.id.in_(ids)))).all()


async def facts_in_office(session: AsyncSession) -> Sequence[Any]:
    """Facts that lists tell of everybody who holds office now."""
    asked = (Representative.level, Representative.sex, Representative.party, Representative.occupation)
    also = (Representative.re_elected, Representative.by_election, Representative.term)
    return (await session.execute(select(*asked, *also).where(Representative.active))).all()


_TURNS = (
    select(OfficeHistory, Representative.name, Representative.name_en)
    .join(Representative, Representative.id == OfficeHistory.representative_id)
    .where(or_(OfficeHistory.change == OfficeChange.LEFT, OfficeHistory.by_election))
)


async def office_history(session: AsyncSession, offset: int, limit: int) -> Sequence[Any]:
    """Turns of those who left office or came by a by-election, newest first, with the name they have now."""
    found = _TURNS.order_by(OfficeHistory.id.desc()).offset(offset).limit(limit)
    return (await session.execute(found)).all()


async def count_office_history(session: AsyncSession) -> int:
    """Number of these turns."""
    return (await session.execute(select(func.count()).select_from(_TURNS.subquery()))).scalar_one()
