"""Callback data of representatives. Data from outside: always checked against the case as it is now."""

from aiogram.filters.callback_data import CallbackData

INBOX, COLLEAGUES = "inbox", "colleagues"
"""Names of the lists of cases, and of colleagues to whom one could be handed over."""
WAITING, PAST = 0, 1
"""Parts of it: what waits, and what is over."""


class Files(CallbackData, prefix="rf"):
    """Show what is attached."""

    opinion: int


class ColleaguePage(CallbackData, prefix="rnp"):
    """A page of those it could be handed to, from 0."""

    opinion: int
    version: int
    page: int


class HandTo(CallbackData, prefix="rh"):
    """Hand over to this representative."""

    opinion: int
    version: int
    representative: int
