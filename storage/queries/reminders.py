"""The ledger of reminders, and what the morning digest counts."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, String, and_, cast, delete, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models.directory import HandlingUnit, Representative
from storage.models.opinions import Due, Opinion, Rating, Referral
from storage.models.people import Grant, Person
from storage.models.reminders import Reminder
from storage.queries.opinions import count_some, to_screen
from storage.stages import CAN_BE_LATE, TO_DO, WITH_STAFF
from storage.upsert import insert_into
from storage.vocabulary import Role, Satisfaction, Stage


async def enter(session: AsyncSession, person_id: int, kind: str, subject: str, occasion: str, now: datetime) -> bool:
    """Write a reminder down; False if it was written before. Of two at once, the second waits for the first."""
    row = {"person_id": person_id, "kind": kind, "subject": subject, "occasion": occasion, "at": now}
    entered = await session.execute(
        insert_into(session, Reminder).values(row).on_conflict_do_nothing().returning(Reminder.id)
    )
    return entered.first() is not None


async def entered(session: AsyncSession, person_id: int, kind: str, subject: str, occasion: str) -> bool:
    """True if a reminder is written down."""
    found = select(Reminder.id).where(
        Reminder.person_id == person_id,
        Reminder.kind == kind,
        Reminder.subject == subject,
        Reminder.occasion == occasion,
    )
    return await session.scalar(found) is not None


async def entered_among(
    session: AsyncSession, person_id: int, kind: str, subjects: Sequence[str]
) -> set[tuple[str, str]]:
    """Subject and occasion of the reminders of this kind about these that a person has got."""
    found = select(Reminder.subject, Reminder.occasion).where(Reminder.person_id == person_id, Reminder.kind == kind)
    return {(row[0], row[1]) for row in await session.execute(found.where(Reminder.subject.in_(subjects)))}


async def enter_all(
    session: AsyncSession, person_id: int, kind: str, abouts: Sequence[tuple[str, str]], now: datetime
) -> None:
    """Write many reminders of a kind down at once, by subject and occasion."""
    rows = [
        {"person_id": person_id, "kind": kind, "subject": subject, "occasion": occasion, "at": now}
        for subject, occasion in abouts
    ]
    await session.execute(insert_into(session, Reminder).on_conflict_do_nothing(), rows)


class Fallen(NamedTuple):
    """An opinion of which something is due now."""

    id: int
    reference: str
    due_at: datetime | None
    stage_since: datetime
    summary: str
    once: str
    """The key of what is due."""


async def fallen(session: AsyncSession, kind: str, now: datetime, where: ColumnElement[bool]) -> list[Fallen]:
    """Opinions like this of which something of a kind has fallen due and is not done, or is being done right now.

    Index: `ix_due_opinion_id`, once the opinions are found by theirs.
    """
    waits = or_(Due.done_at.is_(None), Due.done_at == now)
    found = select(Opinion.id, Opinion.reference, Opinion.due_at, Opinion.stage_since, Opinion.summary, Due.once)
    found = found.join(Due, Due.opinion_id == Opinion.id).where(where, Due.kind == kind, Due.due_at <= now, waits)
    return [Fallen(*row) for row in await session.execute(found.order_by(Opinion.due_at, Opinion.id))]


async def last(session: AsyncSession, person_id: int, kind: str, now: datetime) -> Reminder | None:
    """The newest of a kind that a person got until now. Index: `uq_reminder_person_id_kind_subject_occasion`."""
    found = select(Reminder).where(Reminder.person_id == person_id, Reminder.kind == kind, Reminder.at <= now)
    return await session.scalar(found.order_by(Reminder.at.desc(), Reminder.id.desc()).limit(1))


async def ahead_of(session: AsyncSession, now: datetime, limit: int) -> Sequence[Reminder]:
    """Reminders promised at a time still to come: the clock was set back since. Index: `ix_reminder_at`."""
    return (await session.scalars(select(Reminder).where(Reminder.at > now).order_by(Reminder.at).limit(limit))).all()


async def prune(session: AsyncSession, before: datetime, limit: int) -> int:
    """Forget at most `limit` reminders from before an instant; how many. Index: `ix_reminder_at`."""
    old = select(Reminder.id).where(Reminder.at < before).limit(limit)
    result = await session.execute(delete(Reminder).where(Reminder.id.in_(old)).returning(Reminder.id))
    return len(result.all())


async def without_digest(session: AsyncSession, kind: str) -> Sequence[Person]:
    """People who hold a role and want a digest, but have none planned as `kind:person`. Index: `uq_due_once`."""
    return await _without(session, kind, Grant.role.is_not(None), Person.digest_at.is_not(None))


async def without_figures(session: AsyncSession, kind: str) -> Sequence[Person]:
    """Staff who want to be told figures, but have none planned as `kind:person`. Index: `uq_due_once`."""
    return await _without(session, kind, Grant.role == Role.STAFF, Person.figures_told.is_(True))


async def _without(
    session: AsyncSession, kind: str, held: ColumnElement[bool], wants: ColumnElement[bool]
) -> Sequence[Person]:
    granted = select(Grant.person_id).where(Grant.revoked_at.is_(None), held)
    its_row = (Due.once == literal(f"{kind}:") + cast(Person.id, String)) & Due.done_at.is_(None)
    found = select(Person).outerjoin(Due, its_row).where(Due.id.is_(None), Person.id.in_(granted), wants)
    return (await session.scalars(found.order_by(Person.id))).all()


class Open(NamedTuple):
    """A case that waits for somebody."""

    id: int
    reference: str
    due_at: datetime | None
    stage_since: datetime
    stage: Stage | None = None
    """Of what waits for staff, who have two things to do."""


_OPEN = (Opinion.id, Opinion.reference, Opinion.due_at, Opinion.stage_since)


async def entrusted(session: AsyncSession, representatives: Sequence[int], limit: int) -> list[Open]:
    """Cases these representatives have to act on, a unit's reply to check included, the earliest due first.

    Index: `ix_opinion_representative_id_stage_due_at`.
    """
    theirs = Opinion.representative_id.in_(representatives), Opinion.stage.in_(TO_DO)
    found = select(*_OPEN).where(*theirs).order_by(Opinion.due_at, Opinion.id)
    return [Open(*row) for row in await session.execute(found.limit(limit))]


async def referred(session: AsyncSession, units: Sequence[int], limit: int) -> list[Open]:
    """Cases these units have to take or to reply to, the earliest due first.

    Index: `ix_opinion_unit_id_stage_due_at`.
    """
    found = select(*_OPEN).where(Opinion.unit_id.in_(units), Opinion.stage == Stage.REFERRED)
    return [Open(*row) for row in await session.execute(found.order_by(Opinion.due_at, Opinion.id).limit(limit))]


class Rated(NamedTuple):
    """An answer that was rated."""

    id: int
    reference: str
    satisfaction: Satisfaction


async def rated_since(
    session: AsyncSession, representatives: Sequence[int], since: datetime, limit: int
) -> list[Rated]:
    """Ratings of these representatives' answers from an instant on, the newest first."""
    found = (
        select(Opinion.id, Opinion.reference, Rating.satisfaction)
        .join(Opinion, Opinion.id == Rating.opinion_id)
        .where(Rating.representative_id.in_(representatives), Rating.rated_at >= since)
        .where(Rating.satisfaction.is_not(None))
    )
    return [Rated(*row) for row in await session.execute(found.order_by(Rating.rated_at.desc()).limit(limit))]  # type: ignore[arg-type]


