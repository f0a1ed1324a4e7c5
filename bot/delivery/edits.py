"""Edits find their message: sent already, under way, still waiting, or gone."""

from typing import Any, NamedTuple

import orjson

from bot.delivery.error_policy import DELETES
from bot.delivery.result_writer import ResultWriter
from bot.delivery.send_queue import OutgoingCall, SendQueue
from storage.vocabulary import CallState

GONE = 0
"""In place of a message's id: there is none any more."""
TEXT = ("text", "parse_mode", "entities", "link_preview_options", "reply_markup")
CAPTION = ("caption", "parse_mode", "caption_entities", "show_caption_above_media", "reply_markup")
CAPTIONED = frozenset({"sendPhoto", "sendDocument", "sendVideo", "sendVoice", "sendAudio", "sendAnimation"})
OF_THE_MESSAGE = ("message_id", "inline_message_id")


class Edits:
    """Takes calls in; what edits or deletes a message is joined with that message's call."""

    def __init__(self, writer: ResultWriter, queue: SendQueue) -> None:
        self._writer = writer
        self._queue = queue
        self._latest: dict[int, OutgoingCall] = {}

    def take_in(self, call: OutgoingCall, now: float) -> None:
        """Let the call wait for its turn, or join it with one that waits already."""
        if call.edits is None or self._joined(call, now):
            if call.edits is None:
                self._queue.add(call, now)
            return
        if len(self._latest) > 1000:
            self._latest = {target: edit for target, edit in self._latest.items() if not edit.done}
        self._latest[call.edits] = call
        self._queue.add(call, now)

    def ready(self, call: OutgoingCall) -> bool:
        """Make the call sendable. False: there is nothing to send."""
        if call.edits is None or call.renewed:
            return True
        if call.message_id:
            call.payload = addressed(call.payload, call.message_id)
            return True
        return self.renew(call)

    def renew(self, call: OutgoingCall) -> bool:
        """The message is gone: turn the edit into a message of its own. False: there is nothing to show."""
        fresh = anew(call.method, call.payload)
        if fresh is None:
            return False
        call.method, call.payload = fresh
        call.message_id, call.renewed = None, True
        return True

    def release(self, call: OutgoingCall) -> None:
        """The call has ended: edits that waited for its message know it now, or that it is gone."""
        for follower in call.followers:
            follower.message_id = call.message_id or GONE
        call.followers.clear()

    def _joined(self, call: OutgoingCall, now: float) -> bool:
        """True if another call took this one in."""
        target = call.edits or 0
        original = self._writer.known.get(target)
        older = self._latest.get(target)
        if older is not None and older.renewed and not (older.queued or older.done):
            original = older
        if original is None or original.done:
            call.message_id = original.message_id if original else self._writer.recent.get(target, GONE)
        elif original.queued and self._merged_into(original, call, now):
            return True
        else:
            call.lane = max(call.lane, original.lane)
            original.followers.append(call)
        if older is not None and older.queued:
            self._replaced(older, call, now)
        return False

    def _merged_into(self, original: OutgoingCall, call: OutgoingCall, now: float) -> bool:
        """True if a waiting call, the message's own, took in the edit."""
        match merged(original.method, original.payload, call.method, call.payload):
            case Merged(method, payload):
                original.method, original.payload = method, payload
                original.takes_place_of.append(call)
                return True
            case Dropped():
                self._queue.drop(original, now)
                self.release(original)
                for dropped in (original, *original.takes_place_of, call):
                    self._writer.settle(dropped, CallState.REPLACED)
                return True
        return False

    def _replaced(self, older: OutgoingCall, call: OutgoingCall, now: float) -> None:
        """The newer edit of a message takes the place of an older one that still waits, where they can be one."""
        match merged(older.method, older.payload, call.method, call.payload):
            case Merged(method, payload):
                self._queue.drop(older, now)
                call.method, call.payload, call.renewed = method, payload, older.renewed
                call.takes_place_of.extend((older, *older.takes_place_of))
                call.followers.extend(older.followers)


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
