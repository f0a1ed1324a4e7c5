"""Copying and forwarding messages the bot can see."""

from bot.sandbox.api_call import ApiCall, method
from bot.sandbox.chats import Chat
from bot.sandbox.errors import bad_request
from bot.sandbox.formatting import caption_text
from bot.sandbox.keyboards import reply_markup
from bot.sandbox.messages import MEDIA_WITH_CAPTION, Json, Message

MAX_AT_ONCE = 100
"""The Bot API's limit."""
_NOT_COPIED = ("forward_origin", "media_group_id", "has_protected_content")


@method("copyMessage")
def copy_message(call: ApiCall) -> Json:
    """A copy without a link to the original; a caption given replaces its own."""
    chat = call.chat()
    original = _original(call, "copy")
    content = _copied(original)
    if "caption" in call.params.values and original.kind in MEDIA_WITH_CAPTION:
        content = {name: value for name, value in content.items() if not name.startswith("caption")}
        entities = call.params.json("caption_entities")
        content |= caption_text(call.params.text("caption"), call.params.values.get("parse_mode"), entities)
    message = call.post(chat, call.marked(content), reply_markup(call.params), call.reply_to(chat))
    return {"message_id": message.id}


@method("forwardMessage")
def forward_message(call: ApiCall) -> Json:
    """The message, with where it came from."""
    chat, original = call.chat(), _original(call, "forward")
    message = call.post(chat, call.marked(_forwarded(call, original)), None, None)
    return call.json(chat, message)


@method("copyMessages", "forwardMessages")
def copy_or_forward_messages(call: ApiCall) -> list[Json]:
    """Several at once, in order; those that are not found are left out."""
    chat, source = call.chat(), _source(call)
    numbers = call.params.json("message_ids")
    if not isinstance(numbers, list) or not all(isinstance(number, int) for number in numbers):
        raise bad_request("can't parse message identifiers JSON object")
    if not 1 <= len(numbers) <= MAX_AT_ONCE:
        raise bad_request("message identifiers are not specified" if not numbers else "too many messages to forward")
    if sorted(set(numbers)) != numbers:
        raise bad_request("message identifiers must be in a strictly increasing order")
    copies = call.method.lower() == "copymessages"
    found = [source.messages[number] for number in numbers if number in source.messages]
    if not found:
        raise bad_request(f"there are no messages to {'copy' if copies else 'forward'}")
    contents = [_copied(message) if copies else _forwarded(call, message) for message in found]
    return [{"message_id": call.post(chat, call.marked(content), None, None).id} for content in contents]


def _source(call: ApiCall) -> Chat:
    source = call.bot.chats.get(call.params.integer("from_chat_id") or 0)
    if source is None:
        raise bad_request("chat not found")
    return source


def _original(call: ApiCall, doing: str) -> Message:
    source = _source(call)
    original = source.messages.get(call.params.integer("message_id") or 0)
    if original is None:
        raise bad_request(f"message to {doing} not found")
    return original


def _copied(original: Message) -> Json:
    return {name: value for name, value in original.content.items() if name not in _NOT_COPIED}


def _forwarded(call: ApiCall, original: Message) -> Json:
    sender = call.bot.user() if original.from_bot else call.world.people.by_id[original.sender_id].user()
    origin = original.content.get("forward_origin") or {"type": "user", "sender_user": sender, "date": original.date}
    return _copied(original) | {"forward_origin": origin}
