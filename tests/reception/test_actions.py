"""Actions on reception days by themselves: what they refuse, whoever offers them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, time, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.core.actor import Actor
from handlers.core.errors import (
    CheckInClosed,
    DayIsOver,
    DayOff,
    NotAllowed,
    NotInOffice,
    ReceptionDayChanged,
    ReceptionDayNotFound,
    RosterClosed,
    TextTooLong,
    TooEarlyToRecord,
)
from handlers.core.reception import actions, rosters
from handlers.core.reception.events import DayCancelled, DayMoved, Seated, Unseated
from handlers.core.reception.rules import LONGEST_TEXT, Attendance, Reach, Rule, TimeAndPlace
from handlers.core.unit_of_work import UnitOfWork
from storage.models.people import Audit, Grant, Person
from storage.models.reception import ReceptionDay, ReceptionInterest, RosterPlace
from storage.vocabulary import Recurrence, Role
from tests.town import Furniture, Town

AT = TimeAndPlace(time(9), time(11), "Hall")
TODAY = date(2026, 3, 2)
FRIDAY, SATURDAY = date(2026, 3, 6), date(2026, 3, 7)
NOWHERE = 999


@dataclass
class Office:
    """Maishi's clerk, another's, the representative Wang, somebody else, and a day on Friday with Wang on it."""

    work: UnitOfWork
    furniture: Furniture
    clerk: Actor
    other: Actor
    wang: Actor
    li: Actor
    day: ReceptionDay

    @property
    def station(self) -> int:
        """Maishi."""
        return self.furniture.stations["Maishi"]

    async def audited(self) -> list[str]:
        """What stands in the audit log."""
        return list(await self.work.session.scalars(select(Audit.action).order_by(Audit.id)))

    async def seated(self) -> int:
        """How many are on a roster."""
        return await self.work.session.scalar(select(func.count()).select_from(RosterPlace)) or 0


async def _actor(session: AsyncSession, town: Town, name: str, **grant: object) -> Actor:
    person = Person(chat_id=int.from_bytes(name.encode()), name=name, language="en", created_at=town.clock.now())
    session.add(person)
    await session.flush()
    if grant:
        session.add(Grant(person_id=person.id, granted_at=town.clock.now(), **grant))
        await session.flush()
    await session.refresh(person)
    return Actor(person)


@pytest.fixture
async def office(town: Town) -> AsyncIterator[Office]:
    """All in one transaction that is still open."""
    furniture = await town.furnish()
    async with town.database.writing() as session:
        work = UnitOfWork(session, town.place, town.clock.now())
        clerk = await _actor(session, town, "Chen", role=Role.STAFF, station_id=furniture.stations["Maishi"])
        other = await _actor(session, town, "Ma", role=Role.STAFF, station_id=furniture.stations["Tanghu"])
        representative = furniture.representatives["Wang"]
        wang = await _actor(session, town, "Wang", role=Role.REPRESENTATIVE, representative_id=representative)
        li = await _actor(session, town, "Li")
        day = await actions.add_day(work, clerk, furniture.stations["Maishi"], FRIDAY, AT)
        await actions.seat(work, clerk, day.id, representative)
        work.events.clear()
        yield Office(work, furniture, clerk, other, wang, li, day)


async def test_a_day_is_added_for_ones_own_station_only(office: Office) -> None:
    for actor in (office.other, office.wang, office.li):
        with pytest.raises(NotAllowed):
            await actions.add_day(office.work, actor, office.station, FRIDAY, AT)
    with pytest.raises(NotAllowed):
        await actions.add_day(office.work, office.clerk, NOWHERE, FRIDAY, AT)


@pytest.mark.parametrize("day", [TODAY - timedelta(days=1), date(2029, 1, 1)])
async def test_a_day_is_neither_over_nor_too_far(office: Office, day: date) -> None:
    with pytest.raises(DayIsOver):
        await actions.add_day(office.work, office.clerk, office.station, day, AT, on_day_off=True)
    with pytest.raises(DayIsOver):
        await actions.move(office.work, office.clerk, office.day.id, 0, day, AT, "why", on_day_off=True)


async def test_a_day_off_is_taken_only_if_it_is_meant(office: Office) -> None:
    with pytest.raises(DayOff) as refused:
        await actions.add_day(office.work, office.clerk, office.station, SATURDAY, AT)
    assert refused.value.day == SATURDAY
    with pytest.raises(DayOff):
        await actions.move(office.work, office.clerk, office.day.id, 0, SATURDAY, AT, "why")
    assert (office.day.day, office.day.sequence, office.work.events) == (FRIDAY, 0, [])
    await actions.move(office.work, office.clerk, office.day.id, 0, SATURDAY, AT, "why", on_day_off=True)
    later = TimeAndPlace(time(10), time(12), "Hall")
    moved = await actions.move(office.work, office.clerk, office.day.id, 1, SATURDAY, later, "later")
    assert (moved.day, moved.starts, moved.sequence) == (SATURDAY, time(10), 2)
    assert [type(event) for event in office.work.events] == [DayMoved, DayMoved]


async def test_a_day_that_changed_meanwhile_is_left_alone(office: Office) -> None:
    with pytest.raises(ReceptionDayChanged):
        await actions.move(office.work, office.clerk, office.day.id, 7, FRIDAY, AT, "why")
    await actions.cancel(office.work, office.clerk, office.day.id, 0, "Flood")
    assert [type(event) for event in office.work.events] == [DayCancelled]
    with pytest.raises(ReceptionDayChanged):
        await actions.cancel(office.work, office.clerk, office.day.id, 1, "Flood")
    with pytest.raises(NotAllowed):
        await actions.cancel(office.work, office.other, office.day.id, 1, "Flood")
    with pytest.raises(ReceptionDayNotFound):
        await actions.cancel(office.work, office.clerk, NOWHERE, 0, "Flood")


async def test_texts_have_a_length_but_a_stations_own_address_has_any(office: Office) -> None:
    long = "x" * (LONGEST_TEXT + 1)
    there = TimeAndPlace(time(9), time(11), long)
    with pytest.raises(TextTooLong):
        await actions.add_day(office.work, office.clerk, office.station, FRIDAY, there)
    with pytest.raises(TextTooLong):
        await actions.cancel(office.work, office.clerk, office.day.id, 0, long)
    office.day.station.address = long
    assert (await actions.add_day(office.work, office.clerk, office.station, FRIDAY, there)).place == long


async def test_hours_end_after_they_begin() -> None:
    with pytest.raises(ValueError, match="ends before"):
        TimeAndPlace(time(11), time(11), "Hall")


async def test_a_rule_is_set_and_ended_by_staff_of_the_station(office: Office) -> None:
    ninth = Rule(Recurrence.MONTHLY, 9, 1, TODAY)
    with pytest.raises(NotAllowed):
        await actions.set_rule(office.work, office.other, office.station, ninth, AT)
    with pytest.raises(ValueError, match="names no days"):
        await actions.set_rule(office.work, office.clerk, office.station, Rule(Recurrence.WEEKLY, 9, 1, TODAY), AT)
    rule = await actions.set_rule(office.work, office.clerk, office.station, ninth, AT)
    named = await office.work.session.scalars(select(ReceptionDay.day).where(ReceptionDay.rule_id == rule.id))
    assert sorted(named) == [date(2026, 3, 9), date(2026, 4, 9)]
    with pytest.raises(NotAllowed):
        await actions.end_rule(office.work, office.other, rule.id)
    with pytest.raises(NotAllowed):
        await actions.end_rule(office.work, office.clerk, NOWHERE)
    for _ in range(2):
        assert (await actions.end_rule(office.work, office.clerk, rule.id)).ended_at == office.work.now
    assert (await office.audited()).count("reception.rule.end") == 1


async def test_the_roster_takes_who_is_in_office_at_the_station(office: Office) -> None:
    wang, sun = office.furniture.representatives["Wang"], office.furniture.representatives["Sun"]
    for nobody in (NOWHERE, office.furniture.representatives["Zhao"]):
        with pytest.raises(NotInOffice):
            await actions.seat(office.work, office.clerk, office.day.id, nobody)
    for action in (actions.seat, actions.unseat):
        with pytest.raises(NotAllowed):
            await action(office.work, office.other, office.day.id, wang)
    for _ in range(2):
        await actions.seat(office.work, office.clerk, office.day.id, sun)
        await actions.unseat(office.work, office.clerk, office.day.id, NOWHERE)
    await actions.unseat(office.work, office.clerk, office.day.id, wang)
    assert [type(event) for event in office.work.events] == [Seated, Unseated]
    await actions.seat_proposed(office.work, office.clerk, office.day.id)
    assert await office.seated() == 1  # a proposal is for an empty roster


async def test_a_closed_roster_does_not_change(office: Office) -> None:
    wang = office.furniture.representatives["Wang"]
    office.work.now += timedelta(days=5)
    for action in (actions.seat, actions.unseat):
        with pytest.raises(RosterClosed):
            await action(office.work, office.clerk, office.day.id, wang)
    with pytest.raises(RosterClosed):
        await actions.seat_proposed(office.work, office.clerk, office.day.id)
    assert await office.seated() == 1


async def test_who_is_on_the_roster_checks_in_once_while_doors_are_open(office: Office) -> None:
    with pytest.raises(ReceptionDayNotFound):
        await actions.check_in(office.work, office.wang, NOWHERE)
    with pytest.raises(CheckInClosed):
        await actions.check_in(office.work, office.wang, office.day.id)
    office.work.now += timedelta(days=4)
    for actor in (office.li, office.clerk):
        with pytest.raises(NotAllowed):
            await actions.check_in(office.work, actor, office.day.id)
    came = office.work.now
    assert await actions.check_in(office.work, office.wang, office.day.id)
    office.work.now += timedelta(hours=9)
    assert not await actions.check_in(office.work, office.wang, office.day.id)
    assert await office.work.session.scalar(select(RosterPlace.came_at)) == came


async def test_staff_of_the_station_record_who_came_once_the_doors_are_open(office: Office) -> None:
    wang, sun = office.furniture.representatives["Wang"], office.furniture.representatives["Sun"]
    with pytest.raises(TooEarlyToRecord):
        await actions.record_coming(office.work, office.clerk, office.day.id, wang, came=True)
    office.work.now += timedelta(days=9)
    with pytest.raises(NotAllowed):
        await actions.record_coming(office.work, office.other, office.day.id, wang, came=True)
    with pytest.raises(ReceptionDayNotFound):
        await actions.record_coming(office.work, office.clerk, NOWHERE, wang, came=True)
    with pytest.raises(ReceptionDayChanged):
        await actions.record_coming(office.work, office.clerk, office.day.id, sun, came=True)
    for _ in range(2):
        await actions.record_coming(office.work, office.clerk, office.day.id, wang, came=True)
    (who,) = await rosters.seated(office.work, office.day)
    assert who.attendance is Attendance.RECORDED
    for _ in range(2):
        await actions.record_coming(office.work, office.clerk, office.day.id, wang, came=False)
    (who,) = await rosters.seated(office.work, office.day)
    assert who.attendance is Attendance.ABSENT
    assert [name for name in await office.audited() if "came" in name] == ["reception.came", "reception.came.withdraw"]


async def test_who_could_be_told_is_kept_when_the_day_ends(office: Office) -> None:
    office.work.now += timedelta(days=5)
    await rosters.close(office.work, office.day)
    office.wang.person.reachable = False
    await office.work.session.flush()
    (who,) = await rosters.seated(office.work, office.day)
    assert (who.attendance, who.reach) == (Attendance.ABSENT, Reach.SILENT)  # they were told, and did not come
    await rosters.close(office.work, office.day)
    (who,) = await rosters.seated(office.work, office.day)
    assert who.attendance is Attendance.UNTOLD


async def test_anybody_subscribes_to_a_day_once(office: Office) -> None:
    for _ in range(2):
        await actions.subscribe(office.work, office.li, office.day.id)
    assert len((await office.work.session.scalars(select(ReceptionInterest))).all()) == 1
    with pytest.raises(ReceptionDayNotFound):
        await actions.subscribe(office.work, office.li, NOWHERE)
