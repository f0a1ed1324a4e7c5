"""Callback data of reminders. Data from outside: checked when it comes back."""

from aiogram.filters.callback_data import CallbackData


class SetDigest(CallbackData, prefix="rg"):
    """The morning digest comes at this minute of the day; -1: it does not."""

    minute: int
