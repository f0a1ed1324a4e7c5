"""Chiefs of units: whose replies wait for a release, and who may give it."""

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.core.actor import Actor
from storage.models.directory import HandlingUnit
from storage.queries import people
from storage.vocabulary import Role


def is_chief(actor: Actor, unit_id: int | None) -> bool:
    """True if the actor is the chief of this unit."""
    return any(grant.role is Role.UNIT and grant.unit_id == unit_id and grant.chief for grant in actor.grants)


async def waits(session: AsyncSession, actor: Actor, unit: HandlingUnit | None) -> bool:
    """True if a reply of the actor leaves the unit only once its chief has released it; without a chief at once."""
    if unit is None or not unit.needs_release or is_chief(actor, unit.id):
        return False
    return bool(await people.chiefs_of(session, unit.id))
