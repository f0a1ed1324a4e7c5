"""Callback data of reminders. Data from outside: checked when it comes back."""

from aiogram.filters.callback_data import CallbackData


class SetFigures(CallbackData, prefix="rw"):
    """The figures of each week and month are told, or not."""

    told: bool


class SetDigest(CallbackData, prefix="rg"):
    """The morning digest comes at this minute of the day; -1: it does not."""

    minute: int
