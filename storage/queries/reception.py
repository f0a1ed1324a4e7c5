"""Questions about reception days."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import and_, delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.in_list import in_list
from storage.models.directory import Representative, Station
from storage.models.people import Grant, Person
from storage.models.reception import ReceptionDay, ReceptionInterest, ReceptionRule, RosterPlace
from storage.queries.directory import LEVEL_ORDER
from storage.upsert import insert_into


async def rules_of(session: AsyncSession, station_id: int) -> Sequence[ReceptionRule]:
    """The rules that make new days for a station, oldest first."""
    found = select(ReceptionRule).where(ReceptionRule.station_id == station_id, ReceptionRule.ended_at.is_(None))
    return (await session.scalars(found.order_by(ReceptionRule.id))).all()


async def all_rules(session: AsyncSession) -> Sequence[ReceptionRule]:
    """The rules of all stations that make new days."""
    found = select(ReceptionRule).where(ReceptionRule.ended_at.is_(None)).order_by(ReceptionRule.id)
    return (await session.scalars(found)).all()


async def planned_already(session: AsyncSession, rule_id: int, first: date) -> set[date]:
    """The days from `first` on that a rule has made, wherever they were moved."""
    found = select(ReceptionDay.planned).where(ReceptionDay.rule_id == rule_id, ReceptionDay.planned >= first)
    return set((await session.scalars(found)).all())


async def day(session: AsyncSession, day_id: int) -> ReceptionDay | None:
    """A reception day, locked, as it stands now."""
    found = select(ReceptionDay).where(ReceptionDay.id == day_id).with_for_update(of=ReceptionDay)
    return await session.scalar(found.execution_options(populate_existing=True))


async def days_from(
    session: AsyncSession,
    first: date,
    limit: int | None = None,
    *,
    station_id: int | None = None,
    cancelled: bool = False,
) -> Sequence[ReceptionDay]:
    """Reception days from a date on, of a station or all, soonest first. Index: `ix_reception_day_station_id_day`."""
    found = select(ReceptionDay).where(ReceptionDay.day >= first)
    if station_id is not None:
        found = found.where(ReceptionDay.station_id == station_id)
    if not cancelled:
        found = found.where(ReceptionDay.cancelled_at.is_(None))
    return (
        await session.scalars(found.order_by(ReceptionDay.day, ReceptionDay.starts, ReceptionDay.id).limit(limit))
    ).all()


async def days_between(
    session: AsyncSession,
    first: date,
    last: date,
    stations: Sequence[int] | None,
    representatives: Sequence[int] | None = None,
) -> Sequence[ReceptionDay]:
    """Reception days of a stretch, both ends included, cancelled ones too, in order.

    `stations`: those of these, None: of all; `representatives`: those on whose roster one of these is.
    Index: `ix_reception_day_station_id_day`.
    """
    found = select(ReceptionDay).where(ReceptionDay.day.between(first, last))
    found = found.where(ReceptionDay.station_id.in_(select(Station.id) if stations is None else stations))
    if representatives is not None:
        sits = select(RosterPlace.day_id).where(RosterPlace.representative_id.in_(representatives))
        found = found.where(ReceptionDay.id.in_(sits))
    return (await session.scalars(found.order_by(ReceptionDay.day, ReceptionDay.starts, ReceptionDay.id))).all()


async def days_before(session: AsyncSession, last: date, station_id: int, limit: int) -> Sequence[ReceptionDay]:
    """A station's days before a date, the newest first."""
    found = select(ReceptionDay).where(
        ReceptionDay.day < last, ReceptionDay.station_id == station_id, ReceptionDay.cancelled_at.is_(None)
    )
    return (await session.scalars(found.order_by(ReceptionDay.day.desc(), ReceptionDay.id.desc()).limit(limit))).all()


async def days_of_representatives(
    session: AsyncSession, representatives: Sequence[int], first: date, limit: int | None = None
) -> Sequence[ReceptionDay]:
    """The days from a date on for which one of these is on the roster, soonest first."""
    sits = select(RosterPlace.day_id).where(RosterPlace.representative_id.in_(representatives))
    found = select(ReceptionDay).where(
        ReceptionDay.id.in_(sits), ReceptionDay.day >= first, ReceptionDay.cancelled_at.is_(None)
    )
    return (await session.scalars(found.order_by(ReceptionDay.day, ReceptionDay.starts).limit(limit))).all()


