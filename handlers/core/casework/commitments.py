"""Commitments: what a unit promised with its reply, kept until nobody waits for it. `transitions.move` calls `keep`."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.core.casework import policy, promises, rules
from handlers.core.casework.content import summary_of
from handlers.core.casework.events import PromiseTold, Step
from handlers.core.casework.outcomes import legend
from handlers.core.casework.policy import Interval
from handlers.core.unit_of_work import UnitOfWork
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import REMINDING_HOUR, end_of, instant_of, working_morning
from storage.models.commitments import Commitment, CommitmentReport, CommitmentStep, Concern
from storage.models.directory import HandlingUnit
from storage.models.opinions import Opinion, Referral
from storage.queries import commitments, due, referrals
from storage.stages import AWAITS_PROMISE, PROMISED
from storage.vocabulary import Action, CommitmentState, Done, Stage

PROGRESS = "promise.progress"
"""Kind of the due row that asks a unit how far its promise is."""
GATHERED = "promise.gathered"
"""Kind of the due row that tells authors what was held back."""
SAYS = {Action.CONFIRM: Done.YES, Action.PARTLY: Done.PARTLY, Action.REFUTE: Done.NO}


async def of(session: AsyncSession, opinion: Opinion) -> Commitment | None:
    """The promise that an opinion waits for; None if it waits for none."""
    if opinion.stage not in AWAITS_PROMISE or opinion.unit_id is None:
        return None
    found = await commitments.open_of(session, opinion.id)
    return found[0] if found is not None else None


async def keep(
    work: UnitOfWork,
    opinion: Opinion,
    found: rules.Move,
    step: Step,
    referral: Referral | None,
    promise: Commitment | None,
    along_with: Opinion | None = None,
) -> Commitment | None:
    """The promise that the opinion waits for as the move leaves it; None: none. `promise`: the one it waited for.

    What is answered along with another opinion waits for what was promised to that one.
    """
    if promise is not None:
        _wait_for_staff(work, opinion, found, promise)
        if found.action is Action.ENTRUST and step.unit is not None:
            _entrust(promise, step.unit)
    if promise is None:
        if found.action is Action.REPLY and along_with is not None:
            return await _join(work, opinion, await of(work.session, along_with))
        if found.action is not Action.PASS_ON or referral is None or referral.outcome is None:
            return None
        day = referral.planned_for if legend()[referral.outcome].needs_date else None
        return await _open(work, opinion, referral, day) if day is not None else None
    if rules.is_verdict(found.at, found.action):
        await _say(work, opinion, promise, SAYS.get(found.action, Done.NO))
    if found.to in AWAITS_PROMISE:
        return promise
    await _leave(work, opinion, promise, found.to)
    return None


def _wait_for_staff(work: UnitOfWork, opinion: Opinion, found: rules.Move, promise: Commitment) -> None:
    """Another day is asked for, or no longer: that is decided, or the opinion through which it was asked moves on."""
    if found.action is Action.ASK_EXTENSION:
        promise.asked_at = work.now
    elif opinion.extension_asked and (found.action in rules.DECIDES or found.moves_on):
        promise.asked_at = None


def _entrust(promise: Commitment, unit: HandlingUnit) -> None:
    """Another unit has it from now on; who promised it is remembered."""
    if promise.unit_id == unit.id:
        return
    if promise.first_unit_id is None:
        promise.first_unit, promise.first_unit_id = promise.unit, promise.unit_id
    promise.unit, promise.unit_id = unit, unit.id
    if promise.first_unit_id == unit.id:
        promise.first_unit, promise.first_unit_id = None, None


async def _open(work: UnitOfWork, opinion: Opinion, referral: Referral, day: date) -> Commitment:
    opened = Commitment(
        referral_id=referral.id,
        opinion_id=opinion.id,
        round=opinion.round,
        unit=referral.unit,
        station_id=opinion.station_id,
        what=summary_of(await referrals.reply_of(work.session, referral.id)),
        due_on=day,
        first_due_on=day,
        moves=0,
        state=CommitmentState.OPEN,
        made_at=work.now,
        steps=[CommitmentStep(what=one.what, due_on=one.day) for one in promises.read(referral.steps)],
    )
    work.session.add(opened)
    await work.session.flush()
    await _join(work, opinion, opened)
    await plan_asking(work, opened)
    return opened


async def _join(work: UnitOfWork, opinion: Opinion, promise: Commitment | None) -> Commitment | None:
    """Let the opinion wait for this promise, if there is one, from now on."""
    if promise is not None:
        work.session.add(Concern(commitment_id=promise.id, opinion_id=opinion.id))
        await work.session.flush()
    return promise


async def _say(work: UnitOfWork, opinion: Opinion, promise: Commitment, done: Done) -> None:
    """The author's word: what is only partly done is open again, and how far it is has to be reported anew."""
    found = await commitments.open_of(work.session, opinion.id)
    if found is not None:
        found[1].done = done
    if done is Done.PARTLY:
        promise.state, promise.reported_at, promise.percent = CommitmentState.OPEN, None, None
        await plan_asking(work, promise)


