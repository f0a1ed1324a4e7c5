"""Callback data of the screens for notices. Data from outside: checked against the notice as it is now."""

from aiogram.filters.callback_data import CallbackData

from handlers.core.notices.rules import AudienceKind
from storage.vocabulary import NoticeColumn


class NoticePage(CallbackData, prefix="npa"):
    """A page of the notices, from 0."""

    page: int


class AudiencePage(CallbackData, prefix="npg"):
    """A page of the places and stations a notice can be for, from 0."""

    notice: int
    version: int
    page: int


class NewNotice(CallbackData, prefix="nn"):
    """Staff begin a notice to the people of a station; 0: to everybody."""

    station: int


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
    kind: AudienceKind
    one: str


class BrowseAreas(CallbackData, prefix="nb"):
    """The author steps down the areas; parent 0 is the top."""

    notice: int
    version: int
    parent: int
    page: int


class SetMuted(CallbackData, prefix="ns"):
    """On the screen of all columns: no more of this one, or again."""

    column: NoticeColumn
    muted: bool


class FoundAreas(CallbackData, prefix="nfa"):
    """A page of the places found by the name that was typed last."""

    notice: int
    version: int
    page: int
