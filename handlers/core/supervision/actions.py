"""Actions on supervision: by staff of the case's station, and by who supervises it, of whatever office."""

from datetime import date, timedelta

from handlers.core import audit
from handlers.core.actions import action
from handlers.core.actor import Actor
from handlers.core.casework import access
from handlers.core.casework.content import Said
from handlers.core.casework.events import Step
from handlers.core.casework.transitions import happened
from handlers.core.errors import DayOutOfRange, check_length
from handlers.core.supervision import clock
from handlers.core.supervision.errors import (
    LastSupervisor,
    NothingToSupervise,
    NotStaff,
    ReasonMissing,
    SupervisedAlready,
    SupervisionNotFound,
    SupervisionOver,
    TooManySupervisors,
)
from handlers.core.supervision.events import (
    SupervisionBegun,
    SupervisionEnded,
    SupervisionMoved,
    SupervisorNamed,
    SupervisorReleased,
)
from handlers.core.supervision.kinds import kinds
from handlers.core.unit_of_work import UnitOfWork
from handlers.core.workdays.days import calendar
from storage.models.people import Person
from storage.models.supervision import Supervision
from storage.queries import supervision as kept
from storage.queries import writing
from storage.stages import OPEN
from storage.vocabulary import Action, EntryKind, Role, Stage

LONGEST = 500
"""Characters of what is expected, and of a result: our own choice; both are read in a message with more around them."""
FARTHEST = timedelta(days=366)
"""So far ahead something may be expected: our own choice."""
CAN_BE = frozenset(OPEN) - {Stage.SUBMITTED, Stage.MERGED}
"""Stages at which a case can come under supervision: somebody handles it."""
MOST = 10
"""Supervisors of one case at most: our own choice."""


async def find(work: UnitOfWork, actor: Actor, supervision_id: int) -> Supervision:
    """A supervision they reach, locked: of a case of their stations, or one that they supervise.

    Raises `SupervisionNotFound`, `NotAllowed`.
    """
    actor.require(Role.STAFF)
    found, stations = await kept.locked(work.session, supervision_id), actor.stations
    if found is None:
        raise SupervisionNotFound
    theirs = stations is None or found.opinion.station_id in stations
    if not theirs and all(one.id != actor.person_id for one in found.supervisors):
        raise SupervisionNotFound
    return found


async def running(work: UnitOfWork, actor: Actor, supervision_id: int) -> Supervision:
    """The same, while it has come to no result. Raises `SupervisionOver` too."""
    found = await find(work, actor, supervision_id)
    if found.ended_at is not None:
        raise SupervisionOver
    return found


def check_words(text: str) -> None:
    """Raises `TextTooLong`."""
    check_length(text, LONGEST)


async def check_day(work: UnitOfWork, day: date) -> None:
    """Raises `DayOutOfRange` for a day that is over, or too far ahead."""
    today = (await calendar(work)).day_of(work.now)
    if not today < day <= today + FARTHEST:
        raise DayOutOfRange(today, today + FARTHEST)


@action(Role.STAFF)
async def begin(
    work: UnitOfWork, actor: Actor, opinion_id: int, version: int, supervision_kind: str, expected: str, day: date
) -> Supervision:
    """Take a case under supervision; whoever does so supervises it until others are named.

    Raises `NothingToSupervise`, `SupervisedAlready`, `DayOutOfRange`, `TextTooLong`, `OpinionNotFound`,
    `OutdatedButton`; `KeyError` for a kind that is none.
    """
    opinion = await access.find(work, actor, Role.STAFF, opinion_id, version)
    if opinion.stage not in CAN_BE:
        raise NothingToSupervise
    if await kept.of_opinion(work.session, opinion.id) is not None:
        raise SupervisedAlready
    await check_day(work, day)
    check_words(expected)
    begun = Supervision(
        opinion=opinion,
        kind=next(key for key in kinds() if key == supervision_kind),
        expected=expected,
        due_on=day,
        begun_at=work.now,
        begun_by_id=actor.person_id,
        supervisors=[actor.person],
    )
    work.session.add(begun)
    await work.session.flush()
    await clock.plan(work, begun)
    await _happened(work, actor, begun, Action.BEGIN_SUPERVISION, why=expected)
    work.record(SupervisionBegun(begun))
    await audit.note(work, actor, "supervision.begin", f"opinion:{opinion.id}", f"{begun.kind} until {day}")
    return begun


