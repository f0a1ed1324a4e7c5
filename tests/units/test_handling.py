"""A representative rates how the unit handled it: one tap when passing on, if they like; staff and the unit see it."""

from handlers.presentation.callbacks import OpenCase, OpenReferred, RateHandling
from storage.vocabulary import Satisfaction, Stage
from tests.units.rounds import Rounds

WELL, BADLY = ("👍 Well", "👍 办得好"), ("👎 Badly", "👎 办得不好")


async def test_one_tap_when_passing_on_is_seen_by_staff_and_the_unit(rounds: Rounds) -> None:
    says, wang = rounds.says, rounds.wang
    await rounds.first()
    wang.sees(says("How did the unit handle it", "承办单位办得怎么样"))
    await wang.presses(says(*BADLY))
    wang.sees(says("Staff and the unit can see it", "工作人员和承办单位可以看到"))
    told = says("how Power Bureau handled it \\(first handling\\): 👎 Badly", "代表对供电局首次办理的评价：👎 办得不好")
    wang.sees(told)
    await rounds.gao.forges(OpenReferred(opinion=1))
    rounds.gao.sees(told)
    await rounds.clerk.says("/find TC-2026-000001")
    rounds.clerk.sees(told)
    (rating,) = await rounds.ratings()
    assert (rating.handling, rating.satisfaction) == (Satisfaction.DISSATISFIED, None)
    await rounds.li.says("/mine")
    await rounds.li.presses("TC-2026-000001")
    assert says("👎 Badly", "👎 办得不好") not in rounds.li.screen


async def test_it_can_be_left_and_changed(rounds: Rounds) -> None:
    says, wang = rounds.says, rounds.wang
    await rounds.first()
    assert (await rounds.opinion()).stage is Stage.ANSWERED
    await wang.forges(OpenCase(opinion=1))
    await wang.presses(says(*BADLY))
    await wang.presses(says(*WELL))
    (rating,) = await rounds.ratings()
    assert rating.handling is Satisfaction.SATISFIED


async def test_each_round_has_its_own(rounds: Rounds) -> None:
    says, wang = rounds.says, rounds.wang
    await rounds.first()
    await wang.presses(says(*WELL))
    await rounds.li.presses(says("🙁 Dissatisfied", "🙁 不满意"))
    await rounds.li.says("Dark again")
    await wang.forges(RateHandling(opinion=1, round=1, satisfaction=Satisfaction.DISSATISFIED))
    wang.sees(says("no unit's handling to rate here", "现在没有可评价的承办情况"))
    (rating,) = await rounds.ratings()
    assert rating.handling is Satisfaction.SATISFIED


async def test_where_no_unit_replied_there_is_nothing_to_rate(rounds: Rounds) -> None:
    says = rounds.says
    await rounds.lamp()
    wang = await rounds.opens()
    await wang.presses(says("💬 Answer", "💬 答复"))
    await wang.says("I went there myself")
    await wang.presses(says("📨 Send", "📨 发送"))
    assert says("How did the unit handle it", "承办单位办得怎么样") not in wang.screen
    await wang.forges(RateHandling(opinion=1, round=1, satisfaction=Satisfaction.SATISFIED))
    wang.sees(says("no unit's handling to rate here", "现在没有可评价的承办情况"))


async def test_half_done_is_no_rating_of_a_unit(rounds: Rounds) -> None:
    await rounds.first()
    await rounds.wang.forges(RateHandling(opinion=1, round=1, satisfaction=Satisfaction.HALF))
    (rating,) = await rounds.ratings()
    assert rating.handling is None
