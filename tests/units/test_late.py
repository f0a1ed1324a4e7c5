"""Late and very late are computed and shown; what is merged gets the unit's reply too."""

from handlers.presentation.callbacks import OpenCase, OpenMine
from storage.models.opinions import Opinion
from storage.vocabulary import Outcome, Stage
from tests.actor import stands
from tests.representatives.conftest import FIRST, LAMP
from tests.units.hall import Hall

WORKING_WEEK = 7


async def test_a_unit_that_does_not_take_it_is_late_and_then_very_late(hall: Hall) -> None:
    gao = await hall.referred()
    await hall.town.passes(days=WORKING_WEEK + 1)
    await gao.says("/inbox")
    gao.sees(
        "🔴 .*" + FIRST, hall.says("by Mon 9 Mar 2026 · late", "3月9日.*已逾期"), hall.says("1 is overdue", "1 件")
    )
    await hall.town.passes(days=WORKING_WEEK)
    await gao.says("/inbox")
    gao.sees(hall.says("very late", "严重逾期"))
    wang = hall.wang
    await wang.says("/inbox")
    wang.sees(hall.says("with the unit.*very late", "承办单位办理中.*严重逾期"))
    await hall.clerk.says("/find 1")
    hall.clerk.sees(hall.says("very late", "严重逾期"))


async def test_a_check_that_is_late_stands_in_the_inbox(hall: Hall) -> None:
    wang = await hall.replied()
    await hall.town.passes(days=WORKING_WEEK + 1)
    await wang.says("/inbox")
    wang.sees(hall.says("to be checked by Mon 9 Mar 2026 · late", "请在2026年3月9日.*审核 · 已逾期"))
    await wang.presses(FIRST)
    wang.sees(hall.says("Due: Mon 9 Mar 2026 · late", "已逾期"))


async def test_what_is_merged_is_told_and_answered_along(hall: Hall) -> None:
    await hall.lamp()
    other = await hall.case("The lamp again", by=hall.zhang)
    async with hall.town.database.writing() as session:
        opinion = await session.get_one(Opinion, other)
        opinion.stage, opinion.merged_into_id, opinion.representative_id = Stage.MERGED, 1, None
    await hall.refers()
    hall.zhang.sees(hall.says("passed to Power Bureau", "已转交供电局"))
    await hall.opened_by(hall.gao)
    await hall.replies()
    wang = await hall.opens()
    await wang.presses(hall.says("📨 Pass the reply on", "📨 转给选民"), hall.says("📨 Pass it on", "📨 转给选民"))
    for actor in (hall.li, hall.zhang):
        actor.sees("A new lamp is up", hall.says("Resolved", "已解决"), "😀")
    along = await hall.opinion(other)
    assert (along.stage, along.outcome) == (Stage.ANSWERED, Outcome.A)
    await hall.zhang.forges(OpenMine(opinion=other))
    hall.zhang.sees("A new lamp is up", hall.says("Resolved", "已解决"))


async def test_a_new_round_begins_without_the_old_result(hall: Hall) -> None:
    wang = await hall.replied()
    await wang.presses(hall.says("📨 Pass the reply on", "📨 转给选民"), hall.says("📨 Pass it on", "📨 转给选民"))
    await hall.li.presses("🙁")
    await hall.li.says("It is dark again")
    opinion = await hall.opinion()
    assert (opinion.stage, opinion.round, opinion.outcome) == (Stage.ASSIGNED, 2, None)
    await hall.refers("Once more, please")
    gao = await hall.opened_by(hall.gao)
    gao.sees("It is dark again", "Once more, please", "A new lamp is up")


async def test_the_representative_hears_of_a_unit_that_sleeps_and_takes_it_back(hall: Hall) -> None:
    await hall.referred()
    wang, key = hall.wang, hall.says("↩️ Take it back from the unit", "↩️ 从承办单位收回")
    told = hall.says("waits for Power Bureau, twice as long as it should", "在供电局处已严重逾期")
    await hall.town.passes(days=WORKING_WEEK + 5)
    wang.hears_nothing(told)
    await hall.town.passes(days=4)
    wang.hears(told, hall.says("You can take it back", "您可以收回"), LAMP)
    assert sum(stands(told, str(message)) for message in wang.messages) <= 1
    await wang.presses(wang.key(key))
    await wang.says("Nobody has looked at it for two weeks")
    await wang.presses(hall.says("Take it back", "收回"))
    assert (await hall.opinion()).stage is Stage.ASSIGNED
    assert (await hall.happened())[-1] == "take_back"


async def test_many_that_sleep_are_one_message(hall: Hall) -> None:
    for number in range(1, 5):
        await hall.case(f"Lamp number {number}")
    wang = hall.wang
    for number in range(1, 5):
        await wang.forges(OpenCase(opinion=number))
        await wang.presses(hall.says("Refer to a unit", "转交承办单位"), hall.says("Power Bureau", "供电局"))
        await wang.presses(hall.says("🏢 Refer it", "🏢 转交"))
    await hall.town.passes(days=16)
    wang.hears(hall.says("4 cases wait twice as long as they should with their units", "4 件在承办单位已超过一倍时限"))
    wang.hears_nothing(hall.says("waits for Power Bureau, twice", "在供电局处已严重逾期"))
