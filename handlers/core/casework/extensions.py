"""Extensions: more time for who must act, asked for, granted or refused. `transitions.move` calls `keep`."""

from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.core.casework import clocks, commitments, deadlines, policy, promises, rules
from handlers.core.casework.events import Step
from handlers.core.casework.policy import Interval
from handlers.core.errors import DayOutOfRange
from handlers.core.unit_of_work import UnitOfWork
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import due as due_after
from handlers.core.workdays.rules import end_of, resumed, working_morning
from storage.models.opinions import Extension, Opinion
from storage.queries import due, extensions, referrals
from storage.vocabulary import Action, Role, Stage

REMINDER, HOLD = "extension.reminder", "extension.hold"
"""Kinds of due rows: staff are reminded of a request; the due day comes while it waits."""


async def keep(work: UnitOfWork, opinion: Opinion, found: rules.Move, step: Step) -> Extension | None:
    """The request that the move makes or decides, or the time staff give; None for other moves.

    Those end a request that waits without a decision. The days it waited are added to the clock, if that runs on.
    """
    if found.action is Action.ASK_EXTENSION:
        return await _begin(work, opinion, step)
    if found.action is Action.EXTEND:
        return await _give(work, opinion, step)
    ends = found.action in rules.DECIDES or found.moves_on
    extension = await extensions.newest(work.session, opinion.id) if opinion.extension_asked and ends else None
    if extension is None:
        return None
    extension.ended_at, extension.ended_by_id = work.now, step.by.id if step.by is not None else None
    blameless = await _blameless(work, opinion, extension)
    if found.action is Action.GRANT_EXTENSION:
        extension.granted, extension.until = True, max(extension.until, blameless)
        if extension.until <= work.now:  # staff took longer than was asked for
            extension.until = due_after(work.now, 1, await calendar(work))
        return extension
    if found.action in (Action.REFUSE_EXTENSION, Action.HAND_OVER) and blameless != opinion.due_at:
        await due.cancel(work.session, opinion.id)
        await _stand_until(work, opinion, blameless)
    if found.action is not Action.REFUSE_EXTENSION:
        return None
    extension.granted, extension.refusal = False, step.why
    return extension


async def hold(work: UnitOfWork, opinion: Opinion) -> None:
    """Let the clock of a case stand still where its request has waited beyond the due day: nobody is late meanwhile."""
    if not opinion.extension_asked or opinion.due_at is None or opinion.due_at > work.now:
        return
    until = due_after(work.now, 1, await calendar(work))
    await _stand_until(work, opinion, until)
    await _plan_hold(work, opinion)


async def _stand_until(work: UnitOfWork, opinion: Opinion, until: datetime) -> None:
    """Its clock, and those of all that wait for the same promise, stand still until then."""
    promise = await commitments.of(work.session, opinion)
    if promise is not None:
        await commitments.due_until(work, promise, until)
    await clocks.stand_until(work, opinion, await referrals.current(work.session, opinion.id), until)


async def _plan_hold(work: UnitOfWork, opinion: Opinion) -> None:
    if opinion.due_at is not None:
        day = (await calendar(work)).day_of(opinion.due_at)
        await due.replan(work.session, HOLD, opinion.due_at, f"{HOLD}:{opinion.id}:{day}", opinion_id=opinion.id)


async def after_refusal(work: UnitOfWork, opinion: Opinion) -> datetime | None:
    """Due instant if the request that waits were refused now: the days it waited are added."""
    extension = await waiting(work.session, opinion)
    return opinion.due_at if extension is None else await _blameless(work, opinion, extension)


async def _blameless(work: UnitOfWork, opinion: Opinion, extension: Extension) -> datetime:
    """Due instant with the days that the request waited; a promised day, which people were told, stays while ahead."""
    if extension.due_before >= work.now and await commitments.of(work.session, opinion) is not None:
        return extension.due_before
    return await _with_days_waited(work, extension)


async def _with_days_waited(work: UnitOfWork, extension: Extension) -> datetime:
    """Due instant that was, and the working days on which the request waited; who was in time then is not late now."""
    days = await calendar(work)
    until = resumed(extension.due_before, extension.asked_at, work.now, days)
    in_time = extension.due_before >= extension.asked_at
    return due_after(work.now, 1, days) if in_time and until < work.now else until


async def is_held(session: AsyncSession, opinion: Opinion) -> bool:
    """True if its clock stands still beyond the due day, for staff have not decided on a request."""
    found = await waiting(session, opinion)
    return found is not None and opinion.due_at is not None and found.due_before < opinion.due_at


def _row(work: UnitOfWork, opinion: Opinion, step: Step) -> Extension:
    assert opinion.due_at is not None and step.until is not None  # noqa: S101 - a clock runs, and it is said until when
    return Extension(
        opinion_id=opinion.id,
        by_role=step.role,
        by_id=step.by.id if step.by is not None else None,
        asked_at=work.now,
        due_before=opinion.due_at,
        until=step.until,
        why=step.why or "",
    )


async def _give(work: UnitOfWork, opinion: Opinion, step: Step) -> Extension:
    given = _row(work, opinion, step)
    given.granted, given.ended_at, given.ended_by_id = True, work.now, given.by_id
    work.session.add(given)
    await work.session.flush()
    return given


