"""Actions about supporting units: who has, refers or supervises a case asks them, and their officers write a part."""

from collections.abc import Sequence

from handlers.core.actions import action
from handlers.core.actor import Actor
from handlers.core.casework import access
from handlers.core.casework.content import Said
from handlers.core.casework.events import CaseMoved, Step
from handlers.core.casework.supporting import MOST
from handlers.core.casework.transitions import move
from handlers.core.errors import NoSuchUnit, SupportsAlready, TooManySupporting
from handlers.core.unit_of_work import UnitOfWork
from storage.models.directory import HandlingUnit
from storage.queries import supporting
from storage.vocabulary import Action, EntryKind, Role


async def _ask(
    work: UnitOfWork, actor: Actor, role: Role, opinion_id: int, version: int, unit_id: int, why: str
) -> CaseMoved:
    opinion = await access.find(work, actor, role, opinion_id, version)
    unit = await work.session.get(HandlingUnit, unit_id)
    if unit is None:
        raise NoSuchUnit
    asked = await supporting.of_opinion(work.session, opinion.id)
    if unit.id == opinion.unit_id or any(one.unit_id == unit.id and one.answered_at is None for one in asked):
        raise SupportsAlready
    if len(asked) >= MOST:
        raise TooManySupporting(MOST)
    return await move(work, opinion, Action.ASK_SUPPORT, Step(actor.person, role, why=why or None, unit=unit))


@action(Role.UNIT)
async def ask_as_lead(
    work: UnitOfWork, actor: Actor, opinion_id: int, version: int, unit_id: int, why: str
) -> CaseMoved:
    """Ask another unit to support one's own. Raises `NoSuchUnit`, `SupportsAlready`, `TooManySupporting`."""
    return await _ask(work, actor, Role.UNIT, opinion_id, version, unit_id, why)


@action(Role.REPRESENTATIVE)
async def ask_as_representative(
    work: UnitOfWork, actor: Actor, opinion_id: int, version: int, unit_id: int, why: str
) -> CaseMoved:
    """Ask another unit to support the one it was referred to. Raises as `ask_as_lead`."""
    return await _ask(work, actor, Role.REPRESENTATIVE, opinion_id, version, unit_id, why)


@action(Role.STAFF)
async def ask_as_staff(
    work: UnitOfWork, actor: Actor, opinion_id: int, version: int, unit_id: int, why: str
) -> CaseMoved:
    """Ask another unit to support the one that has it. Raises as `ask_as_lead`."""
    return await _ask(work, actor, Role.STAFF, opinion_id, version, unit_id, why)


@action(Role.UNIT)
async def contribute(work: UnitOfWork, actor: Actor, opinion_id: int, version: int, said: Sequence[Said]) -> CaseMoved:
    """Write the part of a supporting unit, for the lead. Raises `OpinionNotFound` where none is wanted (any longer)."""
    opinion, owed = await access.supported(work, actor, opinion_id, version)
    step = Step(actor.person, Role.UNIT, said=said, kind=EntryKind.PART, unit=owed.unit)
    return await move(work, opinion, Action.SUPPORT, step)
