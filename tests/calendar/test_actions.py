"""Actions on the calendar by themselves: the county's staff only, and what follows."""

from collections.abc import AsyncIterator
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.core.actor import Actor
from handlers.core.errors import CalendarDayNotFound, NotAllowed, TextTooLong
from handlers.core.unit_of_work import UnitOfWork
from handlers.core.workdays import actions
from handlers.core.workdays.days import calendar
from handlers.core.workdays.events import CalendarChanged
from handlers.core.workdays.planning import FREE_DAYS
from storage.models.directory import Station
from storage.models.opinions import Due
from storage.models.people import Audit, Grant, Person
from storage.vocabulary import Role
from tests.town import Town

TUESDAY = date(2026, 3, 3)


async def _staff(session: AsyncSession, town: Town, number: int, station_id: int | None) -> Actor:
    person = Person(chat_id=number, name="Chen", language="en", created_at=town.clock.now())
    session.add(person)
    await session.flush()
    session.add(Grant(person_id=person.id, role=Role.STAFF, station_id=station_id, granted_at=town.clock.now()))
    await session.flush()
    await session.refresh(person)
    return Actor(person)


@pytest.fixture
async def work(town: Town) -> AsyncIterator[UnitOfWork]:
    """A transaction that is still open."""
    await town.furnish()
    async with town.database.writing() as session:
        yield UnitOfWork(session, town.place, town.clock.now())


async def test_a_day_is_entered_and_withdrawn_and_everything_may_follow(town: Town, work: UnitOfWork) -> None:
    county = await _staff(work.session, town, 1, None)
    await actions.enter(work, county, TUESDAY, False, "Flood drill")
    assert not (await calendar(work)).is_working(TUESDAY)
    await actions.withdraw(work, county, TUESDAY)
    assert (await calendar(work)).is_working(TUESDAY)
    await actions.settle(work, county, 2027)
    assert (await calendar(work)).is_certain(2027)
    year = CalendarChanged(date(2027, 1, 1), date(2027, 12, 31))
    assert work.events == [CalendarChanged(TUESDAY, TUESDAY), CalendarChanged(TUESDAY, TUESDAY), year]
    for _ in range(2):
        await actions.unsettle(work, county, 2027)
    assert not (await calendar(work)).is_certain(2027)
    assert work.events[3:] == [year]  # taken back twice, it happened once
    audited = await work.session.scalars(select(Audit.action).order_by(Audit.id))
    assert list(audited) == ["calendar.enter", "calendar.withdraw", "calendar.settle", "calendar.unsettle"]
    assert await work.session.scalar(select(Due.due_at).where(Due.kind == FREE_DAYS)) == work.now


async def test_what_does_not_fit_is_refused(town: Town, work: UnitOfWork) -> None:
    county = await _staff(work.session, town, 1, None)
    with pytest.raises(TextTooLong):
        await actions.enter(work, county, TUESDAY, False, "x" * 101)
    for day in (date(1999, 12, 31), date(2037, 1, 1)):
        with pytest.raises(CalendarDayNotFound):
            await actions.enter(work, county, day, False, "Flood drill")
        with pytest.raises(CalendarDayNotFound):
            await actions.withdraw(work, county, day)
        with pytest.raises(CalendarDayNotFound):
            await actions.settle(work, county, day.year)
        with pytest.raises(CalendarDayNotFound):
            await actions.unsettle(work, county, day.year)
    assert not work.events


async def test_only_county_staff_change_it(town: Town, work: UnitOfWork) -> None:
    station = await _staff(work.session, town, 1, await work.session.scalar(select(Station.id).limit(1)))
    stranger = Person(chat_id=2, name="Li", language="en", created_at=town.clock.now(), grants=[])
    for actor in (station, Actor(stranger)):
        with pytest.raises(NotAllowed):
            await actions.enter(work, actor, TUESDAY, False, "Flood drill")
        with pytest.raises(NotAllowed):
            await actions.withdraw(work, actor, TUESDAY)
        with pytest.raises(NotAllowed):
            await actions.unsettle(work, actor, 2027)
        with pytest.raises(NotAllowed):
            await actions.settle(work, actor, 2027)
    assert not work.events
