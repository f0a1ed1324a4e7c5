"""Whatever else a person sends gets a helpful answer, or is taken in rightly."""

import re
from typing import Any

import pytest

from bot.sandbox.people import Person
from bot.sandbox.world import World
from storage.queries import people as known
from tests.constituents.conftest import LAMP, People

NOT_TAKEN = "I can take words, photos, voice, videos, documents and places, but not this."
UNKNOWN = "I do not know that, or it is for another role. /help shows what you can do here."


def raw(content: dict[str, Any]) -> Any:
    """A message of a kind that the sandbox has no deed for."""
    return lambda world, me: world._writes(me, content)


def sticker(world: World, me: Person) -> Any:
    return world.sends_sticker(me)


def poll(world: World, me: Person) -> Any:
    return world.sends_poll(me)


dice = raw({"dice": {"emoji": "🎲", "value": 3}})
game = raw({"game": {"title": "Snake", "description": "…", "photo": []}})
story = raw({"story": {"chat": {"id": 5, "type": "private", "first_name": "A"}, "id": 7}})


@pytest.mark.parametrize("what", [sticker, poll, dice, game, story])
async def test_what_belongs_in_no_case_is_told_wherever_it_comes(people: People, what: Any) -> None:
    li, say = people.li, people.say
    await li.does(what)
    li.sees(say(NOT_TAKEN), say("🏠 Home"))
    await li.says(LAMP)
    await li.does(what)
    li.sees(say(NOT_TAKEN), say("Go on with your opinion"))
    await li.says("It goes on")
    li.sees(f"{LAMP}\nIt goes on")


async def test_a_contact_a_forwarded_post_and_a_venue_are_taken_in(people: People) -> None:
    li = people.li
    await li.says("/opinion")
    await li.does(lambda world, me: world.sends_contact(me, "+8613800000000", "Shop", own=False))
    await li.does(lambda world, me: world.forwards(me, "The road is closed", "Town News"))
    where = {"latitude": 29.1, "longitude": 113.9}
    await li.does(raw({"location": where, "venue": {"location": where, "title": "Bridge", "address": "East Street"}}))
    li.sees(r"Shop \+8613800000000\n↪ Town News\nThe road is closed", "📍 1")


async def test_ones_own_words_forwarded_do_not_name_who_stays_anonymous(english: People) -> None:
    await english.li.says("/opinion")
    await english.li.does(lambda world, me: world.forwards(me, LAMP, me.name))
    await english.done()
    await english.li.presses("Wang", "🕶 Send anonymously")
    assert [entry.text for entry in await english.entries()] == [LAMP]


@pytest.mark.parametrize("command", ["/inbox", "/screen", "/nonsense", "/"])
async def test_commands_of_others_and_unknown_ones_lead_on(people: People, command: str) -> None:
    await people.li.says(command)
    people.li.sees(people.say(UNKNOWN), people.say("🏠 Home"))


@pytest.mark.parametrize("data", ["zz:1", "", "go:nowhere", "om:x", "rating"])
async def test_a_button_nobody_knows_shows_the_home_screen(people: People, data: str) -> None:
    await people.li.forges(data)
    people.li.sees(
        people.say("This button is from an older screen. Here is where things stand now."),
        people.say("✍️ Write an opinion"),
    )


async def test_a_photo_where_a_place_is_asked_can_become_an_opinion(people: People) -> None:
    say, mei = people.say, people.town.person("Mei", people.say.code)
    await mei.says("/start")
    await mei.sends_photo(caption=LAMP)
    mei.sees(say("I can only look for a name or a location here."))
    await mei.presses(say.key("✍️ No place: it is my opinion"))
    mei.sees(say("Your opinion so far"), LAMP, "📷 1")


async def test_an_opinion_typed_where_a_place_is_asked_is_not_lost(people: People) -> None:
    say, mei = people.say, people.town.person("Mei", people.say.code)
    await mei.says("/start")
    await mei.says(LAMP + " and nobody has come to look after it so far")
    mei.sees(say("I found nothing like “{typed}”."))
    await mei.presses(say.key("✍️ No place: it is my opinion"))
    mei.sees(say("Your opinion so far"), "nobody has come")


