"""Content of a notice: read from the messages of its author with all its marks."""

from typing import Any

from aiogram.types import Message

from handlers.conversation.split import CAPTION_LIMIT, units
from handlers.core.notices.content import Content

Media = dict[str, Any]
"""One file: `type`, `media` (Telegram's file id), and the caption with its marks."""


def content_of(message: Message) -> Content | None:
    """The message as it can go out; None for what a bot cannot send on as it is: a sticker, a poll, a place."""
    body = _body(message)
    return Content(body, message.message_id, message.media_group_id) if body is not None else None


def _body(message: Message) -> dict[str, Any] | None:
    """The parameters of the call that sends it on, without whom it is for."""
    if message.text is not None:
        return _plain({"text": message.text, "entities": message.entities}) | _preview(message)
    media = _media(message)
    if media is None:
        return None
    captioned = {
        "caption": message.caption,
        "caption_entities": message.caption_entities,
        "show_caption_above_media": message.show_caption_above_media,
        "has_spoiler": message.has_media_spoiler,
    }
    return {"media": [media | _plain(captioned)]}


def _media(message: Message) -> Media | None:
    if message.photo:
        return {"type": "photo", "media": message.photo[-1].file_id}
    for kind in ("animation", "video", "audio", "voice", "video_note", "document"):  # an animation is a document too
        file = getattr(message, kind)
        if file is not None:
            return {"type": kind, "media": file.file_id}
    return None


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """As JSON has it, without what is not there."""
    return {
        name: [entity.model_dump(exclude_none=True) for entity in value] if isinstance(value, list) else value
        for name, value in values.items()
        if value
    }


def _preview(message: Message) -> dict[str, Any]:
    chosen = message.link_preview_options
    return {"link_preview_options": chosen.model_dump(exclude_none=True, exclude_defaults=True)} if chosen else {}


def too_long(content: Content) -> bool:
    """True if a caption is longer than a bot may send (people with Telegram Premium write longer ones)."""
    return any(units(one.get("caption", "")) > CAPTION_LIMIT for one in content.body.get("media", ()))
