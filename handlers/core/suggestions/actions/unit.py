"""Actions of handling units on suggestions: say that one is not theirs, talk, ask for time, support, reply."""

from collections.abc import Sequence
from datetime import date

from handlers.core.actions import action
from handlers.core.actor import Actor
from handlers.core.casework import promises
from handlers.core.casework.outcomes import legend
from handlers.core.errors import DayOutOfRange, check_length
from handlers.core.suggestions import access, answering, clock, promised, rules
from handlers.core.suggestions.actions.office import check_why
from handlers.core.suggestions.errors import NotToGiveBack, PlannedDayMissing, SuggestionMovedOn
from handlers.core.suggestions.history import move
from handlers.core.unit_of_work import UnitOfWork
from handlers.core.workdays.days import calendar
from storage.models.suggestions import Suggestion, SuggestionReply
from storage.suggestion_vocabulary import SuggestionAction, SuggestionStage
from storage.vocabulary import Outcome, Role

BY = Role.UNIT


ASKS_TIME = (SuggestionStage.ASSIGNED, SuggestionStage.IMPLEMENTING)


async def _handled(
    work: UnitOfWork,
    actor: Actor,
    suggestion_id: int,
    version: int | None = None,
    at: Sequence[SuggestionStage] = (SuggestionStage.ASSIGNED,),
) -> Suggestion:
    one = await access.of_unit(work, actor, suggestion_id, version)
    if one.stage not in at:
        raise SuggestionMovedOn(one.id)
    return one


@action(BY)
async def not_ours(work: UnitOfWork, actor: Actor, suggestion_id: int, version: int, why: str) -> Suggestion:
    """Say that it is not theirs, with the reason. Raises `NotToGiveBack` once the days for it have passed."""
    check_why(why)
    one = await _handled(work, actor, suggestion_id, version)
    until = await clock.give_back_until(work, one)
    if work.now > until or one.round > 1:
        raise NotToGiveBack(one.id, (await calendar(work)).day_of(until))
    unit, one.unit, one.unit_id, one.why = one.unit, None, None, why
    return await move(work, one, SuggestionAction.GIVE_BACK, BY, actor, why=why, unit=unit)


@action(BY)
async def talk(work: UnitOfWork, actor: Actor, suggestion_id: int, words: str) -> Suggestion:
    """Write down that they talked with its lead, and what about. Raises `WhyMissing`, `TextTooLong`."""
    check_why(words)
    one = await _handled(work, actor, suggestion_id)
    return await move(work, one, SuggestionAction.TALK, BY, actor, why=words, unit=one.unit)


@action(BY)
async def support(work: UnitOfWork, actor: Actor, suggestion_id: int, words: str) -> Suggestion:
    """Write the part of a unit that supports, to the one that leads; again in the place of the one before."""
    check_length(words, rules.LONGEST_WHY)
    check_why(words)
    one, theirs = await access.supported(work, actor, suggestion_id)
    theirs.part, theirs.at = words, work.now
    return await move(work, one, SuggestionAction.SUPPORT, BY, actor, why=words, unit=theirs.unit)


async def check_time(work: UnitOfWork, one: Suggestion, day: date) -> None:
    """Raises `DayOutOfRange` for a day that is no later than what is due, or past the longest there is."""
    after, last = await time_range(work, one)
    if not after < day <= last:
        raise DayOutOfRange(after, last)


async def time_range(work: UnitOfWork, one: Suggestion) -> tuple[date, date]:
    """The day after which time can be asked for, and the last: of the reply, or of what was promised with it."""
    days = await calendar(work)
    today = days.day_of(work.now)
    after = max(days.day_of(one.due_at), today) if one.due_at is not None else today
    promised_ = one.stage is SuggestionStage.IMPLEMENTING
    return after, promises.last_day(today) if promised_ else await clock.latest_day(work, one)


@action(BY)
async def ask_time(work: UnitOfWork, actor: Actor, suggestion_id: int, version: int, day: date, why: str) -> Suggestion:
    """Ask the office for time until a day; asked anew, the newest counts. Raises `DayOutOfRange`, `WhyMissing`."""
    check_why(why)
    one = await _handled(work, actor, suggestion_id, version, ASKS_TIME)
    await check_time(work, one, day)
    one.time_asked_for, one.why_time = day, why
    promise = await promised.of(work, one)
    if promise is not None:
        promise.asked_at = work.now
    return await move(work, one, SuggestionAction.ASK_TIME, BY, actor, why=why, unit=one.unit)


@action(BY)
async def reply(
    work: UnitOfWork,
    actor: Actor,
    suggestion_id: int,
    version: int,
    outcome: Outcome,
    planned_for: date | None,
    text: str,
) -> Suggestion:
    """Reply, with the result class: it goes to all who signed, and answers the opinions in it.

    Raises `PlannedDayMissing`, `DayOutOfRange`, `TextTooLong`, `WhyMissing`, `SuggestionMovedOn`.
    """
    check_length(text, rules.LONGEST_REPLY)
    if not text.strip():
        check_why(text)
    one = await _handled(work, actor, suggestion_id, version)
    await check_planned(work, outcome, planned_for)
    assert one.unit is not None  # noqa: S101 - its officer acts
    said = SuggestionReply(
        suggestion_id=one.id,
        round=one.round,
        unit=one.unit,
        by_id=actor.person_id,
        at=work.now,
        text=text,
        outcome=outcome,
        planned_for=planned_for,
    )
    work.session.add(said)
    await work.session.flush()
    await promised.make(work, one, said)
    beside = await answering.answer(work, one, said)
    await move(work, one, SuggestionAction.REPLY, BY, actor, unit=one.unit, beside=beside)
    await work.session.refresh(one, ["replies"])
    return one


async def check_planned(work: UnitOfWork, outcome: Outcome, day: date | None) -> None:
    """A class that promises something names a day ahead. Raises `PlannedDayMissing`, `DayOutOfRange`."""
    if not legend()[outcome].needs_date:
        return
    if day is None:
        raise PlannedDayMissing
    today = (await calendar(work)).day_of(work.now)
    last = today.replace(year=today.year + 5, day=min(today.day, 28))
    if not today < day <= last:
        raise DayOutOfRange(today, last)
