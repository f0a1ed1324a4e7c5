"""Callback data of representatives. Data from outside: always checked against the case as it is now."""

from aiogram.filters.callback_data import CallbackData

INBOX = "inbox"
"""The name of the list of cases."""
WAITING, PAST = 0, 1
"""Parts of it: what waits, and what is over."""


class Files(CallbackData, prefix="rf"):
    """Show what is attached."""

    opinion: int


class AskColleague(CallbackData, prefix="rn"):
    """Search a colleague by name, to hand over to."""

    opinion: int
    version: int


class ColleaguePage(CallbackData, prefix="rnp"):
    """A page of those it could be handed to, from 0: of those nearby, or of those called as was typed last."""

    opinion: int
    version: int
    page: int
    named: bool


class HandTo(CallbackData, prefix="rh"):
    """Hand over to this representative."""

    opinion: int
    version: int
    representative: int
