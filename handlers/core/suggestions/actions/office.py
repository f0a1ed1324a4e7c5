"""Actions of the county office: take a suggestion, give it back, decline it, assign it, give time; set sessions."""

from collections.abc import Sequence
from datetime import date

from handlers.core import audit
from handlers.core.actions import action
from handlers.core.actor import Actor
from handlers.core.errors import NoSuchUnit, NothingAsked, check_length
from handlers.core.suggestions import access, answering, clock, promised, rules
from handlers.core.suggestions.errors import SessionDays, SessionNotFound, WhyMissing
from handlers.core.suggestions.history import move
from handlers.core.unit_of_work import UnitOfWork
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import end_of
from storage.models.directory import HandlingUnit
from storage.models.suggestions import CongressSession, Suggestion, SupportingUnit
from storage.suggestion_vocabulary import SuggestionAction, SuggestionStage
from storage.vocabulary import Role

BY = Role.STAFF
LONGEST_NAME = 60
"""Characters of a session's name: our own choice."""


def check_why(text: str) -> None:
    """Raises `TextTooLong`, `WhyMissing`."""
    check_length(text, rules.LONGEST_WHY)
    if not text.strip():
        raise WhyMissing


@action(BY)
async def accept(work: UnitOfWork, actor: Actor, suggestion_id: int, version: int) -> Suggestion:
    """Take it; which units handle it is still to be said. Raises `SuggestionMovedOn`, `SuggestionNotFound`."""
    one = await access.office(work, actor, suggestion_id, version)
    return await move(work, one, SuggestionAction.ACCEPT, BY, actor)


@action(BY)
async def give_back(work: UnitOfWork, actor: Actor, suggestion_id: int, version: int, why: str) -> Suggestion:
    """Give it back to its lead for a better one, with the reason. Raises `WhyMissing`, `TextTooLong` too."""
    check_why(why)
    one = await access.office(work, actor, suggestion_id, version)
    await move(work, one, SuggestionAction.RETURN, BY, actor, why=why)
    one.why = why
    return one


@action(BY)
async def decline(work: UnitOfWork, actor: Actor, suggestion_id: int, version: int, why: str) -> Suggestion:
    """Decline it for good, with the reason. Raises `WhyMissing`, `TextTooLong` too."""
    check_why(why)
    one = await access.office(work, actor, suggestion_id, version)
    await move(work, one, SuggestionAction.DECLINE, BY, actor, why=why)
    one.why = why
    return one


@action(BY)
async def assign(
    work: UnitOfWork, actor: Actor, suggestion_id: int, version: int, unit_id: int, supporting: Sequence[int]
) -> Suggestion:
    """Assign it to a unit that leads and those that support it; the authors of what is in it hear by when.

    Raises `NoSuchUnit`, `SuggestionMovedOn`, `SuggestionNotFound`.
    """
    one = await access.office(work, actor, suggestion_id, version)
    others = [number for number in dict.fromkeys(supporting) if number != unit_id][: rules.MOST_SUPPORTING]
    units = [await work.session.get(HandlingUnit, number) for number in (unit_id, *others)]
    if any(unit is None for unit in units):
        raise NoSuchUnit
    one.unit, one.unit_id, one.assigned_at, one.why = units[0], unit_id, work.now, None
    kept = {each.unit_id: each for each in one.supporting}
    for number, gone in kept.items():
        if number not in others:
            await work.session.delete(gone)
    for number in others:
        if number not in kept:
            work.session.add(SupportingUnit(suggestion_id=one.id, unit_id=number))
    await work.session.flush()
    await work.session.refresh(one, ["supporting"])
    await move(work, one, SuggestionAction.ASSIGN, BY, actor, unit=one.unit)
    await answering.put_off(work, actor, one)
    return one


@action(BY)
async def grant_time(work: UnitOfWork, actor: Actor, suggestion_id: int, version: int) -> Suggestion:
    """Agree to the day the unit asked for: for its reply, or for what it promised. Raises `NothingAsked` too."""
    one = await access.office(work, actor, suggestion_id, version)
    if one.time_asked_for is None:
        raise NothingAsked
    days = await calendar(work)
    day, why = max(one.time_asked_for, days.day_of(work.now)), one.why_time
    one.due_at, one.time_asked_for, one.why_time = end_of(day, days.zone), None, None
    if one.stage is SuggestionStage.IMPLEMENTING:
        await promised.move_to(work, actor, one, day, why or "")
        return await move(work, one, SuggestionAction.GRANT_TIME, BY, actor, why=why, unit=one.unit)
    await move(work, one, SuggestionAction.GRANT_TIME, BY, actor, why=why, unit=one.unit)
    await clock.plan(work, one)
    await answering.put_off(work, actor, one)
    return one


@action(BY)
async def refuse_time(work: UnitOfWork, actor: Actor, suggestion_id: int, version: int, why: str) -> Suggestion:
    """Do not agree, with the reason; the day stays. Raises `NothingAsked`, `WhyMissing`, `TextTooLong` too."""
    check_why(why)
    one = await access.office(work, actor, suggestion_id, version)
    if one.time_asked_for is None:
        raise NothingAsked
    one.time_asked_for = one.why_time = None
    promise = await promised.of(work, one)
    if promise is not None:
        promise.asked_at = None
    return await move(work, one, SuggestionAction.REFUSE_TIME, BY, actor, why=why, unit=one.unit)


@action(BY)
async def set_congress_session(
    work: UnitOfWork,
    actor: Actor,
    congress_session_id: int | None,
    session_name: str,
    begins_on: date,
    ends_on: date,
    hand_in_by: date,
) -> CongressSession:
    """Enter a session of the congress, or change one. Raises `SessionDays`, `SessionNotFound`, `TextTooLong`."""
    actor.require(BY)
    actor.require_county()
    name, today = " ".join(session_name.split()), (await calendar(work)).day_of(work.now)
    check_length(name, LONGEST_NAME)
    fits = begins_on <= ends_on <= begins_on + rules.LONGEST_SESSION and hand_in_by <= ends_on
    if not name or not fits or begins_on > today + rules.SESSION_AHEAD:
        raise SessionDays
    found = None
    if congress_session_id is not None:
        found = await work.session.get(CongressSession, congress_session_id)
        if found is None:
            raise SessionNotFound
    if found is None:
        found = CongressSession(created_by_id=actor.person_id, created_at=work.now)
        work.session.add(found)
    found.name, found.begins_on, found.ends_on, found.hand_in_by = name, begins_on, ends_on, hand_in_by
    await work.session.flush()
    await audit.note(work, actor, "congress_session.set", f"congress_session:{found.id}", f"{begins_on} to {ends_on}")
    return found
