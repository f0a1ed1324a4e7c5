"""A unit promises something with a date: it is held to it, until who wrote says that it was really done."""

from datetime import date

from handlers.presentation.callbacks import Judge, Rate, UnitAct
from storage.vocabulary import Action, CommitmentState, Done, Satisfaction, Stage
from tests.units.promises import Promises


async def test_a_promise_is_awaited_once_the_answer_is_rated(promises: Promises) -> None:
    says = promises.says
    li = await promises.promised()
    opinion, promise = await promises.opinion(), await promises.commitment()
    assert (opinion.stage, promise.state, promise.due_on) == (
        Stage.ANSWERED,
        CommitmentState.OPEN,
        date(2026, 6, 2),
    )
    await li.presses(says("😀 Satisfied", "😀 满意"))
    li.sees(says("being carried out", "落实中"), says("Power Bureau promised this by", "供电局承诺于"))
    opinion = await promises.opinion()
    assert (opinion.stage, opinion.unit_id) == (Stage.IMPLEMENTING, promise.unit_id)
    assert opinion.due_at is not None
    assert "hold_to" in await promises.happened()


async def test_half_done_is_a_rating_that_keeps_the_promise_open(promises: Promises) -> None:
    says = promises.says
    li = await promises.promised()
    before = await promises.commitment()
    await li.presses(says("🌓 Half done", "🌓 只办了一半"))
    li.sees(says("it stays promised", "承诺继续有效"))
    opinion, promise = await promises.opinion(), await promises.commitment()
    assert (opinion.stage, opinion.round) == (Stage.IMPLEMENTING, 1)
    assert (promise.state, promise.due_on) == (CommitmentState.OPEN, before.due_on)
    promises.gao.hears(says("its author says that it is half done", "提出人表示只办了一半"))
    await promises.town.passes(days=3)
    assert (await promises.opinion()).round == 1
    (rating,) = await promises.ratings()
    assert rating.satisfaction is Satisfaction.HALF
    await li.says("The pole stands, the lamp is missing")
    promises.gao.hears("the lamp is missing")
    promises.wang.hears(says("🌓 Half done", "🌓 只办了一半"))


async def test_who_is_asked_once_more_can_say_half_done_too(promises: Promises) -> None:
    li = await promises.promised()
    await promises.town.passes(days=8)
    li.hears(promises.says("is answered. Are you satisfied", "已答复。您满意吗"))
    await li.presses(promises.says("🌓 Half done", "🌓 只办了一半"))
    assert (await promises.opinion()).stage is Stage.IMPLEMENTING


async def test_what_promises_nothing_cannot_be_half_done(promises: Promises) -> None:
    says, li = promises.says, promises.li
    wang = await promises.replied()
    await wang.presses(says("Pass the reply on", "转给选民"), says("📨 Pass it on", "📨 转给选民"))
    assert says("🌓 Half done", "🌓 只办了一半") not in li.screen
    await li.forges(Rate(opinion=1, round=1, satisfaction=Satisfaction.HALF))
    li.sees(says("it cannot be half done", "不能评价为“只办了一半”"))
    (rating,) = await promises.ratings()
    assert rating.satisfaction is None
    await li.presses(says("😀 Satisfied", "😀 满意"))
    assert (await promises.opinion()).stage is Stage.CLOSED


async def test_silence_after_the_answer_holds_the_unit_to_its_promise(promises: Promises) -> None:
    says = promises.says
    li = await promises.promised()
    await promises.town.passes(days=20)
    li.hears(says("now Power Bureau carries out what it promised", "供电局现在开始落实承诺"))
    assert (await promises.opinion()).stage is Stage.IMPLEMENTING


async def test_dissatisfied_reopens_and_the_promise_is_dropped(promises: Promises) -> None:
    li = await promises.promised()
    await li.presses(promises.says("🙁 Dissatisfied", "🙁 不满意"))
    await li.says("I want it this week")
    assert (await promises.opinion()).stage is Stage.ASSIGNED
    promise = await promises.commitment()
    assert promise.state is CommitmentState.DROPPED and promise.ended_at is not None


async def test_done_is_asked_of_who_wrote_and_confirmed(promises: Promises) -> None:
    says = promises.says
    li = await promises.finished()
    li.hears(
        says("says that it has done what it promised", "表示承诺的事项已经办结"),
        "It shines",
        says("really done", "真的办好"),
    )
    promises.wang.hears(says("is done; its author is asked", "正在询问选民"))
    await li.presses(says("Yes, it is done", "是，已办好"))
    assert li.toast.startswith(says("Thank you", "谢谢"))
    promises.gao.hears(says("confirms that it is done", "选民确认已经办好"))
    promises.wang.hears(says("confirms that it is done", "选民确认已经办好"))
    opinion, promise, (concern,) = await promises.opinion(), await promises.commitment(), await promises.concerns()
    assert (opinion.stage, opinion.unit_id) == (Stage.CLOSED, None)
    assert (promise.state, concern.done) == (CommitmentState.CONFIRMED, Done.YES)


async def test_partly_stays_promised_and_the_words_reach_the_unit(promises: Promises) -> None:
    says = promises.says
    li = await promises.finished()
    await li.presses(says("🟡 Partly", "🟡 一部分"))
    await li.says("The pole is still crooked")
    promises.gao.hears(says("only partly done", "只办好了一部分"))
    promises.gao.hears("The pole is still crooked")
    opinion, promise = await promises.opinion(), await promises.commitment()
    assert (opinion.stage, promise.state, promise.reported_at) == (
        Stage.IMPLEMENTING,
        CommitmentState.OPEN,
        None,
    )
    assert promise.percent is None
    gao = await promises.promise_opened()
    await promises.reports_done(gao, "Straight now")
    await li.presses(says("Yes, it is done", "是，已办好"))
    assert (await promises.commitment()).state is CommitmentState.CONFIRMED


