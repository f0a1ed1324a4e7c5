"""Long polls: what acknowledges an update, how long it is kept, who may ask."""

import asyncio
from typing import Any

import pytest

from bot.sandbox.people import Person
from bot.sandbox.snapshot import pack, unpack
from bot.sandbox.world import World
from tests.sandbox.conftest import Ask, TownClock


def texts(answer: Any) -> list[str]:
    return [update["message"]["text"] for update in answer.result]


async def test_updates_come_again_until_a_larger_offset_confirms_them(ask: Ask, world: World, ann: Person) -> None:
    for text in ("one", "two", "three"):
        world.says(ann, text)
    first = await ask("getUpdates", limit=2)
    assert texts(first) == ["one", "two"]
    assert texts(await ask("getUpdates")) == ["one", "two", "three"]
    assert world.acknowledged == set()
    last = first.result[-1]["update_id"]
    assert texts(await ask("getUpdates", offset=last + 1)) == ["three"]
    assert world.acknowledged == {last - 1, last}


async def test_a_negative_offset_keeps_the_end_and_forgets_the_rest(ask: Ask, world: World, ann: Person) -> None:
    for text in ("one", "two", "three"):
        world.says(ann, text)
    assert texts(await ask("getUpdates", offset=-1)) == ["three"]
    assert [update["message"]["text"] for update in world.pending()] == ["three"]


async def test_a_long_poll_returns_as_soon_as_somebody_writes(ask: Ask, world: World, ann: Person) -> None:
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        poll = group.create_task(ask("getUpdates", timeout=20))
        await asyncio.sleep(0.1)
        world.says(ann, "hello")
        assert texts(await poll) == ["hello"]


async def test_the_older_of_two_polls_is_ended_with_a_conflict(ask: Ask, world: World, ann: Person) -> None:
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        older = group.create_task(ask("getUpdates", timeout=20))
        await asyncio.sleep(0.1)
        newer = group.create_task(ask("getUpdates", timeout=20))
        ended = await older
        world.says(ann, "hello")
        assert texts(await newer) == ["hello"]
    assert ended.status == 409
    assert ended.refusal == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )


async def test_polling_is_refused_while_a_webhook_is_set(ask: Ask) -> None:
    assert (await ask("setWebhook", url="http://127.0.0.1:9/x", max_connections=5)).result is True
    answer = await ask("getUpdates")
    assert answer.status == 409
    assert answer.refusal.startswith("Conflict: can't use getUpdates method while webhook is active")
    assert (await ask("getWebhookInfo")).result["max_connections"] == 5
    await ask("deleteWebhook")
    assert (await ask("getUpdates")).result == []


async def test_messages_are_kept_for_a_day_and_presses_for_150_seconds(
    ask: Ask, world: World, ann: Person, clock: TownClock
) -> None:
    message = world.says(ann, "one")
    world.presses(ann, message, "x")
    clock.pass_by(seconds=151)
    assert texts(await ask("getUpdates")) == ["one"]
    clock.pass_by(hours=24)
    assert (await ask("getUpdates")).result == []
    assert world.acknowledged == set()


async def test_the_kinds_asked_for_are_remembered_and_not_retroactive(ask: Ask, world: World, ann: Person) -> None:
    message = world.says(ann, "one")
    await ask("getUpdates", allowed_updates=["callback_query"])
    world.says(ann, "two")
    world.presses(ann, message, "x")
    assert [[*update][1] for update in (await ask("getUpdates")).result] == ["message", "callback_query"]
    assert (await ask("getWebhookInfo")).result["allowed_updates"] == ["callback_query"]


async def test_everything_people_do_becomes_an_update(ask: Ask, world: World, ann: Person) -> None:
    text = world.starts(ann, "rep_7")
    world.edits(ann, text, "changed /help")
    world.sends_album(ann, [b"1", b"2"], "both")
    world.sends_voice(ann)
    world.sends_video(ann)
    world.sends_document(ann, b"x", "a.pdf", "application/pdf")
    world.sends_location(ann, 31.5, 120.2)
    world.sends_sticker(ann)
    world.sends_poll(ann)
    world.sends_contact(ann, "+8613800000000")
    world.forwards(ann, "as they say", "Old Wu")
    world.says(ann, "answer", reply_to=text)
    updates = (await ask("getUpdates")).result
    assert updates[0]["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert updates[1]["edited_message"]["entities"][0]["offset"] == 8
    kinds = [next(k for k in u["message"] if k not in {"message_id", "from", "chat", "date"}) for u in updates[2:]]
    assert kinds == [
        "photo", "photo", "voice", "video", "document", "location", "sticker", "poll", "contact", "text",
        "reply_to_message",
    ]  # fmt: skip
    assert updates[2]["message"]["media_group_id"] == updates[3]["message"]["media_group_id"]
    assert updates[-2]["message"]["forward_origin"]["sender_user_name"] == "Old Wu"
    assert [u["update_id"] for u in updates] == [*range(updates[0]["update_id"], updates[0]["update_id"] + 13)]


async def test_a_person_cannot_write_to_a_bot_they_blocked(world: World, ann: Person) -> None:
    world.blocks(ann)
    with pytest.raises(RuntimeError):
        world.says(ann, "hello?")


async def test_a_subscriber_hears_of_changes(ask: Ask, world: World, ann: Person) -> None:
    changes = world.subscribe()
    world.says(ann, "one")
    await ask("sendMessage", chat_id=ann.id, text="two")
    heard = [await anext(changes), await anext(changes)]
    assert [(change.kind, change.person_id, change.message_id) for change in heard] == [
        ("message", ann.id, 1),
        ("message", ann.id, 2),
    ]


async def test_waiting_ends_with_a_timeout_when_nothing_comes(world: World) -> None:
    with pytest.raises(TimeoutError):
        await world.wait_until(lambda: False, timeout=0.01)


async def test_a_world_survives_a_restart(ask: Ask, world: World, ann: Person, clock: TownClock) -> None:
    group = world.group("Staff", [ann])
    world.sends_photo(ann, b"picture", "look")
    world.says(ann, "hello", chat=group)
    await ask("sendMessage", chat_id=ann.id, text="x", reply_markup={"force_reply": True})
    await ask("setMyCommands", commands=[{"command": "start", "description": "Begin"}])
    query = world.presses(ann, 1, "x")
    await ask("answerCallbackQuery", callback_query_id=query, text="ok")
    await ask("getUpdates", offset=world.pending()[0]["update_id"] + 1)
    again = unpack(pack(world), clock)
    twin = again.person("Ann")
    assert [m.shown for m in again.messages(twin)] == ["look", "x"]
    assert again.files.content(again.messages(twin)[0].photo[-1]["file_id"]) == b"picture"  # type: ignore[index]
    assert (again.pending(), again.acknowledged) == (world.pending(), world.acknowledged)
    assert again.commands_for(twin) == world.commands_for(ann)
    assert again.toasts(twin) == world.toasts(ann)
    assert again.says(twin, "next").id == world.says(ann, "next").id
    assert again.pending()[-1] == world.pending()[-1]


async def test_bytes_that_are_no_snapshot_are_refused() -> None:
    with pytest.raises(ValueError, match="no snapshot"):
        unpack(b"{}")
