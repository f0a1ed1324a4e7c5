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


class DeclineFor(CallbackData, prefix="sd"):
    """Decline for the reason at this place in the list of templates."""

    opinion: int
    version: int
    reason: int


class EditWords(CallbackData, prefix="sw"):
    """Change the words of a decline before they go out."""

    opinion: int
    version: int


class SendDecline(CallbackData, prefix="se"):
    """Decline with the words as previewed."""

    opinion: int
    version: int


class MergeInto(CallbackData, prefix="sm"):
    """Merge into this one; asks first."""

    opinion: int
    version: int
    into: int


class ConfirmMerge(CallbackData, prefix="sc"):
    """Merge into this one indeed."""

    opinion: int
    version: int
    into: int


class AskReference(CallbackData, prefix="sn"):
    """Name the opinion to merge into by its reference."""

    opinion: int
    version: int
