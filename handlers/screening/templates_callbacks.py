"""Callback data of reasons for declining."""

from aiogram.filters.callback_data import CallbackData


class TemplatesPage(CallbackData, prefix="tpg"):
    """A page of the reasons that are offered, or archived, from 0."""

    archived: bool
    page: int


class OpenTemplate(CallbackData, prefix="to"):
    """Show a reason."""

    template: int


class WriteTemplate(CallbackData, prefix="tw"):
    """Write a reason in a language; 0: a new one."""

    template: int
    language: str


class KeepTitle(CallbackData, prefix="tt"):
    """Leave the title as it is and go on to the words."""

    draft: str


class KeepTemplate(CallbackData, prefix="tk"):
    """Keep it as previewed."""

    draft: str


class MoveTemplate(CallbackData, prefix="tm"):
    """One place up (-1) or down (1)."""

    template: int
    by: int


class ShelveTemplate(CallbackData, prefix="ta"):
    """Offer it no longer, or again."""

    template: int
    archived: bool
