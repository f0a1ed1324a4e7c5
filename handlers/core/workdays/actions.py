"""Actions of county staff on the calendar of working days: one calendar counts for the whole county.

All raise `NotAllowed` for anybody else, and `CalendarDayNotFound` for a day that the calendar does not reach to. What
is due on a day that became free is moved by the sweep (`planning.FREE_DAYS`); that reception days move follows from
`CalendarChanged`.
"""

from datetime import date

from handlers.core import audit
from handlers.core.actions import action
from handlers.core.actor import Actor
from handlers.core.errors import CalendarDayNotFound, NotAllowed, check_length
from handlers.core.unit_of_work import UnitOfWork
from handlers.core.workdays import rules
from handlers.core.workdays.days import forget
from handlers.core.workdays.events import CalendarChanged
from handlers.core.workdays.planning import plan_free_days
from storage.queries import calendar
from storage.vocabulary import Role


@action(Role.STAFF)
async def enter(work: UnitOfWork, actor: Actor, day: date, working: bool, reason: str) -> None:
    """Make a day worked or free, whatever the country's list says. Raises `TextTooLong`."""
    require_county_staff(actor)
    check_day(work, day)
    check_length(reason, rules.LONGEST_REASON)
    await calendar.enter(work.session, day, working, reason, actor.person.id, work.now)
    await _changed(work, actor, "calendar.enter", CalendarChanged(day, day))


@action(Role.STAFF)
async def withdraw(work: UnitOfWork, actor: Actor, day: date) -> None:
    """Take back what was entered for a day: the country's list counts again."""
    require_county_staff(actor)
    check_day(work, day)
    await calendar.withdraw(work.session, day)
    await _changed(work, actor, "calendar.withdraw", CalendarChanged(day, day))


@action(Role.STAFF)
async def settle(work: UnitOfWork, actor: Actor, year: int) -> None:
    """Let a year count as complete: all its moved days are entered, nothing in it is uncertain any more."""
    require_county_staff(actor)
    if not rules.is_in_reach(year, work.now):
        raise CalendarDayNotFound
    await calendar.settle(work.session, year, actor.person.id, work.now)
    await _changed(work, actor, "calendar.settle", CalendarChanged(date(year, 1, 1), date(year, 12, 31)))


@action(Role.STAFF)
async def unsettle(work: UnitOfWork, actor: Actor, year: int) -> None:
    """Let a year count as uncertain again, unless its official list is known. Not settled, nothing changes."""
    require_county_staff(actor)
    if not rules.is_in_reach(year, work.now):
        raise CalendarDayNotFound
    if await calendar.unsettle(work.session, year):
        await _changed(work, actor, "calendar.unsettle", CalendarChanged(date(year, 1, 1), date(year, 12, 31)))


def require_county_staff(actor: Actor) -> None:
    """Raises `NotAllowed` unless the actor is staff of the county office."""
    if actor.stations is not None:
        raise NotAllowed


def check_day(work: UnitOfWork, day: date) -> None:
    """Raises `CalendarDayNotFound` for a day that the calendar does not reach to."""
    if not rules.is_in_reach(day.year, work.now):
        raise CalendarDayNotFound


async def _changed(work: UnitOfWork, actor: Actor, name: str, event: CalendarChanged) -> None:
    await work.session.flush()
    forget(work)
    await plan_free_days(work)
    work.record(event)
    await audit.note(work, actor, name, f"day:{event.first.isoformat()}")
