"""What is promised with the reply to a suggestion is followed until those who signed say that it is done."""

from sqlalchemy import select

from storage.models.commitments import Commitment
from storage.models.suggestions import SuggestionWord
from storage.suggestion_vocabulary import SuggestionAction, SuggestionStage
from storage.vocabulary import CommitmentState, Done
from tests.suggestions.congress import TITLE, Congress

A, S = SuggestionAction, SuggestionStage
DAY = "2026-12-01"


async def promise(congress: Congress) -> Commitment:
    """The newest promise."""
    async with congress.town.database.reading() as session:
        found = (await session.scalars(select(Commitment).order_by(Commitment.id.desc()))).first()
        assert found is not None
        return found


async def promised(congress: Congress) -> None:
    """The Power Bureau replies that it is planned, and both who signed think that this will do."""
    says, gao = congress.says, congress.gao
    await congress.assigned()
    await congress.opens_suggestion(gao)
    await gao.presses(says("💬 Reply", "💬 答复"), says("Planned", "计划"))
    await gao.says(DAY)
    await gao.says("The poles come in November")
    await gao.presses(says("💬 Send the reply", "💬 发出答复"))
    for actor in (congress.wang, congress.zhao):
        await actor.presses(says("Say what you think", "发表意见"), says("😀 Satisfied", "😀 满意"))


async def reports_done(congress: Congress, words: str = "All eleven shine again") -> None:
    """The Power Bureau reports it done."""
    says, gao = congress.says, congress.gao
    await congress.opens_suggestion(gao)
    await gao.presses(says("🏁 Report it done", "🏁 报告已办结"))
    await gao.says(words)
    await gao.presses(says("🏁 Report it done", "🏁 报告已办结"))


async def says_missing(congress: Congress, key: str, words: str) -> None:
    """Zhao says that something is missing."""
    await congress.zhao.presses(congress.says("🏁 Say whether", "🏁 确认是否"), key)
    await congress.zhao.says(words)
    await congress.zhao.presses(congress.says("🙁 Say so", "🙁 提交"))


async def test_it_closes_once_those_who_signed_say_that_it_is_done(congress: Congress) -> None:
    says = congress.says
    await promised(congress)
    assert (await congress.suggestion()).stage is S.IMPLEMENTING
    congress.zhao.hears(says("now .* carries out", "将在.*落实承诺"))
    await congress.gao.presses(says("Open", "打开"), says("🔧 Report progress", "🔧 报告进展"))
    await congress.gao.says("Nine of eleven stand")
    await congress.gao.presses(says("🔧 Report progress", "🔧 报告进展"))
    congress.wang.hears("Nine of eleven stand")
    await reports_done(congress)
    assert (await congress.suggestion()).stage is S.REPORTED
    await congress.wang.presses(says("🏁 Say whether", "🏁 确认是否"), says("✅ Yes, it is done", "✅ 是，已办好"))
    congress.wang.sees(says("Thank you", "谢谢"))
    assert (await congress.suggestion()).stage is S.REPORTED
    await congress.zhao.presses(says("🏁 Say whether", "🏁 确认是否"), says("✅ Yes, it is done", "✅ 是，已办好"))
    assert (await congress.suggestion()).stage is S.CLOSED
    kept = await promise(congress)
    assert (kept.state, kept.moves, kept.ended_at is not None) == (CommitmentState.CONFIRMED, 0, True)
    congress.gao.hears(says("is done. Thank you", "承诺已经落实"))
    assert (await congress.done())[-5:] == [A.REPORT, A.REPORT_DONE, A.JUDGE, A.JUDGE, A.CLOSE]


async def test_what_is_partly_done_stays_promised_and_is_asked_anew(congress: Congress) -> None:
    says = congress.says
    await promised(congress)
    await reports_done(congress)
    await congress.wang.presses(says("🏁 Say whether", "🏁 确认是否"), says("✅ Yes, it is done", "✅ 是，已办好"))
    await says_missing(congress, "🟡", "Two are still dark")
    congress.gao.hears("Two are still dark", says("only partly done", "只办好一部分"))
    kept = await promise(congress)
    assert ((await congress.suggestion()).stage, kept.state) == (S.IMPLEMENTING, CommitmentState.OPEN)
    await reports_done(congress, "Those two as well")
    assert await congress.rows(SuggestionWord.done) == []
    for actor in (congress.wang, congress.zhao):
        await actor.presses(says("🏁 Say whether", "🏁 确认是否"), says("✅ Yes, it is done", "✅ 是，已办好"))
    assert (await promise(congress)).state is CommitmentState.CONFIRMED


