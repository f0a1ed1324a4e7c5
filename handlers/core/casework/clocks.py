"""The clocks of opinions: when whoever has one should have moved it on, and what falls due on the way."""

from datetime import datetime, timedelta

from handlers.core.casework import policy, rules
from handlers.core.casework.policy import Interval
from handlers.core.reminders import rules as reminding
from handlers.core.unit_of_work import UnitOfWork
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import due as due_after
from handlers.core.workdays.rules import end_of, on_worked_day, resumed, working_morning
from storage.models.opinions import Opinion, Referral
from storage.queries import due
from storage.stages import PROMISED, REMINDED
from storage.vocabulary import Action, Stage

CLOCK = "case.clock"
"""Kind of the due row that looks at a case's clock."""


def clock_of(opinion: Opinion) -> str:
    """The name of the clock that an opinion runs by now; it changes whenever the clock starts anew."""
    due_at = int(opinion.due_at.timestamp()) if opinion.due_at is not None else 0
    return f"{CLOCK}:{opinion.id}:{int(opinion.stage_since.timestamp() * 1_000_000)}:{due_at}"


async def plan_clock(work: UnitOfWork, opinion: Opinion) -> None:
    """Plan the next reminder of whoever must act. Call it when the clock has started."""
    if opinion.due_at is None or opinion.stage not in REMINDED:
        return
    when = reminding.next_look(opinion.stage_since, opinion.due_at, await calendar(work), work.now)
    await due.replan(work.session, CLOCK, when, clock_of(opinion), opinion_id=opinion.id)


async def due_at(work: UnitOfWork, stage: Stage, topic_id: int | None) -> datetime | None:
    """Due instant of a stage for an opinion of this topic, counted from now; None where nobody has to act."""
    clock = policy.clock_of().get(stage)
    return (
        None if clock is None else due_after(work.now, await policy.days(work, clock, topic_id), await calendar(work))
    )


async def set_clock(
    work: UnitOfWork,
    opinion: Opinion,
    before: Stage,
    found: rules.Move,
    referral: Referral | None,
    until: datetime | None = None,
) -> None:
    """The due instant of the new stage, or the later one that was granted; what was planned before is called off."""
    opinion.stage = found.to
    if until is not None:
        await run_until(work, opinion, referral, until)
        return
    if referral is not None and found.to is Stage.REFERRED:
        await _with_unit(work, opinion, referral)
        return
    if found.to is Stage.WAITING:
        opinion.paused_due_at = opinion.due_at
        opinion.due_at = await due_at(work, Stage.WAITING, opinion.topic_id)
    elif before is Stage.WAITING and found.action is Action.RESUME and opinion.paused_due_at is not None:
        days = await calendar(work)
        opinion.due_at = resumed(opinion.paused_due_at, opinion.stage_since, work.now, days)
        opinion.paused_due_at = None
        if opinion.round_due_at is not None:
            opinion.round_due_at = resumed(opinion.round_due_at, opinion.stage_since, work.now, days)
    elif found.action is Action.REPORT_DONE:
        opinion.due_at = None  # nobody is late with what is reported done; its author is asked
    elif found.to in PROMISED and opinion.planned_for is not None:
        opinion.due_at = end_of(opinion.planned_for, (await calendar(work)).zone)
    elif found.to is not before or found.opens_round or found.action is not Action.HAND_OVER:
        opinion.due_at = await _due_of(work, opinion, found.to)
    opinion.stage_since = work.now
    await due.cancel(work.session, opinion.id)
    await plan_clock(work, opinion)
    if found.to is Stage.WAITING:
        await _plan_waiting(work, opinion)


async def _due_of(work: UnitOfWork, opinion: Opinion, stage: Stage) -> datetime | None:
    """Due instant of the stage; a representative has as long as the handling has, where it is not the first."""
    own, whole = await due_at(work, stage, opinion.topic_id), await round_due(work, opinion)
    return max(own, whole) if stage is Stage.ASSIGNED and own is not None and whole is not None else own


async def begin_round(work: UnitOfWork, opinion: Opinion) -> None:
    """Another handling of the opinion begins: its answer has a clock of its own."""
    opinion.round += 1
    opinion.outcome, opinion.planned_for = None, None
    longest = await policy.days(work, Interval.SECOND_HANDLING, opinion.topic_id)
    opinion.round_due_at = due_after(work.now, longest, await calendar(work))


