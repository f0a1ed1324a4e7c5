"""Whatever staff send or forward goes out as they sent it, marks and all."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.sandbox.people import Person as Someone
from bot.sandbox.world import World
from handlers.core.notices.content import bodies
from tests.notices.office import Office, picture


async def begin(office: Office) -> None:
    """Chen is asked for the text."""
    await office.chen.says("/notice")
    await office.chen.presses(office.say["new"])


async def go(office: Office) -> None:
    """... and it goes out."""
    await office.chen.presses(office.say["column"], office.say["news"])
    await office.releases()


async def test_a_text_keeps_its_marks(office: Office) -> None:
    (li,) = await office.people(Li="en")
    await begin(office)
    await office.chen.does(
        lambda world, me: world._writes(
            me,
            {
                "text": "Read this <now>",
                "entities": [
                    {"type": "bold", "offset": 0, "length": 4},
                    {"type": "text_link", "offset": 5, "length": 4, "url": "https://example.org/"},
                ],
            },
        )
    )
    await go(office)
    (call,) = office.calls(li, "sendMessage")
    assert call.params["text"] == "Read this <now>"
    assert [entity["type"] for entity in call.params["entities"]] == ["bold", "text_link"]
    assert "parse_mode" not in call.params


async def test_what_was_forwarded_goes_out_like_what_was_written(office: Office) -> None:
    (li,) = await office.people(Li="en")
    await begin(office)
    await office.chen.does(lambda world, me: world.forwards(me, "The congress met today", "County office"))
    await go(office)
    li.hears("The congress met today")


FILES: dict[str, Callable[[World, Someone], Any]] = {
    "sendPhoto": lambda world, me: world.sends_photo(me, picture(), "See here"),
    "sendVideo": lambda world, me: world.sends_video(me, caption="See here"),
    "sendDocument": lambda world, me: world.sends_document(me, b"%PDF", "plan.pdf", caption="See here"),
    "sendAudio": lambda world, me: world.sends_audio(me, caption="See here"),
    "sendVoice": lambda world, me: world.sends_voice(me, caption="See here"),
    "sendVideoNote": lambda world, me: world.sends_video_note(me),
}


@pytest.mark.parametrize("method", FILES)
@pytest.mark.parametrize("language", ["en"], indirect=True)
async def test_a_file_goes_out_with_its_caption_and_the_way_to_mute(office: Office, method: str) -> None:
    (li,) = await office.people(Li="en")
    await begin(office)
    await office.chen.does(FILES[method])
    await go(office)
    (call,) = office.calls(li, method)
    assert call.outcome == "ok"
    assert call.params.get("caption", "See here") == "See here"
    assert "No more: News" in li.screen


async def test_an_album_is_one_call_in_the_order_it_was_sent(office: Office) -> None:
    (li,) = await office.people(Li="en")
    await begin(office)
    photos = [picture(shade) for shade in (10, 20, 30)]
    await office.chen.does(lambda world, me: world.sends_album(me, photos, "Three views"))
    office.chen.sees("📷📷📷|📷 📷 📷|Three views")
    await go(office)
    (call,) = office.calls(li, "sendMediaGroup")
    assert [one["type"] for one in call.params["media"]] == ["photo"] * 3
    assert call.params["media"][0]["caption"] == "Three views"
    sent = [message.content["photo"][-1]["file_id"] for message in office.chen.messages if "photo" in message.content]
    assert [one["media"] for one in call.params["media"]] == sent[:3]
    assert not office.calls(li, "sendPhoto")


async def test_a_further_message_takes_the_place_of_the_first(office: Office) -> None:
    (li,) = await office.people(Li="en")
    await begin(office)
    await office.chen.says("The first thought")
    await office.chen.says("The second thought")
    await go(office)
    li.hears("second thought")
    li.hears_nothing("first thought")


async def test_an_edited_message_changes_the_draft(office: Office) -> None:
    (li,) = await office.people(Li="en")
    await begin(office)
    await office.chen.says("On Munday")
    written = next(message for message in office.chen.messages if message.shown == "On Munday")
    await office.chen.does(lambda world, me: world.edits(me, written, "On Monday"))
    office.chen.sees("On Monday")
    await go(office)
    li.hears("On Monday")


@pytest.mark.parametrize(
    "act",
    [
        lambda world, me: world.sends_sticker(me),
        lambda world, me: world.sends_poll(me),
        lambda world, me: world.sends_location(me, 29.2, 113.8),
    ],
)
@pytest.mark.parametrize("language", ["en"], indirect=True)
async def test_what_cannot_go_out_is_refused_and_the_draft_stays(
    office: Office, act: Callable[[World, Someone], Any]
) -> None:
    await begin(office)
    await office.chen.says("Good as it is")
    await office.chen.does(act)
    office.chen.sees("but not this")
    assert bodies(await office.notice())["en"]["text"] == "Good as it is"


async def test_a_caption_longer_than_a_bot_may_send_is_refused(office: Office) -> None:
    await begin(office)
    await office.chen.does(lambda world, me: world.sends_photo(me, picture(), "x" * 1025))
    office.chen.sees("1,?024")


async def test_the_preview_is_the_notice_itself_in_each_language(office: Office) -> None:
    (li,) = await office.people(Li="en")
    await begin(office)
    await office.chen.says("The road will be mended")
    await office.chen.presses(office.say["add"])
    await office.chen.says("道路下周维修")
    await office.chen.presses(office.say["column"], office.say["news"], office.say["preview"])
    shown = [call.params for call in office.calls(office.chen, "sendMessage")][-3:-1]
    await office.releases()
    (sent,) = office.calls(li, "sendMessage")
    assert {call["text"] for call in shown} == {"The road will be mended", "道路下周维修"}
    english = next(call for call in shown if call["text"] == sent.params["text"])
    assert english | {"chat_id": li.id} == sent.params
