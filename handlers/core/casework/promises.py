"""Days a unit may promise. Pure."""

import calendar as months
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from handlers.core.casework.deadlines import MOVES_ALONE, STEPS
from handlers.core.errors import DayOutOfRange, SameDay, StepDayOutOfRange, TextTooLong, TooManySteps
from handlers.core.workdays.rules import Calendar

FURTHEST_YEARS = 5
"""The term of a congress: what is promised for after it is nobody's promise."""
LONGEST_STEP = 100
"""Characters of what is done in a step: our own choice."""
WEEKS_AHEAD, MONTHS_AHEAD = (1, 2), (1, 3, 6)
"""Offered as keys, and the end of the year: our own choice."""


def may_promise(day: date, today: date) -> bool:
    """Only what lies ahead can be promised, and not for ever."""
    return today < day and day.year <= today.year + FURTHEST_YEARS


def last_day(today: date) -> date:
    """The last day that can be promised."""
    return date(today.year + FURTHEST_YEARS, 12, 31)


def check(day: date | None, today: date, instead_of: date | None = None) -> None:
    """Raises `DayOutOfRange` if the day cannot be promised, `SameDay` if it is the promised one already."""
    if day is None or not may_promise(day, today):
        raise DayOutOfRange(today, last_day(today))
    if day == instead_of:
        raise SameDay(day)


class Planned(NamedTuple):
    """A step to what is promised."""

    what: str
    day: date


def may_be_step(step: Planned, today: date, due_on: date) -> bool:
    """A step lies ahead, and not after the promised day."""
    return today < step.day <= due_on


def check_steps(steps: Sequence[Planned], today: date, due_on: date, *, beside: int = 0) -> None:
    """Raises `TooManySteps`, `StepDayOutOfRange`, `TextTooLong`; `beside`: number of those that are done already."""
    if len(steps) + beside > STEPS:
        raise TooManySteps(STEPS)
    for one in steps:
        if not may_be_step(one, today, due_on):
            raise StepDayOutOfRange(one.what, today, due_on)
        if not one.what or len(one.what) > LONGEST_STEP:
            raise TextTooLong(LONGEST_STEP)


def kept(steps: Sequence[Planned]) -> list[list[str]]:
    """The same as they are kept with a reply, in the order of their days."""
    return [[one.what, one.day.isoformat()] for one in sorted(steps, key=lambda one: one.day)]


def read(steps: Sequence[Sequence[str]] | None) -> list[Planned]:
    """Steps as they were kept."""
    return [Planned(what, date.fromisoformat(day)) for what, day in steps or ()]


def days_offered(today: date) -> list[date]:
    """The days that have keys, in order."""
    near = [today + timedelta(weeks=number) for number in WEEKS_AHEAD]
    ahead = [_months_after(today, number) for number in MONTHS_AHEAD]
    return sorted({*near, *ahead, date(today.year, 12, 31)} - {today})


class Asking(NamedTuple):
    """Stretches of time between which a unit is asked about its promise."""

    regular: timedelta
    """Since the promise, or the last report on it."""
    before: timedelta
    """Before the promised day."""
    late: timedelta
    """Once that day has passed."""


def next_asking(since: date, due_on: date, days: Calendar, today: date, asking: Asking) -> date:
    """The next working day after today on which a unit is asked how far its promise is, or reminded that it is late.

    `since`: the day of its last report, or on which it promised. Before the promised day it is never asked so late
    that this day has come: a holiday puts the asking off, or where that is too long brings it forward.
    """
    regular = since + asking.regular * ((today - since) // asking.regular + 1)
    late = due_on + timedelta(days=1)
    if late <= today:
        late += asking.late * ((today - late) // asking.late + 1)
    put_off = days.next_working(regular)
    ahead = (put_off if put_off < due_on else days.last_working(regular), days.last_working(due_on - asking.before))
    return min([*(day for day in ahead if today < day < due_on), days.next_working(late)])


def _months_after(day: date, number: int) -> date:
    """The same day so many months later; the last of a shorter month."""
    year, month = day.year + (day.month - 1 + number) // 12, (day.month - 1 + number) % 12 + 1
    return date(year, month, min(day.day, months.monthrange(year, month)[1]))


def asks_staff(moves: int) -> bool:
    """True if the promised day was moved as often as the unit may by itself: then staff decide."""
    return moves >= MOVES_ALONE
