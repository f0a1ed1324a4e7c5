"""Cases under supervision, and those that should be."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models.commitments import MOVED_OFTEN, Commitment
from storage.models.directory import HandlingUnit
from storage.models.opinions import LATE_ROUND, Entry, Event, Opinion, Referral
from storage.models.people import Grant, Person
from storage.models.supervision import OPEN, Supervision, Supervisor
from storage.queries.opinions import Listed, listed
from storage.vocabulary import OF_SUPERVISION, EntryKind, Role, Stage

_CAME = (EntryKind.REPLY, EntryKind.UNIT_REPLY, EntryKind.PASSED_ON, EntryKind.PART)
_OPEN_ONES = select(Supervision.opinion_id).where(OPEN)


async def of_opinion(session: AsyncSession, opinion_id: int) -> Supervision | None:
    """The supervision that an opinion is under; None if it is under none."""
    return await session.scalar(select(Supervision).where(Supervision.opinion_id == opinion_id, OPEN))


async def locked(session: AsyncSession, supervision_id: int) -> Supervision | None:
    """A supervision, locked. None: there is none."""
    found = select(Supervision).where(Supervision.id == supervision_id).with_for_update(of=Supervision)
    return await session.scalar(found.execution_options(populate_existing=True))


async def reached(
    session: AsyncSession,
    person_id: int,
    stations: Collection[int] | None,
    limit: int,
    *,
    kinds: Sequence[str] | None = None,
    unit_id: int | None = None,
) -> Sequence[Supervision]:
    """Open ones that a person supervises, or of these stations (None: of all), the earliest due first.

    `kinds`: only these; `unit_id`: only what this unit has, or had last. Index: `uq_supervision_open`.
    """
    found = select(Supervision).join(Opinion).where(OPEN, *_in_reach(person_id, stations))
    if kinds is not None:
        found = found.where(Supervision.kind.in_(kinds))
    if unit_id is not None:
        found = found.where(_last_unit() == unit_id)
    return (await session.scalars(found.order_by(Supervision.due_on, Supervision.id).limit(limit))).unique().all()


def _in_reach(person_id: int, stations: Collection[int] | None) -> list[ColumnElement[bool]]:
    if stations is None:
        return []
    theirs = select(Supervisor.supervision_id).where(Supervisor.person_id == person_id)
    return [or_(Supervision.id.in_(theirs), Opinion.station_id.in_(stations))]


def _last_unit() -> ScalarSelect[int]:
    """The unit that the opinion of the row was referred to last, without those that returned it."""
    last = select(Referral.unit_id).where(Referral.opinion_id == Opinion.id, Referral.returned_at.is_(None))
    return last.order_by(Referral.id.desc()).limit(1).correlate(Opinion).scalar_subquery()


async def unit_of(session: AsyncSession, opinion_id: int) -> int | None:
    """The unit that an opinion was referred to last, without those that returned it."""
    return await session.scalar(select(_last_unit()).select_from(Opinion).where(Opinion.id == opinion_id))


class Counted(NamedTuple):
    """A unit, with how many of its cases are under supervision."""

    unit: HandlingUnit
    cases: int


async def units(session: AsyncSession, person_id: int, stations: Collection[int] | None) -> list[Counted]:
    """Units that have what a person supervises, or what of these stations is supervised; most of it first."""
    each = select(_last_unit().label("unit_id")).select_from(Supervision).join(Opinion)
    reached = each.where(OPEN, *_in_reach(person_id, stations)).subquery()
    counted = select(reached.c.unit_id, func.count().label("n")).group_by(reached.c.unit_id).subquery()
    found = select(HandlingUnit, counted.c.n).join(counted, counted.c.unit_id == HandlingUnit.id)
    return [Counted(*row) for row in await session.execute(found.order_by(counted.c.n.desc(), HandlingUnit.id))]


async def supervised_by(
    session: AsyncSession, person_id: int, *, kinds: Sequence[str] | None = None, until: date | None = None
) -> Sequence[Supervision]:
    """Open ones that a person supervises, the earliest due first; only of these kinds, or due until then."""
    found = select(Supervision).join(Supervisor).where(Supervisor.person_id == person_id, OPEN)
    if kinds is not None:
        found = found.where(Supervision.kind.in_(kinds))
    if until is not None:
        found = found.where(Supervision.due_on <= until)
    return (await session.scalars(found.order_by(Supervision.due_on, Supervision.id))).unique().all()


async def steps(session: AsyncSession, opinion_id: int) -> Sequence[Event]:
    """Steps of an opinion's supervision, in order."""
    found = select(Event).where(Event.opinion_id == opinion_id, Event.action.in_(OF_SUPERVISION))
    return (await session.scalars(found.order_by(Event.id))).all()


async def last_came(session: AsyncSession, opinion_id: int) -> Entry | None:
    """The newest reply about an opinion, passed on or not; None if none came."""
    found = select(Entry).where(Entry.opinion_id == opinion_id, Entry.kind.in_(_CAME))
    return await session.scalar(found.order_by(Entry.id.desc()).limit(1))


async def minutes(session: AsyncSession, opinion_id: int) -> Sequence[Entry]:
    """Minutes of an opinion's supervision, in order."""
    found = select(Entry).where(Entry.opinion_id == opinion_id, Entry.kind == EntryKind.MINUTES)
    return (await session.scalars(found.order_by(Entry.id))).all()


async def staff(session: AsyncSession) -> Sequence[Person]:
    """All staff of all offices."""
    granted = select(Grant.person_id).where(Grant.role == Role.STAFF, Grant.revoked_at.is_(None))
    return (await session.scalars(select(Person).where(Person.id.in_(granted)).order_by(Person.id))).all()


async def in_late_rounds(
    session: AsyncSession, stations: Collection[int] | None, stages: Sequence[Stage], limit: int
) -> list[Listed]:
    """Opinions at these stages in a third round or a later one, or past the last, that nobody supervises.

    Index: `ix_opinion_late_round`.
    """
    # Asked of the opinions alone, in the words of the index: with another table beside it, SQLite would not use that.
    late = select(Opinion.id).where(LATE_ROUND, Opinion.stage.in_(stages))
    return await _listed(session, select(Opinion).where(Opinion.id.in_(late.correlate(None))), stations, limit)


async def moved_often(session: AsyncSession, stations: Collection[int] | None, limit: int) -> list[Listed]:
    """Opinions with a promise whose day was moved twice or more, and that nobody supervises.

    Index: `ix_commitment_moved_often`.
    """
    found = select(Opinion).where(Opinion.id.in_(select(Commitment.opinion_id).where(MOVED_OFTEN).correlate(None)))
    return await _listed(session, found, stations, limit)


async def among(session: AsyncSession, opinion_ids: Sequence[int]) -> set[int]:
    """Opinions, of these, that are under supervision."""
    return set(await session.scalars(_OPEN_ONES.where(Supervision.opinion_id.in_(opinion_ids))))


async def count(session: AsyncSession, person_id: int) -> int:
    """Count the open ones that a person supervises."""
    found = (
        select(func.count()).select_from(Supervision).join(Supervisor).where(Supervisor.person_id == person_id, OPEN)
    )
    return (await session.execute(found)).scalar_one()


async def _listed(session: AsyncSession, found, stations: Collection[int] | None, limit: int) -> list[Listed]:  # type: ignore[no-untyped-def]
    found = found.where(Opinion.id.not_in(_OPEN_ONES))
    if stations is not None:
        found = found.where(Opinion.station_id.in_(stations))
    return [Listed(*row) for row in await session.execute(listed(found.order_by(Opinion.id)).limit(limit))]
