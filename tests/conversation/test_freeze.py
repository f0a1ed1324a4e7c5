"""Frozen calls mean what aiogram itself would have sent."""

import json
from datetime import timedelta
from typing import Any

import pytest
from aiogram import Bot, methods
from aiogram.types import (
    BotCommand,
    BotCommandScopeChat,
    BufferedInputFile,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    KeyboardButton,
    LinkPreviewOptions,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)

from handlers.conversation.serialization import CannotFreeze, freeze

KEYS = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="好", callback_data="ok:1")]])
MENU = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Place", request_location=True)]], resize_keyboard=True)
CALLS: list[methods.TelegramMethod[Any]] = [
    methods.SendMessage(chat_id=1, text="<b>你好</b>", parse_mode="HTML", reply_markup=KEYS),
    methods.SendMessage(
        chat_id=1, text="a", reply_markup=MENU, link_preview_options=LinkPreviewOptions(is_disabled=True)
    ),
    methods.SendMessage(chat_id=1, text="a", reply_markup=ForceReply(), reply_parameters=ReplyParameters(message_id=3)),
    methods.SendMessage(chat_id=1, text="a", reply_markup=ReplyKeyboardRemove()),
    methods.SendMessage(chat_id=1, text="a", entities=[MessageEntity(type="bold", offset=0, length=1)]),
    methods.EditMessageText(chat_id=1, message_id=2, text="b", parse_mode="HTML", reply_markup=KEYS),
    methods.EditMessageReplyMarkup(chat_id=1, message_id=2),
    methods.EditMessageCaption(chat_id=1, message_id=2, caption="c"),
    methods.EditMessageMedia(chat_id=1, message_id=2, media=InputMediaPhoto(media="blob:00", caption="c")),
    methods.DeleteMessage(chat_id=1, message_id=2),
    methods.SendPhoto(chat_id=1, photo="blob:00", caption="c", parse_mode="HTML"),
    methods.SendDocument(chat_id=1, document="file"),
    methods.SendVoice(chat_id=1, voice="file"),
    methods.SendVideo(chat_id=1, video="file"),
    methods.SendLocation(chat_id=1, latitude=1.5, longitude=2.5),
    methods.SendMediaGroup(
        chat_id=1, media=[InputMediaPhoto(media="blob:00"), InputMediaDocument(media="x", caption="c")]
    ),
    methods.CopyMessage(chat_id=1, from_chat_id=2, message_id=3),
    methods.SendChatAction(chat_id=1, action="typing"),
    methods.AnswerCallbackQuery(callback_query_id="9", text="ok", show_alert=False),
    methods.SetMyCommands(
        commands=[BotCommand(command="mine", description="d")], scope=BotCommandScopeChat(chat_id=1), language_code="zh"
    ),
]


@pytest.mark.parametrize("call", CALLS, ids=lambda call: type(call).__name__)
def test_a_frozen_call_is_what_aiogram_would_send(call: methods.TelegramMethod[Any]) -> None:
    bot = Bot("42:test")
    files: dict[str, Any] = {}
    wire = bot.session.prepare_value(call.model_dump(warnings=False), bot=bot, files=files, _dumps_json=False)
    name, body = freeze(call)
    assert name == call.__api_method__
    assert json.loads(body) == wire
    assert (
        type(call).model_validate_json(body).model_dump(warnings=False).keys() == call.model_dump(warnings=False).keys()
    )


@pytest.mark.parametrize(
    "call",
    [
        methods.SendPhoto(chat_id=1, photo=BufferedInputFile(b"x", "x.png")),
        methods.SendMediaGroup(chat_id=1, media=[InputMediaPhoto(media=BufferedInputFile(b"x", "x.png"))]),
        methods.BanChatMember(chat_id=1, user_id=2, until_date=timedelta(days=1)),
    ],
    ids=["file", "file in an album", "time"],
)
def test_what_has_no_lasting_form_is_refused(call: methods.TelegramMethod[Any]) -> None:
    with pytest.raises(CannotFreeze):
        freeze(call)
