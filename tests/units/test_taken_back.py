"""A representative takes a case back from a unit that sleeps; what units return goes to who sent it, or to staff."""

from handlers.presentation.callbacks import RepresentativeAct
from storage.vocabulary import Action, Stage
from tests.representatives.conftest import FIRST
from tests.town import Actor
from tests.units.hall import Hall

VERY_LATE = 16
"""Days: twice the five working days to take it, and the weekends."""
ASLEEP = "Two weeks, and nobody even took it"


async def returns(hall: Hall, officer: Actor, *, to: str = "🤷", why: str = "Not a lamp of ours") -> None:
    """An officer returns it from their inbox, naming the right unit or not."""
    await hall.opened_by(officer)
    await officer.presses(hall.says("↩️ Not ours", "↩️ 不属于本单位"), to)
    await officer.says(why)
    await officer.presses(hall.says("↩️ Return it", "↩️ 退回"))


async def returned_twice(hall: Hall) -> None:
    """Power and then Water return it; Water says that it is the Roads Bureau's."""
    await hall.lamp()
    await hall.refers()
    await returns(hall, hall.gao, to=hall.says("Water Bureau", "水利局"))
    await hall.refers()
    await returns(hall, hall.luo, to=hall.says("Roads Bureau", "交通局"), why="No water in it")


async def test_what_sleeps_very_long_is_taken_back_with_a_reason(hall: Hall) -> None:
    await hall.referred()
    wang = await hall.opens()
    assert hall.says("Take it back", "从承办单位收回") not in wang.screen
    await hall.town.passes(days=VERY_LATE)
    wang = await hall.opens()
    await wang.presses(hall.says("↩️ Take it back from the unit", "↩️ 从承办单位收回"))
    wang.sees(hall.says("Why do you take it back", "为什么收回"))
    await wang.says(ASLEEP)
    wang.sees(ASLEEP)
    await wang.presses(hall.says("↩️ Take it back", "↩️ 收回"))
    wang.sees(hall.says("is with you again", "重新由您办理"))
    for actor in (hall.gao, hall.he, hall.clerk):
        actor.hears(ASLEEP)
    hall.li.hears(hall.says("no reply came from Power Bureau, so Wang", "供电局一直没有答复，Wang已收回"))
    hall.li.hears_nothing(ASLEEP)
    opinion, (referral,) = await hall.opinion(), await hall.referrals()
    assert (opinion.stage, opinion.unit_id) == (Stage.ASSIGNED, None)
    assert referral.ended_at is not None and referral.returned_at is None
    assert (await hall.last_event()).why == ASLEEP
    await hall.gao.says("/inbox")
    hall.gao.sees(hall.says("Nothing waits", "没有"))


async def test_a_unit_in_time_keeps_it(hall: Hall) -> None:
    await hall.referred()
    await hall.opens()
    version = (await hall.opinion()).version
    await hall.wang.forges(RepresentativeAct(opinion=1, version=version, action=Action.TAKE_BACK))
    hall.wang.hears(hall.says("The unit still has time", "承办单位还有时间"), "17")
    assert (await hall.opinion()).stage is Stage.REFERRED


async def test_a_late_reply_that_comes_first_gives_the_words_back(hall: Hall) -> None:
    await hall.referred()
    await hall.town.passes(days=VERY_LATE)
    wang = await hall.opens()
    await wang.presses(hall.says("↩️ Take it back from the unit", "↩️ 从承办单位收回"))
    await wang.says(ASLEEP)
    await hall.opened_by(hall.gao)
    await hall.replies()
    await wang.presses(hall.says("↩️ Take it back", "↩️ 收回"))
    wang.hears(hall.says("Nothing was sent", "没有发送|未发送|没有发出"), ASLEEP)
    assert (await hall.opinion()).stage is Stage.REPLIED


