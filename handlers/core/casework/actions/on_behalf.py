"""Staff take an opinion down for somebody without an account, tell them what comes of it, and write what they say."""

import secrets
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy.orm.attributes import set_committed_value

from handlers.core import audit
from handlers.core.actions import action
from handlers.core.actor import Actor
from handlers.core.casework import access, rules
from handlers.core.casework.actions import constituent
from handlers.core.casework.content import NewOpinion, Said
from handlers.core.casework.events import CaseMoved
from handlers.core.casework.transitions import refused
from handlers.core.desk.rules import TOKEN_BYTES
from handlers.core.directory.search import station_of
from handlers.core.errors import OpinionNotFound, PlaceOfOthers
from handlers.core.tokens import new_token, token_hash
from handlers.core.unit_of_work import UnitOfWork
from storage.models.directory import Area
from storage.models.on_behalf import OnBehalf
from storage.models.opinions import Opinion
from storage.models.people import Person
from storage.queries import on_behalf as queries
from storage.queries import opinions
from storage.vocabulary import Action, Role


class TakenDown(NamedTuple):
    """An opinion as it was taken down: this once with the secret for its receipt, of which only the hash is kept."""

    opinion: Opinion
    secret: str


@action(Role.STAFF)
async def take_down(
    work: UnitOfWork,
    actor: Actor,
    said: Sequence[Said],
    topic_id: int | None,
    area_id: int,
    name: str,
    phone: str,
    anonymous: bool,
) -> TakenDown:
    """Keep what somebody said at the desk, by phone or on paper as their opinion; name and phone may be empty.

    Of who stays anonymous no name is kept. Raises `PlaceOfOthers` for a place of other stations, `TooMuchSaid`.
    """
    actor.require(Role.STAFF)
    area = await work.session.get(Area, area_id)
    station = await station_of(work.session, area.id) if area is not None else None
    theirs = actor.of_county or (station is not None and station.id in (actor.stations or ()))
    if area is None or not theirs:
        raise PlaceOfOthers
    author = Person(
        name=None if anonymous or not name else name,
        language=actor.person.language,
        language_chosen=True,
        area_id=area.id,
        reachable=False,
        created_at=work.now,
    )
    work.session.add(author)
    await work.session.flush()
    set_committed_value(author, "grants", [])
    set_committed_value(author, "area", area)
    station_id = station.id if station is not None else None
    new = NewOpinion(f"desk:{secrets.token_hex(8)}", said, topic_id, area.id, station_id, None, anonymous=anonymous)
    opinion, _ = await constituent.submit(work, Actor(author, None, actor.proof), new)
    secret = new_token(TOKEN_BYTES)
    work.session.add(
        OnBehalf(
            opinion_id=opinion.id,
            taken_by_id=actor.person_id,
            taken_at=work.now,
            phone=phone or None,
            secret_hash=token_hash(secret),
        )
    )
    await work.session.flush()
    await audit.note(work, actor, "opinion.take_down", f"opinion:{opinion.id}")
    return TakenDown(opinion, secret)


async def _taken_down(
    work: UnitOfWork, actor: Actor, opinion_id: int, version: int | None = None
) -> tuple[Opinion, OnBehalf]:
    opinion = await access.find(work, actor, Role.STAFF, opinion_id, version)
    found = await queries.of_opinion(work.session, opinion.id)
    if found is None:
        raise OpinionNotFound
    return opinion, found


@action(Role.STAFF)
async def told(work: UnitOfWork, actor: Actor, opinion_id: int, version: int) -> OnBehalf:
    """Its author was told all that has happened so far. Raises `OpinionNotFound`, `OutdatedButton`."""
    opinion, found = await _taken_down(work, actor, opinion_id, version)
    happened = await opinions.events(work.session, opinion.id)
    found.told_up_to = happened[-1].id
    await audit.note(work, actor, "opinion.told", f"opinion:{opinion.id}")
    return found


@action(Role.STAFF)
async def say_for(work: UnitOfWork, actor: Actor, opinion_id: int, version: int, said: Sequence[Said]) -> CaseMoved:
    """Write what its author says: the answer to a question, else an addition.

    Raises `MoveRefused`, `OpinionNotFound`, `OutdatedButton`, `TooMuchSaid`.
    """
    opinion, _ = await _taken_down(work, actor, opinion_id, version)
    act = rules.taken_as(opinion.stage, asked_back=opinion.asked_back)
    if act is None:
        raise refused(opinion, Action.ADD, Role.CONSTITUENT)
    await audit.note(work, actor, "opinion.say_for", f"opinion:{opinion.id}")
    return await constituent.say(work, Actor(opinion.constituent, None, actor.proof), opinion.id, act, said)
