"""Finding a place, who sits for it, and the station that serves it."""

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.core.directory import matching
from handlers.core.directory.matching import Fit, Typed
from storage.models.directory import Representative, Station
from storage.queries import directory as queries

FARTHEST_KM = 50.0
"""A location farther than this from every area is not in this place: our own choice."""
PAGE = 8
"""Areas a page: our own choice."""
LONGEST = 60
"""Characters in which a place is looked for: our own choice, longer than any address."""
_CANDIDATES = 800
"""Areas compared with what was typed: our own choice; more than a county has, so that mostly all are."""
_MUCH_WORSE = 0.25
"""Distance below the best fit beyond which nothing is shown: our own choice, by `make bench ONLY=places`."""
_PIECE, _MOST_PIECES = 3, 30
"""Letters a piece, and pieces, by which candidates are chosen among too many: our own choice."""
_KM_PER_DEGREE = 111.2
"""Of latitude: the earth's circumference, 40,030 km, by 360."""


class AreaHit(NamedTuple):
    """An area that was found."""

    id: int
    name: str
    name_en: str | None
    path: str
    """The areas above it, nearest first: `城关镇 · 通城县`; empty at the top."""
    path_en: str
    """The same in English where the areas have English names."""
    score: float = 1.0
    """0–1, how well it fits."""
    left: int = 0
    """Number of typed signs that say something else."""


class AreaStep(NamedTuple):
    """An area in a list to step down."""

    id: int
    name: str
    name_en: str | None
    more: bool
    """True if there are areas below it."""


class AreaPage(NamedTuple):
    """One page of the areas below another."""

    steps: list[AreaStep]
    page: int
    pages: int


async def search_areas(session: AsyncSession, text: str) -> list[AreaHit]:
    """Areas a person may mean by `text`, best first; empty if nothing comes near.

    A name or an address: Chinese (traditional and mistyped too), pinyin, initials or English, with what lies around it.
    """
    typed = matching.typed(text[:LONGEST])
    if not typed.signs:
        return []
    rows = await queries.areas_resembling(session, _pieces(typed), _CANDIDATES)
    hits = await _fitting(session, typed, rows)
    if matching.in_two_scripts(typed):
        spoken = await _fitting(session, matching.spoken(typed), rows)
        hits = max(hits, spoken, key=lambda some: some[0].score if some else 0.0)
    return hits


async def _fitting(session: AsyncSession, typed: Typed, rows: Sequence[Any]) -> list[AreaHit]:
    """The areas of these that fit, best first, without those that fit much worse."""
    found = {}
    for number, own, name_en, _ in rows:
        name = matching.name_of(own, name_en)
        places = matching.find(typed, name)
        if matching.plausible(typed, name, places):
            found[number] = (name, places)
    lines = await queries.ancestors(session, found)
    fits = []
    for area, (name, places) in found.items():
        above = [matching.name_of(row.name, row.name_en) for row in lines[area][1:]]
        fits.append((area, matching.fit(typed, name, places, above)))
    least = max(matching.LIKELY, max((fit.score for _, fit in fits), default=0.0) - _MUCH_WORSE)
    fits = [(area, fit) for area, fit in fits if fit.score >= least]
    # Of a village and a town with one name, who lives there means the village.
    fits.sort(key=lambda one: (-round(one[1].score, 3), -len(lines[one[0]]), len(lines[one[0]][0].name), one[0]))
    return await _hits(session, fits)


def _pieces(typed: Typed) -> list[str]:
    """Parts of what was typed, of which a name that is meant holds some."""
    pieces = [typed.signs[at : at + _PIECE] for at in range(len(typed.signs))]
    if typed.chinese:
        pieces = [*typed.signs, *typed.by_sound]
    return list(dict.fromkeys(piece for piece in pieces if len(piece) > 1 or typed.chinese))[:_MOST_PIECES]


async def nearest_area(session: AsyncSession, latitude: float, longitude: float) -> AreaHit | None:
    """The town or village whose centre is nearest; None if none is within `FARTHEST_KM`. Degrees, WGS 84."""
    south_north = FARTHEST_KM / _KM_PER_DEGREE
    west_east = south_north / max(math.cos(math.radians(latitude)), 0.01)
    rows = await queries.areas_around(session, latitude, longitude, south_north, west_east, limit=1)
    if not rows or _km(latitude, longitude, rows[0].latitude, rows[0].longitude) > FARTHEST_KM:
        return None
    return await area_hit(session, rows[0].id)


def _km(latitude: float, longitude: float, to_latitude: float, to_longitude: float) -> float:
    north = to_latitude - latitude
    east = (to_longitude - longitude) * math.cos(math.radians(latitude))
    return _KM_PER_DEGREE * math.hypot(north, east)


async def area_hit(session: AsyncSession, area_id: int) -> AreaHit | None:
    """The area with its path; None if there is none."""
    hits = await _hits(session, [(area_id, Fit(1.0, 0))])
    return hits[0] if hits else None


async def children(session: AsyncSession, parent_id: int | None, page: int = 0) -> AreaPage:
    """Areas directly below `parent_id` (None: the top), eight a page; a page beyond the last is the last."""
    count = await queries.count_below(session, parent_id)
    pages = max(1, -(-count // PAGE))
    page = min(max(page, 0), pages - 1)
    rows = await queries.areas_below(session, parent_id, page * PAGE, PAGE)
    return AreaPage([AreaStep(row.id, row.name, row.name_en, bool(row.more)) for row in rows], page, pages)


async def representatives_of(session: AsyncSession, area_id: int) -> list[Representative]:
    """Representatives of this area or one it lies in: township to provincial, the closest area first."""
    return list(await queries.active_representatives(session, await line(session, area_id)))


async def station_of(session: AsyncSession, area_id: int) -> Station | None:
    """The station that serves this area: its own, else that of the nearest area above."""
    return await queries.first_station(session, await line(session, area_id))


async def line(session: AsyncSession, area_id: int) -> list[int]:
    """The area and those above it, nearest first; empty if there is none."""
    return [row.id for row in (await queries.ancestors(session, [area_id]))[area_id]]


async def _hits(session: AsyncSession, fits: list[tuple[int, Fit]]) -> list[AreaHit]:
    lines = await queries.ancestors(session, [area_id for area_id, _ in fits])
    hits = []
    for area_id, fit in fits:
        if line := lines[area_id]:
            here, *above = line
            path = " · ".join(row.name for row in above)
            path_en = " · ".join(row.name_en or row.name for row in above)
            hits.append(AreaHit(here.id, here.name, here.name_en, path, path_en, *fit))
    return hits