async def test_all_that_was_sent_before_the_place_is_offered_once_it_is_known(people: People) -> None:
    say, mei = people.say, people.town.person("Mei", people.say.code)
    await mei.says("/start")
    await mei.says(f"{LAMP}, please come and look")
    await mei.sends_photo(caption="At the bridge")
    await mei.edits(f"{LAMP}, please come and look", f"{LAMP}, please come and mend it")
    await mei.does(sticker)
    mei.sees(say.key("✍️ No place: it is my opinion"))
    await mei.says("/home")
    mei.sees(say("✍️ You wrote this, and I do not know yet where it belongs:"), LAMP)
    await mei.says("/place")
    await people.names_village(mei)
    mei.sees(say("✍️ Before, you wrote this:"), LAMP)
    await mei.presses(say.key("✍️ Go on with what you wrote"))
    mei.sees(say("Your opinion so far"), f"{LAMP}, please come and mend it\nAt the bridge", "📷 1")
    assert "come and look" not in mei.screen
    await mei.says("/home")
    assert not re.search(say("✍️ You wrote this, and I do not know yet where it belongs:"), mei.screen)


async def test_a_slip_in_the_name_of_a_place_is_not_taken_for_an_opinion(people: People) -> None:
    say, mei = people.say, people.town.person("Mei", people.say.code)
    await mei.says("/start")
    await mei.says("Xyzzyville")
    await mei.says("Upper Xyzzy-ville")
    await mei.says("/home")
    assert not re.search(say("✍️ You wrote this, and I do not know yet where it belongs:"), mei.screen)
    await mei.says("/place")
    await people.names_village(mei)
    assert not re.search(say("✍️ Before, you wrote this:"), mei.screen)


async def test_short_words_where_a_place_is_asked_are_all_kept(people: People) -> None:
    say, mei = people.say, people.town.person("Mei", people.say.code)
    await mei.says("/start")
    await mei.says("路灯坏了")
    await mei.says("没人来修")
    await mei.presses(say.key("✍️ No place: it is my opinion"))
    mei.sees("路灯坏了\n没人来修")


async def test_what_is_kept_aside_has_an_end_and_a_bound(people: People) -> None:
    say, mei = people.say, people.town.person("Mei", people.say.code)
    await mei.says("/start")
    for _ in range(6):
        await mei.says("The lamp is dark. " * 220)
    mei.sees(say("⚠️ Your last message is not in: that would be more than {n} characters. Send the rest as a document."))
    await mei.says("/home")
    await mei.presses(say.key("🗑 Throw away"))
    mei.sees(say("It is thrown away."))
    await mei.says("/place")
    await people.names_village(mei)
    assert not re.search(say("✍️ Before, you wrote this:"), mei.screen)


async def test_who_leaves_the_question_for_the_place_can_write(people: People) -> None:
    say, mei = people.say, people.town.person("Mei", people.say.code)
    await mei.says("/start")
    await mei.presses(say.key("Not now"))
    await mei.says(LAMP)
    mei.sees(say("Your opinion so far"), LAMP)


async def test_what_telegram_notes_by_itself_gets_no_answer(english: People) -> None:
    before = len(english.li.messages)
    await english.li.does(raw({"message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}}))
    assert len(english.li.messages) == before + 1


async def test_a_place_that_moves_on_changes_nothing(english: People) -> None:
    await english.li.says(LAMP)
    sent = await english.li.does(lambda world, me: world.sends_location(me, 29.1, 113.9))
    newest = english.li.messages[-1].id
    sent.content = {"location": {"latitude": 29.2, "longitude": 113.8, "live_period": 900}}
    world = english.town.world
    world.bot.updates.put("edited_message", world.json(sent), ("chat", english.li.id))
    await english.town.settle()
    assert english.li.messages[-1].id == newest


async def test_cancel_leaves_everything_and_says_what_was_left(people: People) -> None:
    li, say = people.li, people.say
    await li.says("/cancel")
    li.sees(say("There is nothing to leave."))
    await people.assigned()
    await li.says("/mine")
    await li.presses("TC-2026-000001", say.key("➕ Add something"))
    await li.says("/cancel")
    await li.says("Something new")
    li.sees(say("Your opinion so far"), "Something new")


async def test_in_a_group_the_bot_says_why_and_leaves(people: People) -> None:
    world = people.town.world
    group = world.group("Neighbours")
    chat = world.chat(group)
    world.says(people.li.someone, LAMP, chat=group)
    await people.town.settle()
    assert group.id not in world.bot.chats
    said = [message.shown for message in chat.messages.values() if message.from_bot]
    assert said == [
        people.say.key(
            "I talk in private chats only, so that what people write stays between them and their representative."
        )
    ]
    assert await people.opinions() == []


async def test_who_blocks_the_bot_is_not_written_to_until_they_come_back(english: People) -> None:
    li, world = english.li, english.town.world
    await english.assigned()

    async def reachable() -> bool:
        async with english.town.database.reading() as session:
            person = await known.by_chat(session, li.id)
            return person is not None and person.reachable

    await li.does(lambda _, me: world.blocks(me))
    assert not await reachable()
    await li.does(lambda _, me: world.unblocks(me))
    assert await reachable()
