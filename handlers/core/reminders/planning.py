"""Planned reminders of drafts, and digests: one due row for each."""

from handlers.core.reminders import rules
from handlers.core.unit_of_work import UnitOfWork
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import working_morning
from storage.models.people import Person
from storage.queries import due

DRAFT, DIGEST = "draft.reminder", "digest"
"""Kinds of due rows."""


async def plan_draft(work: UnitOfWork, person: Person, draft_id: str) -> None:
    """The draft is remembered some days after today, not when it was planned for before; once it was, it is no more."""
    when = working_morning(work.now + rules.DRAFT_WAITS, await calendar(work))
    await due.replan(work.session, DRAFT, when, f"{DRAFT}:{draft_id}", subject_id=person.id)


async def plan_digest(work: UnitOfWork, person: Person) -> None:
    """The next morning's digest, for who holds a role and wants one. Call it when either has changed."""
    if person.digest_at is not None and person.grants:
        when = rules.next_morning(work.now, await calendar(work), person.digest_at)
        await due.replan(work.session, DIGEST, when, f"{DIGEST}:{person.id}", subject_id=person.id, anew=True)
