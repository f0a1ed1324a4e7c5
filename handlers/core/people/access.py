"""Finding a role, a representative or an invitation for staff: only what is of their stations."""

from handlers.core.actor import Actor
from handlers.core.people.errors import InvitationNotFound, NotAmongPeople
from handlers.core.unit_of_work import UnitOfWork
from storage.models.directory import Representative
from storage.models.people import Grant, Invitation, Person
from storage.queries import invitations, people
from storage.vocabulary import Role


async def holder(work: UnitOfWork, actor: Actor, grant_id: int) -> tuple[Grant, Person]:
    """A role that is held at the actor's stations, and who holds it. Raises `NotAmongPeople`, `NotAllowed`."""
    found = await people.holder(work.session, actor.stations, grant_id)
    if found is None:
        raise NotAmongPeople
    return found


async def representative(work: UnitOfWork, actor: Actor, representative_id: int) -> Representative:
    """A representative of the actor's stations. Raises `NotAmongPeople`, `NotAllowed`."""
    found = await people.representative(work.session, actor.stations, representative_id)
    if found is None:
        raise NotAmongPeople
    return found


async def invitation(work: UnitOfWork, actor: Actor, invitation_id: int) -> Invitation:
    """An invitation to the actor's stations that can still be used. Raises `InvitationNotFound`, `NotAllowed`."""
    found = await invitations.one_in(work.session, actor.stations, invitation_id, work.now)
    if found is None:
        raise InvitationNotFound
    return found


def county(actor: Actor) -> None:
    """Pass staff of the county office, to whom units and all stations belong. Raises `NotAmongPeople`, `NotAllowed`."""
    actor.require(Role.STAFF)
    if not actor.of_county:
        raise NotAmongPeople
