"""An opinion is written over several messages, of any kind."""

from handlers.conversation.drafts import Draft
from handlers.core.casework.content import Said
from storage.vocabulary import AttachmentKind
from tests.constituents.conftest import LAMP, People


def cards(people: People) -> int:
    """How many messages show the draft."""
    title = people.say.key("Your opinion so far")
    return sum(title in message.shown for message in people.li.messages if message.from_bot)


async def test_everything_goes_in_over_several_messages_and_the_card_shows_it(people: People) -> None:
    li = people.li
    await li.says("/opinion")
    li.sees(people.say("✍️ Write what should change: words, photos, voice, a place; in as many messages as you like."))
    await li.says("The lamp on East Street")
    await li.says("has been dark for a week")
    await li.sends_photo(caption="here it is")
    await li.does(lambda world, me: world.sends_voice(me))
    await li.does(lambda world, me: world.sends_document(me, b"%PDF", "letter.pdf"))
    await li.does(lambda world, me: world.sends_location(me, 29.1, 113.9))
    li.sees(
        people.say("Your opinion so far"),
        "The lamp on East Street\nhas been dark for a week\nhere it is",
        "📷 1",
        "🎤 1",
    )
    li.sees("📎 1", "📍 1")
    assert cards(people) == 1
    await people.done()
    await li.presses("Wang", people.say.key("📨 Send with my name"))
    kinds = [file.kind for entry in await people.entries() for file in entry.attachments]
    assert kinds == [AttachmentKind.PHOTO, AttachmentKind.VOICE, AttachmentKind.DOCUMENT, AttachmentKind.LOCATION]
    assert [opinion.summary for opinion in await people.opinions()] == [
        "The lamp on East Street has been dark for a week here it is"
    ]


async def test_an_album_makes_one_card_and_keeps_its_order(people: People) -> None:
    await people.li.says(LAMP)
    before = len(people.li.messages)
    await people.li.sends_album(4, caption="four of them", apart=True)
    people.li.sees(LAMP, "four of them", "📷 4")
    assert cards(people) == 1
    # The four photos came, and one card in place of the one before.
    assert len(people.li.messages) == before + 4
    await people.done()
    await people.li.presses("Wang", people.say.key("📨 Send with my name"))
    numbers = [entry.message_id for entry in await people.entries()]
    assert numbers == sorted(numbers, key=lambda number: number or 0)
    assert len(numbers) == 5


def test_messages_that_arrive_in_another_order_are_put_in_theirs() -> None:
    draft = Draft()
    for number in (7, 5, 6):
        draft.take(Said(f"message {number}", (), 1, number))
    assert draft.words == "message 5\nmessage 6\nmessage 7"


async def test_words_after_the_command_are_in(people: People) -> None:
    await people.li.says(f"/opinion {LAMP}")
    people.li.sees(people.say("Your opinion so far"), LAMP)
    people.li.hears_nothing("/opinion The")


async def test_an_edited_message_changes_the_draft(people: People) -> None:
    await people.li.says("The lmap is dark")
    await people.li.says("Since Monday")
    await people.li.edits("lmap", "The lamp is dark")
    people.li.sees("The lamp is dark\nSince Monday")
    people.li.hears_nothing("lmap")
    assert cards(people) == 1


async def test_what_is_too_long_is_told_and_nothing_is_lost(people: People) -> None:
    for _ in range(5):
        await people.li.says("x" * 3_990)
    await people.li.says("y" * 200)
    people.li.sees(people.say("⚠️ Your last message is not in: that would be more than {n} characters. "
                              "Send the rest as a document.", n=20_000))  # fmt: skip
    people.li.hears_nothing("yyy")
    await people.done()
    await people.li.presses("Wang", people.say.key("📨 Send with my name"))
    people.li.sees(people.say("✅ Received: {reference}", reference="TC-2026-000001"))
    assert sum(len(entry.text) for entry in await people.entries()) == 5 * 3_990


async def test_too_many_attachments_are_told_once(people: People) -> None:
    await people.li.says(LAMP)
    for _ in range(3):
        await people.li.sends_album(10)
    await people.li.sends_album(3)
    people.li.sees(people.say("⚠️ No more than {n} attachments fit; the last ones are not in.", n=30), "📷 30", LAMP)
    assert cards(people) == 1


async def test_a_long_draft_is_one_message_on_the_card_and_in_the_preview(english: People) -> None:
    for _ in range(4):
        await english.li.says("word " * 700)
    english.li.sees("more characters …")
    await english.done()
    await english.li.presses("Wang")
    english.li.sees("Please look it over", "more characters …")
    assert sum("more characters …" in message.shown for message in english.li.messages) == 1


