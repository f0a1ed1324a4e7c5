"""Kinds of messages that belong in no case are answered with what can be sent instead, wherever one stands."""

from typing import Any

import pytest

from storage.models.opinions import Entry
from storage.vocabulary import AttachmentKind
from tests.constituents.conftest import LAMP, People
from tests.town import Actor

UNUSUAL: dict[str, dict[str, Any]] = {
    "poll": {"poll": {"id": "1", "question": "Which?", "options": []}},
    "sticker": {"sticker": {"file_id": "x", "file_unique_id": "x", "type": "regular"}},
    "dice": {"dice": {"emoji": "🎲", "value": 3}},
    "paid media": {"paid_media": {"star_count": 1, "paid_media": []}},
    "gift": {"gift": {"gift": {"id": "1"}}},
    "empty rich message": {"rich_message": {"blocks": [{"type": "divider"}]}},
}
INSTEAD = (
    "I can take words, photos, voice, videos, documents and places, but not this.",
    "I need words here. Please type it, or leave with /cancel.",
    "Type the representative's name, in characters or pinyin, or a part of it.",
)


async def _comes(people: People, actor: Actor, content: dict[str, Any], number: int = 0) -> None:
    message = {
        "message_id": 90_000 + number,
        "date": 1,
        "chat": {"id": actor.id, "type": "private"},
        "from": {"id": actor.id, "first_name": "Li", "language_code": people.say.code},
        **content,
    }
    await people.town.inbox_writer.write([{"update_id": 900_000 + number, "message": message}])
    await people.town.settle()


async def _nowhere(people: People) -> Actor:
    return people.li


async def _in_a_draft(people: People) -> Actor:
    await people.li.says("/opinion")
    return people.li


async def _asked(people: People) -> Actor:
    return await people.asked()


async def _finding(people: People) -> Actor:
    await people.clerk.says("/find")
    return people.clerk


async def _looking_for_a_name(people: People) -> Actor:
    await people.clerk.says("/people")
    await people.clerk.presses(people.say.key("💤 Not joined yet"), people.say.key("🔤 Search by name"))
    return people.clerk


async def _answering(people: People) -> Actor:
    await people.assigned()
    await people.wang.says("/inbox")
    await people.wang.presses("TC-2026-000001", people.say.key("💬 Answer"))
    return people.wang


async def _choosing_a_colleague(people: People) -> Actor:
    await people.assigned()
    await people.wang.says("/inbox")
    await people.wang.presses("TC-2026-000001", people.say.key("🤝 Hand over"))
    return people.wang


@pytest.mark.parametrize(
    "where", [_nowhere, _in_a_draft, _asked, _finding, _looking_for_a_name, _answering, _choosing_a_colleague]
)
async def test_it_is_said_what_can_be_sent_instead(people: People, where: Any) -> None:
    actor = await where(people)
    for number, (kind, content) in enumerate(UNUSUAL.items()):
        before = len(actor.messages)
        await _comes(people, actor, content, number)
        said = "\n".join([one.shown for one in actor.messages[before:]] + [actor.screen])
        assert any(people.say.key(text) in said for text in INSTEAD), (kind, said)


async def test_a_checklist_is_an_opinion(people: People) -> None:
    await people.li.says("/opinion")
    tasks = [{"id": 1, "text": "the bridge"}, {"id": 2, "text": "the school"}]
    await _comes(people, people.li, {"checklist": {"title": LAMP, "tasks": tasks}})
    await people.done()
    await people.li.presses("Wang", people.say.key("📨 Send with my name"))
    assert [entry.text for entry in await people.entries()] == [f"{LAMP}\n☐ the bridge\n☐ the school"]


async def test_what_a_rich_message_shows_between_its_words_comes_along(people: People) -> None:
    files = people.town.world.files
    road, voice = files.add("photo", b"the road by night"), files.add("voice", b"what it sounds like")
    shown = {"photo": [{"file_id": road.file_id, "file_unique_id": "u", "width": 1, "height": 1}]}
    spoken = {"voice_note": {"file_id": voice.file_id, "file_unique_id": "v", "duration": 3}}
    blocks = [
        {"type": "paragraph", "text": "At the bridge"},
        {"type": "collage", "blocks": [{"type": "photo", **shown, "caption": {"text": "by night"}}]},
        {"type": "list", "items": [{"label": "1.", "blocks": [{"type": "voice_note", **spoken}]}]},
    ]
    await _comes(people, people.li, {"rich_message": {"blocks": blocks}})
    await people.done()
    await people.li.presses("Wang", people.say.key("📨 Send with my name"))
    [entry] = await people._all(Entry)
    assert "At the bridge" in entry.text
    assert "by night" in entry.text
    sent = [(one.kind, one.file.copies[0].external_id) for one in entry.attachments]
    assert sent == [(AttachmentKind.PHOTO, road.file_id), (AttachmentKind.VOICE, voice.file_id)]
