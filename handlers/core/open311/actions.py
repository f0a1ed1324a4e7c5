"""Actions of other programs (Open311) and on their keys: an opinion comes in, a word more, a key is made or withdrawn.

Whoever writes by a program has no chat: they are told nothing, and the program asks what became of it.
"""

import hashlib
from typing import NamedTuple

from handlers.core import audit
from handlers.core.actions import action
from handlers.core.actor import Actor, Proof
from handlers.core.casework import transitions
from handlers.core.casework.actions import constituent
from handlers.core.casework.content import NewOpinion, Said
from handlers.core.directory import search
from handlers.core.open311.errors import (
    KeyNotFound,
    KeyUsedUp,
    LimitOutOfRange,
    NoSuchRequest,
    NoSuchService,
    UpdateKnown,
    WrongKey,
)
from handlers.core.tokens import new_token, token_hash
from handlers.core.unit_of_work import UnitOfWork
from storage.models.directory import Representative, Topic
from storage.models.open311 import ApiKey, ApiRequest, ApiUpdate
from storage.models.opinions import Opinion
from storage.models.people import Person
from storage.queries import directory, open311
from storage.queries.topics import topic_by_code
from storage.vocabulary import Action, Role

TOKEN_BYTES = 24
PER_DAY = 500
"""Requests and updates of a key a day: our own choice, above what a county's portal brings in."""
MOST_PER_DAY = 100_000
"""The highest limit that a key may be given: our own choice, two a second through a working day."""
LONGEST_NAME = 60
LONGEST_DESCRIPTION = 4_000
"""Characters (GeoReport v2, POST Service Request)."""


class NewRequest(NamedTuple):
    """A request as another program sends it, checked for its form."""

    service_code: str
    description: str
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    name: str = ""
    """Of who wrote it; empty: they stay anonymous."""
    representative: str = ""
    """Code of the representative it is meant for; empty: whoever is responsible."""


@action(Role.STAFF)
async def issue_key(work: UnitOfWork, actor: Actor, name: str, per_day: int = PER_DAY) -> tuple[ApiKey, str]:
    """Make a key for a program: (it, what the program sends, which is shown this once).

    Raises `LimitOutOfRange`, `NotAllowed`.
    """
    actor.require_county()
    _check_limit(per_day)
    token = new_token(TOKEN_BYTES)
    made = ApiKey(
        name=name[:LONGEST_NAME],
        key_hash=token_hash(token),
        per_day=per_day,
        made_at=work.now,
        made_by_id=actor.person_id,
    )
    work.session.add(made)
    await work.session.flush()
    await audit.note(work, actor, "open311.issue_key", f"key:{made.id}")
    return made, token


def _check_limit(per_day: int) -> None:
    if not 1 <= per_day <= MOST_PER_DAY:
        raise LimitOutOfRange(1, MOST_PER_DAY)


@action(Role.STAFF)
async def limit_key(work: UnitOfWork, actor: Actor, key_id: int, per_day: int) -> ApiKey:
    """Let a key be used so often a day from now on. Raises `KeyNotFound`, `LimitOutOfRange`, `NotAllowed`."""
    actor.require_county()
    _check_limit(per_day)
    found = await _usable(work, key_id)
    was, found.per_day = found.per_day, per_day
    await work.session.flush()
    await audit.note(work, actor, "open311.limit_key", f"key:{found.id}", f"{was} to {per_day}")
    return found


async def _usable(work: UnitOfWork, key_id: int) -> ApiKey:
    """A key that can be used. Raises `KeyNotFound`."""
    found = await work.session.get(ApiKey, key_id)
    if found is None or found.ended_at is not None:
        raise KeyNotFound
    return found


@action(Role.STAFF)
async def withdraw_key(work: UnitOfWork, actor: Actor, key_id: int) -> ApiKey:
    """A key opens nothing any more; what came in by it stays. Raises `KeyNotFound`, `NotAllowed`."""
    actor.require_county()
    found = await _usable(work, key_id)
    found.ended_at = work.now
    await work.session.flush()
    await audit.note(work, actor, "open311.withdraw_key", f"key:{found.id}")
    return found


