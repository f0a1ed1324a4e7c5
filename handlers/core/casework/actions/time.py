"""Moves that time makes. Each looks at the case as it is now, and does nothing if it is not called for."""

from handlers.core.actions import action
from handlers.core.casework import clocks, commitments, extensions, reopening
from handlers.core.casework.events import CaseMoved, Step
from handlers.core.casework.transitions import move
from handlers.core.unit_of_work import UnitOfWork
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import on_worked_day
from storage.models.commitments import Commitment
from storage.models.opinions import Opinion
from storage.queries import deadlines
from storage.stages import REMINDED
from storage.vocabulary import Action, CommitmentState, Role

AT_ONCE = 100
"""So many cases at most get another due day in one transaction: our own choice."""


@action(Role.SYSTEM)
async def resume(work: UnitOfWork, opinion: Opinion) -> CaseMoved:
    """No answer came to a question: the case goes on without."""
    return await move(work, opinion, Action.RESUME, Step(None, Role.SYSTEM))


@action(Role.SYSTEM)
async def reopen(work: UnitOfWork, opinion: Opinion) -> CaseMoved:
    """Its author was dissatisfied and gave no reason: it is handled again all the same, or supervised."""
    taker = await reopening.account_for(work, opinion, None)
    follows = await reopening.if_dissatisfied(work, opinion)
    return await move(work, opinion, follows, Step(None, Role.SYSTEM, representative=taker))


@action(Role.SYSTEM)
async def close(work: UnitOfWork, opinion: Opinion) -> CaseMoved:
    """Silence closes an answered case, unless it waits for what was promised; and one that was reported done."""
    promise = await commitments.of(work.session, opinion)
    held = promise is not None and promise.state is CommitmentState.OPEN
    return await move(work, opinion, Action.HOLD_TO if held else Action.CLOSE, Step(None, Role.SYSTEM))


@action(Role.SYSTEM)
async def hold(work: UnitOfWork, opinion: Opinion) -> None:
    """The due day has come while a request for more time waits for staff: nobody is late until they decide."""
    await extensions.hold(work, opinion)


@action(Role.SYSTEM)
async def leave_free_days(work: UnitOfWork) -> bool:
    """Move what is due on a day that has turned out to be free to the next that is worked; whether more is left.

    Whoever was told the day was told it as uncertain, or finds the later one in the case; reminders follow it.
    """
    days, stages = await calendar(work), tuple(REMINDED)
    moved = {at: on_worked_day(at, days) for at in await deadlines.instants(work.session, stages, work.now)}
    moved = {before: after for before, after in moved.items() if before != after}
    await deadlines.move_referrals(work.session, moved)
    found = await deadlines.due_on(work.session, stages, tuple(moved), AT_ONCE)
    for opinion in found:
        await clocks.leave_free_days(work, opinion)
    return len(found) == AT_ONCE


@action(Role.SYSTEM)
async def ask_progress_again(work: UnitOfWork, promise: Commitment) -> None:
    """A unit was asked how far its promise is: plan when it is asked next."""
    await commitments.plan_asking(work, promise)


@action(Role.SYSTEM)
async def tell_progress(work: UnitOfWork, promise: Commitment) -> None:
    """Let those who wait for a promise hear what was held back."""
    await commitments.tell(work, promise)
