"""A village for which more than four hundred sit: nobody meets a wall, and whoever is wanted is found."""

import re
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import update

from bot.sandbox.messages import Message
from handlers.core.directory.pinyin import sound
from storage.models.directory import Area, Representative
from storage.vocabulary import Level
from tests.constituents.conftest import LAMP, People
from tests.town import Actor, Town

SEATS = {Level.TOWNSHIP: 120, Level.COUNTY: 245, Level.MUNICIPAL: 56}
LEVEL_KEYS = {
    "en": {Level.TOWNSHIP: "township level", Level.COUNTY: "county level", Level.MUNICIPAL: "municipal level"},
    "zh-hans": {Level.TOWNSHIP: "乡镇级代表", Level.COUNTY: "县级代表", Level.MUNICIPAL: "市级代表"},
}
SURNAMES = "王李张刘陈杨赵黄周吴"
LONG = "内蒙古自治区呼伦贝尔市莫力达瓦达斡尔族自治旗尼尔基镇第一百二十三选区及其周边村庄社区"
"""A constituency's name that is longer than a key."""
MOST_CHARACTERS, MOST_ROWS = 1500, 12


async def _elects(town: Town, areas: dict[str, int], station: int) -> None:
    """Of the township 30 sit for the village and 90 for all of it; of the city all for no single area."""
    async with town.database.writing() as session:
        village, around = await session.get_one(Area, areas["Jiufang"]), await session.get_one(Area, areas["Maishi"])
        county = await session.get_one(Area, areas["Tongcheng"])
        await session.execute(update(Representative).values(active=False))
        for level, seats in SEATS.items():
            for n in range(seats):
                name = f"{SURNAMES[n % 10]}{'梅兰竹菊'[n // 10 % 4]}{'一二三四五六七'[n // 40]}"
                linked = {Level.TOWNSHIP: village if n < 30 else around, Level.COUNTY: around}.get(level)
                session.add(
                    Representative(
                        code=f"{level}{n}",
                        name=name,
                        sound=sound(name),
                        level=level,
                        constituency=LONG if n % 7 == 0 else f"第{n}选区",
                        station_id=station,
                        picture=town.world.files.add("photo", f"{level}{n}".encode()).file_id if n % 2 == 0 else None,
                        topics=["roads"] if n % 3 == 0 else ["gone"],
                        areas=[linked] if linked else ([county] if n % 2 else []),
                    )
                )


@pytest.fixture
async def crowded(people: People) -> AsyncIterator[People]:
    """Everybody in place, and so many sit for Jiufang."""
    await _elects(people.town, people.furniture.areas, people.furniture.stations["Maishi"])
    yield people


def _is_no_wall(actor: Actor) -> None:
    """What was shown last can be read at once, and holds no more keys than an eye finds its way among."""
    message = _newest(actor)
    rows = (message.reply_markup or {})["inline_keyboard"]
    assert len(message.shown) <= MOST_CHARACTERS, message.shown
    assert len(rows) <= MOST_ROWS, rows


def _newest(actor: Actor) -> Message:
    return next(message for message in reversed(actor.messages) if message.from_bot and message.buttons)


def _keys(actor: Actor, prefix: str) -> list[str]:
    """The data of the keys of the newest screen that begin so."""
    return [key["callback_data"] for key in _newest(actor).buttons if key.get("callback_data", "").startswith(prefix)]


async def _begins(li: Actor, people: People, draft: bool) -> None:
    if draft:
        await li.says(LAMP)
        await people.done()
        li.sees(people.say("To whom?"))
    else:
        await li.says("/representatives")


