"""What a Telegram message says: its text and what is attached, in our words."""

from aiogram.types import Message

from handlers.opinions.cases import Said
from storage.models import Attachment
from storage.vocabulary import AttachmentKind


def said_of(message: Message) -> Said | None:
    """Text and attachments of a message; None if it holds nothing that belongs in a case: a sticker, a poll."""
    attachment = _attachment(message)
    text = (message.text or message.caption or "").strip()
    if message.contact is not None:
        contact = message.contact
        text = " ".join(filter(None, (contact.first_name, contact.last_name, contact.phone_number)))
    if not text and attachment is None:
        return None
    return Said(text, [attachment] if attachment else [], message.chat.id, message.message_id)


def _attachment(message: Message) -> Attachment | None:
    if message.photo:
        photo = message.photo[-1]
        return Attachment(kind=AttachmentKind.PHOTO, file_id=photo.file_id, size=photo.file_size)
    for kind, file in (
        (AttachmentKind.VOICE, message.voice),
        (AttachmentKind.AUDIO, message.audio),
        (AttachmentKind.VIDEO, message.video),
        (AttachmentKind.VIDEO_NOTE, message.video_note),
    ):
        if file is not None:
            return Attachment(kind=kind, file_id=file.file_id, size=file.file_size)
    if message.document is not None:
        document = message.document
        return Attachment(
            kind=AttachmentKind.DOCUMENT, file_id=document.file_id, name=document.file_name, size=document.file_size
        )
    place = message.venue.location if message.venue else message.location
    if place is not None:
        name = message.venue.title if message.venue else None
        return Attachment(kind=AttachmentKind.LOCATION, latitude=place.latitude, longitude=place.longitude, name=name)
    return None
