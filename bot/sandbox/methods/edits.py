"""Changing and deleting what was sent."""

from typing import Any

from bot.sandbox.api_call import ApiCall, is_private, method
from bot.sandbox.chats import Chat
from bot.sandbox.errors import bad_request
from bot.sandbox.formatting import caption_text, message_text
from bot.sandbox.keyboards import reply_markup
from bot.sandbox.messages import MEDIA_WITH_CAPTION, Json, Message
from bot.sandbox.methods.media import media_content

DELETABLE_SECONDS = 48 * 3600
"""The Bot API's limit."""
_TEXT_FIELDS = ("text", "entities", "link_preview_options")
_CAPTION_FIELDS = ("caption", "caption_entities")


@method("editMessageText")
def edit_message_text(call: ApiCall) -> Json:
    """Another text; without reply_markup the inline keyboard goes."""
    params = call.params
    content = message_text(params.text("text"), params.values.get("parse_mode"), params.json("entities"))
    if isinstance(options := params.json("link_preview_options"), dict):
        content["link_preview_options"] = options
    chat, message = _own(call)
    if "text" not in message.content:
        raise bad_request("there is no text in the message to edit")
    return _changed(call, chat, message, _without(message.content, _TEXT_FIELDS) | content)


@method("editMessageCaption")
def edit_message_caption(call: ApiCall) -> Json:
    """Another caption, or none."""
    params = call.params
    caption = caption_text(params.text("caption"), params.values.get("parse_mode"), params.json("caption_entities"))
    chat, message = _own(call)
    if message.kind not in MEDIA_WITH_CAPTION:
        raise bad_request("there is no caption in the message to edit")
    return _changed(call, chat, message, _without(message.content, _CAPTION_FIELDS) | caption)


@method("editMessageMedia")
def edit_message_media(call: ApiCall) -> Json:
    """Another file with its caption."""
    item = call.params.json("media")
    if not isinstance(item, dict):
        raise bad_request("can't parse InputMedia: Expected an Object")
    content = media_content(call, item)
    chat, message = _own(call)
    if "media_group_id" in message.content:
        content["media_group_id"] = message.content["media_group_id"]
    return _changed(call, chat, message, content)


@method("editMessageReplyMarkup")
def edit_message_reply_markup(call: ApiCall) -> Json:
    """Another inline keyboard, or none."""
    chat, message = _own(call)
    return _changed(call, chat, message, message.content)


@method("deleteMessage")
def delete_message(call: ApiCall) -> bool:
    """Take a message away: own ones, and in private chats the person's, for 48 hours."""
    chat = call.chat()
    _delete(call, chat, call.message(chat, "delete"))
    return True


@method("deleteMessages")
def delete_messages(call: ApiCall) -> bool:
    """Take up to 100 away; those that are not found are passed over."""
    chat, numbers = call.chat(), call.params.json("message_ids")
    if not isinstance(numbers, list) or not 1 <= len(numbers) <= 100:
        raise bad_request("can't parse message identifiers JSON object")
    for number in numbers:
        if (message := chat.messages.get(number)) is not None:
            _delete(call, chat, message)
    return True


@method("stopPoll")
def stop_poll(call: ApiCall) -> Json:
    """Close a poll of the bot's."""
    chat, message = _own(call)
    if "poll" not in message.content:
        raise bad_request("message with poll to stop not found")
    closed = message.content["poll"] | {"is_closed": True}
    _changed(call, chat, message, {**message.content, "poll": closed})
    return dict(closed)


def _own(call: ApiCall) -> tuple[Chat, Message]:
    if "inline_message_id" in call.params.values:
        raise bad_request("MESSAGE_ID_INVALID")
    chat = call.chat()
    message = call.message(chat, "edit")
    if not message.from_bot or (message.reply_markup and "inline_keyboard" not in message.reply_markup):
        raise bad_request("message can't be edited")
    return chat, message


def _changed(call: ApiCall, chat: Chat, message: Message, content: Json) -> Json:
    markup = reply_markup(call.params)
    if markup is not None and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    if content == message.content and markup == message.reply_markup:
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same "
            "as a current content and reply markup of the message"
        )
    message.content, message.reply_markup, message.edited = content, markup, call.world.now()
    call.world.changes.tell("edited", chat.id, message.id)
    return call.json(chat, message)


def _delete(call: ApiCall, chat: Chat, message: Message) -> None:
    too_old = call.world.now() - message.date > DELETABLE_SECONDS
    if too_old or not (message.from_bot or is_private(chat)):
        raise bad_request("message can't be deleted for everyone" if message.from_bot else "message can't be deleted")
    del chat.messages[message.id]
    call.world.changes.tell("deleted", chat.id, message.id)


def _without(content: Json, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: value for name, value in content.items() if name not in names}