async def test_what_was_not_done_is_replied_to_anew_and_then_is_the_offices(congress: Congress) -> None:
    says = congress.says
    await promised(congress)
    await reports_done(congress)
    await congress.wang.presses(says("🏁 Say whether", "🏁 确认是否"), says("✅ Yes, it is done", "✅ 是，已办好"))
    await says_missing(congress, "❌", "Not a single lamp")
    one = await congress.suggestion()
    assert (one.stage, one.round) == (S.ASSIGNED, 2)
    assert (await promise(congress)).state is CommitmentState.REFUTED
    congress.gao.hears(says("Please reply anew", "请重新答复"))
    await congress.opens_suggestion(congress.gao)
    await congress.gao.presses(says("💬 Reply", "💬 答复"), says("Planned", "计划"))
    await congress.gao.says(DAY)
    await congress.gao.says("This time for sure")
    await congress.gao.presses(says("💬 Send the reply", "💬 发出答复"))
    await reports_done(congress)  # before they have said what they think: whether it is done is what counts
    await congress.wang.presses(says("🏁 Say whether", "🏁 确认是否"), says("✅ Yes, it is done", "✅ 是，已办好"))
    await says_missing(congress, "❌", "Still dark")
    assert (await congress.suggestion()).stage is S.CLOSED
    congress.clerk.hears(says("after the second reply", "再次答复后承诺仍未落实"))
    kept = await congress.rows(SuggestionWord.round, SuggestionWord.done)
    assert sorted(kept) == [(1, Done.NO), (1, Done.YES), (2, Done.NO), (2, Done.YES)]


async def test_another_day_needs_the_offices_consent_and_is_told_with_the_reason(congress: Congress) -> None:
    says, gao, clerk = congress.says, congress.gao, congress.clerk
    await promised(congress)
    await congress.opens_suggestion(gao)
    await gao.presses(says("⏳ Ask for time", "⏳ 申请延期"))
    await gao.says(DAY)
    gao.sees(says("Choose a day after", "请选择.*之后"))
    await gao.says("2027-03-01")
    await gao.says("The factory is late")
    await gao.presses(says("⏳ Ask for the time", "⏳ 提交申请"))
    clerk.hears("The factory is late", says("another day for what it promised", "申请调整"))
    assert (await promise(congress)).asked_at is not None
    await clerk.presses(says("Open", "打开"), says("✅ Give the time", "✅ 同意延期"))
    congress.zhao.hears("The factory is late", says("1 Mar 2027", "2027年3月1日"), says("instead of", "调整为"))
    kept = await promise(congress)
    assert (str(kept.due_on), str(kept.first_due_on), kept.moves, kept.asked_at) == ("2027-03-01", DAY, 1, None)
    await congress.opens_suggestion(congress.wang)
    congress.wang.sees("The factory is late", says("moved once", "已调整1次"))


async def test_unit_and_office_are_reminded_and_silence_leaves_it_unconfirmed(congress: Congress) -> None:
    says, gao = congress.says, congress.gao
    await promised(congress)
    await congress.town.passes(days=40)
    gao.hears(says("how far is what you promised", "进展如何"))
    await congress.town.passes(days=240)
    gao.hears(says("what you promised was due", "承诺的事项应于"))
    congress.clerk.hears(says("is not reported done", "尚未报告办结"))
    await reports_done(congress)
    await congress.town.passes(days=40)
    congress.zhao.hears(says("is really done", "是否真的办好"))
    assert (await congress.suggestion()).stage is S.CLOSED
    assert (await promise(congress)).state is CommitmentState.UNCONFIRMED


async def test_it_stands_in_the_units_promises_and_in_the_years(congress: Congress) -> None:
    says, gao, clerk = congress.says, congress.gao, congress.clerk
    await promised(congress)
    await gao.says("/home")
    await gao.presses("📌", "TC-S-2026-0001")
    gao.sees(TITLE)
    await clerk.says("/promises")
    await clerk.presses("TC-S-2026-0001")
    clerk.sees("The poles come in November")
    await clerk.presses(says("📜 To the suggestion", "📜 查看建议"))
    clerk.sees(TITLE)


async def test_it_is_read_beside_what_is_raised_again(congress: Congress) -> None:
    says, wang = congress.says, congress.wang
    await promised(congress)
    await reports_done(congress)
    await congress.town.passes(days=40)
    await congress.drafted()
    await wang.presses(says("Look it over", "检查并提交"))
    wang.sees(says("reported done, not confirmed", "已报告办结，未确认|未经确认|未获确认"))