async def rated_replies_since(
    session: AsyncSession, units: Sequence[int], since: datetime, replied_from: datetime, limit: int
) -> list[Rated]:
    """Ratings, from an instant on, of answers that passed on a reply of these units, the newest first.

    `replied_from`: what was passed on before that is not looked at. Index: `ix_referral_unit_id_ended_at`.
    """
    found = (
        select(Opinion.id, Opinion.reference, Rating.satisfaction)
        .join(Referral, (Referral.opinion_id == Rating.opinion_id) & (Referral.round == Rating.round))
        .join(Opinion, Opinion.id == Rating.opinion_id)
        .where(Referral.unit_id.in_(units), Referral.ended_at >= replied_from, Referral.passed_on_at.is_not(None))
        .where(Rating.unit_id == Referral.unit_id, Rating.satisfaction.is_not(None), Rating.rated_at >= since)
    )
    return [Rated(*row) for row in await session.execute(found.order_by(Rating.rated_at.desc()).limit(limit))]  # type: ignore[arg-type]


async def to_screen_by(session: AsyncSession, stations: Sequence[int] | None, by: datetime, limit: int) -> list[Open]:
    """Cases these staff must screen or supervise by an instant, the earliest due first. Indexes: as `to_screen`."""
    found = to_screen(stations).where(Opinion.due_at <= by, Opinion.stage.in_(WITH_STAFF))
    rows = await session.execute(
        found.with_only_columns(*_OPEN, Opinion.stage).order_by(Opinion.due_at, Opinion.id).limit(limit)
    )
    return [Open(*row) for row in rows]


class Late(NamedTuple):
    """A case whose representative or unit should have acted by now."""

    id: int
    reference: str
    due_at: datetime
    stage_since: datetime
    name: str
    """Of the representative; so is `name_en`."""
    name_en: str | None
    unit: HandlingUnit | None
    """While that has it."""


def _late(stations: Sequence[int] | None, now: datetime) -> Select[Opinion]:
    found = select(Opinion).where(Opinion.stage.in_(CAN_BE_LATE), Opinion.due_at < now)
    return found if stations is None else found.where(Opinion.station_id.in_(stations))


async def count_late(session: AsyncSession, stations: Sequence[int] | None, now: datetime) -> int:
    """Count the cases of these stations (None: of all) overdue with a representative or unit, as far as to `COUNTED`.

    Index: `ix_opinion_stage_station_id_due_at`.
    """
    return await count_some(session, _late(stations, now).with_only_columns(Opinion.id))


async def latest(session: AsyncSession, stations: Sequence[int] | None, now: datetime, limit: int) -> list[Late]:
    """At most `limit` of them, the longest due first."""
    found = (
        _late(stations, now)
        .join(Representative, Representative.id == Opinion.representative_id)
        .outerjoin(HandlingUnit, and_(HandlingUnit.id == Opinion.unit_id, Opinion.stage == Stage.REFERRED))
        .with_only_columns(*_OPEN, Representative.name, Representative.name_en, HandlingUnit)
        .order_by(Opinion.due_at, Opinion.id)
        .limit(limit)
    )
    return [Late(*row) for row in await session.execute(found)]  # type: ignore[arg-type]
