"""Messages are read as their sender saw them, and an odd part costs nothing but itself."""

from typing import Any

import pytest

from bot.sandbox.messages import Message
from handlers.core.casework.content import MAX_CHARACTERS
from tests.constituents.conftest import LAMP, People
from tests.town import Actor

LINK = "https://roads.example/lamp/12?x=1&y=2"
CHANNEL = {"id": -1001, "type": "channel", "title": "County News"}
NOT_IN = "⚠️ This is not in: it would be more than {n} characters. Send the rest as a document."
UNSEEN = "I can see nothing in that message. Please write it again, or send a photo or your voice."
NOTHING_SEEN = "\u200b\u2060\u3164\u202e\u00ad"
TOO_MUCH = "⚠️ Your last message is not in: that would be more than {n} characters. Send the rest as a document."


async def writes(actor: Actor, content: dict[str, Any]) -> Message:
    """A message as Telegram sends it. Who just writes writes an opinion."""
    sent: Message = await actor.does(lambda world, me: world._writes(me, content))
    return sent


def linked(text: str, words: str, url: str = LINK) -> dict[str, Any]:
    """A text with an address behind some of its words."""
    at, length = (len(part.encode("utf-16-le")) // 2 for part in (text[: text.index(words)], words))
    return {"text": text, "entities": [{"type": "text_link", "offset": at, "length": length, "url": url}]}


async def test_an_address_behind_words_is_shown_to_the_representative(people: People) -> None:
    await writes(people.li, linked("🏮🏮 The lamp is dark, see here please", "see here"))
    people.li.sees("see here \\(https://roads.example/lamp/12\\?x=1&y=2\\) please")
    await people.done()
    await people.li.presses("Wang", "📨")
    await people.clerk.says("/screen")
    await people.clerk.presses("✅")
    (entry,) = await people.entries()
    assert entry.text == f"🏮🏮 The lamp is dark, see here ({LINK}) please"
    people.wang.hears("see here")


async def test_an_address_that_is_written_is_not_written_twice(english: People) -> None:
    await writes(
        english.li, linked("Look at roads.example/lamp today", "roads.example/lamp", "http://Roads.example/lamp/")
    )
    english.li.sees("Look at roads.example/lamp today")


async def test_an_address_in_an_answer_is_shown_to_its_author(people: People) -> None:
    await people.assigned()
    await people.wang.says("/inbox")
    await people.wang.presses("TC-2026-000001", "💬")
    await writes(people.wang, linked("It is in the plan.", "the plan"))
    await people.wang.presses("📨")
    people.li.hears("It is in the plan \\(https://roads.example")


async def test_what_is_quoted_and_whose_post_is_answered_stands_before_the_words(people: People) -> None:
    photo = people.town.world.files.add("photo", b"a lamp").described()
    origin = {"type": "channel", "chat": CHANNEL, "message_id": 4, "date": 1}
    reply = {"origin": origin, "chat": CHANNEL, "message_id": 4, "photo": [photo]}
    quoted = {"text": "All lamps work again", "position": 0}
    await writes(people.li, {"text": LAMP + ", this is not so", "external_reply": reply, "quote": quoted})
    people.li.sees("↩ County News\n❝All lamps work again❞\n" + LAMP, "📷 1")


async def test_a_reply_to_a_story_says_whose(english: People) -> None:
    await writes(english.li, {"text": LAMP, "reply_to_story": {"chat": CHANNEL, "id": 7}})
    english.li.sees(f"↩ County News\n{LAMP}")


@pytest.mark.parametrize(
    ("odd", "shown"),
    [
        ({"forward_origin": {"type": "channel", "date": 1, "chat": {"id": -1, "type": "channel"}}}, f"↪ …\n{LAMP}"),
        ({"forward_origin": {"type": "hidden_user", "date": 1}}, f"↪ …\n{LAMP}"),
        ({"forward_origin": {"type": "new_kind", "chat": {"title": "News"}}}, f"↪ News\n{LAMP}"),
        ({"forward_origin": "odd"}, f"↪ …\n{LAMP}"),
        ({"story": {}}, LAMP),
        ({"reply_to_message": {"message_id": "x"}}, LAMP),
        ({"entities": [{"type": "text_link"}, 5, {"type": "bold", "offset": -1, "length": 2}]}, LAMP),
        ({"external_reply": {}, "quote": {"position": 3}}, LAMP),
        ({"photo": [{}], "voice": "x"}, LAMP),
    ],
)
async def test_one_odd_field_never_costs_the_words(english: People, odd: dict[str, Any], shown: str) -> None:
    await writes(english.li, {"text": LAMP, **odd})
    english.li.sees(shown)


async def test_a_sign_that_no_database_takes_loses_only_itself(english: People) -> None:
    await writes(english.li, linked("The \0lamp\0 is dark, see here", "see here"))
    english.li.sees("The lamp is dark, see here \\(https")


async def test_an_opinion_of_nothing_visible_is_asked_about(people: People) -> None:
    await people.li.says(NOTHING_SEEN)
    people.li.sees(people.say(UNSEEN))
    await people.li.says("/opinion")
    await people.li.says(NOTHING_SEEN + "a" + NOTHING_SEEN)
    await people.li.presses("✅")
    people.li.sees(people.say("Please write at least a few words, so that one can act on it."))


async def test_names_that_hide_or_turn_round_leave_the_line_whole(people: People) -> None:
    people.li.someone.name = "\u202eiL\u200b"
    await people.assigned()
    people.wang.hears("iL")
    people.wang.hears_nothing("\u202e", "\u200b")
    people.li.someone.name = NOTHING_SEEN
    await people.li.says("/start")
    await people.wang.says("/inbox")
    await people.wang.presses("TC-2026-000001")
    people.wang.sees(people.say("somebody without a name"))


async def test_eight_short_messages_do_not_grow_beyond_the_limit_by_edits(people: People) -> None:
    messages = [await people.li.says(f"message {number}") for number in range(8)]
    for message in messages:
        await people.li.edits(message, "y" * 4088)
    people.li.sees(people.say(TOO_MUCH, n=MAX_CHARACTERS))
    await people.li.edits(messages[-1], "short")
    people.li.hears("short")
    await people.done()
    await people.li.presses("Wang", "📨")
    (first, *_) = entries = await people.entries()
    assert len(entries) == 8
    assert sum(len(entry.text) for entry in entries) <= MAX_CHARACTERS
    # Nor does the opinion while nobody has read it.
    for message in messages:
        await people.li.edits(message, "z" * 4090)
    people.li.hears(people.say(NOT_IN, n=MAX_CHARACTERS))
    assert sum(len(entry.text) for entry in await people.entries()) <= MAX_CHARACTERS
    assert first.text.startswith("y")


async def test_a_letter_does_not_grow_beyond_its_limit_by_edits(people: People) -> None:
    await people.assigned()
    await people.wang.says("/inbox")
    await people.wang.presses("TC-2026-000001", "💬")
    one = await people.wang.says("one")
    two = await people.wang.says("two")
    await people.wang.edits(one, "y" * 3900)
    people.wang.sees("✂️")
    await people.wang.edits(two, "z" * 3900)
    people.wang.sees(people.say("It is too long already. This message was not taken."))
    await people.wang.edits(one, "It is repaired.")
    people.wang.sees("It is repaired.\ntwo")
