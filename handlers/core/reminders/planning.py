"""Planned reminders of drafts, digests, and figures: one due row for each."""

from collections.abc import Mapping
from datetime import datetime

from handlers.core.desk import weeks
from handlers.core.reminders import rules
from handlers.core.unit_of_work import UnitOfWork
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import Calendar, working_morning
from storage.models.people import Person
from storage.queries import due
from storage.vocabulary import Role

DRAFT, DIGEST = "draft.reminder", "digest"
WEEK, MONTH = "figures.week", "figures.month"
"""Kinds of due rows."""
BEGINNINGS: Mapping[str, weeks.Beginning] = {WEEK: weeks.monday, MONTH: weeks.first_of_month}


async def plan_draft(work: UnitOfWork, person: Person, draft_id: str) -> None:
    """The draft is remembered some days after today, not when it was planned for before; once it was, it is no more."""
    when = working_morning(work.now + rules.DRAFT_WAITS, await calendar(work))
    await due.replan(work.session, DRAFT, when, f"{DRAFT}:{draft_id}", subject_id=person.id)


async def plan_digest(work: UnitOfWork, person: Person) -> None:
    """The next morning's digest, for who holds a role and wants one, and staff's figures. Call it when either has
    changed."""
    await plan_figures(work, person)
    if person.digest_at is not None and person.grants:
        when = rules.next_morning(work.now, await calendar(work), person.digest_at)
        await due.replan(work.session, DIGEST, when, f"{DIGEST}:{person.id}", subject_id=person.id, anew=True)


def wants_figures(person: Person) -> bool:
    """True if they are told the figures of weeks and months."""
    return person.figures_told and any(grant.role is Role.STAFF for grant in person.grants)


def next_figures(kind: str, now: datetime, calendar: Calendar) -> datetime:
    """The first working morning of the next week, or month, aware UTC."""
    return weeks.next_beginning(BEGINNINGS[kind], now, calendar)


async def plan_figures(work: UnitOfWork, person: Person) -> None:
    """The figures of the week and of the month, for staff who want them."""
    if wants_figures(person):
        days = await calendar(work)
        for kind in BEGINNINGS:
            when = next_figures(kind, work.now, days)
            await due.replan(work.session, kind, when, f"{kind}:{person.id}", subject_id=person.id, anew=True)
