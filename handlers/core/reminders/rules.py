"""Times of reminders. Pure: working mornings only, never at night, never on a day off."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import takewhile
from typing import NamedTuple

from handlers.core.workdays.rules import Calendar, between, due, instant_of, very_late, working_morning

HALF, BEFORE, DAY, OVERDUE = "half", "before", "day", "overdue"
EACH = 3
"""Overdue: reminded on the first working day, and on each third one after: our own choice."""
EARLIEST, LATEST = time(7), time(19)
"""People are reminded between these hours: our own choice."""
DRAFT_WAITS = timedelta(days=2)
"""After the last message of a draft: our own choice."""
DIGEST_TIMES = tuple(time(7 + half // 2, half % 2 * 30) for half in range(8))
"""07:00, 07:30, … 10:30: when a morning digest can come."""


class Occasion(NamedTuple):
    """A morning on which somebody is reminded of what they should do."""

    at: datetime
    name: str
    """`half`, `before`, `day`, `overdue:1`, `overdue:4`, …"""


def occasions(since: datetime, due_at: datetime, calendar: Calendar) -> Iterator[Occasion]:
    """All of them from `since` on, in order, at most one a morning; without end.

    Half-time is the morning on which half of the working days are over; where it is that of a later occasion, only that
    one is left.
    """
    last = _working_before(calendar.day_of(due_at), calendar)
    whole = between(since, due_at, calendar)
    half = calendar.day_of(due(since, -(-whole // 2), calendar)) if whole else last
    before = _working_before(last - timedelta(days=1), calendar)
    for day, later, name in ((half, before, HALF), (before, last, BEFORE), (last, date.max, DAY)):
        morning = _morning(day, calendar)
        if day < later and morning > since:
            yield Occasion(morning, name)
    day, late = calendar.day_of(due_at), 0
    while True:
        day, late = calendar.next_working(day + timedelta(days=1)), late + 1
        if late % EACH == 1 and (morning := _morning(day, calendar)) > since:
            yield Occasion(morning, f"{OVERDUE}:{late}")


def upcoming(since: datetime, due_at: datetime, calendar: Calendar, now: datetime) -> Occasion:
    """The next one after `now`."""
    return next(one for one in occasions(since, due_at, calendar) if one.at > now)


def newest(since: datetime, due_at: datetime, calendar: Calendar, now: datetime) -> Occasion | None:
    """The last one that has come; None if none has. Those before it were missed, and are not made up for."""
    found = None
    for found in takewhile(lambda one: one.at <= now, occasions(since, due_at, calendar)):  # noqa: B007
        pass
    return found


def is_very_late(since: datetime, due_at: datetime, calendar: Calendar, now: datetime) -> bool:
    """True if twice the time has passed."""
    return now > very_late(since, due_at, calendar)


def very_late_from(since: datetime, due_at: datetime, calendar: Calendar) -> datetime:
    """The morning on which those above are told that twice the time has passed, aware UTC."""
    twice = calendar.day_of(very_late(since, due_at, calendar))
    return _morning(calendar.next_working(twice + timedelta(days=1)), calendar)


def next_look(since: datetime, due_at: datetime, calendar: Calendar, now: datetime) -> datetime:
    """Instant at which the clock of a case is to be looked at again: its next occasion, or when it is very late."""
    escalation = very_late_from(since, due_at, calendar)
    at = upcoming(since, due_at, calendar, now).at
    return min(at, escalation) if escalation > now else at


def days_late(due_at: datetime, calendar: Calendar, now: datetime) -> int:
    """Working days since the last one that was in time; 0 while it is."""
    return between(due_at, now, calendar)


def is_time(now: datetime, calendar: Calendar) -> bool:
    """True if people may be reminded now: by day, on a working day."""
    return is_day(now, calendar) and calendar.is_working(calendar.day_of(now))


def is_day(now: datetime, calendar: Calendar) -> bool:
    """True if it is neither night nor evening."""
    return EARLIEST <= now.astimezone(calendar.zone).time() < LATEST


def next_morning(now: datetime, calendar: Calendar, at: time | None = None) -> datetime:
    """The next working morning after `now`, at this hour or the usual one; aware UTC."""
    today = calendar.day_of(now)
    for ahead in (today, today + timedelta(days=1)):
        morning = _morning(calendar.next_working(ahead), calendar, at)
        if morning > now:
            return morning
    raise AssertionError("tomorrow's morning is still to come")


def _morning(day: date, calendar: Calendar, at: time | None = None) -> datetime:
    start = instant_of(day, time(0), calendar.zone)
    return working_morning(start, calendar) if at is None else working_morning(start, calendar, at)


def _working_before(day: date, calendar: Calendar) -> date:
    """This day if it is worked, else the last before that is: what is due on a day off is said in time."""
    for _ in range(366):
        if calendar.is_working(day):
            break
        day -= timedelta(days=1)
    return day