async def roster(session: AsyncSession, day_id: int) -> Sequence[RosterPlace]:
    """Places on a day's roster, in the order they were given."""
    return (
        await session.scalars(select(RosterPlace).where(RosterPlace.day_id == day_id).order_by(RosterPlace.id))
    ).all()


class OnRoster(NamedTuple):
    """Names of somebody who sits on a reception day, and when they came."""

    name: str
    name_en: str | None
    came_at: datetime | None


async def names_on(session: AsyncSession, days: Sequence[int]) -> dict[int, list[OnRoster]]:
    """Names of who is on the roster, by day, in the order they were given."""
    found = (
        select(RosterPlace.day_id, Representative.name, Representative.name_en, RosterPlace.came_at)
        .join(Representative, Representative.id == RosterPlace.representative_id)
        .where(in_list(RosterPlace.day_id, "days"))
        .order_by(RosterPlace.id)
    )
    names: dict[int, list[OnRoster]] = {}
    for day_id, *called in await session.execute(found, {"days": list(days)}):
        names.setdefault(day_id, []).append(OnRoster._make(called))
    return names


async def place_of(session: AsyncSession, day_id: int, representatives: Sequence[int]) -> RosterPlace | None:
    """The place of one of these representatives on a day."""
    found = select(RosterPlace).where(RosterPlace.day_id == day_id, RosterPlace.representative_id.in_(representatives))
    return await session.scalar(found.order_by(RosterPlace.id).limit(1))


async def seat(session: AsyncSession, day_id: int, representative_id: int) -> bool:
    """Put a representative on the roster; False if they are on it already."""
    row = {"day_id": day_id, "representative_id": representative_id}
    seated = await session.execute(
        insert_into(session, RosterPlace).values(row).on_conflict_do_nothing().returning(RosterPlace.id)
    )
    return seated.first() is not None


async def unseat(session: AsyncSession, day_id: int, representative_id: int) -> None:
    """Take a representative off the roster."""
    await session.execute(
        delete(RosterPlace)
        .where(RosterPlace.day_id == day_id, RosterPlace.representative_id == representative_id)
        .execution_options(synchronize_session=False)
    )


class Candidate(NamedTuple):
    """A representative who could sit on a reception day."""

    id: int
    code: str
    name: str
    name_en: str | None
    constituency: str
    last: date | None
    """Their last other day on a roster that was not cancelled, past or to come."""


async def candidates(session: AsyncSession, one: ReceptionDay) -> list[Candidate]:
    """Representatives in office of the station of a day, or on its roster, each with the other day they sat last."""
    sits = select(RosterPlace.representative_id).where(RosterPlace.day_id == one.id)
    theirs = and_(Representative.station_id == one.station_id, Representative.active)
    last = (
        select(RosterPlace.representative_id, func.max(ReceptionDay.day).label("last"))
        .join(ReceptionDay, ReceptionDay.id == RosterPlace.day_id)
        .where(ReceptionDay.cancelled_at.is_(None), ReceptionDay.id != one.id)
        .group_by(RosterPlace.representative_id)
        .subquery()
    )
    found = (
        select(*(getattr(Representative, fact) for fact in Candidate._fields[:-1]), last.c.last)
        .outerjoin(last, last.c.representative_id == Representative.id)
        .where(or_(theirs, Representative.id.in_(sits)))
        .order_by(LEVEL_ORDER, Representative.sound, Representative.id)
    )
    return [Candidate._make(row) for row in await session.execute(found)]


async def remember_interest(session: AsyncSession, day_id: int, person_id: int) -> None:
    """The person has this day in their calendar."""
    row = {"day_id": day_id, "person_id": person_id}
    await session.execute(insert_into(session, ReceptionInterest).values(row).on_conflict_do_nothing())


async def interested(session: AsyncSession, day_id: int) -> Sequence[Person]:
    """People who have this day in their calendar."""
    found = select(Person).join(ReceptionInterest, ReceptionInterest.person_id == Person.id)
    return (await session.scalars(found.where(ReceptionInterest.day_id == day_id).order_by(Person.id))).all()


async def acting_on(session: AsyncSession, day_id: int) -> Sequence[Person]:
    """People who act for somebody on the roster, each once."""
    granted = (
        select(Grant.person_id)
        .join(RosterPlace, RosterPlace.representative_id == Grant.representative_id)
        .where(RosterPlace.day_id == day_id, Grant.revoked_at.is_(None))
    )
    return (await session.scalars(select(Person).where(Person.id.in_(granted)).order_by(Person.id))).all()
