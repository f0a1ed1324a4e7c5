"""Coming by the link of a representative or a station, and seeing and changing one's place."""

import pytest

from storage.models.directory import Area, Representative
from tests.constituents.conftest import Say
from tests.town import Furniture, Town

WELCOME = "Huiyin: your line to your representative"
PRIVACY = "🔒 Only those who handle your opinion read it; you may stay anonymous."
SET = "📍 The link has set your place: {place}. /place changes it."


@pytest.fixture(params=["en", "zh-hans"])
def say(request: pytest.FixtureRequest) -> Say:
    """What people read in this language."""
    return Say(str(request.param))


@pytest.fixture
async def furniture(town: Town) -> Furniture:
    """The small directory."""
    return await town.furnish()


def _name(say: Say, english: str, chinese: str) -> str:
    return english if say.code == "en" else chinese


async def test_a_newcomer_by_a_representatives_link_learns_what_this_is_and_that_the_place_is_set(
    town: Town, furniture: Furniture, say: Say
) -> None:
    li = town.person("Li", say.code)
    await li.says("/start r_R-Sun")
    place = _name(say, "Maishi", "麦市镇")
    li.hears(say(WELCOME), say(PRIVACY), say.key("🔒 Privacy, in full"))
    li.sees("Sun", say(SET, place=place), say.key("✍️ Write to {name}", name="Sun"))
    await li.says("/start r_R-Sun")
    assert li.news.count(say.key(WELCOME)) == 0, "no newcomer any more"
    assert "/place" not in li.screen, "nothing was set this time"
    await li.says("/place")
    li.sees(place, say.key("Leave it as it is"))


async def test_of_several_places_one_chooses_ones_own(town: Town, furniture: Furniture, say: Say) -> None:
    li = town.person("Li", say.code)
    await li.says("/start r_R-Wang")
    li.hears(say(WELCOME))
    li.sees(say("📍 Which is your place? They sit for several."), _name(say, "Jiufang", "九房村"))
    await li.presses(f"📍 {_name(say, 'Lengduan', '冷塅村')}")
    li.sees(_name(say, "Lengduan", "冷塅村"), "Wang")


async def test_a_newcomer_by_a_stations_link_has_its_place_and_may_choose_a_nearer_one(
    town: Town, furniture: Furniture, say: Say
) -> None:
    li = town.person("Li", say.code)
    await li.says("/start s_S-Tanghu")
    li.hears(say(WELCOME), say(PRIVACY))
    nearer = (
        "The link has set your place to its area. If your village is listed below that, choose it: so your nearest "
    )
    li.sees(say("Welcome at {name}."), say(nearer + "representative is found too."), _name(say, "Tanghu", "塘湖镇"))
    await li.presses(say.key("📃 Show the list"), _name(say, "Ditian", "荻田村"))
    li.sees("Zhao")
    await li.says("/start s_S-Maishi")
    li.sees(say("Welcome at {name}."), say("Your place: {place}", place=_name(say, "Ditian", "荻田村")))
    assert say.key(WELCOME) not in li.screen


async def test_a_stations_link_may_be_left_as_it_is(town: Town, furniture: Furniture, say: Say) -> None:
    li = town.person("Li", say.code)
    await li.says("/start s_S-Tanghu")
    await li.presses(say.key("Leave it as it is"))
    li.sees(say("Your place: {place}", place=_name(say, "Tanghu", "塘湖镇")))


async def test_a_code_that_fits_no_link_is_led_to_by_number(town: Town, furniture: Furniture, say: Say) -> None:
    async with town.database.writing() as session:
        one = await session.get(Representative, furniture.representatives["Sun"])
        assert one is not None
        one.code = "代表.5"
    li = town.person("Li", say.code)
    await li.says(f"/start rn_{furniture.representatives['Sun']}")
    li.sees("Sun")
    for payload in ("rn_999", "rn_x", "rn_", "sn_99999999999", "r_", "s_", "r_R-Nobody"):
        mei = town.person(f"Mei {payload}", say.code)
        await mei.says(f"/start {payload}")
        mei.hears(say(WELCOME))


async def test_of_many_places_found_their_number_is_told_and_all_are_shown(
    town: Town, furniture: Furniture, say: Say
) -> None:
    async with town.database.writing() as session:
        for number, sign in enumerate("东西南北上下大小新老"):
            village = {"kind": "village", "name": f"{sign}埂村", "sound": "x"}
            session.add(Area(code=f"G{number}", parent_id=furniture.areas["Maishi"], **village))
    li = town.person("Li", say.code)
    await li.says("/place")
    await li.says("埂")
    li.sees(say("{n} places fit “{typed}”.", n=10, typed="埂"), "东埂村", _name(say, "Maishi", "麦市镇"))
    assert "老埂村" not in li.screen
    await li.presses("▶︎")
    li.sees("老埂村")
    await li.presses("老埂村")
    await li.says("/place")
    li.sees("老埂村")


async def test_an_opinion_that_names_a_place_is_kept_when_a_place_was_asked_for(
    town: Town, furniture: Furniture, say: Say
) -> None:
    words = "九房村的路灯坏了一个星期没有人来修，晚上看不见路"
    li = town.person("Li", say.code)
    await li.says("/place")
    await li.says(words)
    li.sees(_name(say, "Jiufang", "九房村"), say.key("✍️ No place: it is my opinion"))
    await li.presses(_name(say, "Jiufang", "九房村"))
    li.sees(words, say.key("✍️ Go on with what you wrote"))
