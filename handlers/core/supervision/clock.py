"""The clock of a supervision: the mornings on which who supervises is reminded of what they expect."""

from datetime import datetime

from handlers.core.reminders import rules
from handlers.core.unit_of_work import UnitOfWork
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import Calendar, end_of
from storage.models.supervision import Supervision
from storage.queries import due

CLOCK = "supervision.clock"
"""Kind of the due row that looks at a supervision."""


def next_look(one: Supervision, days: Calendar, now: datetime) -> datetime:
    """The next morning on which its day is near or has passed; that half of the time is over calls for nothing."""
    found = rules.occasions(now, end_of(one.due_on, days.zone), days)
    return next(each.at for each in found if each.name != rules.HALF)


async def plan(work: UnitOfWork, one: Supervision) -> None:
    """Plan when to look at it next. Call it when its day is set."""
    when = next_look(one, await calendar(work), work.now)
    await due.replan(work.session, CLOCK, when, f"{CLOCK}:{one.id}", subject_id=one.id, anew=True)
