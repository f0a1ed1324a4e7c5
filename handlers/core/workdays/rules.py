"""Counting working days. Everything is pure; which days are worked is asked of a `Calendar`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

REMINDING_HOUR = time(9)
"""People are reminded in working hours, from this hour on."""
LONGEST_REASON = 100
"""Characters of why a day is worked or free: our own choice."""
FIRST_YEAR, YEARS_AHEAD = 2000, 10
"""The calendar reaches from that year to so many years ahead: our own choice."""
LONGEST_WAIT = 366
"""Days to look ahead for a working day: a calendar without any is a mistake, not a wait."""


class Country(Protocol):
    """The days a country works, as its law and its yearly lists say."""

    def is_working(self, day: date) -> bool:
        """True if offices work on this day."""
        ...

    def is_weekend(self, day: date) -> bool:
        """True if its weekday is one of rest, whatever is moved there."""
        ...

    def is_official(self, year: int) -> bool:
        """False where the government's list for the year is not known yet, so that days may still be moved."""
        ...


@dataclass(frozen=True, slots=True)
class Calendar:
    """Calendar of working days: the country's days, changed by what staff entered."""

    country: Country
    zone: ZoneInfo
    entered: Mapping[date, bool] = field(default_factory=dict)
    """Days that staff made working (True) or free (False)."""
    settled: frozenset[int] = frozenset()
    """Years for which staff said that they entered all there is."""

    def is_working(self, day: date) -> bool:
        """True if offices work on this day."""
        known = self.entered.get(day)
        return self.country.is_working(day) if known is None else known

    def is_certain(self, year: int) -> bool:
        """True if the days of this year can be relied on."""
        return year in self.settled or self.country.is_official(year)

    def day_of(self, instant: datetime) -> date:
        """The day of an instant (aware) in the town."""
        return instant.astimezone(self.zone).date()

    def next_working(self, day: date) -> date:
        """This day if it is worked, else the next that is. Raises `ValueError` if there is none within a year."""
        return self._working(day, timedelta(days=1))

    def last_working(self, day: date) -> date:
        """This day if it is worked, else the last before it that is. Raises `ValueError` as `next_working`."""
        return self._working(day, timedelta(days=-1))

    def _working(self, day: date, step: timedelta) -> date:
        for _ in range(LONGEST_WAIT):
            if self.is_working(day):
                return day
            day += step
        raise ValueError("a year without a working day")


def is_in_reach(year: int, now: datetime) -> bool:
    """True if days of this year can be looked at and entered."""
    return FIRST_YEAR <= year <= now.year + YEARS_AHEAD


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """The last second of a day in a zone, aware UTC: the one before the next day, since 23:59:59 may come twice."""
    return instant_of(day + timedelta(days=1), time(0), zone) - timedelta(seconds=1)


def instant_of(day: date, at: time, zone: ZoneInfo) -> datetime:
    """A local time as an instant, aware UTC.

    An hour that summer time skips counts as the hour after it; of one it repeats, the first counts.
    """
    return datetime.combine(day, at.replace(fold=0), zone).astimezone(UTC)


def due(start: datetime, working_days: int, calendar: Calendar) -> datetime:
    """End of the last working day on which an action is still in time, aware UTC.

    The date of `start` (aware) in the calendar's zone is day zero. Raises `ValueError` if `start` is naive or
    `working_days` < 1.
    """
    if start.tzinfo is None or working_days < 1:
        raise ValueError("an aware start and at least one working day are needed")
    day = calendar.day_of(start)
    for _ in range(working_days):
        day = calendar.next_working(day + timedelta(days=1))
    return end_of(day, calendar.zone)


def soon(now: datetime, calendar: Calendar) -> datetime:
    """End of the next working day, aware UTC: what is due until then is due soon."""
    return end_of(calendar.next_working(calendar.day_of(now) + timedelta(days=1)), calendar.zone)


def between(start: datetime, end: datetime, calendar: Calendar) -> int:
    """Working days after the day of `start` up to and with the day of `end`; 0 if `end` is not later."""
    day, last = calendar.day_of(start), calendar.day_of(end)
    count = 0
    while day < last:
        day += timedelta(days=1)
        count += calendar.is_working(day)
    return count


def on_worked_day(due_at: datetime, calendar: Calendar) -> datetime:
    """`due_at` if its day is worked, else the end of the next day that is; aware UTC."""
    day = calendar.day_of(due_at)
    held = calendar.next_working(day)
    return due_at if held == day else end_of(held, calendar.zone)


def resumed(due_at: datetime, stopped: datetime, now: datetime, calendar: Calendar) -> datetime:
    """`due_at` moved on by the working days that passed while the clock stood still."""
    waited = between(stopped, now, calendar)
    return due(due_at, waited, calendar) if waited else due_at


def working_morning(instant: datetime, calendar: Calendar, at: time = REMINDING_HOUR) -> datetime:
    """The reminding hour on the day of `instant`, or on the next working day if that day is free; aware UTC."""
    return instant_of(calendar.next_working(calendar.day_of(instant)), at, calendar.zone)


def very_late(start: datetime, due_at: datetime, calendar: Calendar) -> datetime:
    """Instant at which twice the time has passed, aware UTC: as many working days after `due_at` as before it."""
    return due(due_at, max(1, between(start, due_at, calendar)), calendar)
