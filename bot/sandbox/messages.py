"""A message as it stands now, and its form in the Bot API."""

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(slots=True, eq=False)
class Message:
    """One message of a chat.

    `content` holds the Bot API's own fields (text, entities, caption, photo, media_group_id, forward_origin...);
    `date` and `edited` are Unix seconds by the world's clock; `method` is the API method that made it, or None for a
    person's message; `reply_markup` holds any keyboard, also those the API does not give back.
    """

    id: int
    chat_id: int
    from_bot: bool
    sender_id: int
    date: int
    content: Json = field(default_factory=dict)
    reply_markup: Json | None = None
    reply_to: int | None = None
    edited: int | None = None
    method: str | None = None
    reactions: list[Json] = field(default_factory=list)
    pinned: bool = False

    @property
    def text(self) -> str | None:
        """The text of a text message."""
        value: str | None = self.content.get("text")
        return value

    @property
    def caption(self) -> str | None:
        """The caption of a message with media."""
        value: str | None = self.content.get("caption")
        return value

    @property
    def shown(self) -> str:
        """The words that can be read: the text or the caption, "" when there is neither."""
        return self.text or self.caption or ""

    @property
    def entities(self) -> list[Json]:
        """Formatting of the text or the caption; offsets in UTF-16 units."""
        value: list[Json] = self.content.get("entities") or self.content.get("caption_entities") or []
        return value

    @property
    def photo(self) -> list[Json] | None:
        """Sizes of the picture, the largest last."""
        value: list[Json] | None = self.content.get("photo")
        return value

    @property
    def media_group_id(self) -> str | None:
        """The id that the messages of one album share."""
        value: str | None = self.content.get("media_group_id")
        return value

    @property
    def kind(self) -> str:
        """The kind of its content: text, photo, document, voice, location, ..."""
        return next((kind for kind in KINDS if kind in self.content), "service")

    @property
    def file(self) -> Json | None:
        """The file of a message with media: an object with file_id, or None."""
        held = self.content.get(self.kind)
        if isinstance(held, list):
            held = held[-1]
        return held if isinstance(held, dict) and "file_id" in held else None

    @property
    def buttons(self) -> list[Json]:
        """The buttons of its keyboard, inline or not, row by row in one list; a plain string becomes {"text": ...}."""
        markup = self.reply_markup or {}
        rows = markup.get("inline_keyboard") or markup.get("keyboard") or []
        return [button if isinstance(button, dict) else {"text": button} for row in rows for button in row]


KINDS = (
    "text",
    "photo",
    "animation",
    "document",
    "voice",
    "video",
    "video_note",
    "audio",
    "sticker",
    "venue",
    "location",
    "contact",
    "poll",
    "dice",
)
MEDIA_WITH_CAPTION = frozenset({"photo", "animation", "document", "voice", "video", "audio"})


def inline_keyboard(markup: Json | None) -> Json | None:
    """The part of a keyboard the Bot API gives back with a message: an inline keyboard."""
    return markup if markup and "inline_keyboard" in markup else None


def utf16_len(text: str) -> int:
    """Length in UTF-16 units, Telegram's unit for offsets and limits."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
