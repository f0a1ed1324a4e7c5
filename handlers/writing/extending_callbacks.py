"""Callback data about more time. Data from outside: always checked against the case as it is now."""

from aiogram.filters.callback_data import CallbackData

from storage.vocabulary import Role


class ExtendTo(CallbackData, prefix="xt"):
    """Ask for time until this day, ISO; `by`: as what one asks."""

    opinion: int
    version: int
    by: Role
    day: str
