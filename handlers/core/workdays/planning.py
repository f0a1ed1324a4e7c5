"""Due rows of the calendar: a look for next year's list, and a search for what is due on days that became free."""

from datetime import time, timedelta

from handlers.core.unit_of_work import UnitOfWork
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import instant_of, working_morning
from storage.queries import due

LIST, FREE_DAYS = "calendar.list", "calendar.free-days"
"""Kinds of due rows."""


async def plan_look(work: UnitOfWork) -> None:
    """Look for the list on the morning of next Monday, or of the first working day after; twice, nothing changes."""
    days = await calendar(work)
    today = days.day_of(work.now)
    monday = today + timedelta(days=7 - today.weekday())
    when = working_morning(instant_of(monday, time(0), days.zone), days)
    await due.plan(work.session, LIST, None, when, f"{LIST}:{monday}")


async def plan_free_days(work: UnitOfWork) -> None:
    """Search at once for what is due on a day that is free. Call it when days may have become so."""
    await due.replan(work.session, FREE_DAYS, work.now, FREE_DAYS, anew=True)
