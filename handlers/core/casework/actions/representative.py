"""Actions of representatives on their cases: each checks that the case is theirs and as they saw it."""

from collections.abc import Sequence
from datetime import date

from handlers.core import audit
from handlers.core.actions import action
from handlers.core.actor import Actor
from handlers.core.casework import access, extensions
from handlers.core.casework.content import Said
from handlers.core.casework.events import CaseMoved, Step
from handlers.core.casework.transitions import move
from handlers.core.errors import HasItAlready, NoHandling, NoSuchUnit, NotInOffice
from handlers.core.unit_of_work import UnitOfWork
from storage.models.directory import HandlingUnit, Representative
from storage.models.opinions import Opinion, Rating
from storage.queries import opinions
from storage.stages import ANSWERED
from storage.vocabulary import OF_ANY_ANSWER, Action, EntryKind, Role, Satisfaction

BY = Role.REPRESENTATIVE


@action(BY)
async def reply(work: UnitOfWork, actor: Actor, opinion_id: int, version: int, said: Sequence[Said]) -> CaseMoved:
    """Answer the constituent, and with them the authors of what is merged into the case."""
    opinion = await access.find(work, actor, BY, opinion_id, version)
    return await move(work, opinion, Action.REPLY, Step(actor.person, BY, said=said, kind=EntryKind.REPLY))


@action(BY)
async def ask(work: UnitOfWork, actor: Actor, opinion_id: int, version: int, said: Sequence[Said]) -> CaseMoved:
    """Ask the constituent something; the clock stops until they answer."""
    opinion = await access.find(work, actor, BY, opinion_id, version)
    return await move(work, opinion, Action.ASK, Step(actor.person, BY, said=said, kind=EntryKind.QUESTION))


@action(BY)
async def refer(
    work: UnitOfWork, actor: Actor, opinion_id: int, version: int, unit_id: int, said: Sequence[Said]
) -> CaseMoved:
    """Refer the case to a handling unit, perhaps with a remark. Raises `NoSuchUnit`, `StaffDecideUnit`."""
    opinion = await access.find(work, actor, BY, opinion_id, version)
    hindrance = await access.hindrance(work, opinion, Action.REFER)
    if hindrance is not None:
        raise hindrance
    unit = await work.session.get(HandlingUnit, unit_id)
    if unit is None:
        raise NoSuchUnit
    return await move(
        work, opinion, Action.REFER, Step(actor.person, BY, said=said, kind=EntryKind.REFERRAL, unit=unit)
    )


@action(BY)
async def pass_on(work: UnitOfWork, actor: Actor, opinion_id: int, version: int, said: Sequence[Said]) -> CaseMoved:
    """Pass the unit's reply on to the constituent, perhaps below own words."""
    opinion = await access.find(work, actor, BY, opinion_id, version)
    return await move(work, opinion, Action.PASS_ON, Step(actor.person, BY, said=said, kind=EntryKind.REPLY))


@action(BY)
async def send_back(work: UnitOfWork, actor: Actor, opinion_id: int, version: int, why: str) -> CaseMoved:
    """Send the unit's reply back: it has to reply again."""
    opinion = await access.find(work, actor, BY, opinion_id, version)
    return await move(work, opinion, Action.SEND_BACK, Step(actor.person, BY, why=why))


@action(BY)
async def take_back(work: UnitOfWork, actor: Actor, opinion_id: int, version: int, why: str) -> CaseMoved:
    """Take the case back from a unit that is very late. Raises `UnitStillHasTime`."""
    opinion = await access.find(work, actor, BY, opinion_id, version)
    hindrance = await access.hindrance(work, opinion, Action.TAKE_BACK)
    if hindrance is not None:
        raise hindrance
    return await move(work, opinion, Action.TAKE_BACK, Step(actor.person, BY, why=why))


@action(BY)
async def hand_over(
    work: UnitOfWork, actor: Actor, opinion_id: int, version: int, representative_id: int | None, remark: str
) -> CaseMoved:
    """Hand the case over to a colleague; the due day stays. Raises `NotInOffice`, `HasItAlready`."""
    opinion = await access.find(work, actor, BY, opinion_id, version)
    chosen = await work.session.get(Representative, representative_id)
    if chosen is None or not chosen.active:
        raise NotInOffice
    if chosen.id == opinion.representative_id:
        raise HasItAlready(chosen.name)
    step = Step(actor.person, BY, why=remark or None, representative=chosen)
    return await move(work, opinion, Action.HAND_OVER, step)


@action(BY)
async def propose_decline(work: UnitOfWork, actor: Actor, opinion_id: int, version: int, why: str) -> CaseMoved:
    """Propose to staff that the opinion be declined; until they decide, it stays with the representative."""
    opinion = await access.find(work, actor, BY, opinion_id, version)
    return await move(work, opinion, Action.PROPOSE_DECLINE, Step(actor.person, BY, why=why))


@action(BY)
async def ask_more_time(
    work: UnitOfWork, actor: Actor, opinion_id: int, version: int, day: date | None, why: str
) -> CaseMoved:
    """Ask staff for time until the end of a day, the next working day if it is none. Raises `DayOutOfRange`."""
    opinion = await access.find(work, actor, BY, opinion_id, version)
    until = await extensions.end_of_day(work, opinion, day)
    return await move(work, opinion, Action.ASK_EXTENSION, Step(actor.person, BY, why=why, until=until))


@action(BY)
async def rate_handling(
    work: UnitOfWork, actor: Actor, opinion_id: int, round_: int, satisfaction: Satisfaction
) -> tuple[Opinion, Rating]:
    """Rate how the unit handled it whose reply was passed on: (the opinion, the rating of that round).

    It can be changed as long as nothing begins anew. Raises `NoHandling`.
    """
    opinion = await access.find(work, actor, BY, opinion_id)
    rating = await opinions.rating(work.session, opinion.id, round_)
    open_ = rating is not None and rating.unit_id is not None and round_ == opinion.round and opinion.stage in ANSWERED
    if rating is None or not open_ or satisfaction not in OF_ANY_ANSWER:
        raise NoHandling
    rating.handling = satisfaction
    detail = f"round {round_}, unit {rating.unit_id}: {satisfaction.value}"
    await audit.note(work, actor, "handling.rated", f"opinion:{opinion.id}", detail)
    return opinion, rating
