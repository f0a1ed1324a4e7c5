"""The morning digest where a unit has a case: its officers', the representative's, the staff's."""

import re

import pytest

from handlers import registry
from handlers.conversation.outgoing import Post
from storage import outbox
from storage.vocabulary import Role
from tests.representative.conftest import FIRST
from tests.units.conftest import Hall

UNTIL_MORNING = 23.5 * 3600
"""Seconds from nine o'clock to the next morning's digest."""


@pytest.fixture
async def morning(hall: Hall) -> Hall:
    """Everybody's digest is planned, as when the process starts."""
    async with hall.town.database.writing() as session:
        post = Post(session, hall.town.place, hall.town.clock.now())
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
