"""Finding a case for whoever acts: only what is theirs, locked, at the version they saw."""

from handlers.core.actor import Actor
from handlers.core.casework import commitments, extensions, rules
from handlers.core.casework.supporting import MOST
from handlers.core.errors import OpinionNotFound, OutdatedButton, Refusal, StaffDecideUnit, UnitStillHasTime
from handlers.core.reminders.rules import is_very_late, very_late_from
from handlers.core.unit_of_work import UnitOfWork
from handlers.core.workdays.days import calendar
from storage.models.opinions import Opinion
from storage.models.supporting import Supporting
from storage.queries import caseload, opinions, referrals, supporting
from storage.vocabulary import Action, Role


async def mine(work: UnitOfWork, actor: Actor, opinion_id: int, version: int | None = None) -> Opinion:
    """The constituent's own opinion, locked. Raises `OpinionNotFound`, `OutdatedButton`."""
    found = await opinions.of_constituent(work.session, opinion_id, actor.person.id)
    return _current(found, version, Role.CONSTITUENT)


async def entrusted(work: UnitOfWork, actor: Actor, opinion_id: int, version: int | None = None) -> Opinion:
    """A case of a representative for whom the actor acts, locked. Raises `OpinionNotFound`, `OutdatedButton`."""
    ids = [representative.id for representative in actor.representatives]
    found = await opinions.of_representatives(work.session, opinion_id, ids)
    return _current(found, version, Role.REPRESENTATIVE)


async def of_unit(work: UnitOfWork, actor: Actor, opinion_id: int, version: int | None = None) -> Opinion:
    """A case that is with a unit of the officer, locked. Raises `OpinionNotFound`, `OutdatedButton`."""
    found = await referrals.of_units(work.session, opinion_id, [unit.id for unit in actor.units])
    return _current(found, version, Role.UNIT)


async def supervised(work: UnitOfWork, actor: Actor, opinion_id: int, version: int | None = None) -> Opinion:
    """An opinion of the staff's stations, locked. Raises `OpinionNotFound`, `OutdatedButton`, `NotAllowed`."""
    found = await opinions.of_stations(work.session, opinion_id, actor.stations)
    return _current(found, version, Role.STAFF)


FINDERS = {Role.CONSTITUENT: mine, Role.REPRESENTATIVE: entrusted, Role.UNIT: of_unit, Role.STAFF: supervised}
"""The way each role finds a case that is theirs."""


async def find(work: UnitOfWork, actor: Actor, role: Role, opinion_id: int, version: int | None = None) -> Opinion:
    """The case, locked, for an actor in a role. Raises `NotAllowed`, `OpinionNotFound`, `OutdatedButton`."""
    actor.require(role)
    return await FINDERS[role](work, actor, opinion_id, version)


async def supported(
    work: UnitOfWork, actor: Actor, opinion_id: int, version: int | None = None
) -> tuple[Opinion, Supporting]:
    """A case to which a unit of the officer owes a part, locked, and what is wanted. Raises as `find`."""
    actor.require(Role.UNIT)
    owed = await supporting.waiting_of(work.session, opinion_id, [unit.id for unit in actor.units])
    found = await opinions.any_of(work.session, opinion_id) if owed is not None else None
    if owed is None or found is None or rules.find(found.stage, Action.SUPPORT, Role.UNIT) is None:
        raise OpinionNotFound
    return _current(found, version, Role.UNIT), owed


async def to_write(work: UnitOfWork, actor: Actor, role: Role, opinion_id: int, action: Action | None) -> Opinion:
    """The case, locked, about which something is written that is meant as an action. Raises as `find`."""
    if role is Role.UNIT and action is Action.SUPPORT:
        return (await supported(work, actor, opinion_id))[0]
    return await find(work, actor, role, opinion_id)


def _current(opinion: Opinion | None, version: int | None, role: Role) -> Opinion:
    if opinion is None:
        raise OpinionNotFound
    if version is not None and opinion.version != version:
        raise OutdatedButton(opinion.id, role)
    return opinion


async def possible(work: UnitOfWork, opinion: Opinion, role: Role) -> list[Action]:
    """Actions a role may do with a case now: by the table, less what has been settled or asked for already."""
    found = rules.actions(rules.possible(opinion.stage, role))
    if role is Role.UNIT:
        found = [action for action in found if action not in rules.OF_SOME]
        referral = await referrals.current(work.session, opinion.id)
        accepted = referral is not None and referral.accepted_at is not None
        found = [action for action in found if not rules.is_settled(action, accepted=accepted)]
        found = await commitments.doable(work.session, opinion, found)
    if Action.ASK_SUPPORT in found and len(await supporting.of_opinion(work.session, opinion.id)) >= MOST:
        found.remove(Action.ASK_SUPPORT)
    if role is Role.REPRESENTATIVE:
        found = [action for action in found if await hindrance(work, opinion, action) is None]
    if role is Role.STAFF:
        found = await commitments.doable(work.session, opinion, found)
        found = [action for action in found if not rules.is_idle(action, asked=opinion.extension_asked)]
    return await extensions.askable(work.session, opinion, found)


async def hindrance(work: UnitOfWork, opinion: Opinion, action: Action) -> Refusal | None:
    """Reason why a representative may not do now what the table allows; None: they may."""
    if action is Action.REFER and opinion.unit_to_decide:
        return StaffDecideUnit()
    if action is Action.TAKE_BACK and opinion.due_at is not None:
        days = await calendar(work)
        if not is_very_late(opinion.stage_since, opinion.due_at, days, work.now):
            return UnitStillHasTime(days.day_of(very_late_from(opinion.stage_since, opinion.due_at, days)))
    return None


async def had(work: UnitOfWork, actor: Actor, role: Role, opinion_id: int) -> Opinion | None:
    """The case if it is theirs or was once, not locked; staff see nothing of what left their stations."""
    if role is Role.REPRESENTATIVE:
        ids = [representative.id for representative in actor.representatives]
        return await caseload.once_entrusted(work.session, opinion_id, ids)
    if role is Role.UNIT:
        units = [unit.id for unit in actor.units]
        once = await referrals.once_referred(work.session, opinion_id, units)
        helped = await supporting.last_of(work.session, opinion_id, units) if once is None else None
        return await work.session.get_one(Opinion, opinion_id) if once is not None or helped is not None else None
    return None
