"""Working days: weekends, the country's holidays, and days that were swapped."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Protocol
from zoneinfo import ZoneInfo


class Calendar(Protocol):
    """Knows which days are worked."""

    zone: ZoneInfo

    def is_working(self, day: date) -> bool:
        """Whether offices work on this day."""
        ...


class CountryCalendar:
    """The working days of a country, by the `holidays` library, make-up workdays included."""

    def __init__(self, country: str, zone: ZoneInfo) -> None:
        """Raises `NotImplementedError` if the library does not know the country."""
        import holidays

        self.zone = zone
        self._holidays = holidays.country_holidays(country)

    def is_working(self, day: date) -> bool:
        """Whether offices work on this day."""
        return self._holidays.is_working_day(day)


@cache
def calendar_of(country: str, zone: ZoneInfo) -> CountryCalendar:
    """The calendar of a place; kept, since making one takes a moment."""
    return CountryCalendar(country, zone)


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """The last second of a day in a zone, aware UTC."""
    return datetime.combine(day, time(23, 59, 59), zone).astimezone(UTC)


def due(start: datetime, working_days: int, calendar: Calendar) -> datetime:
    """End of the last working day on which an action is still in time, aware UTC.

    The date of `start` (aware) in the calendar's zone is day zero. Raises `ValueError` if `start` is naive or
    `working_days` < 1.
    """
    if start.tzinfo is None or working_days < 1:
        raise ValueError("an aware start and at least one working day are needed")
    day = start.astimezone(calendar.zone).date()
    left = working_days
    while left:
        day += timedelta(days=1)
        left -= calendar.is_working(day)
    return end_of(day, calendar.zone)


def between(start: datetime, end: datetime, calendar: Calendar) -> int:
    """Working days after the day of `start` up to and with the day of `end`; 0 if `end` is not later."""
    day, last = start.astimezone(calendar.zone).date(), end.astimezone(calendar.zone).date()
    count = 0
    while day < last:
        day += timedelta(days=1)
        count += calendar.is_working(day)
    return count


def resumed(due_at: datetime, stopped: datetime, now: datetime, calendar: Calendar) -> datetime:
    """`due_at` moved on by the working days that passed while the clock stood still."""
    waited = between(stopped, now, calendar)
    return due(due_at, waited, calendar) if waited else due_at
