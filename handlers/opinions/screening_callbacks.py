"""What the buttons of screening carry. Data from outside: always checked against the case as it is now."""

from aiogram.filters.callback_data import CallbackData


class Skip(CallbackData, prefix="sk"):
    """Leave this one where it is and show what comes after it."""

    opinion: int


class ShowFiles(CallbackData, prefix="sf"):
    """Send the attachments."""

    opinion: int


class WhyThis(CallbackData, prefix="sy"):
    """Why is this representative suggested?"""

    opinion: int


class AssignTo(CallbackData, prefix="sg"):
    """Assign to this representative."""

    opinion: int
    version: int
    representative: int


class AskName(CallbackData, prefix="sx"):
    """Search a representative by name, to assign to."""

    opinion: int
    version: int


class SendDecline(CallbackData, prefix="se"):
    """Decline with the words as previewed."""

    opinion: int
    version: int
