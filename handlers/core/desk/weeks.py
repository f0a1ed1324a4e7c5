"""Weeks and months that are over, as periods of figures. Pure."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from handlers.core.league.rules import Period, period
from handlers.core.workdays.rules import Calendar, instant_of, working_morning

WEEK = timedelta(days=7)

Beginning = Callable[[date], date]
"""First day of the week, or of the month, of a day."""


def week_of(day: date) -> Period:
    """The week of a day, from Monday on: `2026-W10`."""
    first, (year, number, _) = monday(day), day.isocalendar()
    return Period(f"{year}-W{number:02}", first, first + WEEK - timedelta(days=1))


def is_week(one: Period) -> bool:
    """True if it is one of these, and no month, quarter or year."""
    return "W" in one.code


def monday(day: date) -> date:
    """The Monday of the week of a day."""
    return day - timedelta(days=day.weekday())


def first_of_month(day: date) -> date:
    """The first day of the month of a day."""
    return day.replace(day=1)


def last_week(today: date) -> Period:
    """The week before this one."""
    return week_of(today - WEEK)


def last_month(today: date) -> Period:
    """The month before this one."""
    return period(f"{first_of_month(today) - timedelta(days=1):%Y-%m}", today)


def next_beginning(beginning: Beginning, now: datetime, calendar: Calendar) -> datetime:
    """The morning of the first working day of the next week, or month, that begins so after `now`; aware UTC."""
    day = beginning(calendar.day_of(now))
    while True:
        morning = working_morning(instant_of(calendar.next_working(day), time(0), calendar.zone), calendar)
        if morning > now:
            return morning
        day = beginning(day + timedelta(days=31) if beginning is first_of_month else day + WEEK)
