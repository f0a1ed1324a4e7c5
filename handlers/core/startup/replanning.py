"""Plans of all features, made anew together when the process starts."""

from handlers.core.casework.clocks import plan_clock
from handlers.core.reception import planning as reception
from handlers.core.reminders.planning import BEGINNINGS, DIGEST, plan_digest, plan_figures
from handlers.core.unit_of_work import UnitOfWork
from handlers.core.workdays import planning as workdays
from storage.models.opinions import Opinion
from storage.models.people import Person
from storage.queries import reminders

MOST = 10_000
"""More reminders than that were hardly sent by a clock that was ahead."""


async def replan(work: UnitOfWork) -> None:
    """Plan at a start what a new release or a new town lacks: looks at the calendar, reception days, digests; and what
    a clock ahead of its time has put off.

    Such a clock, once set right, leaves reminders in the ledger that are still to come. What was promised stays so; the
    occasions from now on are planned again.
    """
    await workdays.plan_look(work)
    await workdays.plan_free_days(work)
    await reception.plan_ahead(work)
    for person in await reminders.without_digest(work.session, DIGEST):
        await plan_digest(work, person)
    for kind in BEGINNINGS:
        for person in await reminders.without_figures(work.session, kind):
            await plan_figures(work, person)
    for entry in await reminders.ahead_of(work.session, work.now, MOST):
        kind, _, number = entry.subject.partition(":")
        opinion = await work.session.get(Opinion, int(number)) if kind == "opinion" else None
        if opinion is not None:
            await plan_clock(work, opinion)
        reader = await work.session.get(Person, entry.person_id) if entry.kind == DIGEST else None
        if reader is not None:
            await plan_digest(work, reader)
