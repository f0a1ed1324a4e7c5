"""Second handlings through a unit: it reads why, has the handling's clock, and is rated for what it replied itself."""

from datetime import date

from handlers.presentation.callbacks import OpenReferred
from storage.vocabulary import Outcome, Satisfaction, Stage
from tests.units.rounds import WHY, Rounds


async def test_the_unit_of_a_second_handling_reads_why_and_has_its_clock(rounds: Rounds) -> None:
    says = rounds.says
    await rounds.second()
    await rounds.refers(unit=says("Water", "水"))
    rounds.luo.hears(says("This is the second handling: its author was not satisfied", "现在是第二次办理：提出人"), WHY)
    luo = await rounds.opened_by(rounds.luo)
    luo.sees(says("second handling", "第二次办理"), WHY)
    await luo.says("/inbox")
    luo.sees(says("second handling", "第二次办理"))
    opinion, referral = await rounds.opinion(), (await rounds.referrals())[-1]
    assert opinion.round_due_at == referral.reply_due_at
    assert referral.reply_due_at.astimezone(rounds.town.place.zone).date() == date(2026, 4, 1)


async def test_a_unit_that_gets_it_late_has_as_long_as_for_any_better_reply(rounds: Rounds) -> None:
    await rounds.second()
    await rounds.town.passes(days=25)
    await rounds.refers(unit=rounds.says("Water", "水"))
    opinion, referral = await rounds.opinion(), (await rounds.referrals())[-1]
    assert opinion.round_due_at is not None and referral.reply_due_at > opinion.round_due_at


async def test_each_round_rates_the_unit_that_replied_in_it(rounds: Rounds) -> None:
    await rounds.second()
    await rounds.refers(unit=rounds.says("Water", "水"))
    await rounds.opened_by(rounds.luo)
    await rounds.replies(rounds.luo)
    await rounds.passes_on()
    await rounds.li.presses(rounds.says("😀 Satisfied", "😀 满意"))
    units = rounds.furniture.units
    assert [(one.round, one.unit_id, one.outcome, one.satisfaction) for one in await rounds.ratings()] == [
        (1, units["Power"], Outcome.A, Satisfaction.DISSATISFIED),
        (2, units["Water"], Outcome.A, Satisfaction.SATISFIED),
    ]


async def test_a_round_that_the_representative_answers_alone_rates_no_unit(rounds: Rounds) -> None:
    await rounds.second()
    wang = await rounds.opens()
    await wang.presses(rounds.says("💬 Answer", "💬 答复"))
    await wang.says("I went there myself")
    await wang.presses(rounds.says("📨 Send", "📨 发送"))
    first, second = await rounds.ratings()
    assert first.unit_id == rounds.furniture.units["Power"]
    assert (second.unit_id, second.outcome) == (None, None)
    assert second.representative_id == rounds.furniture.representatives["Wang"]


async def test_what_was_not_done_comes_back_to_the_unit_as_the_second_handling(rounds: Rounds) -> None:
    says = rounds.says
    await rounds.referred()
    gao = rounds.gao
    await gao.presses(says("💬 Reply", "💬 答复"), says("Planned", "计划解决"), says("2 Jun 2026", "2026年6月2日"))
    await gao.says("The new lamp is ordered")
    await gao.presses(says("Send the reply", "发送答复"))
    await rounds.passes_on()
    await rounds.li.presses(says("😀 Satisfied", "😀 满意"))
    await gao.forges(OpenReferred(opinion=1))
    await gao.presses(says("🏁 Report it done", "🏁 报告已办结"))
    await gao.says("It shines")
    await gao.presses(says("🏁 Report it done", "🏁 报告已办结"))
    await rounds.li.presses(says("❌ No", "❌ 没有"))
    opinion, referral = await rounds.opinion(), (await rounds.referrals())[-1]
    assert (opinion.stage, opinion.round) == (Stage.REFERRED, 2)
    assert opinion.due_at == opinion.round_due_at == referral.reply_due_at
    await gao.forges(OpenReferred(opinion=1))
    gao.sees(says("second handling: what was promised is not done", "第二次办理：提出人表示承诺的事项没有办好"))