@action(Role.STAFF)
async def name(work: UnitOfWork, actor: Actor, supervision_id: int, person_id: int) -> Supervision:
    """Let a person of any office supervise it: beside the others where several may, else instead of who did.

    Raises `NotStaff`, `TooManySupervisors`, `SupervisionOver`, `SupervisionNotFound`.
    """
    found = await running(work, actor, supervision_id)
    person = await work.session.get(Person, person_id)
    if person is None or all(grant.role is not Role.STAFF for grant in person.grants):
        raise NotStaff
    if person in found.supervisors:
        return found
    before, several = list(found.supervisors), kinds()[found.kind].several
    if several and len(before) >= MOST:
        raise TooManySupervisors(MOST)
    found.supervisors = [*before, person] if several else [person]
    await work.session.flush()
    work.record(SupervisorNamed(found, person, actor.person))
    for one in [] if several else before:
        work.record(SupervisorReleased(found, one, actor.person))
    await audit.note(work, actor, "supervision.name", f"supervision:{found.id}", f"person:{person.id}")
    return found


@action(Role.STAFF)
async def release(work: UnitOfWork, actor: Actor, supervision_id: int, person_id: int) -> Supervision:
    """Somebody supervises it no longer, and the others go on.

    Raises `LastSupervisor`, `SupervisionOver`, `SupervisionNotFound`.
    """
    found = await running(work, actor, supervision_id)
    person = next((one for one in found.supervisors if one.id == person_id), None)
    if person is None:
        return found
    if len(found.supervisors) == 1:
        raise LastSupervisor
    found.supervisors = [one for one in found.supervisors if one.id != person_id]
    await work.session.flush()
    work.record(SupervisorReleased(found, person, actor.person))
    await audit.note(work, actor, "supervision.release", f"supervision:{found.id}", f"person:{person.id}")
    return found


@action(Role.STAFF)
async def move(work: UnitOfWork, actor: Actor, supervision_id: int, day: date, why: str) -> Supervision:
    """Expect it by another day, with a reason that who handles the case reads.

    Raises `DayOutOfRange`, `ReasonMissing`, `TextTooLong`, `SupervisionOver`, `SupervisionNotFound`.
    """
    found = await running(work, actor, supervision_id)
    await check_day(work, day)
    check_words(why)
    if not why.strip():
        raise ReasonMissing
    before, found.due_on = found.due_on, day
    await work.session.flush()
    await clock.plan(work, found)
    await _happened(work, actor, found, Action.MOVE_SUPERVISION, why=why)
    work.record(SupervisionMoved(found, before, why))
    await audit.note(work, actor, "supervision.move", f"supervision:{found.id}", f"{before} to {day}")
    return found


@action(Role.STAFF)
async def minute(work: UnitOfWork, actor: Actor, supervision_id: int, said: Said) -> Supervision:
    """Keep a part of the minutes: words, photos, files. Raises `SupervisionOver`, `SupervisionNotFound`."""
    found = await running(work, actor, supervision_id)
    entry = {
        "opinion_id": found.opinion_id,
        "round": found.opinion.round,
        "kind": EntryKind.MINUTES,
        "author_role": Role.STAFF,
        "author_id": actor.person_id,
        "at": work.now,
        "text": said.text,
        "chat_id": said.chat_id,
        "message_id": said.message_id,
    }
    number = await writing.entry(work.session, entry, said.attachments)
    await _happened(work, actor, found, Action.MINUTE_SUPERVISION, entry_id=number)
    await audit.note(work, actor, "supervision.minute", f"supervision:{found.id}")
    return found


@action(Role.STAFF)
async def finish(work: UnitOfWork, actor: Actor, supervision_id: int, result: str) -> Supervision:
    """End it with a result, which who handles the case reads. Raises `TextTooLong`, `SupervisionOver`."""
    found = await running(work, actor, supervision_id)
    check_words(result)
    found.ended_at, found.result = work.now, result
    await work.session.flush()
    await _happened(work, actor, found, Action.END_SUPERVISION, why=result)
    work.record(SupervisionEnded(found))
    await audit.note(work, actor, "supervision.finish", f"supervision:{found.id}")
    return found


async def _happened(
    work: UnitOfWork,
    actor: Actor,
    one: Supervision,
    act: Action,
    *,
    why: str | None = None,
    entry_id: int | None = None,
) -> None:
    """Write it into the case's history; the case stays where it stands."""
    step = Step(actor.person, Role.STAFF, why=why)
    await happened(work, one.opinion, step, act, one.opinion.stage, entry_id)
