"""What each role may read of a case."""

from collections.abc import Sequence

from handlers.core.actor import Actor
from handlers.core.casework import access
from handlers.core.errors import OpinionNotFound
from handlers.core.unit_of_work import UnitOfWork
from storage.models.opinions import Entry
from storage.queries import opinions, referrals, supporting
from storage.vocabulary import Role


async def readable(work: UnitOfWork, actor: Actor, role: Role, opinion_id: int) -> Sequence[Entry]:
    """Entries of a case that the actor may read in this role. Raises `OpinionNotFound`, `NotAllowed`."""
    match role:
        case Role.CONSTITUENT:
            await access.mine(work, actor, opinion_id)
            return await opinions.public_entries(work.session, opinion_id)
        case Role.REPRESENTATIVE:
            await access.entrusted(work, actor, opinion_id)
        case Role.STAFF:
            await access.supervised(work, actor, opinion_id)
        case Role.UNIT:
            ids = [unit.id for unit in actor.units]
            referral = await referrals.once_referred(work.session, opinion_id, ids)
            if referral is not None:
                return await referrals.entries_for(work.session, opinion_id, ids, referral.ended_at)
            asked = await supporting.last_of(work.session, opinion_id, ids)
            if asked is not None:
                return await supporting.entries_for(work.session, opinion_id, ids, asked.ended_at)
            raise OpinionNotFound
        case _:
            raise OpinionNotFound
    return await opinions.entries(work.session, opinion_id)
