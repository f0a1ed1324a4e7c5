"""Edits, deletions, presses and what a bot says of itself."""

from typing import Any

import pytest

from bot.sandbox.people import Person
from bot.sandbox.world import World
from tests.sandbox.conftest import Ask, TownClock

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
KEYBOARD = {"inline_keyboard": [[{"text": "Yes", "callback_data": "yes"}]]}


async def test_an_edit_changes_the_text_and_takes_the_keyboard_away(ask: Ask, world: World, ann: Person) -> None:
    sent = (await ask("sendMessage", chat_id=ann.id, text="one", reply_markup=KEYBOARD)).result
    edited = (await ask("editMessageText", chat_id=ann.id, message_id=sent["message_id"], text="two")).result
    assert (edited["text"], "reply_markup" in edited) == ("two", False)
    assert [(m.text, m.edited is not None) for m in world.messages(ann)] == [("two", True)]


@pytest.mark.parametrize(
    ("method", "params", "description"),
    [
        (
            "editMessageText",
            {"text": "one", "reply_markup": KEYBOARD},
            NOT_MODIFIED,
        ),
        ("editMessageText", {"text": "x", "message_id": 77}, "Bad Request: message to edit not found"),
        ("editMessageText", {"text": "x", "message_id": None}, "Bad Request: message identifier is not specified"),
        ("editMessageText", {"text": "x", "message_id": 2}, "Bad Request: message can't be edited"),
        ("editMessageText", {"text": ""}, "Bad Request: message text is empty"),
        ("editMessageCaption", {"caption": "x"}, "Bad Request: there is no caption in the message to edit"),
        (
            "editMessageReplyMarkup",
            {"reply_markup": KEYBOARD},
            NOT_MODIFIED,
        ),
        ("deleteMessage", {"message_id": 77}, "Bad Request: message to delete not found"),
        (
            "answerCallbackQuery",
            {"callback_query_id": "1"},
            "Bad Request: query is too old and response timeout expired or query ID is invalid",
        ),
    ],
)
async def test_impossible_edits_are_refused(
    ask: Ask, world: World, ann: Person, method: str, params: dict[str, Any], description: str
) -> None:
    await ask("sendMessage", chat_id=ann.id, text="one", reply_markup=KEYBOARD)
    world.says(ann, "mine")
    assert (await ask(method, **{"chat_id": ann.id, "message_id": 1} | params)).refusal == description


async def test_messages_can_be_deleted_for_48_hours(ask: Ask, world: World, ann: Person, clock: TownClock) -> None:
    first = (await ask("sendMessage", chat_id=ann.id, text="one")).result["message_id"]
    second = (await ask("sendMessage", chat_id=ann.id, text="two")).result["message_id"]
    assert (await ask("deleteMessage", chat_id=ann.id, message_id=first)).result is True
    clock.pass_by(hours=49)
    answer = await ask("deleteMessage", chat_id=ann.id, message_id=second)
    assert answer.refusal == "Bad Request: message can't be deleted for everyone"
    assert [message.text for message in world.messages(ann)] == ["two"]


async def test_the_answer_to_a_press_is_a_toast_until_the_query_is_too_old(
    ask: Ask, world: World, ann: Person, clock: TownClock
) -> None:
    await ask("sendMessage", chat_id=ann.id, text="one", reply_markup=KEYBOARD)
    query = world.presses(ann, world.last(ann), "yes")
    update = world.pending()[0]["callback_query"]
    assert (update["id"], update["data"], update["message"]["text"]) == (query, "yes", "one")
    assert update["chat_instance"]
    assert (await ask("answerCallbackQuery", callback_query_id=query, text="Saved", show_alert=True)).result is True
    assert [(toast.text, toast.alert) for toast in world.toasts(ann)] == [("Saved", True)]
    long = await ask("answerCallbackQuery", callback_query_id=query, text="a" * 201)
    assert long.refusal == "Bad Request: MESSAGE_TOO_LONG"
    clock.pass_by(seconds=151)
    assert not (await ask("answerCallbackQuery", callback_query_id=query)).body["ok"]


async def test_a_person_sees_the_narrowest_menu_in_their_language(ask: Ask, world: World, ann: Person) -> None:
    menu = [{"command": "start", "description": "Begin"}]
    mine = [{"command": "inbox", "description": "Waiting"}]
    chinese = [{"command": "start", "description": "开始"}]
    await ask("setMyCommands", commands=menu)
    await ask("setMyCommands", commands=chinese, language_code="zh")
    wei = world.person("Wei", language="zh-hans")
    assert (world.commands_for(ann), world.commands_for(wei)) == (menu, chinese)
    await ask("setMyCommands", commands=mine, scope={"type": "chat", "chat_id": ann.id})
    assert world.commands_for(ann) == mine
    await ask("deleteMyCommands", scope={"type": "chat", "chat_id": ann.id})
    assert world.commands_for(ann) == menu


@pytest.mark.parametrize(
    ("params", "description"),
    [
        ({"language_code": "zh-hans"}, "Bad Request: invalid language code specified"),
        ({"commands": [{"command": "Start", "description": "x"}]}, "Bad Request: BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "start", "description": ""}]}, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": [{"command": "a", "description": "x"}] * 101}, "Bad Request: BOT_COMMANDS_TOO_MUCH"),
        ({"scope": {"type": "chat", "chat_id": 1}}, "Bad Request: chat not found"),
    ],
)
async def test_a_wrong_menu_is_refused(ask: Ask, params: dict[str, Any], description: str) -> None:
    menu = {"commands": [{"command": "start", "description": "Begin"}]}
    assert (await ask("setMyCommands", **menu | params)).refusal == description


async def test_typing_shows_until_the_message_comes(ask: Ask, world: World, ann: Person) -> None:
    await ask("sendChatAction", chat_id=ann.id, action="typing")
    assert world.typing(ann) == "typing"
    await ask("sendMessage", chat_id=ann.id, text="there")
    assert world.typing(ann) is None


async def test_a_pinned_message_is_part_of_the_chat(ask: Ask, world: World, ann: Person) -> None:
    message = world.says(ann, "keep this")
    await ask("pinChatMessage", chat_id=ann.id, message_id=message.id)
    assert (await ask("getChat", chat_id=ann.id)).result["pinned_message"]["text"] == "keep this"
    await ask("setMessageReaction", chat_id=ann.id, message_id=message.id, reaction=[{"type": "emoji", "emoji": "👍"}])
    assert message.reactions[0]["emoji"] == "👍"


async def test_a_deleted_message_cannot_be_pressed(ask: Ask, world: World, ann: Person) -> None:
    sent = (await ask("sendMessage", chat_id=ann.id, text="one", reply_markup=KEYBOARD)).result
    await ask("deleteMessage", chat_id=ann.id, message_id=sent["message_id"])
    with pytest.raises(LookupError):
        world.presses(ann, sent["message_id"], "yes")