async def test_twenty_messages_at_once_are_all_in(english: People) -> None:
    for number in range(20):
        english.town.world.says(english.li.someone, f"line {number}")
    await english.town.settle()
    english.li.sees("line 0\nline 1\n", "line 19")
    assert cards(english) == 1


async def test_a_voice_message_is_an_opinion_and_a_photo_alone_is_not(people: People) -> None:
    await people.li.sends_photo()
    await people.done()
    people.li.sees(people.say("Please write at least a few words, so that one can act on it."))
    await people.li.does(lambda world, me: world.sends_voice(me))
    await people.done()
    await people.li.presses("Wang", people.say.key("🕶 Send anonymously"))
    people.li.sees(people.say("✅ Received: {reference}", reference="TC-2026-000001"))
    assert [opinion.summary for opinion in await people.opinions()] == ["📷 🎤"]
    await people.li.says("/mine")
    people.li.sees("TC-2026-000001 · .*📷 🎤")


async def test_a_draft_is_offered_again_and_can_be_left_dropped_and_brought_back(people: People) -> None:
    li, say = people.li, people.say
    await li.says(LAMP)
    await li.says("/cancel")
    li.sees(say("Left. What you wrote is kept."))
    await li.says("/start")
    li.sees(say("✍️ You have an unfinished opinion:"), LAMP)
    await li.presses(say.key("🗑 Throw away"))
    li.sees(say("It is thrown away."))
    await li.presses(say.key("↩️ Bring it back"))
    li.sees(say("Your opinion so far"), LAMP)
    await li.presses(say.key("🗑 Throw away"), say.key("🏠 Home"))
    li.hears_nothing(say("✍️ You have an unfinished opinion:"))
    await li.says("Something else")
    await li.says("/cancel")
    li.sees(say("Left. What you wrote is kept."))


async def test_who_has_no_place_is_offered_the_draft_at_the_start_too(people: People) -> None:
    newcomer = people.town.person("Mei", people.say.code)
    await newcomer.says(LAMP)
    await newcomer.says("/start")
    newcomer.sees(people.say("✍️ You have an unfinished opinion:"), LAMP)
    await newcomer.presses(people.say.key("Go on"))
    newcomer.sees(people.say("Your opinion so far"))


async def test_throwing_away_what_is_gone_already_is_told(people: People) -> None:
    li, say = people.li, people.say
    await li.says(LAMP)
    done = li.key(say.key("✅ Done"))
    await li.presses(say.key("🗑 Throw away"))
    await li.presses(done)
    li.sees(say("This draft is gone. Just write again."))


async def test_what_was_thrown_away_is_gone_once_something_else_is_written(people: People) -> None:
    li, say = people.li, people.say
    await li.says(LAMP)
    await li.presses(say.key("🗑 Throw away"))
    back = li.key(say.key("↩️ Bring it back"))
    await li.says("Another thing entirely")
    await li.presses(back)
    li.hears(say("It is gone for good: you have written something else since."))
    li.sees("Another thing entirely")


async def test_what_is_brought_back_is_what_the_key_belongs_to(people: People) -> None:
    li, say = people.li, people.say
    await li.says(LAMP)
    await li.presses(say.key("🗑 Throw away"))
    first = li.key(say.key("↩️ Bring it back"))
    await li.says("Another thing entirely")
    await li.presses(say.key("🗑 Throw away"))
    await li.presses(first)
    li.hears(say("It is gone for good: you have written something else since."))
    await li.presses(say.key("↩️ Bring it back"))
    li.sees("Another thing entirely")


async def test_who_holds_an_office_is_asked_before_stray_words_begin_an_opinion(people: People) -> None:
    say = people.say
    for one in (people.clerk, people.wang):
        await one.says("12月9日")
        one.sees(say("No question waits for this. What shall become of what you wrote?"), "12月9日")
        await one.presses(say.key("🗑 Throw away"))
        one.sees(say("It is thrown away."))
        await one.says(LAMP)
        await one.presses(say.key("✍️ Make it an opinion of mine"))
        one.sees(say("Your opinion so far"), LAMP)
        await one.says("It goes on")
        one.sees(f"{LAMP}\nIt goes on")


async def test_a_draft_outlives_the_process(english: People) -> None:
    await english.li.says(LAMP)
    english.restarts()
    await english.li.says("It is dangerous")
    english.li.sees(f"{LAMP}\nIt is dangerous")
