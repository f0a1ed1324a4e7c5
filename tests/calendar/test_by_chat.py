"""Staff look at the calendar and change it; what is due follows."""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from handlers import registry
from handlers.conversation.outgoing import Outgoing
from storage.models.calendar import CalendarDay
from storage.models.opinions import Opinion
from storage.models.people import Audit
from storage.vocabulary import Role
from tests.town import ZONE, Actor, Town

SAYS = {
    "en": {
        "month": "Working days, March 2026",
        "april": "April 2026",
        "may": "May 2026",
        "change": "Change a day",
        "off": "Make it a day off",
        "on": "Make it a working day",
        "why": "Why is Tue 3 Mar 2026 free",
        "is off": "Tue 3 Mar 2026 is a day off now",
        "entered": "Tue 3 Mar 2026: day off, Flood drill",
        "back": "Take the entry back",
        "again": "as the country's list says again",
        "long": "at most 100 characters",
        "due": "Thu 5 Mar 2026",
        "unknown": "official list of 2027 is not known",
        "all": "All of 2027 is entered",
        "complete": "2027 counts as complete",
        "missing": "official list of holidays and make-up workdays of 2027",
    },
    "zh-hans": {
        "month": "工作日 2026年3月",
        "april": "2026年4月",
        "may": "2026年5月",
        "change": "修改某一天",
        "off": "改为休息日",
        "on": "改为工作日",
        "why": "2026年3月3日 周二 为什么休息",
        "is off": "2026年3月3日 周二 现为休息日",
        "entered": "2026年3月3日 周二：休息，Flood drill",
        "back": "撤销录入",
        "again": "恢复为国家安排",
        "long": "不超过 100 个字",
        "due": "2026年3月5日 周四",
        "unknown": "2027 年的放假安排尚未公布",
        "all": "2027 年已录入完整",
        "complete": "2027 年的安排从现在起视为已录入完整",
        "missing": "2027 年的放假和调休安排",
    },
}


@pytest.fixture(params=["en", "zh-hans"])
def say(request: pytest.FixtureRequest) -> dict[str, str]:
    """What stands on the screens, in one language."""
    return {**SAYS[str(request.param)], "language": str(request.param)}


@pytest.fixture
async def clerk(town: Town, say: dict[str, str]) -> Actor:
    """Somebody of the county office."""
    return await town.grant(town.person("Chen", say["language"]), Role.STAFF)


async def take_off(clerk: Actor, say: dict[str, str]) -> None:
    """The clerk makes the third of March a day off."""
    await clerk.says("/calendar")
    await clerk.presses(say["change"], "3", say["off"])
    clerk.sees(say["why"])
    await clerk.says("Flood drill")


async def test_a_day_off_is_entered_and_moves_what_is_due_from_then_on(
    town: Town, clerk: Actor, say: dict[str, str]
) -> None:
    await clerk.says("/calendar")
    clerk.sees(say["month"])
    assert "photo" in clerk.messages[-1].content
    await take_off(clerk, say)
    clerk.sees(say["is off"], say["entered"])
    await town.furnish()
    li = town.person("Li", say["language"])
    await li.says("/start")
    await li.says("jiufang")
    await li.presses(["九房村", "Jiufang"][say["language"] == "en"])
    await li.says("The lamp is dark")
    await li.presses("✅", "Wang", "📨")
    li.hears(say["due"])
    async with town.database.reading() as session:
        (due_at,) = (await session.scalars(select(Opinion.due_at))).all()
        assert due_at is not None
        assert due_at.astimezone(ZONE).date() == date(2026, 3, 5)
        assert "calendar.enter" in (await session.scalars(select(Audit.action))).all()


async def test_an_entry_is_taken_back(town: Town, clerk: Actor, say: dict[str, str]) -> None:
    await take_off(clerk, say)
    await clerk.presses(say["change"], "·3·", say["back"])
    clerk.sees(say["again"])
    async with town.database.reading() as session:
        assert (await session.scalars(select(CalendarDay))).all() == []


async def test_the_months_turn_in_place(town: Town, clerk: Actor, say: dict[str, str]) -> None:
    await clerk.says("/calendar")
    shown = len(clerk.messages)
    await clerk.presses(f"{say['april']} ▶", f"{say['may']} ▶", f"◀︎ {say['april']}")
    clerk.sees(f"{say['may']} ▶")
    assert len(clerk.messages) == shown


async def test_a_reason_is_short(town: Town, clerk: Actor, say: dict[str, str]) -> None:
    await clerk.says("/calendar")
    await clerk.presses(say["change"], "3", say["off"])
    await clerk.says("x" * 101)
    clerk.sees(say["long"])
    await clerk.says("Flood drill")
    clerk.sees(say["is off"])


async def test_a_weekend_day_is_made_a_workday(town: Town, clerk: Actor, say: dict[str, str]) -> None:
    await clerk.says("/calendar")
    await clerk.presses(say["change"], "·7·", say["on"])
    await clerk.says("Election")
    async with town.database.reading() as session:
        (entry,) = (await session.scalars(select(CalendarDay))).all()
    assert (entry.day, entry.working, entry.reason) == (date(2026, 3, 7), True, "Election")


async def test_station_staff_look_but_do_not_change(town: Town, say: dict[str, str]) -> None:
    furniture = await town.furnish()
    station = town.person("Station clerk", say["language"])
    await town.grant(station, Role.STAFF, station_id=furniture.stations["Maishi"])
    await station.says("/calendar")
    station.sees(say["month"])
    assert say["change"] not in station.screen
    town.world.presses(station.someone, station.messages[-1].id, "ce:2026-03-03:0")
    await town.settle()
    async with town.database.reading() as session:
        assert (await session.scalars(select(CalendarDay))).all() == []


@pytest.mark.parametrize("data", ["cm:2026-13-01", "cm:9999-01-01", "cd:tomorrow", "ce::1"])
async def test_a_forged_day_is_refused(town: Town, clerk: Actor, say: dict[str, str], data: str) -> None:
    await clerk.says("/calendar")
    town.world.presses(clerk.someone, clerk.messages[-1].id, data)
    await town.settle()
    assert "/calendar" in clerk.toast


async def test_a_year_without_a_list_is_told_each_monday_from_november(
    town: Town, clerk: Actor, say: dict[str, str]
) -> None:
    town.clock.instant = datetime(2026, 10, 20, 9, tzinfo=ZONE)
    async with town.database.writing() as session:
        await registry.plant(Outgoing(session, town.place, town.clock.now()))
    await town.passes(days=12)
    clerk.hears_nothing(say["missing"])
    await town.passes(days=8)
    told = [message for message in clerk.messages if "2027" in message.shown]
    assert len(told) == 2  # Monday the 2nd and the 9th of November
    clerk.sees(say["missing"])
    await clerk.presses("📅")
    clerk.sees(say["unknown"])
    await clerk.presses(say["all"])
    clerk.sees(say["complete"])
    await town.passes(days=14)
    assert len([message for message in clerk.messages if say["missing"] in message.shown]) == 2
