"""Actions of officers of handling units on what is referred to them."""

from collections.abc import Sequence
from datetime import date

from handlers.core.actions import action
from handlers.core.actor import Actor
from handlers.core.casework import access, chiefs, extensions, promises
from handlers.core.casework.content import Said
from handlers.core.casework.events import CaseMoved, Step
from handlers.core.casework.outcomes import legend
from handlers.core.casework.transitions import move
from handlers.core.errors import NotAllowed, NotAnOfficer, NothingHeld, OpinionNotFound, ReplyWaits, check_length
from handlers.core.unit_of_work import UnitOfWork
from handlers.core.workdays.days import calendar
from storage.models.directory import HandlingUnit
from storage.models.opinions import Opinion, Referral
from storage.models.unit_work import UnitNote
from storage.queries import people, referrals, supporting
from storage.vocabulary import Action, EntryKind, Outcome, Role

BY = Role.UNIT
LONGEST_NOTE = 1_000
"""Characters of a note at most: it is a reminder, not a file."""


@action(BY)
async def accept(work: UnitOfWork, actor: Actor, opinion_id: int, version: int) -> CaseMoved:
    """Take the referral: the unit's reply falls due."""
    opinion = await access.find(work, actor, BY, opinion_id, version)
    return await move(work, opinion, Action.ACCEPT, Step(actor.person, BY))


@action(BY)
async def return_(
    work: UnitOfWork, actor: Actor, opinion_id: int, version: int, why: str, suggested_unit_id: int | None
) -> CaseMoved:
    """Return the referral as not theirs, with the unit whose it is, if they know."""
    opinion = await access.find(work, actor, BY, opinion_id, version)
    suggested = await work.session.get(HandlingUnit, suggested_unit_id) if suggested_unit_id is not None else None
    return await move(work, opinion, Action.RETURN, Step(actor.person, BY, why=why, unit=suggested))


@action(BY)
async def reply(
    work: UnitOfWork,
    actor: Actor,
    opinion_id: int,
    version: int,
    said: Sequence[Said],
    outcome: Outcome,
    planned_for: date | None,
    steps: Sequence[promises.Planned] = (),
) -> CaseMoved:
    """Reply to the representative, with an outcome class and, where it promises something, the day and the steps.

    Raises `DayOutOfRange` where a day is missing or cannot be promised, and as `promises.check_steps`.
    """
    opinion = await access.find(work, actor, BY, opinion_id, version)
    if legend()[outcome].needs_date:
        today = (await calendar(work)).day_of(work.now)
        promises.check(planned_for, today)
        promises.check_steps(steps, today, planned_for or today)
    else:
        planned_for, steps = None, ()
    step = Step(actor.person, BY, said=said, kind=EntryKind.UNIT_REPLY, outcome=outcome, planned_for=planned_for)
    step.steps = steps
    if not await chiefs.waits(work.session, actor, opinion.unit):
        return await move(work, opinion, Action.REPLY, step)
    referral = await referrals.current(work.session, opinion.id)
    if referral is not None and referral.held_at is not None:
        raise ReplyWaits
    step.kind = EntryKind.HELD
    return await move(work, opinion, Action.HOLD, step)


async def _of_chief(work: UnitOfWork, actor: Actor, opinion_id: int, version: int) -> tuple[Opinion, Referral]:
    """A case of a unit whose chief the actor is, and its referral. Raises as `access.find`, `NotAllowed`."""
    opinion = await access.find(work, actor, BY, opinion_id, version)
    referral = await referrals.current(work.session, opinion.id)
    if referral is None or not chiefs.is_chief(actor, opinion.unit_id):
        raise NotAllowed
    return opinion, referral


@action(BY)
async def release(work: UnitOfWork, actor: Actor, opinion_id: int, version: int) -> CaseMoved:
    """Let the reply that waits leave the unit, as it was written. Raises `NothingHeld`, `NotAllowed`."""
    opinion, referral = await _of_chief(work, actor, opinion_id, version)
    waiting = await referrals.held(work.session, referral)
    if not waiting:
        raise NothingHeld
    step = Step(actor.person, BY, outcome=referral.outcome, planned_for=referral.planned_for)
    step.steps = promises.read(referral.steps)
    moved = await move(work, opinion, Action.REPLY, step)
    for entry in waiting:
        entry.kind = EntryKind.UNIT_REPLY
    await work.session.flush()
    return moved


@action(BY)
async def give_back(work: UnitOfWork, actor: Actor, opinion_id: int, version: int, why: str) -> CaseMoved:
    """Give the reply that waits back to who wrote it, and say why. Raises `NothingHeld`, `NotAllowed`."""
    opinion, referral = await _of_chief(work, actor, opinion_id, version)
    waiting = await referrals.held(work.session, referral)
    if not waiting:
        raise NothingHeld
    moved = await move(work, opinion, Action.GIVE_BACK, Step(actor.person, BY, why=why))
    for entry in waiting:
        entry.kind = EntryKind.GIVEN_BACK
    await work.session.flush()
    return moved


@action(BY)
async def reassign(work: UnitOfWork, actor: Actor, opinion_id: int, version: int, officer_id: int) -> CaseMoved:
    """Put an officer of the unit in charge; it counts as taken. Raises `NotAnOfficer`, `NotAllowed`."""
    opinion, referral = await _of_chief(work, actor, opinion_id, version)
    officers = {one.id: one for one in await people.officers_of(work.session, referral.unit_id)}
    if officer_id not in officers:
        raise NotAnOfficer
    return await move(work, opinion, Action.REASSIGN, Step(actor.person, BY, officer=officers[officer_id]))


@action(BY)
async def ask_more_time(
    work: UnitOfWork, actor: Actor, opinion_id: int, version: int, day: date | None, why: str
) -> CaseMoved:
    """Ask staff for time until the end of a day, the next working day if it is none. Raises `DayOutOfRange`."""
    opinion = await access.find(work, actor, BY, opinion_id, version)
    until = await extensions.end_of_day(work, opinion, day)
    return await move(work, opinion, Action.ASK_EXTENSION, Step(actor.person, BY, why=why, until=until))


@action(BY)
async def ask(work: UnitOfWork, actor: Actor, opinion_id: int, version: int, said: Sequence[Said]) -> CaseMoved:
    """Have the representative ask the author something; the clock goes on."""
    opinion = await access.find(work, actor, BY, opinion_id, version)
    return await move(work, opinion, Action.ASK, Step(actor.person, BY, said=said, kind=EntryKind.UNIT_QUESTION))


def check_note(text: str) -> None:
    """Raises `TextTooLong` for more words than a note may have."""
    check_length(text, LONGEST_NOTE)


@action(BY)
async def note(work: UnitOfWork, actor: Actor, opinion_id: int, text: str) -> UnitNote:
    """Keep a note for one's own unit on what it handles or supports, or did.

    Raises `OpinionNotFound`, `TextTooLong`.
    """
    actor.require(BY)
    units = [unit.id for unit in actor.units]
    at = await referrals.once_referred(work.session, opinion_id, units)
    helped = at if at is not None else await supporting.last_of(work.session, opinion_id, units)
    if helped is None:
        raise OpinionNotFound
    check_note(text)
    made = UnitNote(opinion_id=opinion_id, unit_id=helped.unit_id, by=actor.person, at=work.now, text=text)
    work.session.add(made)
    await work.session.flush()
    return made
