"""What waits for a representative, how soon, and what became of what they answered."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import func, select

from handlers.core.workdays.country import country_days
from handlers.core.workdays.rules import Calendar
from handlers.presentation.status_icon import case_light, light
from storage import crypto
from storage.models.people import Audit
from storage.vocabulary import Role, Stage
from tests.representatives.conftest import FIRST, LAMP, House

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TODAY = datetime(2026, 3, 2, 23, 59, 59, tzinfo=UTC)
DAYS = Calendar(country_days("CN"), ZoneInfo("UTC"))


@pytest.mark.parametrize(
    ("due_at", "now", "shows"),
    [
        (None, NOON, "⚪"),
        (TODAY, NOON, "🟡"),
        (TODAY, TODAY, "🟡"),
        (TODAY, TODAY + timedelta(seconds=1), "🔴"),
        (TODAY + timedelta(days=1), datetime(2026, 3, 2, tzinfo=UTC), "🟡"),
        (TODAY + timedelta(days=2), NOON, "🟢"),
        (TODAY + timedelta(days=2), datetime(2026, 3, 2, 23, 59, 58, tzinfo=UTC), "🟢"),
        (TODAY + timedelta(days=7), NOON + timedelta(days=4), "🟡"),
        (TODAY + timedelta(days=8), NOON + timedelta(days=4), "🟢"),
    ],
)
def test_the_light_tells_what_is_due_by_the_next_working_day(
    due_at: datetime | None, now: datetime, shows: str
) -> None:
    assert light(due_at, now, DAYS) == case_light(Stage.ASSIGNED, due_at, now, DAYS) == shows
    assert case_light(Stage.WAITING, due_at, now, DAYS) == "⏸"


async def answers(house: House, words: str = "Done") -> None:
    """Wang answers the first case."""
    wang = await house.opens()
    await wang.presses(house.says("💬 Answer", "💬 答复"))
    await wang.says(words)
    await wang.presses("📨")


async def test_the_inbox_shows_each_due_day_and_counts_what_is_overdue(house: House) -> None:
    await house.wang.says("/inbox")
    house.wang.sees(house.says("Nothing waits for you", "没有待办件"))
    await house.case()
    house.town.clock.instant += timedelta(days=3)
    await house.case("The well is dry")
    await house.wang.says("/inbox")
    house.wang.sees("🟢 TC-2026-000002", house.says("due Mon 9 Mar 2026", "2026年3月9日.*到期"))
    house.town.clock.instant += timedelta(days=5)
    await house.wang.says("/inbox")
    house.wang.sees(
        house.says("2 cases, earliest due first", "2 件待办，先到期的在前"),
        house.says("1 is overdue", "1 件已逾期"),
        "🔴 TC-2026-000001.*East Street.*TC-2026-000002.*well is dry",
    )


async def test_who_has_an_office_starts_with_its_work_and_home_counts_what_the_inbox_lists(house: House) -> None:
    wang = house.wang
    await wang.says("/start")
    wang.sees(r"\[📥 (Inbox|待办)\]", house.says("Write an opinion", "提意见"))
    assert house.says("Where do you live", "您住在哪里") not in wang.heard
    await house.case()
    await house.case("The well is dry")
    await wang.replies("TC-2026-000002", "Which well?")
    await wang.presses(house.says("question", "这是提问"), "📨")
    await wang.says("/home")
    wang.sees(house.says(r"Inbox \(2\)", "待办（2）"))
    await wang.says("/inbox")
    wang.sees(house.says("2 cases", "2 件待办"), "⏸")


async def test_a_long_inbox_has_pages(house: House) -> None:
    for number in range(7):
        await house.case(f"Number {number} of many")
    wang = house.wang
    await wang.says("/inbox")
    assert "Number 5" in wang.screen
    assert "Number 6" not in wang.screen
    await wang.presses("2 ▶️")
    wang.sees("Number 6", "TC-2026-000007")
    await wang.presses("◀️ 1")
    wang.sees("Number 0")
    for data in ("ri:0:99", "ri:0:-7"):
        await wang.forges(data)
        wang.sees("Number [06]")


async def test_an_answered_case_stays_to_be_seen_with_its_rating(house: House) -> None:
    await house.case()
    await answers(house)
    wang = house.wang
    await wang.says("/inbox")
    assert FIRST not in wang.screen
    await wang.presses(house.says("Answered and closed (1)", "已答复和办结（1）"))
    wang.sees(FIRST, house.says("answered", "已答复"), "East Street")
    await house.li.presses("😀")
    await wang.says("/inbox")
    await wang.presses(house.says("Answered and closed", "已答复和办结"))
    wang.sees(FIRST, house.says("closed", "已办结"), "😀")
    await wang.presses(FIRST)
    wang.sees(house.says("Rating of the first handling: 😀", "对首次办理的评价：😀"), "Done")
    assert house.says("💬 Answer", "💬 答复") not in wang.screen


async def test_a_reopened_case_comes_back_by_its_due_day_with_its_round_and_the_reason(house: House) -> None:
    await house.case("The well is dry")
    house.town.clock.instant += timedelta(days=1)
    await house.case()
    wang = house.wang
    await wang.replies("TC-2026-000002", "Repaired")
    await wang.presses(house.says("This is my answer", "这是我的答复"), "📨")
    await house.li.presses("🙁")
    await house.li.says("It is dark again")
    await wang.says("/inbox")
    wang.sees("TC-2026-000002.*🔁", house.says("second handling: “It is dark again”", "第二次办理：“It is dark again”"))
    assert wang.screen.index("TC-2026-000001") < wang.screen.index("TC-2026-000002")
    await wang.presses("TC-2026-000002")
    wang.sees(
        house.says("second handling", "第二次办理"),
        "It is dark again",
        house.says("Rating of the first handling: 🙁", "对首次办理的评价：🙁"),
    )


async def test_a_name_is_shown_unless_anonymous_and_each_look_is_noted(house: House) -> None:
    await house.case()
    await house.case("The well is dry", by=house.zhang, anonymous=True)
    looks = select(func.count()).select_from(Audit).where(Audit.action == "identity.seen")
    told = sum("Li Lei" in actor.heard for actor in (house.wang, house.aide))
    assert told
    async with house.town.database.reading() as session:
        assert await session.scalar(looks) == told
    wang = await house.opens()
    wang.sees("Li Lei", LAMP)
    async with house.town.database.reading() as session:
        assert await session.scalar(looks) == told + 1
    await wang.says("/inbox")
    await wang.presses("TC-2026-000002")
    wang.sees(house.says("Anonymous", "匿名"))
    wang.hears_nothing("Zhang San")
    async with house.town.database.reading() as session:
        assert await session.scalar(looks) == told + 1


async def test_a_name_whose_key_is_lost_keeps_nobody_from_the_case(house: House) -> None:
    await house.case()
    crypto.install([Fernet.generate_key().decode()])
    wang = await house.opens()
    wang.sees(house.says("name cannot be read", "姓名无法读取"), LAMP)
    await house.li.says("/mine")  # whoever writes again has a name again
    await wang.says("/inbox")
    await wang.presses(FIRST)
    wang.sees("Li Lei")


async def test_an_old_key_shows_where_the_case_is_now(house: House) -> None:
    await house.case()
    wang = await house.opens()
    message, _, data = wang.key(house.says("💬 Answer", "💬 答复"))
    await answers(house)
    await wang.does(lambda world, me: world.presses(me, message.id, data))
    assert house.says("has moved on", "已有进展") in wang.toast
    assert house.says("answered", "已答复") in next(m.shown for m in wang.messages if m.id == message.id)


async def test_a_key_of_a_case_that_somebody_else_has_now_says_who(house: House) -> None:
    await house.case()
    await house.wang.says("/inbox")
    await house.assigned_to("Zhao")
    await house.wang.presses(FIRST)
    assert house.says("is with Zhao now", "现由Zhao办理") in house.wang.toast
    house.wang.sees(house.says("Nothing waits for you", "没有待办件"))


async def test_who_acts_for_several_sees_whose_case_it_is(house: House) -> None:
    await house.case()
    await house.opens()
    assert house.says("With: Wang", "办理人：Wang") not in house.wang.screen
    sun = house.furniture.representatives["Sun"]
    await house.town.grant(house.aide, Role.REPRESENTATIVE, representative_id=sun)
    await house.opens(house.aide)
    house.aide.sees(house.says("With: Wang", "办理人：Wang"))