async def _begin(work: UnitOfWork, opinion: Opinion, step: Step) -> Extension:
    extension = _row(work, opinion, step)
    work.session.add(extension)
    await work.session.flush()
    days = await calendar(work)
    decided = await policy.days(work, Interval.EXTENSION_DECISION, opinion.topic_id)
    when = working_morning(due_after(work.now, decided, days), days)
    await due.plan(work.session, REMINDER, opinion.id, when, f"{REMINDER}:{extension.id}")
    await _plan_hold(work, opinion)
    return extension


async def asked_by(session: AsyncSession, opinion: Opinion, by: Role) -> Extension | None:
    """The newest request about the clock that runs now, if it is theirs; None if there is none."""
    found = await extensions.newest(session, opinion.id) if opinion.due_at is not None else None
    if found is None or found.by_role is not by:
        return None
    return found if found.asked_at >= await _began(session, opinion) else None


async def _began(session: AsyncSession, opinion: Opinion) -> datetime:
    """Instant since which the clock runs: for a unit's reply, since the unit took it."""
    referral = await referrals.current(session, opinion.id) if opinion.stage is Stage.REFERRED else None
    taken = referral.accepted_at if referral is not None else None
    return taken if taken is not None else opinion.stage_since


async def may_ask(session: AsyncSession, opinion: Opinion) -> bool:
    """True if more time can be asked for: none waits for staff, and it was not given as often as it can be.

    Of a promised day staff decide as often as it is asked.
    """
    promise = await commitments.of(session, opinion)
    if promise is not None:
        return promise.asked_at is None
    return await _given_less_than(session, opinion, deadlines.EXTENSIONS)


async def may_extend(session: AsyncSession, opinion: Opinion) -> bool:
    """True if staff can give more time by themselves: nobody asks, and it was not given as often as it can be."""
    return await _given_less_than(session, opinion, deadlines.EXTENSIONS_IN_ALL)


async def _given_less_than(session: AsyncSession, opinion: Opinion, most: int) -> bool:
    if opinion.extension_asked:
        return False
    return await extensions.count_granted(session, opinion.id, await _began(session, opinion)) < most


MAY = {Action.ASK_EXTENSION: may_ask, Action.EXTEND: may_extend}


async def askable(session: AsyncSession, opinion: Opinion, found: list[Action]) -> list[Action]:
    """The same actions, without asking for more time, or giving it, where that cannot be done."""
    return [action for action in found if action not in MAY or await MAY[action](session, opinion)]


class WhyNot(StrEnum):
    """Reasons why more time cannot be asked for again."""

    WAITS = "waits"
    """A request waits for staff already."""
    GIVEN = "given"
    """It was given as often as it can be."""


async def why_not(session: AsyncSession, opinion: Opinion, by: Role) -> WhyNot | None:
    """Reason why more time cannot be asked for, or given, again; None where it can, or where it is not theirs to do."""
    action = await way(session, opinion, by)
    may = MAY.get(action)
    if may is None or rules.find(opinion.stage, action, by) is None or await may(session, opinion):
        return None
    promise = await commitments.of(session, opinion)
    return WhyNot.WAITS if opinion.extension_asked or promise is not None else WhyNot.GIVEN


async def way(session: AsyncSession, opinion: Opinion, by: Role) -> Action:
    """Action by which a role gets more time for an opinion, or gives it; a unit may move what it promised."""
    promise = await commitments.of(session, opinion) if by is Role.UNIT else None
    if promise is not None:
        return commitments.anew(promise)
    return Action.EXTEND if by is Role.STAFF else Action.ASK_EXTENSION


class Span(NamedTuple):
    """Between which days one may choose."""

    after: date
    last: date
    offered: list[date]
    """Those that have a key."""


async def span(work: UnitOfWork, opinion: Opinion) -> Span:
    """Days until which more time can be asked for: counted from the due day, or from today once that is over.

    What was promised can be promised for any other day ahead.
    """
    promise = await commitments.of(work.session, opinion)
    if promise is not None:
        today = (await calendar(work)).day_of(work.now)
        return Span(today, promises.last_day(today), promises.days_offered(max(today, promise.due_on)))
    days, longest = await calendar(work), await policy.days(work, Interval.EXTENSION, opinion.topic_id)
    base = max(opinion.due_at or work.now, work.now)
    with_keys = [n for n in deadlines.EXTENSION_OFFERED if n < longest] or [longest]
    offered = [days.day_of(due_after(base, n, days)) for n in with_keys]
    return Span(days.day_of(base), days.day_of(due_after(base, longest, days)), offered)


async def waiting(session: AsyncSession, opinion: Opinion) -> Extension | None:
    """The request that waits for staff; None if none does."""
    return await extensions.newest(session, opinion.id) if opinion.extension_asked else None


async def working_day(work: UnitOfWork, opinion: Opinion, day: date | None) -> date:
    """The working day up to which time may be asked for: this one, or the next; of a promise the day itself.

    Raises `DayOutOfRange`, `SameDay`.
    """
    promise = await commitments.of(work.session, opinion)
    if promise is not None and day is not None:
        promises.check(day, (await calendar(work)).day_of(work.now), promise.due_on)
        return day
    choice = await span(work, opinion)
    if day is None or not choice.after < day <= choice.last:
        raise DayOutOfRange(choice.after, choice.last)
    return (await calendar(work)).next_working(day)


async def end_of_day(work: UnitOfWork, opinion: Opinion, day: date | None) -> datetime:
    """The end of that working day, aware UTC. Raises `DayOutOfRange`."""
    return end_of(await working_day(work, opinion, day), (await calendar(work)).zone)
