"""Buttons that lead somewhere without changing anything."""

from aiogram.filters.callback_data import CallbackData


class Go(CallbackData, prefix="go"):
    """To another screen: `home`, `opinion`, `mine`, `representatives`, `place`, `privacy`, `language`, `help`, …"""

    to: str
