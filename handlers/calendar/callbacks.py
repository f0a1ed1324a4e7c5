"""Callback data of the calendar: days as ISO dates, checked when they come back."""

from aiogram.filters.callback_data import CallbackData


class ChooseDay(CallbackData, prefix="cc"):
    """One day of this month is to be changed."""

    first: str


class ShowDay(CallbackData, prefix="cd"):
    """Show what this day is."""

    day: str


class EnterDay(CallbackData, prefix="ce"):
    """Make this day working, or free."""

    day: str
    working: bool


class WithdrawDay(CallbackData, prefix="cx"):
    """Take back what was entered for this day."""

    day: str


class AskSettled(CallbackData, prefix="cq"):
    """Ask if all moved days of this year are entered, and say what that means."""

    year: int


class SettleYear(CallbackData, prefix="cy"):
    """All moved days of this year are entered; else they are not, after all."""

    year: int
    settled: bool
