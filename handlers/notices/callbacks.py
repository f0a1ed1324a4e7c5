"""What the buttons of notices carry. Data from outside: always checked against the notice as it is now."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.core.notices.rules import NoticeAction
from storage.vocabulary import NoticeColumn


class Part(StrEnum):
    """What of a draft its author turns to."""

    TEXT = "text"
    OTHER_LANGUAGE = "other"
    """What was sent is in the other language."""
    COLUMN = "column"
    AUDIENCE = "audience"
    TIME = "time"
    PREVIEW = "preview"
    DROP = "drop"
    CARD = "card"


class Kind(StrEnum):
    """A kind of people a notice is narrowed to; the name of a field of `rules.Audience`."""

    AREAS = "areas"
    STATIONS = "stations"
    ROLES = "roles"
    LANGUAGES = "languages"


class NewNotice(CallbackData, prefix="nn"):
    """Staff begin a notice to the people of a station; 0: to everybody."""

    station: int


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


class SetColumn(CallbackData, prefix="nc"):
    """The author chose the column."""

    notice: int
    version: int
    column: NoticeColumn


class SetTime(CallbackData, prefix="nt"):
    """The author chose when it goes out: minutes since 1970; 0: as soon as it is released."""

    notice: int
    version: int
    minute: int


class Toggle(CallbackData, prefix="ng"):
    """The author adds or takes out one of a kind: an id, a role, a language."""

    notice: int
    version: int
    kind: Kind
    one: str


class BrowseAreas(CallbackData, prefix="nb"):
    """The author steps down the areas; parent 0 is the top."""

    notice: int
    version: int
    parent: int
    page: int


class MuteHere(CallbackData, prefix="nm"):
    """Under a notice: no more of this column, or again."""

    column: NoticeColumn
    muted: bool


class SetMuted(CallbackData, prefix="ns"):
    """On the screen of all columns: no more of this one, or again."""

    column: NoticeColumn
    muted: bool
