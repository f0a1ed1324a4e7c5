"""Buttons that lead somewhere without changing anything."""

from aiogram.filters.callback_data import CallbackData


class Go(CallbackData, prefix="go"):
    """To another screen: `home`, `opinion`, `mine`, `representatives`, `place`, `privacy`, `language`, `help`, …"""

    to: str


class Narrow(CallbackData, prefix="nar"):
    """Look for something in a list; `of`: which one of several lists of that name."""

    list: str
    of: int


class ShowList(CallbackData, prefix="lis"):
    """A list as it was read last, or `all` of it again."""

    list: str
    of: int
    all: bool
