"""What is written over several messages, kept as plain data in the conversation until it is sent or left."""

from collections.abc import Sequence
from typing import Any

from aiogram.types import Message

from handlers.conversation.texts import Html, Translator, join, quote
from handlers.opinions.cases import FILE_FIELDS, Said
from handlers.opinions.contents import said_of
from handlers.opinions.thread import counted
from storage.models import Attachment
from storage.vocabulary import AttachmentKind

Part = dict[str, Any]
"""One message as JSON: `text`, `files`, and the `chat` and `message` it came from."""


def packed(said: Said) -> Part:
    """A message on its way into the conversation's data."""
    files = [{name: getattr(one, name) for name in FILE_FIELDS} for one in said.attachments]
    return {"text": said.text, "files": files, "chat": said.chat_id, "message": said.message_id}


def unpacked(part: Part) -> Said:
    """The message as a case takes it."""
    files = [Attachment(**{**file, "kind": AttachmentKind(file["kind"])}) for file in part["files"]]
    return Said(part["text"], files, part["chat"], part["message"])


def length(parts: Sequence[Part]) -> int:
    """Characters written so far."""
    return sum(len(part["text"]) for part in parts)


def words(parts: Sequence[Part]) -> str:
    """All that was written, a line a message."""
    return "\n".join(part["text"] for part in parts if part["text"])


def body(t: Translator, parts: Sequence[Part]) -> Html:
    """What is in so far, as its reader will see it."""
    text = words(parts)
    files = [file for part in parts for file in unpacked(part).attachments]
    return join([quote(text) if text else "", counted(t, files) if files else ""])


def rewritten(parts: Sequence[Part], message: Message) -> bool:
    """Take in an edited message; False if it is none of these."""
    said = said_of(message)
    for part in parts:
        if said is not None and part["message"] == message.message_id:
            part.update(packed(said))
            return True
    return False