async def test_no_is_a_new_round_with_the_unit(promises: Promises) -> None:
    says = promises.says
    li = await promises.finished()
    await li.presses(says("❌ No", "❌ 没有"))
    li.sees(says("We are sorry that it is not done", "很抱歉"), says("for the second handling", "进入第二次办理"))
    await li.says("It is as dark as before")
    promises.gao.hears(
        says(
            "not done. The second handling begins: it is back with the unit", "没有办好。第二次办理开始：已退回承办单位"
        )
    )
    promises.gao.hears("It is as dark as before")
    promises.clerk.hears(says("was not done", "没有办好"))
    opinion, promise = await promises.opinion(), await promises.commitment()
    assert (opinion.stage, opinion.round, promise.state) == (Stage.REFERRED, 2, CommitmentState.REFUTED)
    gao = await promises.opened_by(promises.gao)
    await promises.replies(gao, "Now it shines, see the photo")
    wang = await promises.opens()
    await wang.presses(says("Pass the reply on", "转给选民"), says("📨 Pass it on", "📨 转给选民"))
    await li.presses(says("😀 Satisfied", "😀 满意"))
    assert (await promises.opinion()).stage is Stage.CLOSED


async def test_silence_is_asked_once_more_and_then_closed_as_not_confirmed(promises: Promises) -> None:
    says = promises.says
    li = await promises.finished()
    await promises.town.passes(days=9)
    li.hears(says("really done", "真的办好"))
    assert (await promises.opinion()).stage is Stage.IMPLEMENTING
    await promises.town.passes(days=8)
    opinion, promise = await promises.opinion(), await promises.commitment()
    assert (opinion.stage, promise.state) == (Stage.CLOSED, CommitmentState.UNCONFIRMED)
    promises.gao.hears(says("not confirmed by its author", "选民未予确认"))
    await li.forges(Judge(opinion=1, version=opinion.version - 1, done=Done.YES))
    assert (await promises.commitment()).state is CommitmentState.UNCONFIRMED


async def test_what_was_promised_can_be_done_before_the_answer_is_rated(promises: Promises) -> None:
    li = await promises.promised()
    gao = await promises.promise_opened()
    await promises.reports_done(gao)
    assert (await promises.opinion()).stage is Stage.IMPLEMENTING
    await li.presses(promises.says("Yes, it is done", "是，已办好"))
    assert (await promises.opinion()).stage is Stage.CLOSED


async def test_progress_reaches_who_wrote_once_a_week_and_nothing_is_lost(promises: Promises) -> None:
    says = promises.says
    gao, li = await promises.held_to(), promises.li
    for words in ("The pole stands", "The cable is laid"):
        await promises.promise_opened()
        await gao.presses(says("🔧 Report progress", "🔧 报告进展"))
        await gao.says(words)
        gao.sees(says("How much of it is done", "完成了多少"))
        await gao.presses(says("50 %", "50%"))
        assert says("How much of it is done", "完成了多少") not in gao.screen
        await gao.presses(says("🔧 Send the report", "🔧 发送报告"))
    li.hears("The pole stands", says("50 % done", "已完成50%"))
    li.hears_nothing("The cable is laid")
    await promises.town.passes(days=8)
    li.hears("The cable is laid")
    assert (await promises.commitment()).percent == 50
    await li.says("/mine")
    await li.presses("TC-2026-000001")
    li.sees("The cable is laid", says("Done so far: 50", "已完成：50%"))


async def test_the_unit_is_asked_each_thirty_days_and_a_week_before(promises: Promises) -> None:
    says, gao = promises.says, await promises.held_to()
    await promises.town.passes(days=31)
    gao.hears(says("how far is what you promised by", "进展如何"))
    heard = len(gao.messages)
    await promises.town.passes(days=20)
    assert len(gao.messages) == heard
    await promises.town.passes(days=35)
    assert len(gao.messages) > heard
    await promises.town.passes(days=10)
    gao.hears(says("what you promised was due on", "您单位承诺的事项应于"))


async def test_other_units_and_old_buttons_come_to_nothing(promises: Promises) -> None:
    await promises.held_to()
    version = (await promises.opinion()).version
    await promises.luo.says("/inbox")
    await promises.zhang.says("/mine")
    await promises.luo.forges(UnitAct(opinion=1, version=version, action=Action.REPORT_DONE))
    await promises.luo.says("It is done")
    await promises.zhang.forges(Judge(opinion=1, version=version, done=Done.YES))
    await promises.li.forges(Judge(opinion=1, version=version, done=Done.YES))
    assert (await promises.opinion()).stage is Stage.IMPLEMENTING
    assert (await promises.commitment()).state is CommitmentState.OPEN


async def test_withdrawn_is_no_longer_promised(promises: Promises) -> None:
    says = promises.says
    await promises.held_to()
    li = promises.li
    await li.says("/mine")
    await li.presses("TC-2026-000001")
    await li.presses(says("Withdraw", "撤回"), says("Yes, withdraw it", "是"))
    promises.gao.hears(says("withdrawn by its author", "撤回"))
    assert (await promises.commitment()).state is CommitmentState.DROPPED
