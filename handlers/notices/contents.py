"""What a notice says: taken from the messages of its author with all its marks, and made the call that goes out."""

from collections.abc import Mapping
from typing import Any

import orjson
from aiogram.types import Message

from handlers.conversation.callbacks import Go
from handlers.conversation.screen import Button, Screen
from handlers.conversation.split import CAPTION_LIMIT, units
from handlers.conversation.texts import Html, Translator, shortened
from handlers.core.notices import rules
from handlers.notices.callbacks import MuteHere
from handlers.notices.names import COLUMN_NAMES
from storage.models.notices import Notice, NoticeText
from storage.vocabulary import NoticeColumn

SUMMARY = 60
"""Characters of the first words that lists show."""
SIGNS = {
    "photo": "📷",
    "video": "🎬",
    "video_note": "🎬",
    "animation": "🎬",
    "document": "📎",
    "audio": "🎵",
    "voice": "🎤",
}

Media = dict[str, Any]
"""One file: `type`, `media` (Telegram's file id), and the caption with its marks."""


def taken_in(message: Message, before: NoticeText | None) -> dict[str, Any] | None:
    """What to keep of a message: fields of a `NoticeText`; None if it is nothing that can go out.

    Another part of the same album is added; anything else takes the place of what was there `before`.
    """
    body = body_of(message)
    if body is None:
        return None
    sources, album = [message.message_id], message.media_group_id
    if before is not None and album is not None and before.album == album:
        parts = dict(zip(before.sources, before.body["media"], strict=True))
        parts[message.message_id] = body["media"][0]
        sources = sorted(parts)
        body = {"media": [parts[number] for number in sources]}
    return {"body": body, "album": album, "sources": sources}


def rewritten(message: Message, before: NoticeText) -> dict[str, Any] | None:
    """The body with an edited message taken in; None if it is none of its messages, or cannot go out now."""
    body = body_of(message)
    if body is None or message.message_id not in before.sources:
        return None
    if "media" not in body or "media" not in before.body:
        return body
    at = before.sources.index(message.message_id)
    return {"media": [body["media"][0] if number == at else one for number, one in enumerate(before.body["media"])]}


def body_of(message: Message) -> dict[str, Any] | None:
    """One message without whom it is for; None for what a bot cannot send on as it is: a sticker, a poll, a place."""
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


def too_long(body: dict[str, Any]) -> bool:
    """Whether a caption is longer than a bot may send (people with Telegram Premium write longer ones)."""
    return any(units(one.get("caption", "")) > CAPTION_LIMIT for one in body.get("media", ()))


def words(body: Mapping[str, Any]) -> str:
    """All that is written in it."""
    return " ".join([body.get("text", ""), *(one.get("caption", "") for one in body.get("media", ()))]).strip()


def _summary(body: Mapping[str, Any]) -> str:
    """The first words, with a sign for each file."""
    signs = "".join(SIGNS[one["type"]] for one in body.get("media", ()))
    line = " ".join(filter(None, (signs, *words(body).split())))
    return shortened(line, SUMMARY)


def summary(bodies: Mapping[str, Mapping[str, Any]], language: str) -> str:
    """The first words of the version that a reader of `language` gets; empty while there is none."""
    return _summary(bodies[rules.version_for(language, bodies)]) if bodies else ""


def bodies(notice: Notice) -> dict[str, dict[str, Any]]:
    """What it says, by language."""
    return {text.language: text.body for text in notice.texts}


def call(body: dict[str, Any], column: NoticeColumn, t: Translator) -> tuple[str, str]:
    """The method and its JSON body without the chat: as it goes out to a reader of `t`'s language.

    Under it stands the way to have no more of the column. Telegram lets no keys stand under an album.
    """
    media = body.get("media")
    if media is not None and len(media) > 1:
        return "sendMediaGroup", orjson.dumps({"media": [_in_album(one) for one in media]}).decode()
    parameters = {**body, "reply_markup": Screen(Html(""), [keys(t, column)]).markup()}
    if media is None:
        return "sendMessage", orjson.dumps(parameters).decode()
    one = {**media[0]}
    kind = one.pop("type")
    parameters = {kind: one.pop("media"), **one, "reply_markup": parameters["reply_markup"]}
    return f"send{kind.title().replace('_', '')}", orjson.dumps(parameters).decode()


def _in_album(one: Media) -> Media:
    """What else a file alone may carry is not taken in an album: documents and sound have no spoilers."""
    visual = ("has_spoiler", "show_caption_above_media")
    return {name: value for name, value in one.items() if name not in visual or one["type"] in ("photo", "video")}


def keys(t: Translator, column: NoticeColumn, *, muted: bool = False) -> list[Button]:
    """What stands under a notice; urgent ones cannot be muted."""
    row = [Button(t("📢 My notices"), Go(to="notices"))]
    if column is not NoticeColumn.URGENT:
        name = t(COLUMN_NAMES[column])
        label = t("🔔 {column} again", column=name) if muted else t("🔕 No more: {column}", column=name)
        row.insert(0, Button(label, MuteHere(column=column, muted=not muted)))
    return row


def addressed(wire: str, chat_id: int) -> str:
    """The JSON body of the call to one chat."""
    return f'{{"chat_id":{chat_id},{wire[1:]}'