async def test_one_return_goes_to_the_representative_with_the_right_unit_as_first_key(hall: Hall) -> None:
    await hall.lamp()
    await hall.refers()
    await returns(hall, hall.gao, to=hall.says("Water Bureau", "水利局"))
    hall.li.hears(hall.says("Power Bureau says that it is not theirs", "供电局表示不属于其职责范围"), "Wang")
    hall.li.hears_nothing("Not a lamp of ours")
    wang = await hall.opens()
    first = wang.messages[-1].buttons[0]["text"]
    assert hall.says("Refer to Water Bureau", "转交水利局") in first
    await wang.presses("⭐", hall.says("🏢 Refer it", "🏢 转交"))
    assert (await hall.opinion()).unit_id == hall.furniture.units["Water"]


async def test_two_returns_in_a_row_are_decided_by_staff(hall: Hall) -> None:
    await returned_twice(hall)
    hall.clerk.hears("No water in it", hall.says("Please decide which unit", "请确定由哪个单位"))
    hall.wang.hears(hall.says("Staff decide which unit has it next", "接下来由哪个单位办理，由工作人员确定"))
    hall.li.hears(hall.says("Staff now find out who can act", "工作人员正在确定由谁办理"))
    wang = await hall.opens()
    assert hall.says("Refer to", "转交") not in wang.screen
    await hall.clerk.says("/screen")
    power, water = hall.says("Power Bureau", "供电局"), hall.says("Water Bureau", "水利局")
    hall.clerk.sees(power, "Not a lamp of ours", water, "No water in it")
    first = hall.clerk.messages[-1].buttons[0]["text"]
    assert hall.says("Refer to Roads Bureau", "转交交通局") in first
    await hall.clerk.presses("⭐", hall.says("🏢 Refer it", "🏢 转交"))
    opinion = await hall.opinion()
    assert (opinion.unit_id, opinion.unit_to_decide) == (hall.furniture.units["Roads"], False)


async def test_staff_may_give_it_to_the_representative_to_answer(hall: Hall) -> None:
    await returned_twice(hall)
    await hall.clerk.says("/screen")
    await hall.clerk.presses(hall.says("Wang keeps it", "仍由Wang办理"))
    opinion = await hall.opinion()
    assert (opinion.stage, opinion.unit_to_decide) == (Stage.ASSIGNED, False)
    wang = await hall.opens()
    await wang.presses(hall.says("Refer to a unit", "转交承办单位"))
    wang.sees(hall.says("To which unit", "哪个单位|转交给"))


async def test_an_old_key_to_refer_is_refused_while_staff_decide(hall: Hall) -> None:
    await returned_twice(hall)
    version = (await hall.opinion()).version
    await hall.wang.forges(RepresentativeAct(opinion=1, version=version, action=Action.REFER))
    hall.wang.hears(hall.says("Staff decide which unit", "接下来由哪个单位办理"))
    assert (await hall.opinion()).stage is Stage.ASSIGNED


async def test_what_staff_referred_comes_back_to_staff(hall: Hall) -> None:
    await hall.lamp()
    await hall.clerk.says("/find 1")
    await hall.clerk.presses(hall.says("Refer to a unit", "转交承办单位"), "⭐")
    await hall.clerk.presses(hall.says("🏢 Refer it", "🏢 转交"))
    await returns(hall, hall.gao)
    assert (await hall.opinion()).unit_to_decide
    await hall.clerk.says("/start")
    hall.clerk.sees("1")
    await hall.clerk.says("/screen")
    hall.clerk.sees(FIRST, hall.says("Please decide which unit", "请确定由哪个单位"))


async def test_returns_with_a_reply_between_them_are_not_in_a_row(hall: Hall) -> None:
    await hall.lamp()
    await hall.refers()
    await returns(hall, hall.gao)
    await hall.refers(unit=hall.says("Roads Bureau", "交通局"))
    await hall.town.passes(days=VERY_LATE)
    wang = await hall.opens()
    await wang.presses(hall.says("↩️ Take it back from the unit", "↩️ 从承办单位收回"))
    await wang.says(ASLEEP)
    await wang.presses(hall.says("↩️ Take it back", "↩️ 收回"))
    await hall.refers(unit=hall.says("Water Bureau", "水利局"))
    await returns(hall, hall.luo)
    assert not (await hall.opinion()).unit_to_decide
