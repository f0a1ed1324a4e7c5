"""What an edit does to a call that has not left yet, and what it becomes when its message is gone. Pure."""

from typing import Any, NamedTuple

import orjson

from bot.delivery.error_policy import DELETES

TEXT = ("text", "parse_mode", "entities", "link_preview_options", "reply_markup")
CAPTION = ("caption", "parse_mode", "caption_entities", "show_caption_above_media", "reply_markup")
CAPTIONED = frozenset({"sendPhoto", "sendDocument", "sendVideo", "sendVoice", "sendAudio", "sendAnimation"})
OF_THE_MESSAGE = ("message_id", "inline_message_id")


class Merged(NamedTuple):
    """One call in place of two."""

    method: str
    payload: str


class Dropped(NamedTuple):
    """Neither call needs to be sent."""


def merged(method: str, payload: str, edit: str, edit_payload: str) -> Merged | Dropped | None:
    """The waiting call `method` with `edit` (a call naming its message) taken in; None if they cannot be one."""
    if edit in DELETES:
        return Merged(edit, edit_payload) if method.startswith("edit") else Dropped()
    if edit == method or (method == "editMessageReplyMarkup" and edit.startswith("edit")):
        return Merged(edit, edit_payload)
    if edit == "editMessageReplyMarkup":
        return Merged(method, _with(payload, edit_payload, ("reply_markup",)))
    if edit == "editMessageText" and method == "sendMessage":
        return Merged(method, _with(payload, edit_payload, TEXT))
    if edit == "editMessageCaption" and method in CAPTIONED:
        return Merged(method, _with(payload, edit_payload, CAPTION))
    return None


def anew(method: str, payload: str) -> Merged | None:
    """The edit as a message of its own; None if it shows nothing that the person would miss."""
    body: dict[str, Any] = orjson.loads(payload)
    for name in OF_THE_MESSAGE:
        body.pop(name, None)
    if method == "editMessageText":
        return _call("sendMessage", body)
    if method == "editMessageCaption" and body.get("caption"):
        body["text"] = body.pop("caption")
        body.pop("show_caption_above_media", None)
        if entities := body.pop("caption_entities", None):
            body["entities"] = entities
        return _call("sendMessage", body)
    if method == "editMessageMedia":
        media: dict[str, Any] = body.pop("media")
        kind = str(media.pop("type"))
        return _call(f"send{kind.capitalize()}", {**body, kind: media.pop("media"), **media})
    return None


def addressed(payload: str, message_id: int) -> str:
    """The edit or delete with the message it is about."""
    body: dict[str, Any] = orjson.loads(payload)
    body["message_id"] = message_id
    return orjson.dumps(body).decode()


def _call(method: str, body: dict[str, Any]) -> Merged:
    return Merged(method, orjson.dumps(body).decode())


def _with(payload: str, edit_payload: str, names: tuple[str, ...]) -> str:
    """`payload` with these fields as the edit has them; those it does not have are gone."""
    body: dict[str, Any] = orjson.loads(payload)
    edit: dict[str, Any] = orjson.loads(edit_payload)
    for name in names:
        body.pop(name, None)
    body.update({name: edit[name] for name in names if name in edit})
    return orjson.dumps(body).decode()
