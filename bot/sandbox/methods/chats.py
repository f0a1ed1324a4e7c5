"""Actions in a chat beside writing: answering presses, showing that it types, pinning, looking up."""

import time
from typing import Any

from bot.sandbox.api_call import ApiCall, is_private, method
from bot.sandbox.chats import QUERY_SECONDS, Toast
from bot.sandbox.errors import bad_request
from bot.sandbox.messages import Json, utf16_len
from bot.sandbox.people import Person

MAX_ANSWER = 200
"""Characters of a press's answer: the Bot API's limit."""
MAX_DOWNLOAD_BYTES = 20 * 1024 * 1024
"""The Bot API's limit."""
_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


@method("answerCallbackQuery")
def answer_callback_query(call: ApiCall) -> bool:
    """End a button's waiting, with a notice of at most 200 characters or none."""
    query = call.bot.queries.get(call.params.text("callback_query_id"))
    text = call.params.text("text")
    if query is None or call.world.now() - query.date > QUERY_SECONDS:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if utf16_len(text) > MAX_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    chat = call.bot.chats[query.chat_id]
    url = call.params.text("url") or None
    chat.toasts.append(Toast(query.id, text, call.params.flag("show_alert"), url, call.world.now()))
    call.world.changes.tell("toast", chat.id)
    return True


@method("sendChatAction")
def send_chat_action(call: ApiCall) -> bool:
    """Show for five seconds that something is being done."""
    chat, action = call.chat(), call.params.text("action")
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.action = (action, time.monotonic())
    call.world.changes.tell("typing", chat.id)
    return True


@method("pinChatMessage")
def pin_chat_message(call: ApiCall) -> bool:
    """Pin a message."""
    return _pin(call, pinned=True)


@method("unpinChatMessage")
def unpin_chat_message(call: ApiCall) -> bool:
    """Unpin a message, the newest pinned one when none is named."""
    return _pin(call, pinned=False)


@method("unpinAllChatMessages")
def unpin_all_chat_messages(call: ApiCall) -> bool:
    """Unpin everything."""
    chat = call.chat()
    for message in chat.messages.values():
        message.pinned = False
    call.world.changes.tell("pinned", chat.id)
    return True


@method("setMessageReaction")
def set_message_reaction(call: ApiCall) -> bool:
    """Put one emoji on a message, or take it off."""
    chat = call.chat()
    message, reactions = call.message(chat, "react"), call.params.objects("reaction")
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(reaction.get("type") != "emoji" for reaction in reactions):
        raise bad_request("REACTION_INVALID")
    message.reactions = reactions
    call.world.changes.tell("reaction", chat.id, message.id)
    return True


@method("leaveChat")
def leave_chat(call: ApiCall) -> bool:
    """Leave a group."""
    chat = call.chat()
    if is_private(chat):
        raise bad_request("chat member status can't be changed in private chats")
    del call.bot.chats[chat.id]
    return True


@method("getChat")
def get_chat(call: ApiCall) -> Json:
    """The chat with what a full description must hold."""
    chat = call.chat()
    full: dict[str, Any] = {
        "accent_color_id": chat.id % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": True,
            "limited_gifts": True,
            "unique_gifts": True,
            "premium_subscription": True,
            "gifts_from_channels": True,
        },
    }
    pinned = [message for message in chat.messages.values() if message.pinned]
    if pinned:
        full["pinned_message"] = call.json(chat, pinned[-1])
    return chat.json() | full


@method("getChatMember")
def get_chat_member(call: ApiCall) -> Json:
    """Somebody's place in a chat."""
    chat, user_id = call.chat(), call.params.integer("user_id")
    if user_id == call.bot.id:
        return {"user": call.bot.user(), "status": "member"}
    person = call.world.people.by_id.get(user_id or 0)
    if person is None:
        raise bad_request("user not found")
    inside = person.id == chat.id if isinstance(chat.peer, Person) else person.id in chat.peer.members
    return {"user": person.user(), "status": "member" if inside else "left"}


@method("getUserProfilePhotos")
def get_user_profile_photos(call: ApiCall) -> Json:
    """Nobody here has a picture."""
    if (call.params.integer("user_id") or 0) not in call.world.people.by_id:
        raise bad_request("user not found")
    return {"total_count": 0, "photos": []}


@method("getFile")
def get_file(call: ApiCall) -> Json:
    """The path of a file of at most 20 MB."""
    stored = call.world.files.by_id.get(call.params.text("file_id"))
    if stored is None:
        raise bad_request("invalid file_id")
    if len(stored.content) > MAX_DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": len(stored.content),
        "file_path": stored.path,
    }


def _pin(call: ApiCall, *, pinned: bool) -> bool:
    chat = call.chat()
    if pinned or "message_id" in call.params.values:
        message = call.message(chat, "pin" if pinned else "unpin")
    else:
        found = [message for message in chat.messages.values() if message.pinned]
        if not found:
            return True
        message = found[-1]
    if not is_private(chat) and not message.from_bot:
        raise bad_request("not enough rights to manage pinned messages in the chat")
    message.pinned = pinned
    call.world.changes.tell("pinned", chat.id, message.id)
    return True
