"""The county's directory: its places, stations, units and the representatives of four levels."""

from random import Random
from typing import Any, NamedTuple

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from bot.demo.county.names import Names
from handlers.core.directory.pinyin import searchable, sound, surname_sound
from storage.models.directory import Area, HandlingUnit, Representative, Station, representative_area
from storage.vocabulary import NO_PARTY, AreaKind, Level, Sex

TOWNS, VILLAGES, UNITS = 16, 190, 32
SEATS = {Level.TOWNSHIP: 800, Level.COUNTY: 260, Level.MUNICIPAL: 70, Level.PROVINCIAL: 17}
"""1,147 in all, as a county of half a million has."""
AT_ONE_VILLAGE = 40
"""So many of the township level sit for the first village."""
COUNTY, FIRST_TOWN = 1, 2
FIRST_VILLAGE = FIRST_TOWN + TOWNS
COUNTY_STATION = TOWNS + 1
_OFFICES = (
    "交通运输",
    "水利",
    "教育",
    "卫生健康",
    "农业农村",
    "生态环境",
    "住建",
    "自然资源",
    "民政",
    "公安",
    "财政",
    "市场监管",
)
_OCCUPATIONS = ("农民", "工人", "专业技术人员", "企业负责人", "干部")
_CARES = ("roads", "education", "health", "environment", "utilities", "housing", "culture")
"""Codes of topics that representatives take care of: a third of them none, a third one, a third two."""
_OFFICES_EN = "Transport|Water|Education|Health|Farming|Environment|Housing|Land|Civil Affairs|Police|Finance|Markets"


class Places(NamedTuple):
    """Places of the county, by row ids."""

    town_of: dict[int, int]
    """The town of each village; its station has the same place among stations as the town among towns."""

    def station_of(self, village: int) -> int:
        """The station that serves a village."""
        return self.town_of[village] - FIRST_TOWN + 1


async def build(session: AsyncSession, random: Random) -> Places:
    """Keep the whole directory."""
    names = Names(random)
    places = Places({FIRST_VILLAGE + n: FIRST_TOWN + n % TOWNS for n in range(VILLAGES)})
    await session.execute(insert(Area), _areas(names, places))
    await session.execute(insert(Station), _stations(await _town_names(session)))
    await session.execute(insert(HandlingUnit), _units())
    rows, links = _representatives(random, names, places)
    await session.execute(insert(Representative), rows)
    await session.execute(insert(representative_area), links)
    return places


async def _town_names(session: AsyncSession) -> list[tuple[str, str | None]]:
    towns = [await session.get_one(Area, FIRST_TOWN + n) for n in range(TOWNS)]
    return [(one.name, one.name_en) for one in towns]


def _area(number: int, kind: AreaKind, bare: str, ending: str, parent: int | None, random: int) -> dict[str, Any]:
    name, name_en = bare + ending, sound(bare).capitalize()
    return {
        "id": number,
        "code": f"4212{number:08d}",
        "parent_id": parent,
        "kind": kind,
        "name": name,
        "name_en": name_en,
        "sound": sound(bare),
        "search": searchable(name, name_en),
        "latitude": 29.0 + random % 60 / 100,
        "longitude": 113.6 + random % 77 / 100,
    }


def _areas(names: Names, places: Places) -> list[dict[str, Any]]:
    rows = [_area(COUNTY, AreaKind.COUNTY, "临江", "县", None, 0)]
    rows += [_area(FIRST_TOWN + n, AreaKind.TOWN, names.place(), "镇" if n < 11 else "乡", COUNTY, n * 7)
             for n in range(TOWNS)]  # fmt: skip
    rows += [_area(village, AreaKind.VILLAGE, names.place(), "村" if village % 6 else "社区", town, village * 13)
             for village, town in places.town_of.items()]  # fmt: skip
    return rows


def _stations(towns: list[tuple[str, str | None]]) -> list[dict[str, Any]]:
    rows = [
        {"id": n, "code": f"S{n:02d}", "area_id": FIRST_TOWN + n - 1, "name": f"{name}代表联络站",
         "name_en": f"{name_en} station"}
        for n, (name, name_en) in enumerate(towns, 1)
    ]  # fmt: skip
    county = {"id": COUNTY_STATION, "code": "S00", "area_id": COUNTY, "name": "县代表联络总站"}
    return [*rows, {**county, "name_en": "County station"}]


def _units() -> list[dict[str, Any]]:
    names = list(zip(_OFFICES, _OFFICES_EN.split("|"), strict=True))
    rows = []
    for n in range(1, UNITS + 1):
        name, name_en = names[(n - 1) % len(names)]
        branch, branch_en = ("局", "Bureau") if n <= len(names) else (f"局第{n}分局", f"Bureau, branch {n}")
        rows.append({"id": n, "code": f"U{n:02d}", "name": name + branch, "name_en": f"{name_en} {branch_en}"})
    return rows


def _representatives(random: Random, names: Names, places: Places) -> tuple[list[dict[str, Any]], list[dict[str, int]]]:
    rows: list[dict[str, Any]] = []
    links: list[dict[str, int]] = []
    villages = list(places.town_of)
    for level, seats in SEATS.items():
        for n in range(seats):
            number = len(rows) + 1
            area, station = _seat(level, n, villages, places)
            name = names.person()
            rows.append(
                {
                    "id": number,
                    "code": f"R{number:04d}",
                    "name": name,
                    "name_en": f"{sound(name[0])} {sound(name[1:])}".title(),
                    "sound": surname_sound(name),
                    "level": level,
                    "constituency": f"第{n // 3 + 1}选区",
                    "station_id": station,
                    "active": random.random() < 0.99 or number < AT_ONE_VILLAGE,
                    "sex": (Sex.FEMALE, Sex.MALE, Sex.MALE)[number % 3],
                    "party": ("中共党员", "中共党员", NO_PARTY)[number % 7 % 3],
                    "occupation": _OCCUPATIONS[number % len(_OCCUPATIONS)],
                    "term": "第十九届",
                    "re_elected": number % 4 == 0,
                    "topics": [_CARES[(number * step) % len(_CARES)] for step in range(1, 1 + number % 3)],
                }
            )
            if area is not None:
                links.append({"representative_id": number, "area_id": area})
    return rows, links


def _seat(level: Level, n: int, villages: list[int], places: Places) -> tuple[int | None, int]:
    """Area for which somebody sits (None: for no part of the county in particular), and their station."""
    if level is Level.TOWNSHIP:
        village = villages[0] if n < AT_ONE_VILLAGE else villages[1 + n % (VILLAGES - 1)]
        return village, places.station_of(village)
    if level is Level.COUNTY:
        town = n % TOWNS
        return FIRST_TOWN + town, town + 1
    return (COUNTY if n % 2 else None), COUNTY_STATION
