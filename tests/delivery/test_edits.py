"""Edits of messages that are sent, under way, still waiting, or gone."""

import asyncio
import json
from collections.abc import Callable

import pytest

from bot.delivery.edits import Dropped, Merged, anew, merged
from bot.delivery.sender import Sender
from storage.engine import Database
from storage.vocabulary import CallState, Lane
from tests.delivery.server import Server, refusal
from tests.delivery.town import promise, settled

Start = Callable[..., Sender]
NOT_FOUND = refusal(400, "Bad Request: message to edit not found")


async def edit(
    database: Database, original: int, text: str, *, method: str = "editMessageText", lane: Lane = Lane.ANSWER
) -> int:
    body = {"chat_id": 7, "text": text} if method == "editMessageText" else {"chat_id": 7}
    return await promise(database, 7, method=method, edits=original, body=body, lane=lane)


async def test_an_edit_finds_the_message_that_was_sent_before(database: Database, server: Server, start: Start) -> None:
    original = await promise(database, 7, "old")
    sender = start()
    sent = await settled(database, original)
    change = await edit(database, original, "new")
    sender.wake()
    await settled(database, change)
    assert server.calls[1] == ("editMessageText", {"chat_id": 7, "text": "new", "message_id": sent.message_id})


async def test_an_edit_finds_the_message_after_a_restart(database: Database, server: Server, start: Start) -> None:
    original = await promise(database, 7, "old")
    first = start()
    sent = await settled(database, original)
    await first.stop(1)
    change = await edit(database, original, "new")
    start()
    await settled(database, change)
    assert server.calls[1][1]["message_id"] == sent.message_id


async def test_an_edit_of_an_unsent_message_is_taken_into_it(database: Database, server: Server, start: Start) -> None:
    original = await promise(database, 7, "old", lane=Lane.REMINDER)
    change = await edit(database, original, "new")
    start()
    sent = await settled(database, original)
    assert (await settled(database, change, CallState.REPLACED)).message_id == sent.message_id
    assert server.texts() == ["new"]


async def test_an_edit_of_a_message_under_way_comes_after_it(database: Database, server: Server, start: Start) -> None:
    server.delay = 0.2
    original = await promise(database, 7, "old", lane=Lane.REMINDER)
    sender = start()
    await server.heard(1)
    change = await edit(database, original, "new")
    sender.wake()
    sent = await settled(database, change)
    assert server.texts() == ["old", "new"]
    assert server.calls[1][1]["message_id"] == (await settled(database, original)).message_id == sent.message_id


async def test_the_newest_of_several_waiting_edits_is_sent(database: Database, server: Server, start: Start) -> None:
    server.delay = 0.2
    original = await promise(database, 7, "old")
    sender = start()
    await server.heard(1)
    older, newer = await edit(database, original, "older"), await edit(database, original, "newer")
    sender.wake()
    await settled(database, newer)
    await settled(database, older, CallState.REPLACED)
    assert server.texts() == ["old", "newer"]


async def test_a_message_deleted_before_it_was_sent_is_never_sent(
    database: Database, server: Server, start: Start
) -> None:
    original = await promise(database, 7, "old")
    gone = await edit(database, original, "", method="deleteMessage")
    start()
    await settled(database, gone, CallState.REPLACED)
    await settled(database, original, CallState.REPLACED)
    assert server.calls == []


async def test_an_edit_whose_message_is_gone_is_sent_anew_and_later_edits_find_that_one(
    database: Database, server: Server, start: Start
) -> None:
    original = await promise(database, 7, "old")
    sender = start()
    await settled(database, original)
    server.script["editMessageText"].append(NOT_FOUND)
    change = await edit(database, original, "new")
    sender.wake()
    fresh = await settled(database, change)
    last = await edit(database, original, "newest")
    sender.wake()
    await settled(database, last)
    assert [method for method, _ in server.calls] == [
        "sendMessage",
        "editMessageText",
        "sendMessage",
        "editMessageText",
    ]
    assert server.calls[2][1] == {"chat_id": 7, "text": "new"}
    assert server.calls[3][1]["message_id"] == fresh.message_id
    assert (await settled(database, original)).message_id == fresh.message_id


async def test_an_edit_of_a_message_that_was_refused_becomes_a_message(
    database: Database, server: Server, start: Start
) -> None:
    server.script[7].append(refusal(400, "Bad Request: can't parse entities"))
    original = await promise(database, 7, "<broken")
    sender = start()
    await settled(database, original, CallState.DEAD)
    change = await edit(database, original, "whole")
    sender.wake()
    await settled(database, change)
    assert server.calls[1] == ("sendMessage", {"chat_id": 7, "text": "whole"})


async def test_an_edit_that_changes_nothing_is_done(database: Database, server: Server, start: Start) -> None:
    original = await promise(database, 7, "same")
    sender = start()
    await settled(database, original)
    server.script["editMessageText"].append(
        refusal(400, "Bad Request: message is not modified: specified new message…")
    )
    change = await edit(database, original, "same")
    sender.wake()
    assert (await settled(database, change)).message_id == (await settled(database, original)).message_id
    assert len(server.calls) == 2


async def test_deleting_what_cannot_be_deleted_is_done(database: Database, server: Server, start: Start) -> None:
    original = await promise(database, 7, "old")
    sender = start()
    await settled(database, original)
    server.script["deleteMessage"].append(refusal(400, "Bad Request: message can't be deleted"))
    gone = await edit(database, original, "", method="deleteMessage")
    sender.wake()
    await settled(database, gone)
    await asyncio.sleep(0)
    assert len(server.calls) == 2


async def test_many_messages_that_take_each_other_away_do_not_stop_the_chat(
    database: Database, server: Server, start: Start
) -> None:
    for number in range(25):
        card = await promise(database, 7, f"card {number}")
        await edit(database, card, "", method="deleteMessage")
    last = await promise(database, 7, "the last card")
    start()
    await settled(database, last)
    assert server.texts() == ["the last card"]


SEND = '{"chat_id":7,"text":"a","parse_mode":"HTML","reply_parameters":{"message_id":1},"reply_markup":{"k":1}}'


@pytest.mark.parametrize(
    ("method", "edit", "body", "expected"),
    [
        (
            "sendMessage",
            "editMessageText",
            {"text": "b"},
            ("sendMessage", {"chat_id": 7, "text": "b", "reply_parameters": {"message_id": 1}}),
        ),
        ("editMessageText", "editMessageText", {"text": "b"}, ("editMessageText", {"text": "b"})),
        ("editMessageText", "deleteMessage", {}, ("deleteMessage", {})),
        ("sendPhoto", "editMessageText", {"text": "b"}, None),
    ],
)
def test_what_an_edit_does_to_a_waiting_call(
    method: str, edit: str, body: dict[str, str], expected: tuple[str, object] | None
) -> None:
    found = merged(method, SEND, edit, json.dumps(body))
    assert ((isinstance(found, Merged) and (found.method, json.loads(found.payload))) or None) == expected


def test_deleting_a_waiting_message_drops_both() -> None:
    assert merged("sendMessage", SEND, "deleteMessage", "{}") == Dropped()


def test_a_changed_picture_whose_message_is_gone_is_sent_as_a_picture() -> None:
    fresh = anew("editMessageMedia", '{"chat_id":7,"message_id":3,"media":{"type":"photo","media":"f","caption":"c"}}')
    assert fresh is not None
    assert (fresh.method, json.loads(fresh.payload)) == ("sendPhoto", {"chat_id": 7, "photo": "f", "caption": "c"})
