"""The start, the place, and the home screen that leads to what waits."""

import pytest

from tests.constituents.conftest import LAMP, People


async def test_the_start_says_in_three_lines_what_this_is_and_privacy_in_one(people: People) -> None:
    say, mei = people.say, people.town.person("Mei", people.say.code)
    await mei.says("/start")
    welcome = mei.message(say("Huiyin: your line to your representative"))
    title, *lines = welcome.shown.splitlines()
    assert len(lines) == 4
    assert lines[3].startswith("🔒")
    await mei.presses(say.key("🔒 Privacy, in full"))
    mei.hears(say("You can see, export and erase what is yours at any time. Counts without names stay."))
    assert title


@pytest.mark.parametrize(
    "typed", ["九房村", "九房", "jiufang", "Jiufang", "jiu fang", "jiufagn", "jufang", "jiufang village", "久方"]
)
async def test_a_village_is_found_however_it_is_typed(people: People, typed: str) -> None:
    say, mei = people.say, people.town.person("Mei", people.say.code)
    await mei.says("/start")
    await mei.says(typed)
    await mei.presses("Jiufang" if say.code == "en" else "九房村")
    mei.sees("Wang", "Sun", "Zhou")


async def test_a_stations_code_opens_the_list_at_its_area(people: People) -> None:
    say, mei = people.say, people.town.person("Mei", people.say.code)
    await mei.says("/start s_S-Tanghu")
    mei.sees(say("Welcome at {name}."))
    await mei.presses(say.key("📃 Show the list"))
    ditian, jiufang = ("Ditian", "Jiufang") if say.code == "en" else ("荻田村", "九房村")
    mei.sees(ditian)
    assert jiufang not in mei.screen
    await mei.presses(ditian)
    mei.sees("Zhao")


async def test_home_shows_what_waits_and_leads_to_it(people: People) -> None:
    li, say = people.li, people.say
    await people.answered()
    await people.asked("How many families?", "The water pipe in our street leaks")
    await people.sends("The bus is late each morning")
    await li.says("/start")
    li.sees(
        say._t.plural("❓ {n} question waits for your answer.", "", 1).plain,
        say._t.plural("💬 {n} answer waits for your rating.", "", 1).plain,
        say._t.plural("⏳ {n} opinion of yours is under way.", "", 1).plain,
    )
    await li.presses(say.key("❓ Answer: {reference}", reference="TC-2026-000002"))
    li.sees("How many families", say("💬 Answer the question"))
    await li.presses(say.key("💬 Answer the question"))
    await li.says("Seven")
    await li.says("/home")
    await li.presses(say.key("💬 Rate: {reference}", reference="TC-2026-000001"), say.key("😀 Satisfied"))
    await li.says("/home")
    li.hears(LAMP)
    assert say.key("💬 Rate: {reference}", reference="TC-2026-000001") not in li.screen


async def test_leaving_for_home_leaves_what_was_being_done(people: People) -> None:
    li, say = people.li, people.say
    await people.assigned()
    await li.says("/mine")
    await li.presses("TC-2026-000001", say.key("➕ Add something"), say.key("⬅️ Back"), say.key("🏠 Home"))
    await li.says("Something new")
    li.sees(say("Your opinion so far"), "Something new")
