"""Moves of all opinions that wait for one promise, made together."""

from dataclasses import replace
from datetime import date

from handlers.core.casework import commitments
from handlers.core.casework.content import copy_of
from handlers.core.casework.events import CaseMoved, Step
from handlers.core.casework.transitions import move
from handlers.core.unit_of_work import UnitOfWork
from storage.models.commitments import Commitment, CommitmentReport
from storage.models.opinions import Opinion
from storage.queries import commitments as queries
from storage.vocabulary import Action


async def move_all(work: UnitOfWork, opinion: Opinion, promise: Commitment, act: Action, step: Step) -> CaseMoved:
    """The same move for all that wait for the promise: each has its own events and entries."""
    moved = await move(work, opinion, act, step)
    for other in await queries.waiting_for(work.session, promise.id):
        if other.id != opinion.id:
            await move(work, other, act, replace(step, said=[copy_of(one) for one in step.said]), along_with=opinion)
    return moved


async def to_day(
    work: UnitOfWork, opinion: Opinion, promise: Commitment, day: date, step: Step, *, counted: bool = True
) -> CaseMoved:
    """Promise that day instead, and let everybody concerned hear of it with what they were not told yet.

    `counted`: it is the unit that needs longer.
    """
    before = promise.due_on
    noted = CommitmentReport(
        commitment_id=promise.id,
        at=work.now,
        by_id=step.by.id if step.by is not None else None,
        text=step.why or "",
        due_before=before,
        due_on=day,
        told=False,
    )
    await commitments.note(work, noted)
    promise.due_on, promise.moves = day, promise.moves + counted
    for ahead in promise.steps:
        if ahead.done_at is None:
            ahead.due_on = min(ahead.due_on, day)
    for one in await queries.waiting_for(work.session, promise.id):
        one.planned_for = day
    await commitments.due_until(work, promise, await commitments.due_at(work, day))
    step.reports = await commitments.tell(work, promise, at_once=True)
    moved = await move_all(work, opinion, promise, Action.MOVE_DATE, step)
    await commitments.plan_asking(work, promise)
    return moved
