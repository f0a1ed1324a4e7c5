"""Actions on what is a person's own: their place, what is kept about them, and its end."""

from collections.abc import Sequence
from typing import Any

from handlers.core.actions import action
from handlers.core.actor import Actor
from handlers.core.board import actions as board
from handlers.core.casework.actions import constituent, time
from handlers.core.casework.rules import find
from handlers.core.errors import NoSuchPlace
from handlers.core.people.errors import ActsForOthers
from handlers.core.unit_of_work import UnitOfWork
from storage.models.directory import Area
from storage.models.people import Grant
from storage.queries import mine, notices, people
from storage.vocabulary import Action, NoticeColumn, Role


@action(Role.CONSTITUENT)
async def settle(work: UnitOfWork, actor: Actor, area_id: int) -> Area:
    """Live in this area from now on. Raises `NoSuchPlace`."""
    area = await work.session.get(Area, area_id)
    if area is None:
        raise NoSuchPlace
    actor.person.area, actor.person.area_id = area, area.id
    await work.session.flush()
    return area


async def kept_about(work: UnitOfWork, actor: Actor) -> dict[str, Any]:
    """All that the database keeps about the actor, as plain data.

    `person`, `roles`, `muted_notices` by column, `opinions` with their steps, entries and ratings, and `voices` that
    they added to matters, with what they said.
    """
    person = actor.person
    return {
        "person": {
            "name": person.name,
            "addresses": [
                {"channel": one.channel.name.lower(), "id": one.external_id}
                for one in await people.addresses(work.session, person.id)
            ],
            "language": person.language,
            "place": person.area.name if person.area else None,
            "since": person.created_at,
        },
        "muted_notices": sorted(await notices.muted_by(work.session, person.id)),
        "roles": [_role(grant) for grant in await people.all_grants(work.session, person.id)],
        "opinions": await mine.opinions_in_full(work.session, person.id),
        "voices": await mine.voices_in_full(work.session, person.id),
    }


def _role(grant: Grant) -> dict[str, Any]:
    of = grant.representative or grant.unit or grant.station
    return {"role": grant.role, "of": of.name if of else None, "since": grant.granted_at, "until": grant.revoked_at}


@action(Role.CONSTITUENT)
async def erase(work: UnitOfWork, actor: Actor, files: Sequence[str]) -> set[int]:
    """Withdraw what is open, then delete what the actor wrote and who they are. Events and counts stay.

    Gives the numbers of their opinions: whatever was promised about them earlier may name them still. `files`: SHA-256
    of files in which it was written out. Who had an opinion is told afterwards: without its words, and without a name.
    Raises `ActsForOthers`.
    """
    person = actor.person
    if person.grants:
        raise ActsForOthers
    theirs = await mine.all_opinions(work.session, person.id)
    for opinion in theirs:
        if find(opinion.stage, Action.WITHDRAW, Role.CONSTITUENT) is not None:
            await constituent.withdraw(work, actor, opinion.id)
        elif find(opinion.stage, Action.CLOSE, Role.SYSTEM) is not None:
            await time.close(work, opinion)
    await work.session.flush()
    await notices.unmute(work.session, person.id, list(NoticeColumn))
    await board.forget(work, person.id)
    await mine.forget(work.session, person, files)
    for opinion in theirs:
        await work.session.refresh(opinion)
    return {opinion.id for opinion in theirs}
