"""Consequence of an answer of the Bot API, or of its absence, for the call. Pure: no clock, no chance, no I/O."""

import re
from typing import Any, NamedTuple

from bot.api_client import ApiSilent, NotConnected, Reply

MAX_REFUSED = 40
"""A call that the server itself fails on this often (about three hours) is given up: it is the call, not the server."""
DEFAULT_RETRY_AFTER = 5.0
"""Seconds, where a 429 names none: our own choice."""

GONE_CHATS = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "user is deactivated",
    "input_user_deactivated",
    "group chat was deactivated",
    "chat was deleted",
)
GONE_MESSAGES = ("message to edit not found", "message can't be edited", "message_id_invalid", "there is no text in")
STALE_FILES = ("wrong file identifier", "wrong remote file", "wrong file_id", "file reference", "file_reference")
"""Ids of files that have expired, or were another bot's."""
EDITS = frozenset({"editMessageText", "editMessageCaption", "editMessageMedia", "editMessageReplyMarkup"})
DELETES = frozenset({"deleteMessage", "deleteMessages"})


class Sent(NamedTuple):
    """Done. `result` is the method's result; None if there was nothing to do."""

    result: Any


class Retry(NamedTuple):
    """Surely not sent; to be tried again."""

    reason: str
    counts: bool = True
    """True if the try counts against the call; a line that is down says nothing about it."""


class RateLimited(NamedTuple):
    """A limit was touched; nothing to this chat for `retry_after` seconds."""

    retry_after: float


class Migrated(NamedTuple):
    """The group has become a supergroup with another id."""

    chat_id: int


class Unreachable(NamedTuple):
    """Nothing can be sent to this chat."""

    reason: str


class ResendAsNew(NamedTuple):
    """The message to edit is gone: the person must see its content as a new message."""


class FileRefused(NamedTuple):
    """An id of a file in the call does not work (any more)."""

    reason: str


class Reshaped(NamedTuple):
    """Refused for good, and to be tried in another form, which the call has already."""

    reason: str


class TakenApart(NamedTuple):
    """An album that is refused: each of its files is to be sent alone, as (method, payload)."""

    calls: list[Any]
    reason: str


class Dead(NamedTuple):
    """Refused for good."""

    reason: str


class Ambiguous(NamedTuple):
    """Perhaps sent, perhaps not."""

    reason: str


SendResult = (
    Sent
    | Retry
    | RateLimited
    | Migrated
    | Unreachable
    | ResendAsNew
    | FileRefused
    | Reshaped
    | TakenApart
    | Dead
    | Ambiguous
)


def classify(method: str, reply: Reply | ApiSilent, attempt: int) -> SendResult:
    """Judge the outcome of the `attempt`-th try (1 = first) of `method`."""
    if isinstance(reply, ApiSilent):
        return _of_failure(reply)
    if reply.body is None:
        return _of_foreign_page(reply.status, attempt)
    if reply.body.get("ok") is True:
        return Sent(reply.body.get("result"))
    return _of_refusal(method, reply.status, reply.body, attempt)


def _of_failure(error: ApiSilent) -> SendResult:
    """A line that never stood carried nothing; one that broke may have."""
    return Retry(f"no connection: {error}", counts=False) if isinstance(error, NotConnected) else Ambiguous(str(error))


def _of_foreign_page(status: int, attempt: int) -> SendResult:
    """No JSON: a gateway speaks, not the Bot API."""
    if status == 413:
        return Dead("too large")
    if status == 429:
        return RateLimited(DEFAULT_RETRY_AFTER)
    if status == 504 or status < 400:
        return Ambiguous(f"status {status} without JSON")
    return _refused(status, attempt)


def _of_refusal(method: str, status: int, body: dict[str, Any], attempt: int) -> SendResult:
    parameters = body.get("parameters") or {}
    description = str(body.get("description", ""))
    lowered = description.lower()
    if moved_to := parameters.get("migrate_to_chat_id"):
        return Migrated(int(moved_to))
    if status == 429:
        return RateLimited(float(parameters.get("retry_after", DEFAULT_RETRY_AFTER)))
    if status == 403 or any(words in lowered for words in GONE_CHATS):
        return Unreachable(without_quotes(description))
    if status >= 500 or status in (401, 409) or (status == 404 and lowered == "not found"):
        # 401 and a bare 404 speak of the token: the operator mends it, and nothing is lost meanwhile.
        return _refused(status, attempt)
    if status == 400 and method in DELETES:
        return Sent(None)
    if status == 400 and method != "getFile" and any(words in lowered for words in STALE_FILES):
        return FileRefused(without_quotes(description))
    if status == 400 and method in EDITS:
        if "message is not modified" in lowered:
            return Sent(None)
        if any(words in lowered for words in GONE_MESSAGES):
            return ResendAsNew()
    return Dead(without_quotes(description) or f"status {status}")


def _refused(status: int, attempt: int) -> SendResult:
    if attempt >= MAX_REFUSED and status >= 500:
        return Dead(f"status {status}, {attempt} times")
    return Retry(f"status {status}")


def without_quotes(description: str) -> str:
    """The description without what it quotes, which may be a text of a person."""
    return re.sub(r'"[^"]*"', '"…"', description)[:200]
