"""Rules of reception days: when they are, and what coming on time means. Pure."""

import calendar as months
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from handlers.core.workdays.rules import Calendar, instant_of
from storage.vocabulary import Recurrence

HORIZON = timedelta(days=60)
"""So far ahead days are made: two months, so that every rule shows its next ones."""
REMINDED_BEFORE = (7, 3, 1, 0)
"""Days before a reception day at which its roster is reminded. Notice is due 3 days before (Hubei, Henan stations)."""
REMINDING, THAT_MORNING = time(9), time(8)
"""In working hours on the days before; early enough to still set out on the day itself."""
DOORS_OPEN = timedelta(hours=1)
"""Before the beginning one can check in already: our own choice."""
GRACE = timedelta(minutes=10)
"""After the beginning, still on time: our own choice."""
LAST = 5
"""For the nth weekday: the last of the month, which may be the fourth or the fifth."""
YEARS_AHEAD = 2
"""A day is set at most so many calendar years ahead: our own choice."""
LONGEST_TEXT = 200
"""Characters of a place, or of a reason: our own choice."""
PROPOSED = 2
"""Representatives that are proposed for a roster; staff add or take away: our own choice."""


@dataclass(frozen=True, slots=True)
class TimeAndPlace:
    """Hours of a reception day, local, and where it is held."""

    starts: time
    ends: time
    place: str

    def __post_init__(self) -> None:
        """Raises `ValueError` if it does not end after it begins."""
        if self.starts >= self.ends:
            raise ValueError(f"{self.starts}-{self.ends} ends before it begins")


@dataclass(frozen=True, slots=True)
class Rule:
    """Rule by which reception days come back; the fields are those of `ReceptionRule`."""

    recurrence: Recurrence
    day: int
    every: int
    since: date


class Reach(StrEnum):
    """Reach of a word for a representative in the bot."""

    TOLD = "told"
    """Somebody who acts for them reads it."""
    SILENT = "silent"
    """Nobody of those who have joined for them can be reached at present."""
    NOT_JOINED = "not joined"


class Attendance(StrEnum):
    """Attendance of somebody on the roster."""

    AWAITED = "awaited"
    CAME = "came"
    LATE = "late"
    RECORDED = "recorded"
    """By hand, by staff."""
    ABSENT = "absent"
    UNTOLD = "untold"
    """No word could reach them: that they did not check in says nothing."""


def steps_of(recurrence: Recurrence) -> range:
    """The values that `Rule.every` may have."""
    match recurrence:
        case Recurrence.MONTHLY:
            return range(1, 2)
        case Recurrence.NTH_WEEKDAY:
            return range(1, LAST + 1)
        case _:
            return range(1, 3)


def days_of(recurrence: Recurrence) -> range:
    """The values that `Rule.day` may have: days of a month, or weekdays."""
    return range(1, 32) if recurrence is Recurrence.MONTHLY else range(7)


def may_be_on(day: date, today: date) -> bool:
    """True if a reception day may be set for this day."""
    return today <= day and day.year <= today.year + YEARS_AHEAD


def planned_days(rule: Rule, first: date, last: date) -> list[date]:
    """The days a rule names from `first` to `last`, both included, none before it began; days off are not looked at."""
    first = max(first, rule.since)
    return [day for day in _days(rule, first, last) if first <= day <= last]


def _days(rule: Rule, first: date, last: date) -> Iterator[date]:
    if rule.recurrence is Recurrence.WEEKLY:
        day = rule.since + timedelta(days=(rule.day - rule.since.weekday()) % 7)
        while day <= last:
            yield day
            day += timedelta(weeks=rule.every)
        return
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        yield _in_month(rule, year, month)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def _in_month(rule: Rule, year: int, month: int) -> date:
    first_weekday, length = months.monthrange(year, month)
    if rule.recurrence is Recurrence.MONTHLY:
        return date(year, month, min(rule.day, length))
    day = 1 + (rule.day - first_weekday) % 7 + 7 * (rule.every - 1)
    while day > length:
        day -= 7
    return date(year, month, day)


def reminder_instants(day: date, calendar: Calendar) -> dict[int, datetime]:
    """Instants of the roster's reminders, by days before: on working mornings, so earlier where that day is free."""
    found = {}
    for before in REMINDED_BEFORE:
        morning = day - timedelta(days=before)
        while before and not calendar.is_working(morning):
            morning -= timedelta(days=1)
        found[before] = instant_of(morning, REMINDING if before else THAT_MORNING, calendar.zone)
    return found


def attendance(
    came_at: datetime | None, starts: datetime, ends: datetime, now: datetime, *, by_hand: bool, reached: bool
) -> Attendance:
    """Attendance of somebody on the roster as it stands now.

    `by_hand`: staff recorded it; `reached`: they could be told of the day.
    """
    if came_at is not None and by_hand:
        return Attendance.RECORDED
    if came_at is not None:
        return Attendance.LATE if came_at > starts + GRACE else Attendance.CAME
    if now <= ends:
        return Attendance.AWAITED
    return Attendance.ABSENT if reached else Attendance.UNTOLD


def may_check_in(starts: datetime, ends: datetime, now: datetime) -> bool:
    """True if the doors are open."""
    return has_begun(starts, now) and now <= ends


def has_begun(starts: datetime, now: datetime) -> bool:
    """True from when the doors open: somebody may have come."""
    return starts - DOORS_OPEN <= now


def takes_roster(cancelled_at: datetime | None, ends: datetime, now: datetime) -> bool:
    """True if the roster may still change."""
    return cancelled_at is None and now <= ends


def by_waiting(waited: Sequence[tuple[int, Reach, date | None]]) -> list[int]:
    """Ids in the order of proposal: who can be told first; of them who never sat, then who sat longest ago; else as
    they stood."""
    return [one for one, *_ in sorted(waited, key=lambda who: (who[1] is not Reach.TOLD, who[2] or date.min))]
