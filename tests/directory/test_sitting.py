"""Who sits for a place, arranged for choosing, and found by name."""

from collections.abc import Iterable

import pytest

from handlers.core.directory import sitting
from handlers.core.directory.pinyin import reads_as
from storage.engine import Database
from storage.models.directory import Area, Representative, Station
from storage.queries.directory import Seat
from storage.vocabulary import AreaKind, Level

VILLAGE, TOWN, COUNTY = 3, 2, 1
EVERYWHERE = None


def _seats(level: Level, n: int, area: int | None) -> list[Seat]:
    first = 1000 * list(Level).index(level) + (area or 0) * 100
    return [Seat(first + one, f"{level}{one}", None, level, "", None, [], area) for one in range(n)]


@pytest.mark.parametrize(
    ("found", "near", "further"),
    [
        ([], 0, {}),
        ([(Level.TOWNSHIP, 1, VILLAGE), (Level.PROVINCIAL, 5, COUNTY)], 6, {}),
        (
            [(Level.TOWNSHIP, 1, VILLAGE), (Level.COUNTY, 3, TOWN), (Level.MUNICIPAL, 56, EVERYWHERE)],
            4,
            {Level.MUNICIPAL: 56},
        ),
        ([(Level.TOWNSHIP, 1, VILLAGE), (Level.COUNTY, 6, TOWN)], 1, {Level.COUNTY: 6}),
        (
            [(Level.TOWNSHIP, 7, VILLAGE), (Level.COUNTY, 1, TOWN)],
            6,
            {Level.TOWNSHIP: 7, Level.COUNTY: 1},
        ),
        ([(Level.COUNTY, 4, TOWN), (Level.MUNICIPAL, 3, COUNTY)], 4, {Level.MUNICIPAL: 3}),
        (
            [(Level.TOWNSHIP, 4, VILLAGE), (Level.COUNTY, 9, TOWN), (Level.MUNICIPAL, 1, TOWN)],
            4,
            {Level.COUNTY: 9, Level.MUNICIPAL: 1},
        ),
        (
            [(Level.MUNICIPAL, 5, COUNTY), (Level.PROVINCIAL, 9, EVERYWHERE)],
            0,
            {Level.MUNICIPAL: 5, Level.PROVINCIAL: 9},
        ),
    ],
)
def test_the_nearest_are_offered_at_once_and_the_rest_by_level(
    found: list[tuple[Level, int, int | None]], near: int, further: dict[Level, int]
) -> None:
    arranged = sitting.arrange([seat for one in found for seat in _seats(*one)], COUNTY)
    assert len(arranged.near) == near
    assert dict(arranged.further) == further


def test_of_a_level_the_closest_area_comes_first() -> None:
    township = _seats(Level.TOWNSHIP, 4, VILLAGE) + _seats(Level.TOWNSHIP, 40, TOWN)
    assert sitting.arrange(township, COUNTY).near == township[:6]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("单玉兰", "shanyulan"), ("曾国华", "zeng"), ("覃爱民", "qinaim"), ("解放", "xie fang"), ("仇英", "qiuying"),
        ("单玉兰", "dan"), ("陈静", "jing"), ("陈静", "cj"), ("陈静", "chenj"), ("陈静", "陈"), ("陈静", "静"),
        ("陈静", "晨静"), ("Ann Lee", "lee"), ("Ann Lee", "ann l"), ("吕布", "lvbu"),
    ],
)  # fmt: skip
def test_a_name_is_found_by_each_of_its_readings(name: str, typed: str) -> None:
    assert reads_as(name, typed)


@pytest.mark.parametrize(
    ("name", "typed"),
    [("陈静", "jingchen"), ("陈静", ""), ("陈静", "？"), ("刘洋", "李"), ("陈静", "王"), ("陈静", "chenjj")],
)
def test_another_name_is_not_found(name: str, typed: str) -> None:
    assert not reads_as(name, typed)


def test_the_same_character_comes_before_the_same_sound() -> None:
    found = [Seat(n, name, None, Level.COUNTY, "", None, [], TOWN) for n, name in enumerate(("汪洋", "王伟", "李王"))]
    assert [one.name for one in sitting.named(found, "王")] == ["王伟", "李王", "汪洋"]


@pytest.mark.parametrize(
    ("typed", "known"),
    [("chen jing", True), ("Jing Chen", True), ("CHEN", True), ("ouy", True), ("hen", False), ("wang", False)],
)
def test_english_names_are_found_by_the_beginnings_of_their_words(typed: str, known: bool) -> None:
    name = "Ou'yang Jing" if typed == "ouy" else "Chen Jing"
    found = sitting.named([Seat(1, "甲乙丙", name, Level.COUNTY, "", None, [], TOWN)], typed)
    assert bool(found) is known


async def _names(database: Database, area: str) -> list[tuple[str, str | None]]:
    async with database.reading() as session:
        ids = {row.id: row.code for row in await session.run_sync(lambda one: one.query(Area).all())}
        wanted = next(number for number, code in ids.items() if code == area)
        return [(one.name, ids.get(one.area_id or 0)) for one in await sitting.seats(session, wanted)]


def _areas() -> Iterable[Area]:
    yield (county := Area(code="C", kind=AreaKind.COUNTY, name="county", sound="county"))
    for town in ("T", "U"):
        yield Area(code=town, kind=AreaKind.TOWN, name=town, sound=town.lower(), parent_id=county.id)


async def test_who_sits_for_no_area_in_particular_sits_for_all(database: Database) -> None:
    async with database.writing() as session:
        areas: dict[str, Area] = {}
        for area in _areas():
            session.add(area)
            await session.flush()
            areas[area.code] = area
        station = Station(code="S", area_id=areas["C"].id, name="station")
        session.add(station)
        await session.flush()
        for name, level, linked in (
            ("anna", Level.MUNICIPAL, ""), ("bert", Level.TOWNSHIP, ""), ("cora", Level.TOWNSHIP, "T"),
            ("dora", Level.TOWNSHIP, "U"), ("emil", Level.COUNTY, "C"), ("fred", Level.COUNTY, "CT"),
        ):  # fmt: skip
            session.add(
                Representative(
                    code=name, name=name, sound=name, level=level, constituency="", station_id=station.id,
                    areas=[areas[one] for one in linked],
                )
            )  # fmt: skip
        session.add(
            Representative(
                code="x",
                name="x",
                sound="x",
                level=Level.PROVINCIAL,
                constituency="",
                station_id=station.id,
                active=False,
            )
        )
    assert await _names(database, "T") == [("cora", "T"), ("fred", "T"), ("emil", "C"), ("anna", None)]
    assert await _names(database, "U") == [("dora", "U"), ("emil", "C"), ("fred", "C"), ("anna", None)]
