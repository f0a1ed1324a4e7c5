"""Callback data of a notice and of its card. Data from outside: checked against the notice as it is now."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.core.notices.rules import NoticeAction
from storage.vocabulary import NoticeColumn


class Part(StrEnum):
    """A part of a draft that its author turns to."""

    TEXT = "text"
    OTHER_LANGUAGE = "other"
    """Correct the language: what was sent is in the other one."""
    COLUMN = "column"
    AUDIENCE = "audience"
    TIME = "time"
    PREVIEW = "preview"
    DROP = "drop"
    CARD = "card"


class OpenNotice(CallbackData, prefix="no"):
    """Staff open a notice."""

    notice: int


class NoticeAct(CallbackData, prefix="na"):
    """Staff move a notice that stands at `version`."""

    notice: int
    version: int
    action: NoticeAction


class ReleaseNow(CallbackData, prefix="nr"):
    """Staff release a notice at once whose own time has passed."""

    notice: int
    version: int


class DraftAct(CallbackData, prefix="nd"):
    """The author turns to a part of a draft."""

    notice: int
    version: int
    part: Part


class WriteText(CallbackData, prefix="nw"):
    """The author wants to send the text in this language."""

    notice: int
    version: int
    language: str


class MuteHere(CallbackData, prefix="nm"):
    """Under a notice: no more of this column, or again."""

    column: NoticeColumn
    muted: bool
