"""Contents of a Telegram message: its text and what is attached, in our words."""

import re

from aiogram.types import Message, MessageOriginChannel, MessageOriginChat, MessageOriginHiddenUser, MessageOriginUser

from handlers.conversation.callbacks import Go
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import Translator
from handlers.core.casework.content import Said
from storage.queries.files import Attached
from storage.vocabulary import AttachmentKind

_COMMAND = re.compile(r"^/opinion(@\w+)?(\s+|$)")
"""Words may stand behind the command that begins an opinion."""


def said_of(message: Message) -> Said | None:
    """Text and attachments of a message; None if it holds nothing that belongs in a case: a sticker, a poll.

    What was forwarded begins with whose it is, unless it is the sender's own: that would name who stays anonymous.
    """
    attachment = _attachment(message)
    text = _COMMAND.sub("", message.text or message.caption or "").strip()
    if message.contact is not None:
        contact = message.contact
        text = " ".join(filter(None, (contact.first_name, contact.last_name, contact.phone_number)))
    if not text and attachment is None:
        return None
    if source := _source(message):
        text = f"↪ {source}\n{text}".strip()
    files = [attachment] if attachment else []
    return Said(text, files, message.chat.id, message.message_id, message.media_group_id)


def not_taken(t: Translator, *back: Button) -> Screen:
    """Answer to a sticker, a poll, a game: it is not taken in, and what would be. `back`: to what it was for."""
    text = t("I can take words, photos, voice, videos, documents and places, but not this.")
    return Screen(text, [[*back, Button(t("🏠 Home"), Go(to="home"))]])


def _source(message: Message) -> str | None:
    """Name of whoever wrote a forwarded message."""
    me = message.from_user
    match message.forward_origin:
        case MessageOriginChannel(chat=chat):
            return chat.title
        case MessageOriginChat(sender_chat=chat):
            return chat.title
        case MessageOriginUser(sender_user=user) if me is not None and user.id != me.id:
            return user.full_name
        case MessageOriginHiddenUser(sender_user_name=name) if me is not None and name != me.full_name:
            return name
    return None


def _attachment(message: Message) -> Attached | None:
    photos = message.photo or (message.live_photo.photo if message.live_photo else None)
    if photos:
        photo = photos[-1]
        return Attached(AttachmentKind.PHOTO, photo.file_id, size=photo.file_size)
    for kind, file in (
        (AttachmentKind.VOICE, message.voice),
        (AttachmentKind.AUDIO, message.audio),
        (AttachmentKind.VIDEO, message.video),
        (AttachmentKind.VIDEO_NOTE, message.video_note),
    ):
        if file is not None:
            return Attached(kind, file.file_id, size=file.file_size)
    if message.document is not None:
        document = message.document
        return Attached(AttachmentKind.DOCUMENT, document.file_id, document.file_name, document.file_size)
    return _place(message)


def _place(message: Message) -> Attached | None:
    place = message.venue.location if message.venue else message.location
    if place is None:
        return None
    name = ", ".join(filter(None, (message.venue.title, message.venue.address))) if message.venue else None
    return Attached(AttachmentKind.LOCATION, name=name, latitude=place.latitude, longitude=place.longitude)
