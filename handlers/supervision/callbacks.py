"""Callback data of supervision."""

from aiogram.filters.callback_data import CallbackData

OPEN, KEY, PROPOSED, UNITS = range(4)
"""Lists: what is supervised, the key items among it, what proposes itself, the units that have what is supervised.

A unit's own has a number of its own.
"""
OF_UNIT = 10
"""Before a unit's id in the number of its list."""


class SupervisionPage(CallbackData, prefix="svp"):
    """A page of a list, from 0."""

    of: int
    page: int


class ChooseKind(CallbackData, prefix="svk"):
    """How the case is supervised."""

    opinion: int
    version: int
    how: str


class TakeUnder(CallbackData, prefix="svt"):
    """Take the case under supervision as previewed."""

    opinion: int
    version: int


class WriteMinutes(CallbackData, prefix="svm"):
    """Write minutes."""

    supervision: int


class WriteResult(CallbackData, prefix="svr"):
    """Write the result."""

    supervision: int


class Finish(CallbackData, prefix="svf"):
    """End it with the result as previewed."""

    supervision: int


class ShowMinutes(CallbackData, prefix="svs"):
    """Send the photos and files of the minutes."""

    supervision: int


class PickSupervisor(CallbackData, prefix="svq"):
    """A page of people who may supervise, from 0."""

    supervision: int
    page: int


class NameSupervisor(CallbackData, prefix="svn"):
    """Let a person supervise."""

    supervision: int
    person: int


class ReleaseSupervisor(CallbackData, prefix="svx"):
    """Let a person supervise it no longer."""

    supervision: int
    person: int


class MoveDay(CallbackData, prefix="svy"):
    """Expect it by another day."""

    supervision: int


class MoveTo(CallbackData, prefix="svz"):
    """Expect it by the day that is previewed, `before` being the one until then."""

    supervision: int
    before: str
