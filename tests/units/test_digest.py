"""The morning digest where a unit has a case: its officers', the representative's, the staff's."""

import re

import pytest

from handlers import registry
from handlers.conversation.outgoing import Outgoing
from storage import outbox
from storage.vocabulary import Role
from tests.representatives.conftest import FIRST
from tests.units.hall import Hall

UNTIL_MORNING = 23.5 * 3600
"""Seconds from nine o'clock to the next morning's digest."""


@pytest.fixture
async def morning(hall: Hall) -> Hall:
    """Everybody's digest is planned, as when the process starts."""
    async with hall.town.database.writing() as session:
        post = Outgoing(session, hall.town.place, hall.town.clock.now())
        await registry.plant(post)
        await outbox.promise(session, [call for call in post.calls if call.chat_id])
    await hall.town.settle()
    return hall


async def test_officers_read_what_waits_for_their_unit_but_not_whose_it_is(morning: Hall) -> None:
    gao = await morning.referred()
    await morning.town.passes(seconds=UNTIL_MORNING)
    for officer in (gao, morning.he):
        officer.sees("☀️", morning.says("📥 1 new:", "新收到 1 件|新.*1"), FIRST)
        assert not re.search(r"\bLi\b", officer.screen)
    morning.luo.hears_nothing("☀️")
    await morning.town.passes(days=8)
    gao.hears("☀️.*🔴.*" + FIRST)
    await gao.presses("🔴 " + FIRST)
    gao.sees(FIRST)


async def test_what_a_unit_is_late_with_staff_read_by_the_units_name(morning: Hall) -> None:
    await morning.referred()
    await morning.town.passes(days=21)
    morning.clerk.hears("☀️.*🚨.*" + FIRST + ".*" + morning.says("Power Bureau", "供电局"))


async def test_a_reply_that_waits_for_its_check_is_in_the_representatives(morning: Hall) -> None:
    await morning.replied()
    await morning.town.passes(seconds=UNTIL_MORNING)
    morning.wang.sees("☀️", FIRST, morning.says("Inbox .1", "1"))


async def test_a_reply_that_nobody_checks_is_overdue_for_staff(morning: Hall) -> None:
    await morning.replied()
    await morning.town.passes(days=9)
    morning.clerk.hears("☀️.*🔴.*" + morning.says("1 case is overdue", "已逾期 1 件"))


async def test_what_was_replied_meanwhile_is_left_out(morning: Hall) -> None:
    await morning.referred()
    await morning.replies()
    await morning.town.passes(seconds=UNTIL_MORNING)
    morning.gao.hears_nothing("☀️")


async def test_a_reminder_leads_to_the_unit(morning: Hall) -> None:
    await morning.lamp()
    await morning.town.passes(days=3, seconds=3600)
    wang = morning.wang
    wang.hears(morning.says("half of the time", "时限已过半"))
    await wang.presses(morning.says("🏢 Refer to a unit", "🏢 转交承办单位"))
    wang.sees(morning.says("Power Bureau", "供电局"))


async def test_who_is_representative_and_officer_has_one_key_to_the_inbox(morning: Hall) -> None:
    await morning.town.grant(morning.wang, Role.UNIT, unit_id=morning.furniture.units["Power"])
    await morning.referred()
    await morning.case("The well tastes of iron")
    await morning.town.passes(seconds=UNTIL_MORNING)
    inbox = re.findall(morning.says(r"📥 Inbox \((\d)\)", r"📥 待办（(\d)）"), morning.wang.screen)
    assert inbox == ["2"]


async def test_an_officer_chooses_when_the_digest_comes(morning: Hall) -> None:
    gao = await morning.referred()
    await gao.says("/reminders")
    gao.sees(morning.says("what is referred to your unit", "转交贵单位的意见"), "08:30")
    await gao.presses("10:00")
    gao.sees("✓ 10:00")
    gao.hears_nothing(morning.says("Good morning", "早上好"))
    await morning.town.passes(hours=1)
    gao.sees(morning.says("Good morning", "早上好"), FIRST)


async def test_officers_read_how_what_they_replied_to_was_rated_but_not_by_whom(morning: Hall) -> None:
    says = morning.says
    wang = await morning.replied()
    await wang.presses(says("📨 Pass the reply on", "📨 转给选民"), says("📨 Pass it on", "📨 转给选民"))
    await morning.li.presses("🙂")
    await morning.town.passes(seconds=UNTIL_MORNING)
    for officer in (morning.gao, morning.he):
        officer.sees("☀️", says("⭐ Rated:", "⭐ 收到评价|⭐"), f"{FIRST} · 🙂")
        assert not re.search(r"\bLi\b|Lei", officer.heard)
    morning.luo.hears_nothing("☀️")
    await morning.town.passes(days=1)
    assert len(re.findall(says("Good morning", "早上好"), morning.gao.heard)) == 1


async def test_an_answer_without_the_units_reply_is_no_rating_of_the_unit(morning: Hall) -> None:
    says = morning.says
    await morning.referred()
    await morning.gao.presses(says("↩️ Not ours", "↩️ 不属于本单位"), says("not know", "不清楚"))
    await morning.gao.says("The town keeps these lamps")
    await morning.gao.presses(says("↩️ Return it", "↩️ 退回"))
    wang = await morning.opens()
    await wang.presses(says("💬 Answer", "💬 答复"))
    await wang.says("The town has mended it")
    await wang.presses(says("📨 Send", "📨 发送"))
    await morning.li.presses("😀")
    await morning.town.passes(seconds=UNTIL_MORNING)
    morning.gao.hears_nothing("☀️")
    wang.hears("☀️.*😀")


async def test_at_half_time_each_reminder_names_its_own_clock(morning: Hall) -> None:
    await morning.referred()
    await morning.town.passes(days=3, seconds=UNTIL_MORNING)
    morning.gao.hears(morning.says("half of the time.*take it or return it by", "时限已过半.*接收或退回"))
    morning.gao.hears_nothing(morning.says("Please reply by", "请承办单位在"))


async def test_a_part_that_a_unit_owes_is_in_its_digest_and_on_its_home_screen(morning: Hall) -> None:
    gao, luo, says = await morning.referred(), morning.luo, morning.says
    await gao.presses(says("✅ Take it", "✅ 接收"), says("Have a unit support", "增加协办单位"))
    await gao.presses(says("Water Bureau", "水利局"))
    await gao.says("Is your pump on that line?")
    await gao.presses(says("🤝 Ask for support", "🤝 请求协办"))
    await luo.says("/home")
    luo.sees(says(r"We support \(1\)", "我们协办（1）"))
    await luo.presses(says("We support", "我们协办"))
    luo.sees(FIRST, says("part due", "协办意见"))
    await morning.town.passes(days=3, seconds=UNTIL_MORNING)
    luo.hears("☀️", says("part owed to another unit soon", "协办意见即将到期"), FIRST)
    await morning.town.passes(days=4)
    luo.hears(says("part owed to another unit, overdue", "协办意见已逾期"), "🔴 " + FIRST)
