"""Several authors wait for one promise and say different things of it; after the last round staff have it."""

from handlers.core.casework.policy import Interval
from handlers.presentation.callbacks import Judge
from storage.vocabulary import CommitmentState, Done, Stage
from tests.town import Actor
from tests.units.promises import Promises

SECOND = "TC-2026-000002"


async def both_asked(promises: Promises) -> Actor:
    """Li and Zhang wait for the same, and are asked whether it is done."""
    await promises.referred()
    zhang = await promises.merged()
    await promises.opened_by(promises.gao)
    await promises.replies_with_promise()
    await promises.promise_opened()
    await promises.reports_done(promises.gao)
    return zhang


async def test_one_says_no_and_the_other_yes(promises: Promises) -> None:
    says, zhang = promises.says, await both_asked(promises)
    await zhang.presses(says("❌ No", "❌ 没有"))
    await zhang.says("The pole leans")
    promises.gao.hears(f"{SECOND}.*{says('not done', '没有办好')}", "The pole leans")
    await promises.li.presses(says("Yes, it is done", "是，已办好"))
    first, second, promise = await promises.opinion(), await promises.opinion(2), await promises.commitment()
    assert (first.stage, second.stage, second.round) == (Stage.CLOSED, Stage.REFERRED, 2)
    assert promise.state is CommitmentState.REFUTED and promise.ended_at is not None
    assert [one.done for one in await promises.concerns()] == [Done.YES, Done.NO]
    gao = promises.gao
    await gao.says("/inbox")
    await gao.presses(SECOND)
    await promises.replies(gao, "Straight now")
    await promises.wang.says("/inbox")
    await promises.wang.presses(SECOND)
    await promises.wang.presses(says("Pass the reply on", "转给选民"), says("📨 Pass it on", "📨 转给选民"))
    zhang.hears("Straight now")
    assert "Straight now" not in promises.li.heard


async def test_yes_first_and_no_afterwards(promises: Promises) -> None:
    says, zhang = promises.says, await both_asked(promises)
    await promises.li.presses(says("Yes, it is done", "是，已办好"))
    assert (await promises.commitment()).state is CommitmentState.REPORTED
    await zhang.presses(says("❌ No", "❌ 没有"), says("⏭ Skip", "⏭ 跳过"))
    zhang.sees(SECOND, says("second handling", "第二次办理"))
    assert (await promises.commitment()).state is CommitmentState.REFUTED
    assert ((await promises.opinion()).stage, (await promises.opinion(2)).stage) == (Stage.CLOSED, Stage.REFERRED)


async def test_partly_of_one_lets_the_other_rest_and_both_are_asked_again(promises: Promises) -> None:
    says, zhang = promises.says, await both_asked(promises)
    old = zhang.key(says("Yes, it is done", "是，已办好"))
    before = promises.wang.heard.count(SECOND)
    await promises.li.presses(says("🟡 Partly", "🟡 一部分"))
    zhang.hears(f"{SECOND}.*{says('something is still missing', '还没有完全办好')}", says("asked again", "再问您"))
    assert promises.wang.heard.count(SECOND) == before
    await zhang.presses(old)
    assert says("moved on since", "在此期间已有进展") in zhang.toast
    zhang.hears(f"{SECOND}.*{says('being carried out', '落实中')}")
    assert (await promises.opinion(2)).stage is Stage.IMPLEMENTING
    await promises.town.passes(days=20)
    assert (await promises.opinion(2)).stage is Stage.IMPLEMENTING
    await promises.promise_opened()
    await promises.reports_done(promises.gao, "All of it")
    for author in (promises.li, zhang):
        author.hears("All of it")
        await author.presses(says("Yes, it is done", "是，已办好"))
    assert (await promises.commitment()).state is CommitmentState.CONFIRMED


async def test_one_is_silent_and_the_other_confirms(promises: Promises) -> None:
    zhang = await both_asked(promises)
    await zhang.presses(promises.says("Yes, it is done", "是，已办好"))
    await promises.town.passes(days=20)
    assert ((await promises.opinion()).stage, (await promises.commitment()).state) == (
        Stage.CLOSED,
        CommitmentState.CONFIRMED,
    )


async def test_no_after_the_last_round_is_supervised(promises: Promises) -> None:
    says = promises.says
    await promises.town.sets(Interval.ROUNDS, 1)
    li = await promises.finished()
    await li.presses(says("❌ No", "❌ 没有"))
    assert says("takes it in hand", "督办") in li.toast
    li.sees(says("We are sorry that it is still not done", "很抱歉"), says("tells you the result by", "告知您结果"))
    opinion, promise = await promises.opinion(), await promises.commitment()
    assert (opinion.stage, opinion.round, opinion.unit_id) == (Stage.SUPERVISED, 1, None)
    assert (promise.state, promise.ended_at is not None) == (CommitmentState.REFUTED, True)
    promises.gao.hears(says("Staff take it in hand themselves", "工作人员"))
    promises.clerk.hears(says("supervision|round", "督办"))
    await li.says("It is as dark as before")
    promises.clerk.hears("It is as dark as before")
    await li.forges(Judge(opinion=1, version=opinion.version, done=Done.YES))
    assert (await promises.opinion()).stage is Stage.SUPERVISED
    await promises.gao.says("/inbox")
    promises.gao.sees(says("Nothing waits", "没有待办件"))
