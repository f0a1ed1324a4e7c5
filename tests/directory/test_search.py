"""Finding one's place as people type it, and who sits for it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.core.directory import importing, search
from storage.engine import Database
from storage.models.directory import Area
from storage.vocabulary import AreaKind
from tests.directory.files import county


@pytest.fixture
async def session(database: Database) -> AsyncIterator[AsyncSession]:
    async with database.writing() as writing:
        await importing.apply(writing, county(), datetime(2026, 3, 2, tzinfo=UTC))
    async with database.reading() as reading:
        yield reading


@pytest.mark.parametrize(
    "typed",
    [
        *("雁塔社区居委会", "雁塔社区", "雁塔", "雁塔居委會", "雁塔社區居民委員會", " 雁 塔 ", "雁搭", "燕塔"),
        *("yanta", "yan ta", "Yan Ta", "yàn tǎ", "yantashequ", "ｙａｎｔａ", "yamta", "yant", "yt"),
    ],
)
async def test_a_place_is_found_however_it_is_typed(session: AsyncSession, typed: str) -> None:
    hits = await search.search_areas(session, typed)
    assert hits, typed
    assert (hits[0].name, hits[0].path, hits[0].path_en) == (
        "雁塔社区居委会",
        "隽水镇 · 通城县",
        "Junshui Town · Tongcheng County",
    )


@pytest.mark.parametrize("typed", ["李塅", "塅", "Liduan", "liduancun", "liduan village", "lidaun", "里段"])
async def test_a_place_with_a_rare_character_is_found(session: AsyncSession, typed: str) -> None:
    hits = await search.search_areas(session, typed)
    assert hits, typed
    assert hits[0].name == "李塅村"


@pytest.mark.parametrize("typed", ["隽水", "雋水鎮", "junshui", "juanshui", "junshui town", "JSZ"])
async def test_a_character_with_two_readings_is_found_by_both(session: AsyncSession, typed: str) -> None:
    hits = await search.search_areas(session, typed)
    assert hits, typed
    assert hits[0].name == "隽水镇"


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "隽水镇雁塔社区",
            "通城县隽水镇雁塔社区",
            "湖北省咸宁市通城县隽水镇雁塔社区居委会",
            "隽水雁塔",
            "雁塔社区（隽水镇）",
        ),
        *(
            "我住在雁塔社区",
            "我家在隽水镇雁塔",
            "雁塔社区三组",
            "雁塔社区３组１２号",
            "隽水镇雁塔社区李家湾",
            "雁塔三组",
        ),
        *("雋水鎮雁塔社區", "隽水镇燕塔社区", "隽水镇雁搭", "雁塔附近"),
        *(
            "junshui yanta",
            "junshuizhen yantashequ",
            "junshuizhenyantashequ",
            "juanshui yanta",
            "ｊｕｎｓｈｕｉ ｙａｎｔａ",
        ),
        *("Yanta community, Junshui town", "I live in Yanta", "Yanta, Junshui, Tongcheng County", "12 Yanta community"),
        *("雁塔 junshui", "隽水 yanta"),
    ],
)
async def test_a_place_is_found_by_an_address(session: AsyncSession, typed: str) -> None:
    hits = await search.search_areas(session, typed)
    assert hits, typed
    assert hits[0].name == "雁塔社区居委会", [(hit.name, hit.score) for hit in hits]
    assert hits[0].left < 4, "no opinion"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        *(("麦市镇和平村", "和平村"), ("隽水镇和平", "和平社区"), ("和平社区", "和平社区"), ("和平村5号", "和平村")),
        *(("heping, maishi", "和平村"), ("Heping community", "和平社区"), ("隽水镇", "隽水镇"), ("通城", "通城县")),
    ],
)
async def test_what_is_said_beside_a_name_tells_namesakes_apart(session: AsyncSession, typed: str, name: str) -> None:
    hits = await search.search_areas(session, typed)
    assert hits[0].name == name, [(hit.name, hit.score) for hit in hits]


@pytest.mark.parametrize("typed", ["塔", "ta", "塅", "平"])
async def test_one_character_finds_all_that_have_it(session: AsyncSession, typed: str) -> None:
    found = {hit.name for hit in await search.search_areas(session, typed)}
    wanted = {"塔": {"雁塔社区居委会"}, "ta": {"雁塔社区居委会"}, "塅": {"李塅村"}, "平": {"和平村", "和平社区"}}
    assert found == wanted[typed]


@pytest.mark.parametrize(
    "typed",
    ["雁塔社区的路灯坏了一个星期没有人来修", "The street lamp at Yanta has been dark for weeks, please mend it"],
)
async def test_an_opinion_that_names_a_place_is_known_by_what_else_it_says(session: AsyncSession, typed: str) -> None:
    hits = await search.search_areas(session, typed)
    assert hits[0].name == "雁塔社区居委会"
    assert hits[0].left >= 4


async def test_a_directory_of_many_is_looked_through_by_what_was_typed(database: Database) -> None:
    async with database.writing() as session:
        town = Area(code="T", kind=AreaKind.TOWN, name="石桥镇", sound="shiqiao")
        session.add(town)
        await session.flush()
        names = [f"{one}{two}村" for one in "东西南北上下大小新老" for two in "山水田林河湖井桥"]
        for number in range(search._CANDIDATES + 100):
            session.add(Area(code=f"V{number}", kind=AreaKind.VILLAGE, name=names[number % len(names)], sound="x"))
        session.add(Area(code="V", parent_id=town.id, kind=AreaKind.VILLAGE, name="云峰村", sound="yunfeng"))
    async with database.reading() as session:
        for typed in ("云峰", "我住在石桥镇云峰村三组", "yunfeng", "Yunfeng village"):
            assert (await search.search_areas(session, typed))[0].name == "云峰村", typed


async def test_places_of_one_name_are_told_apart_by_what_they_lie_in(session: AsyncSession) -> None:
    hits = await search.search_areas(session, "heping")
    assert {(hit.name, hit.path) for hit in hits} == {("和平村", "麦市镇 · 通城县"), ("和平社区", "隽水镇 · 通城县")}


@pytest.mark.parametrize(
    "typed", ["", "  ", "？！", "%", "_", "'; DROP TABLE area; --", "纽约", "qqqq", "x" * 5000, "\ud800"]
)
async def test_nonsense_finds_nothing_and_breaks_nothing(session: AsyncSession, typed: str) -> None:
    assert await search.search_areas(session, typed) == []


async def test_an_area_no_file_brought_is_found_too(database: Database) -> None:
    async with database.writing() as session:
        session.add(Area(code="X", kind=AreaKind.VILLAGE, name="石南村", name_en="Stone South", sound="shinan"))
    async with database.reading() as reading:
        for typed in ("石南", "shinan", "stonesouth"):
            assert [hit.name for hit in await search.search_areas(reading, typed)] == ["石南村"], typed


async def test_a_location_leads_to_the_nearest_centre_with_coordinates(session: AsyncSession) -> None:
    near = await search.nearest_area(session, 29.105, 113.958)
    assert near is not None
    assert near.name == "李塅村"


async def test_a_location_far_from_everything_leads_nowhere(session: AsyncSession) -> None:
    assert await search.nearest_area(session, 48.85, 2.35) is None
    assert await search.nearest_area(session, 90.0, 0.0) is None


async def test_one_steps_down_from_the_county_to_the_village(session: AsyncSession) -> None:
    top = await search.children(session, None)
    assert [(step.name, step.more) for step in top.steps] == [("通城县", True)]
    towns = await search.children(session, top.steps[0].id)
    assert [step.name for step in towns.steps] == ["隽水镇", "麦市镇"]
    villages = await search.children(session, towns.steps[0].id, page=99)
    assert [(step.name, step.more) for step in villages.steps] == [("雁塔社区居委会", False), ("和平社区", False)]
    assert (villages.page, villages.pages) == (0, 1)


async def _id(session: AsyncSession, code: str) -> int:
    return (await session.scalars(select(Area.id).where(Area.code == code))).one()


async def test_who_sits_for_a_village_is_listed_from_township_to_provincial(session: AsyncSession) -> None:
    found = await search.representatives_of(session, await _id(session, "V1"))
    assert [one.name for one in found] == ["陈静", "王伟", "张敏", "李芳"]
    elsewhere = await search.representatives_of(session, await _id(session, "V2"))
    assert [one.name for one in elsewhere] == ["王伟", "张敏", "李芳"]


async def test_a_village_is_served_by_the_nearest_station_above_it(session: AsyncSession) -> None:
    for code, name in (("V1", "隽水联络站"), ("T1", "隽水联络站"), ("V2", "县联络站"), ("C1", "县联络站")):
        station = await search.station_of(session, await _id(session, code))
        assert station is not None
        assert station.name == name


async def test_an_area_that_is_not_there_has_nobody(session: AsyncSession) -> None:
    assert await search.representatives_of(session, 987654) == []
    assert await search.station_of(session, 987654) is None
    assert await search.area_hit(session, 987654) is None
