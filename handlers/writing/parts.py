"""What is written over several messages, kept as plain data in the conversation until it is sent or left."""

from collections.abc import Sequence
from typing import Any

from aiogram.types import Message

from handlers.conversation.contents import said_of
from handlers.conversation.texts import Html, Translator, join, quote
from handlers.core.casework.content import Said
from handlers.presentation.history import counted
from storage.addresses import channel_of
from storage.queries.files import Attached
from storage.vocabulary import AttachmentKind

Part = dict[str, Any]
"""One message as JSON: `text`, `files`, the `chat` and `message` it came from, the `album` it is of."""

KEPT = {
    "kind": "kind",
    "file_id": "external_id",
    "name": "name",
    "size": "size",
    "latitude": "latitude",
    "longitude": "longitude",
}
"""How a file is kept in a part: key, field of `Attached`."""
MAX_CHARACTERS = 20_000
"""As in WriteToThem's general configuration."""
MAX_FILES = 30
"""Three albums: Telegram puts at most ten files into one."""
LEAST_CHARACTERS = 4
LONGEST_NAME, LONGEST_CHINESE_NAME = 30, 8
"""Characters; what is longer is more than a slip in a name."""
_IN_NAMES = str.maketrans("", "", " -'·")
SPEAKING = frozenset(
    {
        AttachmentKind.VOICE,
        AttachmentKind.AUDIO,
        AttachmentKind.VIDEO,
        AttachmentKind.VIDEO_NOTE,
        AttachmentKind.DOCUMENT,
    }
)
"""What says something without a written word. A picture or a place alone leaves open what is wanted."""


def packed(said: Said) -> Part:
    """A message on its way into the conversation's data."""
    files = [{key: getattr(one, name) for key, name in KEPT.items()} for one in said.attachments]
    return {"text": said.text, "files": files, "chat": said.chat_id, "message": said.message_id, "album": said.album}


def unpacked(part: Part) -> Said:
    """The message as a case takes it."""
    channel = channel_of(part["chat"] or 0)
    files = []
    for file in part["files"]:
        facts = {name: file[key] for key, name in KEPT.items()}
        files.append(Attached(**{**facts, "kind": AttachmentKind(file["kind"])}, channel=channel))
    return Said(part["text"], files, part["chat"], part["message"], part.get("album"))


def length(parts: Sequence[Part]) -> int:
    """Characters written so far."""
    return sum(len(part["text"]) for part in parts)


def words(parts: Sequence[Part]) -> str:
    """All that was written, a line a message."""
    return "\n".join(part["text"] for part in parts if part["text"])


def may_be_name(text: str) -> bool:
    """True if it may be meant as the name of a place: a few words, without a sign between them."""
    plain = text.translate(_IN_NAMES)
    return not plain or (plain.isalnum() and len(text) <= (LONGEST_NAME if text.isascii() else LONGEST_CHINESE_NAME))


def says_something(parts: Sequence[Part]) -> bool:
    """True if somebody could act on it: a few words, or something spoken or written that is attached."""
    spoken = any(AttachmentKind(file["kind"]) in SPEAKING for part in parts for file in part["files"])
    return spoken or length(parts) >= LEAST_CHARACTERS


def put(parts: list[Part], said: Said) -> None:
    """Take a message in, in the order in which they were written: updates may come in another."""
    parts.append(packed(said))
    parts.sort(key=lambda part: part["message"] or 0)


def too_much(t: Translator, parts: Sequence[Part], said: Said) -> Html | None:
    """Why a further message does not fit, and what to do; None if it does."""
    if length(parts) + len(said.text) > MAX_CHARACTERS:
        return t(
            "⚠️ Your last message is not in: that would be more than {n} characters. Send the rest as a document.",
            n=MAX_CHARACTERS,
        )
    if said.attachments and sum(len(part["files"]) for part in parts) >= MAX_FILES:
        return t("⚠️ No more than {n} attachments fit; the last ones are not in.", n=MAX_FILES)
    return None


def is_further(parts: Sequence[Part], said: Said) -> bool:
    """True if a message belongs to an album of which something is in already."""
    return said.album is not None and any(part.get("album") == said.album for part in parts)


def body(t: Translator, parts: Sequence[Part], most: int | None = None) -> Html:
    """What is in so far, as its reader will see it; with more than `most` characters, its beginning and its end."""
    text = words(parts)
    left_out = len(text) - most if most is not None else 0
    if most is not None and left_out > 0:
        half = most // 2
        between = t.plural("… {n} more character …", "… {n} more characters …", left_out).plain
        text = f"{text[:half]}\n{between}\n{text[-half:]}"
    files = [file for part in parts for file in unpacked(part).attachments]
    return join([quote(text) if text else "", counted(t, files) if files else ""])


def rewritten(parts: Sequence[Part], message: Message) -> bool | None:
    """Take in an edited message: whether it reads otherwise now; None if it is none of these.

    A place that moves on reads as before.
    """
    said = said_of(message)
    for part in parts:
        if said is not None and part["message"] == message.message_id:
            before = _readable(part)
            part.update(packed(said))
            return _readable(part) != before
    return None


def _readable(part: Part) -> tuple[str, list[tuple[str, str]]]:
    return part["text"], [(file["kind"], file["file_id"]) for file in part["files"]]
