"""What is planned so that people are reminded: a row for each clock of a case, each draft, each person's digest."""

from handlers.core.reminders import rules
from handlers.core.unit_of_work import UnitOfWork
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import working_morning
from storage.models import Opinion, Person
from storage.queries import due, reminders

MOST = 10_000
"""More reminders than that were hardly sent by a clock that was ahead."""
CLOCK, DRAFT, DIGEST = "case.clock", "draft.reminder", "digest"


def clock_of(opinion: Opinion) -> str:
    """The name of the clock that an opinion runs by now; it changes whenever the clock starts anew."""
    due_at = int(opinion.due_at.timestamp()) if opinion.due_at is not None else 0
    return f"{CLOCK}:{opinion.id}:{int(opinion.stage_since.timestamp() * 1_000_000)}:{due_at}"


async def plan_clock(work: UnitOfWork, opinion: Opinion) -> None:
    """Whoever must act is reminded from the next occasion on. Call it when the clock has started."""
    if opinion.due_at is None or opinion.stage not in rules.REMINDED:
        return
    when = rules.next_look(opinion.stage_since, opinion.due_at, await calendar(work), work.now)
    await due.replan(work.session, CLOCK, when, clock_of(opinion), opinion_id=opinion.id)


async def plan_draft(work: UnitOfWork, person: Person, draft_id: str) -> None:
    """The draft is remembered some days after today, not when it was planned for before; once it was, it is no more."""
    when = working_morning(work.now + rules.DRAFT_WAITS, await calendar(work))
    await due.replan(work.session, DRAFT, when, f"{DRAFT}:{draft_id}", subject_id=person.id)


async def plan_digest(work: UnitOfWork, person: Person) -> None:
    """The next morning's digest, for who holds a role and wants one. Call it when either has changed."""
    if person.digest_at is not None and person.grants:
        when = rules.next_morning(work.now, await calendar(work), person.digest_at)
        await due.replan(work.session, DIGEST, when, f"{DIGEST}:{person.id}", subject_id=person.id, anew=True)


async def plan_all(work: UnitOfWork) -> None:
    """At each start: a digest for everybody who lacks one; and what a clock ahead of its time has put off.

    Such a clock, once set right, leaves reminders in the ledger that are still to come. What was promised stays so; the
    occasions from now on are planned again.
    """
    for person in await reminders.without_digest(work.session, DIGEST):
        await plan_digest(work, person)
    for entry in await reminders.ahead_of(work.session, work.now, MOST):
        kind, _, number = entry.subject.partition(":")
        opinion = await work.session.get(Opinion, int(number)) if kind == "opinion" else None
        if opinion is not None:
            await plan_clock(work, opinion)
        reader = await work.session.get(Person, entry.person_id) if entry.kind == DIGEST else None
        if reader is not None:
            await plan_digest(work, reader)