async def round_due(work: UnitOfWork, opinion: Opinion) -> datetime | None:
    """Due instant of the answer of this handling; None in the first, and once the last one is over."""
    return None if opinion.round_due_at is None else on_worked_day(opinion.round_due_at, await calendar(work))


async def _with_unit(work: UnitOfWork, opinion: Opinion, referral: Referral) -> None:
    """First it should be accepted, then replied to; both are counted from the referral."""
    opinion.due_at = referral.accept_due_at if referral.accepted_at is None else referral.reply_due_at
    opinion.stage_since = referral.at
    await due.cancel(work.session, opinion.id)
    await plan_clock(work, opinion)


async def run_for_reply(work: UnitOfWork, opinion: Opinion, referral: Referral) -> None:
    """A unit has taken it by the way: what is due from now on is its reply. A request that waits for staff goes on."""
    opinion.due_at = referral.reply_due_at
    await plan_clock(work, opinion)


async def run_until(work: UnitOfWork, opinion: Opinion, referral: Referral | None, until: datetime) -> None:
    """The same clock runs until then; what was planned on the way is called off."""
    await due.cancel(work.session, opinion.id)
    await stand_until(work, opinion, referral, until)


async def stand_until(work: UnitOfWork, opinion: Opinion, referral: Referral | None, until: datetime) -> None:
    """The same clock runs until then. More time to accept leaves the reply its own, as far as that is not before it."""
    opinion.due_at = until
    if opinion.round_due_at is not None:
        opinion.round_due_at = max(opinion.round_due_at, until)
    if referral is not None and opinion.stage is Stage.REFERRED:
        if referral.accepted_at is None:
            referral.accept_due_at = until
        referral.reply_due_at = max(referral.reply_due_at, until)
    await plan_clock(work, opinion)


async def leave_free_days(work: UnitOfWork, opinion: Opinion) -> None:
    """Move what is due on a day that has turned out to be free to the next that is worked."""
    if opinion.due_at is not None:
        opinion.due_at = on_worked_day(opinion.due_at, await calendar(work))
        await plan_clock(work, opinion)


async def _plan_waiting(work: UnitOfWork, opinion: Opinion) -> None:
    days, key = await calendar(work), f"{opinion.id}:{opinion.version}"
    reminded = await policy.days(work, Interval.CONSTITUENT_REMINDER, opinion.topic_id)
    when = working_morning(due_after(work.now, reminded, days), days)
    await due.plan(work.session, "waiting.reminder", opinion.id, when, f"waiting.reminder:{key}")
    if opinion.due_at is not None:
        back = working_morning(due_after(opinion.due_at, 1, days), days)
        await due.plan(work.session, "waiting.over", opinion.id, back, f"waiting.over:{key}")


async def plan_reopening(work: UnitOfWork, opinion: Opinion) -> None:
    """Plan the round that follows from dissatisfaction: until the next working morning it can be rated otherwise."""
    when = reminding.next_morning(work.now, await calendar(work))
    await due.plan(work.session, "rating.reopen", opinion.id, when, f"rating.reopen:{opinion.id}:{opinion.round}")


async def plan_question(work: UnitOfWork, opinion: Opinion, what: str, key: str) -> None:
    """Plan the reminder of a question to the author of an opinion, and its end.

    A reminder that holidays put off leaves as long as any other until silence closes.
    """
    days = await calendar(work)
    reminded = await policy.stretch(work, Interval.RATING_REMINDER, opinion.topic_id)
    window = await policy.stretch(work, Interval.RATING_WINDOW, opinion.topic_id)
    reminder = working_morning(work.now + reminded, days)
    await due.plan(work.session, f"{what}.reminder", opinion.id, reminder, f"{what}.reminder:{key}")
    closing = max(work.now, reminder - reminded) + window
    morning = working_morning(closing, days)
    if morning < closing:
        morning = working_morning(closing + timedelta(days=1), days)
    await due.plan(work.session, f"{what}.over", opinion.id, morning, f"{what}.over:{key}")
