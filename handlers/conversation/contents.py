"""Contents of a Telegram message: its text and what is attached, in our words."""

import re
from collections.abc import Sequence

from aiogram.types import ExternalReplyInfo, Message, MessageEntity, MessageOriginHiddenUser, RichBlockUnion

from handlers.conversation.callbacks import Go
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import Translator
from handlers.conversation.visible import is_seen
from handlers.core.casework.content import Said
from storage.queries.files import Attached
from storage.vocabulary import AttachmentKind

_COMMAND = re.compile(r"^/opinion(@\w+)?(\s+|$)")
"""Words may stand behind the command that begins an opinion."""
_AS_WRITTEN = re.compile(r"^(https?://|mailto:|tel:)?(www\.)?|/$", re.IGNORECASE)
"""Parts that people leave out of an address that they write."""


def said_of(message: Message) -> Said | None:
    """Text and attachments of a message; None if it holds nothing that belongs in a case: a sticker, a poll.

    As its sender saw it: addresses behind words are shown, and before the words stands whose they are, where they were
    forwarded, and what they answer, where that was quoted or stands in another chat.
    """
    files = _attachments(message)
    text = _COMMAND.sub("", written(message)).strip()
    if message.contact is not None:
        contact = message.contact
        text = " ".join(filter(None, (contact.first_name, contact.last_name, contact.phone_number)))
    if not is_seen(text):
        text = ""
    if not text and not files:
        return None
    origin = message.forward_origin
    source = f"↪ {origin.sender_user_name}" if isinstance(origin, MessageOriginHiddenUser) else ""
    text = "\n".join(filter(None, (source, *_answered(message), text)))
    about = _attachments(message.external_reply) if message.external_reply is not None else []
    return Said(text, [*about, *files], message.chat.id, message.message_id or None, message.media_group_id)


def not_taken(t: Translator, message: Message, *back: Button) -> Screen:
    """Answer to a sticker, a poll, a game: it is not taken in, and what would be. `back`: to what it was for."""
    if message.text or message.caption:
        text = t("I can see nothing in that message. Please write it again, or send a photo or your voice.")
    else:
        text = t("I can take words, photos, voice, videos, documents and places, but not this.")
    return Screen(text, [[*back, Button(t("🏠 Home"), Go(to="home"))]])


def written(message: Message) -> str:
    """Its text, behind words that lead somewhere the address."""
    if message.text is not None:
        return _with_addresses(message.text, message.entities or ())
    return _with_addresses(message.caption or "", message.caption_entities or ())


def _with_addresses(text: str, marks: Sequence[MessageEntity]) -> str:
    links = [mark for mark in marks if mark.type == "text_link" and mark.url]
    if not links:
        return text
    counted = text.encode("utf-16-le", "surrogatepass")  # as Telegram counts
    for link in sorted(links, key=lambda link: link.offset, reverse=True):
        start, end = link.offset * 2, (link.offset + link.length) * 2
        try:
            words = counted[start:end].decode("utf-16-le")
        except UnicodeDecodeError:  # it begins or ends within a character
            continue
        if link.url and _plain(words) != _plain(link.url) and end <= len(counted):
            end -= 2 * (len(words) - len(words.rstrip()))
            counted = counted[:end] + f" ({link.url})".encode("utf-16-le", "surrogatepass") + counted[end:]
    return counted.decode("utf-16-le", "replace")


def _plain(address: str) -> str:
    return _AS_WRITTEN.sub("", address.strip()).lower()


def _answered(message: Message) -> list[str]:
    """Lines that say whose words of another chat it answers, and the words that it quotes."""
    reply, quoted = message.external_reply, message.quote
    lines = []
    if reply is not None and isinstance(reply.origin, MessageOriginHiddenUser) and reply.origin.sender_user_name:
        lines.append(f"↩ {reply.origin.sender_user_name}")
    if quoted is not None and is_seen(quoted.text):
        lines.append(f"❝{quoted.text.strip()}❞")
    return lines


def _attachments(message: Message | ExternalReplyInfo) -> list[Attached]:
    attached = _file(message) or _place(message)
    rich = message.rich_message if isinstance(message, Message) else None
    within = [_file(block) for block in rich.blocks] if rich is not None else []
    return [one for one in (attached, *within) if one is not None]


_KINDS = {
    "voice": AttachmentKind.VOICE,
    "voice_note": AttachmentKind.VOICE,
    "audio": AttachmentKind.AUDIO,
    "video": AttachmentKind.VIDEO,
    "video_note": AttachmentKind.VIDEO_NOTE,
}


def _file(holder: Message | ExternalReplyInfo | RichBlockUnion) -> Attached | None:
    """The file of a message, or of a block within one."""
    if photo := getattr(holder, "photo", None):
        return Attached(AttachmentKind.PHOTO, photo[-1].file_id, size=photo[-1].file_size)
    for name, kind in _KINDS.items():
        if (file := getattr(holder, name, None)) is not None:
            return Attached(kind, file.file_id, size=file.file_size)
    document = getattr(holder, "document", None) or getattr(holder, "animation", None)
    if document is not None:
        return Attached(AttachmentKind.DOCUMENT, document.file_id, document.file_name, document.file_size)
    return None


def _place(message: Message | ExternalReplyInfo) -> Attached | None:
    place = message.venue.location if message.venue else message.location
    if place is None:
        return None
    name = ", ".join(filter(None, (message.venue.title, message.venue.address))) if message.venue else None
    return Attached(AttachmentKind.LOCATION, name=name, latitude=place.latitude, longitude=place.longitude)
