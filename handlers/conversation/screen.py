"""Screens: a text, buttons under it, perhaps a picture."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from aiogram.filters.callback_data import CallbackData
from aiogram.types import (
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from handlers.conversation.texts import Html
from handlers.conversation.visible import is_seen, seen

LONGEST_LABEL = 60
"""Characters of a key that is a line of a list: phones cut off what comes after."""

UNSEEN = "…"
"""Label of a key for what has no name that could be seen: Telegram refuses an empty one."""


@dataclass(frozen=True, slots=True)
class Button:
    """A key under a message: it acts (`data`), opens a link (`url`) or a Mini App (`app`), or copies (`copy`)."""

    label: str
    data: CallbackData | None = None
    url: str | None = None
    copy: str | None = None
    app: str | None = None

    def wire(self) -> dict[str, object]:
        """As Telegram wants it. Raises `ValueError` if the packed data exceeds 64 bytes."""
        label = self.label.plain if isinstance(self.label, Html) else seen(self.label)
        label = " ".join(label.split()) if is_seen(label) else UNSEEN
        if self.url:
            return {"text": label, "url": self.url}
        if self.app:
            return {"text": label, "web_app": {"url": self.app}}
        if self.copy:
            return {"text": label, "copy_text": {"text": self.copy}}
        return {"text": label, "callback_data": self.data.pack() if self.data else "-"}


Rows = Sequence[Sequence[Button]]


@dataclass(frozen=True, slots=True)
class Screen:
    """A message with its keys. `photo` is a file id or `blob:<sha256>`."""

    text: Html
    rows: Rows = ()
    photo: str | None = None
    keyboard: ReplyKeyboardMarkup | ReplyKeyboardRemove | None = field(default=None)
    """A keyboard in place of the letters; excludes `rows`."""

    def markup(self) -> dict[str, object] | None:
        """The keys as Telegram wants them."""
        if self.keyboard is not None:
            return self.keyboard.model_dump(exclude_none=True)
        rows = [[button.wire() for button in row] for row in self.rows if row]
        return {"inline_keyboard": rows} if rows else None


def column(buttons: Sequence[Button]) -> list[list[Button]]:
    """One button a row."""
    return [[button] for button in buttons]


def in_pairs(buttons: Sequence[Button]) -> list[list[Button]]:
    """Two buttons a row."""
    return [list(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]


def location_keyboard(label: str, cancel: str) -> ReplyKeyboardMarkup:
    """A key that sends the person's place, and one to go back."""
    return ReplyKeyboardMarkup(
        keyboard=[[KeyboardButton(text=label, request_location=True)], [KeyboardButton(text=cancel)]],
        resize_keyboard=True,
        one_time_keyboard=True,
    )
