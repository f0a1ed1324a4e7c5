"""Finding a place, who sits for it, and the station that serves it."""

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from rapidfuzz import fuzz
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.core.directory.pinyin import bare, bare_sound, has_chinese, plain, sound
from storage.models.directory import Representative, Station
from storage.queries import directory as queries

FARTHEST_KM = 50.0
"""A location farther than this from every area is not in this place: our own choice."""
PAGE = 8
"""Areas a page: our own choice."""
_CANDIDATES = 400
"""Areas compared with what was typed: our own choice."""
_LONGEST = 60
"""Characters looked at of what was typed: our own choice."""
_GOOD_ENOUGH = 60.0
"""Of 100, as `_score` counts: our own choice."""
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
    score: float
    """0–100, how well it fits; 100 for a location."""


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


class _Typed(NamedTuple):
    characters: str
    """The Chinese of it, without 村, 社区…; empty if there is none."""
    sounds: tuple[str, ...]
    """In pinyin or English without spaces; once with and once without a suffix."""


async def search_areas(session: AsyncSession, text: str, limit: int = 8) -> list[AreaHit]:
    """Areas a person may mean by `text`, best first; empty if nothing comes near.

    Chinese (traditional and mistyped by sound too), pinyin, initials or English; suffixes and typos are forgiven.
    """
    typed = _typed(text)
    if not typed.sounds and not typed.characters:
        return []
    rows: Sequence[Any] = []
    for beginning in typed.sounds:
        found = await queries.areas_sounding(session, beginning, _CANDIDATES)
        if found and found[0].sound == beginning:
            rows = found
            break
    else:
        rows = await queries.areas_resembling(
            session, _pieces(typed), len(typed.sounds[0]) if typed.sounds else 0, _CANDIDATES
        )
    scored = [(_score(typed, row), row) for row in rows]
    best = sorted((one for one in scored if one[0] >= _GOOD_ENOUGH), key=lambda one: (-one[0], len(one[1].name)))[
        :limit
    ]
    return await _hits(session, [(row.id, score) for score, row in best])


def _typed(text: str) -> _Typed:
    text = plain(text[:_LONGEST])
    if has_chinese(text):
        short = bare(text).replace(" ", "")
        return _Typed(short, (sound(short),) if sound(short) else ())
    whole = sound(text)
    candidates = (sound(bare(text)), bare_sound(whole), whole)
    return _Typed("", tuple(dict.fromkeys(way for way in candidates if way)))


def _pieces(typed: _Typed) -> list[str]:
    """Parts of what was typed: a single typo spoils one or two, the others still find the area."""
    pieces = list(typed.characters[:3])
    for way in typed.sounds[:1]:
        size = max(2, -(-len(way) // (2 if pieces else 4)))
        pieces += [way[at : at + size] for at in range(0, len(way), size)]
    return list(dict.fromkeys(piece for piece in pieces if len(piece) > 1 or piece in typed.characters))


def _score(typed: _Typed, row: Any) -> float:
    """0–100: the same characters, else the same sound, else nearly."""
    words = str(row.search).split()
    if typed.characters:
        if words[0] == typed.characters:
            return 100.0
        # One of two characters alone says little; the sound must bear it out.
        characters = fuzz.ratio(typed.characters, words[0])
        contained = 90.0 if len(typed.characters) > 1 and typed.characters in words[0] else 0.0
        spoken = max((_alike(way, word) for way in typed.sounds for word in words[1:]), default=0.0)
        return max(contained, 0.3 * characters + 0.65 * spoken)
    return max(_alike(way, word) for way in typed.sounds for word in words)


def _alike(typed: str, word: str) -> float:
    if typed == word:
        return 98.0
    if word.startswith(typed) and len(typed) > 1:
        return 85.0 + 10.0 * len(typed) / len(word)
    return 0.95 * fuzz.ratio(typed, word)


async def nearest_area(session: AsyncSession, latitude: float, longitude: float) -> AreaHit | None:
    """The town or village whose centre is nearest; None if none is within `FARTHEST_KM`. Degrees, WGS 84."""
    south_north = FARTHEST_KM / _KM_PER_DEGREE
    west_east = south_north / max(math.cos(math.radians(latitude)), 0.01)
    rows = await queries.areas_around(session, latitude, longitude, south_north, west_east, limit=1)
    if not rows or _km(latitude, longitude, rows[0].latitude, rows[0].longitude) > FARTHEST_KM:
        return None
    return (await _hits(session, [(rows[0].id, 100.0)]))[0]


def _km(latitude: float, longitude: float, to_latitude: float, to_longitude: float) -> float:
    north = to_latitude - latitude
    east = (to_longitude - longitude) * math.cos(math.radians(latitude))
    return _KM_PER_DEGREE * math.hypot(north, east)


async def area_hit(session: AsyncSession, area_id: int) -> AreaHit | None:
    """The area with its path; None if there is none."""
    hits = await _hits(session, [(area_id, 100.0)])
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


async def _hits(session: AsyncSession, scores: list[tuple[int, float]]) -> list[AreaHit]:
    lines = await queries.ancestors(session, [area_id for area_id, _ in scores])
    hits = []
    for area_id, score in scores:
        if line := lines[area_id]:
            here, *above = line
            path = " · ".join(row.name for row in above)
            path_en = " · ".join(row.name_en or row.name for row in above)
            hits.append(AreaHit(here.id, here.name, here.name_en, path, path_en, score))
    return hits
