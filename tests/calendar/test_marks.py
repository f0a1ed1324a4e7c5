"""What is due in a year whose official list is not out yet is shown as uncertain, wherever it is shown."""

import re
from datetime import date, datetime
from pathlib import Path

import pytest

from handlers import registry
from handlers.conversation.outgoing import Outgoing
from handlers.conversation.texts import translator
from handlers.core.workdays.country import HolidaysOf
from handlers.core.workdays.rules import Calendar
from handlers.presentation.due_days import due_day, moving, note
from storage import outbox
from storage.vocabulary import Stage
from tests.representatives.conftest import FIRST
from tests.town import ZONE, Town
from tests.units.hall import Hall

LAST_DAYS = datetime(2026, 12, 30, 9, tzinfo=ZONE)
"""What is due in two working days or more is due in a year of which no list is known."""
LINE = "≈: the official list of working days of 2027 is not out yet; the date may move."


def _days(country: str = "CN", settled: frozenset[int] = frozenset()) -> Calendar:
    return Calendar(HolidaysOf(country), ZONE, settled=settled)


def test_a_day_is_marked_only_while_its_year_waits_for_a_list() -> None:
    t = translator("en", ZONE)
    then = datetime(2027, 1, 4, 15, tzinfo=ZONE)
    assert due_day(t, then, _days()) == "≈ Mon 4 Jan 2027"
    assert due_day(t, then, moving(Stage.IMPLEMENTING, _days())) == "Mon 4 Jan 2027"  # no list moves what is promised
    assert note(t, then, _days()) == LINE
    for days in (_days(settled=frozenset({2027})), _days("GB"), _days("DE")):
        assert due_day(t, then, days) == "Mon 4 Jan 2027"
        assert note(t, then, days) == ""
    assert due_day(t, date(2026, 12, 31), _days()) == "Thu 31 Dec 2026"
    assert due_day(t, None, _days()) == note(t, None, _days()) == ""


def test_the_year_is_that_of_the_town() -> None:
    t = translator("en", ZONE)
    assert due_day(t, datetime.fromisoformat("2026-12-31T15:59:59Z"), _days()) == "Thu 31 Dec 2026"
    assert due_day(t, datetime.fromisoformat("2026-12-31T16:00:00Z"), _days()) == "≈ Fri 1 Jan 2027"


def test_what_is_due_is_formatted_in_one_place() -> None:
    plain = re.compile(r"\bt\.(day|moment)\([^()]*due(?!_on|_before)")  # a promised day is named: no list moves it
    found = [
        str(path)
        for path in Path("handlers").rglob("*.py")
        if path.name != "due_days.py" and plain.search(path.read_text(encoding="utf-8"))
    ]
    assert not found, "show it by handlers.presentation.due_days.due_day"


@pytest.fixture(params=["en", "zh-hans"])
async def hall(town: Town, request: pytest.FixtureRequest) -> Hall:
    """The last days of a year; everybody's digest is planned."""
    town.clock.instant = LAST_DAYS
    hall = await Hall(town, str(request.param), await town.furnish()).settle()
    async with hall.town.database.writing() as session:
        post = Outgoing(session, hall.town.place, hall.town.clock.now())
        await registry.plant(post)
        await outbox.promise(session, [call for call in post.calls if call.chat_id])
    await hall.town.settle()
    return hall


async def test_everybody_sees_the_mark_and_why(hall: Hall) -> None:
    says, li, wang, gao = hall.says, hall.li, hall.wang, hall.gao
    line = says("official list of working days of 2027 is not out yet", "2027 年的放假安排尚未公布，日期可能调整")
    await hall.lamp()
    wang.hears(says("by ≈ .* 2027", "≈ 2027年1月"))
    li.hears(says("by ≈ .* 2027", "≈ 2027年1月"))
    await li.says("/mine")
    await li.presses(FIRST)
    li.sees("≈ ", line)
    await hall.opens()
    wang.sees("≈ ", line)
    await hall.refers()
    gao.hears(says("return it by ≈ ", "≈ 2027年1月"))
    await hall.opened_by(gao)
    gao.sees("≈ ", line)
    await gao.presses("✅")
    assert "≈ " in gao.toast
    await gao.says("/inbox")
    gao.sees("≈ ")
    await hall.clerk.says(f"/find {FIRST}")
    hall.clerk.sees("≈ ", line)
    await hall.opens()
    wang.sees("≈ ", line)


async def test_reminders_carry_it_too(hall: Hall) -> None:
    await hall.lamp()
    await hall.town.passes(days=8)
    hall.wang.hears(hall.says("half of the time has passed.*≈ ", "时限已过半.*≈ "), "☀️")


async def test_the_mark_goes_when_staff_have_entered_the_year(hall: Hall) -> None:
    await hall.lamp()
    wang = await hall.opens()
    wang.sees("≈ ")
    await hall.clerk.says("/calendar")
    await hall.clerk.presses(hall.says("January 2027 ▶︎", "2027年1月 ▶︎"))
    hall.clerk.sees("≈")
    await hall.clerk.presses(hall.says("All of 2027 is entered", "2027 年已录入完整"))
    await hall.clerk.presses(hall.says("Yes, all of 2027", "是，2027 年"))
    wang = await hall.opens()
    assert "≈" not in wang.screen
    wang.sees("2027")


async def test_a_country_whose_law_says_it_all_has_no_marks(hall: Hall) -> None:
    hall.town.restarts(country="DE")
    await hall.lamp()
    wang = await hall.opens()
    wang.sees("2027")
    for actor in (wang, hall.li, hall.clerk):
        actor.hears_nothing("≈")


async def test_a_reception_day_by_rule_is_marked_a_chosen_one_is_not(hall: Hall) -> None:
    says, clerk = hall.says, hall.clerk
    await clerk.says("/reception")
    await clerk.presses(
        says("Plan reception days", "安排接待日"), "Maishi" if says("e", "z") == "e" else "麦市", says("Rules", "规则")
    )
    await clerk.presses(says("Each month, on a day", "每月几号"), "9", "09:00", "🏠 ")
    clerk.sees("≈ ", says("official list of working days of 2027", "2027 年的放假安排尚未公布"))
    await clerk.presses(says("Set the rule", "设定规则"), says("Reception days at", "接待日"))
    clerk.sees("≈ ")
    await clerk.presses("≈ ")
    clerk.sees(says("official list of working days of 2027", "2027 年的放假安排尚未公布"))
    await clerk.presses("🗓", hall.says("January 2027 ▶︎", "2027年1月 ▶︎"), "15", "09:00")
    await clerk.says("The hall is taken")
    await clerk.presses("🗓")
    clerk.sees("2027")
    assert "≈" not in clerk.screen
