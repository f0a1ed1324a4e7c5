"""Actions on what a unit promised: officers report, move the day, say that it is done; authors say whether it is."""

from collections.abc import Sequence
from datetime import date

from handlers.core import audit
from handlers.core.actions import action
from handlers.core.actor import Actor
from handlers.core.casework import access, commitments, policy, promises, rules
from handlers.core.casework.content import Said, words_of
from handlers.core.casework.events import CaseMoved, Step
from handlers.core.casework.promise_moves import move_all, to_day
from handlers.core.casework.transitions import move
from handlers.core.errors import HasItAlready, NoPromise, NoSuchUnit, StaffDecide
from handlers.core.unit_of_work import UnitOfWork
from handlers.core.workdays.days import calendar
from storage.models.commitments import Commitment, CommitmentReport
from storage.models.directory import HandlingUnit
from storage.models.opinions import Opinion
from storage.queries import commitments as queries
from storage.vocabulary import Action, CommitmentState, Done, EntryKind, Role

SAYS = {Done.YES: Action.CONFIRM, Done.PARTLY: Action.PARTLY}


async def _promised(work: UnitOfWork, actor: Actor, opinion_id: int, version: int) -> tuple[Opinion, Commitment]:
    opinion = await access.find(work, actor, Role.UNIT, opinion_id, version)
    promise = await commitments.of(work.session, opinion)
    if promise is None:
        raise NoPromise(opinion.id, Role.UNIT)
    return opinion, promise


@action(Role.UNIT)
async def report(
    work: UnitOfWork,
    actor: Actor,
    opinion_id: int,
    version: int,
    said: Sequence[Said],
    percent: int | None,
    step_id: int | None,
) -> CaseMoved:
    """Report progress in words and photos, with how much is done or a step that is. Raises `NoPromise`.

    Authors hear of it once a week at most; what is held back is told then.
    """
    opinion, promise = await _promised(work, actor, opinion_id, version)
    ticked = next((one for one in promise.steps if one.id == step_id), None)
    if ticked is not None and ticked.done_at is None:
        ticked.done_at = work.now
    if percent is not None:
        promise.percent = max(0, min(percent, 100))
    noted = CommitmentReport(
        commitment_id=promise.id,
        at=work.now,
        by_id=actor.person.id,
        text=words_of(said),
        percent=promise.percent if percent is not None else None,
        step_id=ticked.id if ticked is not None else None,
        told=False,
    )
    await commitments.note(work, noted)
    step = Step(actor.person, Role.UNIT, said=said, kind=EntryKind.PROGRESS)
    moved = await move_all(work, opinion, promise, Action.REPORT, step)
    await commitments.plan_asking(work, promise)
    await commitments.tell(work, promise)
    return moved


@action(Role.UNIT)
async def report_done(work: UnitOfWork, actor: Actor, opinion_id: int, version: int, said: Sequence[Said]) -> CaseMoved:
    """Say that what was promised is done: all who wait for it are asked whether it really is. Raises `NoPromise`."""
    opinion, promise = await _promised(work, actor, opinion_id, version)
    noted = CommitmentReport(
        commitment_id=promise.id,
        at=work.now,
        by_id=actor.person.id,
        text=words_of(said),
        percent=100,
        told=False,
    )
    await commitments.note(work, noted)
    reports = await commitments.tell(work, promise, at_once=True)
    step = Step(actor.person, Role.UNIT, said=said, kind=EntryKind.PROGRESS, reports=reports)
    moved = await move_all(work, opinion, promise, Action.REPORT_DONE, step)
    for one in await queries.concerns(work.session, promise.id):
        if one.ended_at is None:
            one.asked_at, one.done = work.now, None
    promise.state, promise.reported_at, promise.percent = CommitmentState.REPORTED, work.now, 100
    return moved


@action(Role.UNIT)
async def plan(
    work: UnitOfWork, actor: Actor, opinion_id: int, version: int, steps: Sequence[promises.Planned]
) -> CaseMoved:
    """Plan the steps that are still to come; those that are done stay.

    Raises `NoPromise`, `TooManySteps`, `StepDayOutOfRange`, `TextTooLong`.
    """
    opinion, promise = await _promised(work, actor, opinion_id, version)
    await commitments.plan_steps(work, promise, steps)
    return await move_all(work, opinion, promise, Action.PLAN, Step(actor.person, Role.UNIT))


@action(Role.UNIT)
async def move_date(
    work: UnitOfWork, actor: Actor, opinion_id: int, version: int, day: date | None, why: str
) -> CaseMoved:
    """Promise another day, with a reason that everybody concerned reads. A later one once; after that staff decide.

    Raises `NoPromise`, `DayOutOfRange`, `SameDay`, `StaffDecide`.
    """
    opinion, promise = await _promised(work, actor, opinion_id, version)
    promises.check(day, (await calendar(work)).day_of(work.now), promise.due_on)
    assert day is not None  # noqa: S101 - it was checked
    if promises.asks_staff(promise.moves):
        raise StaffDecide(opinion.id, Role.UNIT)
    later = day > promise.due_on
    return await to_day(work, opinion, promise, day, Step(actor.person, Role.UNIT, why=why), counted=later)


@action(Role.STAFF)
async def entrust(work: UnitOfWork, actor: Actor, opinion_id: int, version: int, unit_id: int, why: str) -> CaseMoved:
    """Pass a promise on to another unit, with a reason that everybody concerned reads; the day stays.

    Raises `NoPromise`, `NoSuchUnit`, `HasItAlready`.
    """
    opinion = await access.find(work, actor, Role.STAFF, opinion_id, version)
    promise, unit = await commitments.of(work.session, opinion), await work.session.get(HandlingUnit, unit_id)
    if promise is None:
        raise NoPromise(opinion.id, Role.STAFF)
    if unit is None:
        raise NoSuchUnit
    if unit.id == promise.unit_id:
        raise HasItAlready(unit.name)
    moved = await move_all(work, opinion, promise, Action.ENTRUST, Step(actor.person, Role.STAFF, why=why, unit=unit))
    await commitments.plan_asking(work, promise)
    await audit.note(work, actor, f"opinion.{Action.ENTRUST}", f"opinion:{opinion.id}", f"to unit:{unit.id}")
    return moved


@action(Role.CONSTITUENT)
async def judge(work: UnitOfWork, actor: Actor, opinion_id: int, version: int, done: Done) -> CaseMoved:
    """Say whether what was reported done really is: yes closes, partly leaves it open, no is a new round.

    After the last round "no" is supervised. Once one of several says "partly", nobody else is asked any longer, until
    it is reported done again.
    """
    opinion = await access.find(work, actor, Role.CONSTITUENT, opinion_id, version)
    no = rules.after_refuting(opinion.round, await policy.rounds(work), supervised=opinion.supervised)
    promise = await commitments.of(work.session, opinion)
    moved = await move(work, opinion, SAYS.get(done, no), Step(actor.person, Role.CONSTITUENT))
    if promise is not None and moved.action is Action.PARTLY:
        for other in await queries.waiting_for(work.session, promise.id):
            if other.id != opinion.id:
                await move(work, other, Action.HOLD_TO, Step(None, Role.SYSTEM), along_with=opinion)
    return moved