@pytest.mark.parametrize("draft", [True, False], ids=["to whom", "representatives"])
async def test_the_nearest_come_first_and_every_key_leads_somewhere(crowded: People, draft: bool) -> None:
    li, say = crowded.li, crowded.say
    await _begins(li, crowded, draft)
    _is_no_wall(li)
    near = _keys(li, "dw:" if draft else "sr:")
    assert len(near) == (7 if draft else 6)
    assert near[0] == "dw:0" or not draft
    cared = [line for line in _newest(li).shown.splitlines() if "Roads" in line or "道路" in line]
    assert len(cared) == 2, "of six who are offered every third takes care of something that is offered"
    start = _newest(li)
    for level, seats in SEATS.items():
        li.sees(f"{LEVEL_KEYS[say.code][level]} ?.{seats}. ›")
        await li.forges(f"rl:{level}:0:{int(draft)}", on=start)
        _is_no_wall(li)
        listed = set(_keys(li, "rv:"))
        for page in range(1, -(-seats // 8)):
            await li.presses("▶︎")
            _is_no_wall(li)
            assert not listed & set(_keys(li, "rv:"))
            listed |= set(_keys(li, "rv:"))
            assert f"rl:{level}:{page - 1}:{int(draft)}" in _keys(li, "rl:")
        assert len(listed) == seats
        assert "▶︎" not in li.screen
        await li.presses(say.key("⬅️ Back"))
        assert _keys(li, "rl:"), "back leads to where the lists begin"
    for data in near:
        await li.forges(data, on=start)
        li.hears_nothing(say("This button is from an older screen. Here is where things stand now."))


async def test_who_comes_back_from_a_card_finds_the_page(crowded: People) -> None:
    li, say = crowded.li, crowded.say
    await _begins(li, crowded, draft=True)
    await li.presses(LEVEL_KEYS[say.code][Level.COUNTY], "▶︎", "▶︎")
    page, cards = _newest(li).shown, _keys(li, "rv:")
    assert re.search(r"3 .*31", page)
    for card in cards:
        await li.forges(card, on=_newest(li))
        li.sees(say("Constituency: {name}"), say("✍️ Write to {name}"))
        await li.presses(say.key("⬅️ Back"))
        assert _newest(li).shown == page
    await li.forges(cards[0])
    name = li.key(say.key("✍️ Write to {name}", name="")).label[-3:]
    await li.presses(say.key("✍️ Write to {name}", name=name))
    li.sees(say("Please look it over"), name, LAMP)
    await li.presses(say.key("📨 Send with my name"))
    (opinion,) = await crowded.opinions()
    assert (opinion.wanted.name, opinion.wanted.level) == (name, Level.COUNTY)  # type: ignore[union-attr]


async def test_a_card_shows_the_picture_and_back_leads_on(crowded: People) -> None:
    li, say = crowded.li, crowded.say
    await _begins(li, crowded, draft=False)
    await li.presses(LEVEL_KEYS[say.code][Level.MUNICIPAL])
    pictured = [one for one in await _of(crowded, Level.MUNICIPAL) if one.picture]
    while not (found := [key for key in _keys(li, "rv:") if key.split(":")[1] == str(pictured[0].id)]):
        await li.presses("▶︎")
    page = _newest(li).shown
    await li.forges(found[0])
    assert "photo" in _newest(li).content
    await li.presses(say.key("⬅️ Back"))
    assert _newest(li).shown == page


async def _of(people: People, level: Level) -> list[Representative]:
    return [one for one in await people._all(Representative) if one.level is level]


@pytest.mark.parametrize("typed", ["李梅一", "limeiyi", "李", "meiyi", "lmy", "LI MEI YI"])
@pytest.mark.parametrize("draft", [True, False], ids=["to whom", "representatives"])
async def test_a_name_is_looked_for_while_a_list_is_open(crowded: People, typed: str, draft: bool) -> None:
    li, say = crowded.li, crowded.say
    await _begins(li, crowded, draft)
    await li.presses(say.key("🔤 Search by name"))
    li.sees(say("Type the representative's name, in characters or pinyin, or a part of it."))
    await li.says(typed)
    _is_no_wall(li)
    li.sees("李梅一")
    await li.presses("李梅一")
    li.sees(say("✍️ Write to {name}", name="李梅一"))


async def test_many_of_a_name_come_in_pages_and_say_how_many(crowded: People) -> None:
    li, say = crowded.li, crowded.say
    await _begins(li, crowded, draft=True)
    await li.presses(LEVEL_KEYS[say.code][Level.COUNTY])
    await li.says("李")
    n = sum(len([n for n in range(seats) if n % 10 == 1]) for seats in SEATS.values())
    li.sees(f"{n} .*fit “李”" if say.code == "en" else f"“李”的代表共 {n} 位")
    listed = set(_keys(li, "rv:"))
    while "▶︎" in li.screen:
        await li.presses("▶︎")
        _is_no_wall(li)
        listed |= set(_keys(li, "rv:"))
    assert len(listed) == n
    page = _newest(li).shown
    await li.presses("李")
    await li.presses(say.key("⬅️ Back"))
    assert _newest(li).shown == page


async def test_what_is_no_name_still_belongs_to_the_draft(crowded: People) -> None:
    li, say = crowded.li, crowded.say
    await _begins(li, crowded, draft=True)
    await li.presses(LEVEL_KEYS[say.code][Level.COUNTY])
    await li.says("And the children walk there before sunrise, in the dark, every day.")
    li.sees(say("Your opinion so far"), LAMP, "before sunrise")


async def test_what_is_no_name_begins_an_opinion_beside_the_list(crowded: People) -> None:
    li, say = crowded.li, crowded.say
    await _begins(li, crowded, draft=False)
    await li.presses(LEVEL_KEYS[say.code][Level.COUNTY])
    await li.says(LAMP + ", and the children walk there before sunrise")
    li.sees(say("Your opinion so far"), LAMP)


async def test_nobody_is_called_so(crowded: People) -> None:
    li, say = crowded.li, crowded.say
    await _begins(li, crowded, draft=True)
    await li.presses(LEVEL_KEYS[say.code][Level.COUNTY])
    await li.says("Xzqw")
    li.sees(say("No representative in office is called “{name}”. Try a part of the name.", name="Xzqw"))
    await li.presses(say.key("⬅️ Back"))
    li.sees(say("To whom?"))


async def test_the_pictures_of_the_nearest_are_one_album(crowded: People) -> None:
    await _begins(crowded.li, crowded, draft=True)
    pictures = [message for message in crowded.li.messages if message.from_bot and "photo" in message.content]
    assert len(pictures) == 3
    assert len({message.content["media_group_id"] for message in pictures}) == 1


async def test_who_has_named_a_village_is_not_told_of_hundreds(crowded: People) -> None:
    mei, say = crowded.town.person("Mei", crowded.say.code), crowded.say
    await mei.says("/start")
    await crowded.names_village(mei)
    _is_no_wall(mei)
    mei.sees(f"{LEVEL_KEYS[say.code][Level.MUNICIPAL]}.*56")
    assert len(re.findall("选区|，|, ", mei.screen)) < 10
    await mei.presses(say.key("👤 My representatives"))
    mei.sees(say("👤 Who represents {place}"))


async def test_an_old_key_of_a_list_still_asks_for_the_place(english: People) -> None:
    mei = english.town.person("Mei", "en")
    await mei.says("/start")
    for data in ("rl:county:3:0", "rln:1:0"):
        await mei.forges(data)
        mei.sees("Your place decides who represents you", "Where do you live")
