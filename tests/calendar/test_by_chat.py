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
        "yes": "Yes, all of 2027",
        "sure": "No day of 2027 is entered so far",
        "complete": "2027 counts as complete",
        "said": "Staff said that all of 2027 is entered",
        "not all": "Not all of 2027",
        "taken back": "2027 no longer counts as complete",
        "which": "Which day of March 2026",
        "cannot": "I cannot read",
        "words": "I need words here",
        "nowhere": "There is no such day here",
        "tuesday": "Tue 10 Mar 2026 is a working day",
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
        "yes": "是，2027 年都录完了",
        "sure": "2027 年目前一天也没有录入",
        "complete": "2027 年的安排从现在起视为已录入完整",
        "said": "工作人员已确认 2027 年录入完整",
        "not all": "2027 年其实还没录完",
        "taken back": "2027 年不再视为录入完整",
        "which": "2026年3月的哪一天",
        "cannot": "无法识别日期",
        "words": "这里需要文字",
        "nowhere": "没有这一天|没有这个日期",
        "tuesday": "2026年3月10日 周二 是工作日",
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
    await clerk.sends_photo()
    clerk.sees(say["words"])
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
    await clerk.presses(say["all"], say["yes"])
    clerk.sees(say["complete"])
    await town.passes(days=14)
    assert len([message for message in clerk.messages if say["missing"] in message.shown]) == 2


async def test_a_year_counts_as_complete_once_it_was_asked_and_until_it_is_taken_back(
    town: Town, clerk: Actor, say: dict[str, str]
) -> None:
    town.clock.instant = datetime(2026, 11, 3, 9, tzinfo=ZONE)
    await clerk.says("/calendar")
    await clerk.forges("cm:2027-01-01")
    await clerk.presses(say["all"])
    clerk.sees(say["sure"])
    await clerk.presses("⬅️")
    clerk.sees(say["unknown"])  # nothing counts before the yes
    await clerk.presses(say["all"], say["yes"])
    clerk.sees(say["complete"], say["said"])
    assert say["unknown"] not in clerk.screen
    await clerk.presses(say["not all"])
    clerk.sees(say["taken back"], say["unknown"])
    async with town.database.reading() as session:
        audited = list(await session.scalars(select(Audit.action).order_by(Audit.id)))
    assert audited == ["calendar.settle", "calendar.unsettle"]


async def test_a_year_with_an_official_list_is_not_asked_about(clerk: Actor, say: dict[str, str]) -> None:
    await clerk.says("/calendar")
    await clerk.forges("cy:2026:1")
    assert say["not all"].replace("2027", "2026") not in clerk.screen


async def test_the_day_to_change_can_be_typed_as_people_write_it(clerk: Actor, say: dict[str, str]) -> None:
    await clerk.says("/calendar")
    await clerk.presses(say["change"])
    clerk.sees(say["which"])
    await clerk.says("sometime")
    clerk.sees(say["cannot"], "sometime", say["which"])
    await clerk.says("1.1.1999")
    clerk.sees(say["nowhere"], say["which"])
    await clerk.says("next Tuesday" if say["language"] == "en" else "下周二")
    clerk.sees(say["tuesday"])
    await clerk.presses(say["off"])
    await clerk.says("Flood drill")
    clerk.sees("Flood drill")
