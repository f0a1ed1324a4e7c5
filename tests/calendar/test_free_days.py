"""A day turns out to be free: what is due on it moves to the next that is worked, and reminders follow."""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from handlers import registry
from handlers.conversation.outgoing import Outgoing
from handlers.core.casework.actions import time as moves_of_time
from storage import outbox
from storage.models.opinions import Due
from storage.queries import calendar as kept
from tests.representatives.conftest import FIRST
from tests.town import ZONE, Town
from tests.units.hall import Hall


@pytest.fixture(params=["en", "zh-hans"])
async def hall(town: Town, request: pytest.FixtureRequest) -> Hall:
    """Monday the 2nd of March: Wang's first response is due on Monday the 9th."""
    hall = Hall(town, str(request.param), await town.furnish())
    await hall.settle()
    return hall


async def _takes_off(hall: Hall, day: str) -> None:
    says, clerk = hall.says, hall.clerk
    await clerk.says("/calendar")
    await clerk.presses(says("Change a day", "修改某一天"), day)
    clerk.sees(says("moves to the next working day", "顺延到下一个工作日"))
    await clerk.presses(says("Make it a day off", "改为休息日"))
    await clerk.says("Flood drill")
    await hall.town.passes(minutes=1)


def _day(instant: datetime | None) -> date:
    assert instant is not None
    return instant.astimezone(ZONE).date()


async def test_what_is_due_on_it_moves_and_all_else_keeps_its_day(hall: Hall) -> None:
    await hall.lamp()
    await hall.town.passes(days=1)
    second = await hall.case("The well tastes of iron")
    version = (await hall.opinion()).version
    await _takes_off(hall, "9")
    assert _day((await hall.opinion()).due_at) == date(2026, 3, 10)
    assert _day((await hall.opinion(second)).due_at) == date(2026, 3, 10)  # as it was
    assert (await hall.opinion()).version == version
    await hall.opens()
    hall.wang.sees(hall.says("Due: Tue 10 Mar", "到期：2026年3月10日"))
    await hall.town.passes(days=6)
    hall.wang.hears_nothing("🔴")
    await hall.town.passes(days=1)
    hall.wang.hears(hall.says("is due today, Tue 10 Mar", "3月10日.*到期|今天.*3月10日"))


async def test_a_units_days_move_too(hall: Hall) -> None:
    await hall.referred()
    await _takes_off(hall, "9")
    await _takes_off(hall, "23")
    (referral,) = await hall.referrals()
    assert (_day(referral.accept_due_at), _day(referral.reply_due_at)) == (date(2026, 3, 10), date(2026, 3, 24))
    assert (await hall.opinion()).due_at == referral.accept_due_at
    await hall.opened_by(hall.gao)
    await hall.gao.presses("✅")
    assert _day((await hall.opinion()).due_at) == date(2026, 3, 24)


async def test_a_list_that_comes_with_a_new_release_is_heard_at_the_start(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moves_of_time, "AT_ONCE", 1)  # however many they are
    await hall.lamp()
    await hall.case("The well tastes of iron")
    async with hall.town.database.writing() as session:
        await kept.enter(session, date(2026, 3, 9), False, "the new list", 1, hall.town.clock.now())
    assert _day((await hall.opinion()).due_at) == date(2026, 3, 9)
    async with hall.town.database.writing() as session:
        post = Outgoing(session, hall.town.place, hall.town.clock.now())
        await registry.plant(post)
        await outbox.promise(session, [call for call in post.calls if call.chat_id])
    await hall.town.passes(minutes=1)
    assert {_day((await hall.opinion(number)).due_at) for number in (1, 2)} == {date(2026, 3, 10)}
    async with hall.town.database.reading() as session:
        open_ = await session.scalars(select(Due.kind).where(Due.done_at.is_(None), Due.kind == "calendar.free-days"))
        assert not open_.all()


async def test_a_case_that_waits_for_its_author_is_left_alone(hall: Hall) -> None:
    await hall.lamp()
    wang = await hall.opens()
    await wang.presses(hall.says("❓ Ask back", "❓ 提问"))
    await wang.says("Which lamp?")
    await wang.presses(hall.says("📨 Send", "📨 发送"))
    await _takes_off(hall, "16")
    assert _day((await hall.opinion()).due_at) == date(2026, 3, 16)
    assert FIRST in wang.heard
