"""The clocks of suggestions: when whoever has one should have moved it on; each number is a row of the policy."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from handlers.core.casework import policy
from handlers.core.casework.policy import Interval
from handlers.core.reminders import rules as reminding
from handlers.core.suggestions.rules import A
from handlers.core.unit_of_work import UnitOfWork
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import due as due_after
from handlers.core.workdays.rules import on_worked_day, working_morning
from storage.models.suggestions import Suggestion
from storage.queries import due
from storage.queries import suggestions as kept
from storage.suggestion_vocabulary import SuggestionAction, SuggestionStage
from storage.vocabulary import CaseKind

CLOCK, OVER = "suggestion.clock", "suggestion.over"
"""Kinds of due rows: looking at who has to act, and the end of the time for opinions on a reply."""
AFTER: Mapping[SuggestionAction, Interval] = {
    A.HAND_IN: Interval.SCREENING,
    A.GIVE_BACK: Interval.SCREENING,
    A.ASSIGN: Interval.UNIT_REPLY,
    A.HANDLE_AGAIN: Interval.UNIT_REPLY_AGAIN,
    A.REPLY: Interval.REPLY_CHECK,
    A.REPORT_DONE: Interval.REPLY_CHECK,
}
"""The clock that starts with an action."""
GOES_ON = frozenset({A.ACCEPT})
"""Actions that move it on while the same clock runs."""


async def days_of(work: UnitOfWork, name: Interval) -> int:
    """Days of an interval of suggestions that starts now."""
    return await policy.days(work, name, None, CaseKind.SUGGESTION)


async def start(work: UnitOfWork, one: Suggestion, action: SuggestionAction) -> None:
    """The due instant after an action that moved it on."""
    if action in GOES_ON:
        return
    interval = AFTER.get(action)
    if action is A.ASSIGN and one.round > 1:
        interval = Interval.UNIT_REPLY_AGAIN
    days = await calendar(work)
    one.due_at = None if interval is None else due_after(work.now, await days_of(work, interval), days)
    await plan(work, one)


async def plan(work: UnitOfWork, one: Suggestion) -> None:
    """Plan when to look at it next."""
    if one.due_at is None:
        return
    days = await calendar(work)
    when = reminding.upcoming(one.stage_since, one.due_at, days, work.now).at
    await due.replan(work.session, CLOCK, when, f"{CLOCK}:{one.id}", subject_id=one.id, anew=True)
    if one.stage in (SuggestionStage.REPLIED, SuggestionStage.REPORTED):
        end = working_morning(one.due_at + timedelta(days=1), days)
        once = f"{OVER}:{one.id}:{one.round}" + (":done" if one.stage is SuggestionStage.REPORTED else "")
        await due.replan(work.session, OVER, end, once, subject_id=one.id, anew=True)


async def leave_free_days(work: UnitOfWork) -> None:
    """Move what is due on a day that has turned out to be free to the next that is worked; few are open."""
    days = await calendar(work)
    for one in await kept.due_after(work.session, work.now):
        moved = on_worked_day(one.due_at, days) if one.due_at is not None else None
        if moved != one.due_at:
            one.due_at = moved
            await plan(work, one)


async def give_back_until(work: UnitOfWork, one: Suggestion) -> datetime:
    """Instant until which its unit may say that it is not theirs."""
    return due_after(one.stage_since, await days_of(work, Interval.ACCEPTANCE), await calendar(work))


async def latest_day(work: UnitOfWork, one: Suggestion) -> date:
    """The last day on which its reply can fall due: so much longer than its first time as the policy says."""
    first = await days_of(work, Interval.UNIT_REPLY if one.round == 1 else Interval.UNIT_REPLY_AGAIN)
    whole = first + await days_of(work, Interval.EXTENSION)
    days = await calendar(work)
    return days.day_of(due_after(one.assigned_at or one.stage_since, whole, days))
