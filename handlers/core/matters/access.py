"""Finding a matter for whoever acts: only what is theirs to see, locked, at the version they saw."""

from handlers.core.actor import Actor
from handlers.core.matters.errors import MatterMovedOn, MatterNotFound
from handlers.core.unit_of_work import UnitOfWork
from storage.models.matters import Matter
from storage.queries import matters
from storage.vocabulary import Role


async def kept(work: UnitOfWork, actor: Actor, matter_id: int, version: int | None = None) -> Matter:
    """A matter that the staff's stations keep, locked. Raises `NotAllowed`, `MatterNotFound`, `MatterMovedOn`."""
    actor.require(Role.STAFF)
    found = await matters.of_staff(work.session, matter_id, actor.stations)
    if found is None:
        raise MatterNotFound
    if version is not None and found.version != version:
        raise MatterMovedOn(found.id)
    return found


async def public(work: UnitOfWork, matter_id: int, *, lock: bool = False) -> Matter:
    """A matter that everybody may see; `lock`: to be changed. Raises `MatterNotFound`."""
    found = await matters.released(work.session, matter_id, lock=lock)
    if found is None:
        raise MatterNotFound
    return found