async def _leave(work: UnitOfWork, opinion: Opinion, promise: Commitment, to: Stage) -> None:
    """It waits no longer; with the last that does, the promise is over: what its authors said is what came of it."""
    all_of_them = await commitments.concerns(work.session, promise.id)
    for one in all_of_them:
        if one.opinion_id == opinion.id:
            one.ended_at = work.now
    if any(one.ended_at is None for one in all_of_them):
        return
    said = {one.done for one in all_of_them}
    reported = promise.state is CommitmentState.REPORTED
    promise.ended_at = work.now
    if Done.NO in said:
        promise.state = CommitmentState.REFUTED
    elif Done.YES in said:
        promise.state = CommitmentState.CONFIRMED
    else:
        # Reported done and left without a word: by silence, if it was closed; else nobody waited for the answer.
        closed = reported and to is Stage.CLOSED
        promise.state = CommitmentState.UNCONFIRMED if closed else CommitmentState.DROPPED


async def due_at(work: UnitOfWork, day: date) -> datetime:
    """The end of the promised day, aware UTC."""
    return end_of(day, (await calendar(work)).zone)


async def doable(session: AsyncSession, opinion: Opinion, found: list[Action]) -> list[Action]:
    """Those of the actions that suit the promise that the opinion waits for, in whichever state that is."""
    promise = await of(session, opinion)
    if promise is None:
        return [one for one in found if not rules.is_on_promise(opinion.stage, one)]
    way = anew(promise)
    unfit = {Action.MOVE_DATE, Action.ASK_EXTENSION} - {way}
    return [one for one in found if rules.is_promise_at(opinion.stage, one, promise.state) and one not in unfit]


def anew(promise: Commitment) -> Action:
    """Action by which its unit gets another day: it moves it, or once it has, asks staff."""
    return Action.ASK_EXTENSION if promises.asks_staff(promise.moves) else Action.MOVE_DATE


async def due_until(work: UnitOfWork, promise: Commitment, until: datetime) -> None:
    """The clocks of all that wait for it, where that is what they run by, run until then."""
    for one in await commitments.waiting_for(work.session, promise.id):
        if one.stage in PROMISED:
            one.due_at = until


async def plan_asking(work: UnitOfWork, promise: Commitment) -> None:
    """Plan when the unit is next asked how far it is, or reminded that it is late."""
    days, all_of_them = await calendar(work), await commitments.reports(work.session, promise.id)
    since = all_of_them[-1].at if all_of_them else promise.made_at
    asking = promises.Asking(
        await policy.stretch(work, Interval.PROMISE_PROGRESS),
        await policy.stretch(work, Interval.PROMISE_BEFORE),
        await policy.stretch(work, Interval.PROMISE_LATE),
    )
    day = promises.next_asking(days.day_of(since), promise.due_on, days, days.day_of(work.now), asking)
    when = instant_of(day, REMINDING_HOUR, days.zone)
    once = f"{PROGRESS}:{promise.id}"
    await due.replan(work.session, PROGRESS, when, once, subject_id=promise.id, anew=True)


async def plan_steps(work: UnitOfWork, promise: Commitment, steps: Sequence[promises.Planned]) -> None:
    """These in the place of those that are still to come. Raises as `promises.check_steps`."""
    done = [one for one in promise.steps if one.done_at is not None]
    today = (await calendar(work)).day_of(work.now)
    promises.check_steps(steps, today, promise.due_on, beside=len(done))
    for one in promise.steps:
        if one.done_at is None:
            await work.session.delete(one)
    work.session.add_all(CommitmentStep(commitment_id=promise.id, what=one.what, due_on=one.day) for one in steps)
    await work.session.flush()
    await work.session.refresh(promise, ["steps"])


async def note(work: UnitOfWork, report: CommitmentReport) -> None:
    """Keep a report."""
    work.session.add(report)
    await work.session.flush()


async def tell(work: UnitOfWork, promise: Commitment, *, at_once: bool = False) -> Sequence[CommitmentReport]:
    """Let authors be told what they were not told yet: now, or gathered a week after the last time.

    `at_once`: told with something that does not wait, by the caller.
    """
    untold = await commitments.untold(work.session, promise.id)
    last, apart = promise.told_at, await policy.stretch(work, Interval.PROMISE_TOLD)
    if not at_once and last is not None and work.now < last + apart:
        if untold:
            await _tell_later(work, promise, last, last + apart)
        return []
    for one in untold:
        one.told = True
    if untold:
        promise.told_at = work.now
    if untold and not at_once:
        work.record(PromiseTold(promise, untold))
    return untold


async def _tell_later(work: UnitOfWork, promise: Commitment, last: datetime, earliest: datetime) -> None:
    days = await calendar(work)
    when = working_morning(earliest, days)
    if when < earliest:
        when = working_morning(earliest + timedelta(days=1), days)
    once = f"{GATHERED}:{promise.id}:{int(last.timestamp())}"
    await due.plan(work.session, GATHERED, None, when, once, subject_id=promise.id)