async def _used(work: UnitOfWork, token: str) -> ApiKey:
    """The key, counted once. Raises `WrongKey`, `KeyUsedUp`."""
    found = await open311.key_of(work.session, token_hash(token), lock=True)
    if found is None:
        raise WrongKey
    today = work.now.astimezone(work.county.zone).date()
    found.used = found.used + 1 if found.used_on == today else 1
    found.used_on = today
    if found.used > found.per_day:
        raise KeyUsedUp
    await work.session.flush()
    return found


@action(Role.SYSTEM)
async def request(work: UnitOfWork, token: str, new: NewRequest) -> Opinion:
    """Keep what came in by a key as an opinion; the same words by the same key on the same day are one.

    Raises `WrongKey`, `KeyUsedUp`, `NoSuchService`, `TooMuchSaid`.
    """
    key = await _used(work, token)
    topic = await topic_by_code(work.session, new.service_code)
    if topic is None or not topic.active:
        raise NoSuchService
    same = hashlib.sha256("\0".join([str(key.used_on), *map(str, new)]).encode()).hexdigest()[:32]
    submission = f"open311:{key.id}:{same}"
    before = await constituent.submitted_as(work, submission)
    if before is not None:
        return before
    author = Person(
        chat_id=None, name=new.name or None, language=work.county.default_language, reachable=False,
        created_at=work.now, addresses=[],
    )  # fmt: skip
    work.session.add(author)
    await work.session.flush()
    opinion, _ = await transitions.submit(work, author, await _opinion(work, submission, topic, new))
    work.session.add(ApiRequest(opinion_id=opinion.id, key_id=key.id))
    await work.session.flush()
    return opinion


async def _opinion(work: UnitOfWork, submission: str, topic: Topic, new: NewRequest) -> NewOpinion:
    area = await _area(work, new)
    station = await search.station_of(work.session, area) if area is not None else None
    wanted: Representative | None = None
    if new.representative:
        wanted = await directory.representative_by_code(work.session, new.representative)
    words = new.description if not new.address else f"{new.description}\n\n📍 {new.address}"
    return NewOpinion(
        submission,
        [Said(words)],
        topic.id,
        area,
        station.id if station is not None else None,
        wanted.id if wanted is not None else None,
        anonymous=not new.name,
    )


async def _area(work: UnitOfWork, new: NewRequest) -> int | None:
    """The place it is about, if there is no doubt; else staff see to it."""
    if new.latitude is not None and new.longitude is not None:
        near = await search.nearest_area(work.session, new.latitude, new.longitude)
        return near.id if near is not None else None
    found = await search.search_areas(work.session, new.address) if new.address else []
    return found[0].id if len(found) == 1 else None


async def sent(work: UnitOfWork, token: str, reference: str) -> Opinion:
    """An opinion that came in by this key. Raises `WrongKey`, `NoSuchRequest`."""
    key = await open311.key_of(work.session, token_hash(token))
    if key is None:
        raise WrongKey
    found = await open311.sent_by(work.session, key.id, reference)
    if found is None:
        raise NoSuchRequest
    return found


@action(Role.SYSTEM)
async def say(work: UnitOfWork, token: str, update_id: str, reference: str, text: str) -> ApiUpdate:
    """Add further words to what came in by this key.

    Raises `WrongKey`, `KeyUsedUp`, `NoSuchRequest`, `UpdateKnown`, `MoveRefused`.
    """
    key = await _used(work, token)
    if await open311.is_known(work.session, key.id, update_id):
        raise UpdateKnown
    opinion = await open311.sent_by(work.session, key.id, reference)
    if opinion is None:
        raise NoSuchRequest
    await constituent.say(work, Actor(opinion.constituent, proof=Proof.KEY), opinion.id, Action.ADD, [Said(text)])
    made = ApiUpdate(key_id=key.id, update_id=update_id, opinion_id=opinion.id, at=work.now)
    work.session.add(made)
    await work.session.flush()
    return made
