"""The office takes, returns, declines and assigns; units reply; those who signed judge; then a second handling."""

from sqlalchemy import select

from storage.models.people import Person
from storage.models.suggestions import Suggestion, SuggestionRating
from storage.suggestion_vocabulary import SuggestionAction, SuggestionStage
from storage.vocabulary import Satisfaction
from tests.suggestions.congress import REPLY, TITLE, Congress
from tests.town import ZONE

A, S = SuggestionAction, SuggestionStage


async def day(congress: Congress) -> str:
    """The day on which it is due."""
    due_at = (await congress.suggestion()).due_at
    return f"{due_at.astimezone(ZONE):%m-%d}" if due_at is not None else ""


async def test_from_the_draft_to_what_those_who_signed_think(congress: Congress) -> None:
    says = congress.says
    await congress.assigned()
    assert await day(congress) == "06-04"  # 65 working days: thirteen weeks and the holidays in them
    for actor in (congress.wang, congress.zhao, congress.gao):
        actor.hears(TITLE)
    congress.gao.hears(says("yours to handle", "由贵单位主办"))
    await congress.gao.presses(says("Open", "打开"), says("🗣 We talked", "🗣 已面商"))
    await congress.gao.says("With Wang, on Tuesday, at the school")
    await congress.gao.presses(says("Write it down", "记录"))
    congress.wang.hears("at the school")
    await congress.replied()
    for actor in (congress.wang, congress.zhao):
        actor.hears(REPLY, says("What do you think", "您的意见"))
    await congress.wang.presses(says("Say what you think", "发表意见"), says("😀 Satisfied", "😀 满意"))
    congress.wang.sees(says("Thank you", "谢谢"))
    assert (await congress.suggestion()).stage is S.REPLIED
    await congress.zhao.presses(says("Say what you think", "发表意见"), says("🙂 Mostly", "🙂 基本满意"))
    assert (await congress.suggestion()).stage is S.CLOSED
    congress.gao.hears(says("is closed", "已办结"))
    done = await congress.done()
    assert done == [A.BEGIN, A.INVITE, A.SIGN, A.HAND_IN, A.ACCEPT, A.ASSIGN, A.TALK, A.REPLY, A.RATE, A.RATE, A.CLOSE]


async def test_whoever_is_dissatisfied_says_why_and_it_is_handled_once_more(congress: Congress) -> None:
    says, zhao = congress.says, congress.zhao
    await congress.assigned()
    await congress.replied()
    await congress.wang.presses(says("Say what you think", "发表意见"), says("😀 Satisfied", "😀 满意"))
    await zhao.presses(says("Say what you think", "发表意见"), says("🙁 Dissatisfied", "🙁 不满意"))
    await zhao.says("Two lamps are dark again")
    await zhao.presses(says("🙁 Say so", "🙁 提交"))
    one = await congress.suggestion()
    assert (one.stage, one.round) == (S.ASSIGNED, 2)
    congress.gao.hears(says("Please reply anew", "请.*重新答复"))
    await congress.replied("Those two were replaced as well")
    assert (await congress.suggestion()).stage is S.REPLIED
    zhao.hears("Those two were replaced as well")
    for actor in (congress.wang, zhao):
        await actor.presses(says("Say what you think", "发表意见"), says("🙁 Dissatisfied", "🙁 不满意"))
        await actor.says("Still dark")
        await actor.presses(says("🙁 Say so", "🙁 提交"))
    assert (await congress.suggestion()).stage is S.CLOSED
    congress.clerk.hears(says("not satisfied with the second reply either", "对再次答复仍不满意"))
    kept = await congress.rows(SuggestionRating.round, SuggestionRating.satisfaction)
    assert kept.count((2, Satisfaction.DISSATISFIED)) == 2


async def test_silence_lets_it_close_and_they_are_reminded_before(congress: Congress) -> None:
    says = congress.says
    await congress.assigned()
    await congress.replied()
    await congress.town.passes(days=27)
    congress.zhao.hears(says("Please say by", "请在.*前"))
    await congress.town.passes(days=10)
    assert (await congress.suggestion()).stage is S.CLOSED


async def test_the_office_gives_it_back_and_it_comes_better(congress: Congress) -> None:
    says, clerk, wang = congress.says, congress.clerk, congress.wang
    await congress.drafted()
    await congress.hands_in()
    await clerk.presses(says("Open", "打开"), says("↩️ Give it back", "↩️ 退回"))
    await clerk.says("Which lamps, please")
    await clerk.presses(says("↩️ Give it back", "↩️ 退回"))
    wang.hears("Which lamps, please")
    await congress.opens_suggestion(wang)
    await wang.presses(says("✏️ Matter", "✏️ 案由"))
    await wang.says("The third to the thirteenth from the bridge.")
    await congress.hands_in()
    assert (await congress.suggestion()).stage is S.HANDED_IN
    await clerk.presses(says("Open", "打开"), says("🚫 Decline it", "🚫 不予受理"))
    await clerk.says("It is in this year's plan already")
    await clerk.presses(says("🚫 Decline it", "🚫 不予受理"))
    wang.hears("this year's plan", says("was declined", "不予受理"))


async def test_a_unit_says_it_is_not_theirs_within_seven_days(congress: Congress) -> None:
    says, gao, clerk = congress.says, congress.gao, congress.clerk
    await congress.assigned()
    await gao.presses(says("Open", "打开"), says("↩️ Not ours", "↩️ 不属于本单位"))
    await gao.says("The road belongs to the Roads Bureau")
    await gao.presses(says("↩️ Not ours", "↩️ 不属于本单位"))
    gao.sees(says("back with the office", "退回办公室"))
    clerk.hears("belongs to the Roads Bureau")
    await clerk.presses(says("Open", "打开"))
    await congress.assigns()
    await congress.town.passes(days=10)
    await gao.presses(says("Open", "打开"), says("↩️ Not ours", "↩️ 不属于本单位"))
    await gao.says("We think again that it is not ours")
    await gao.presses(says("↩️ Not ours", "↩️ 不属于本单位"))
    gao.hears(says("could be given back until", "可退回的期限"), "We think again")
    assert (await congress.suggestion()).stage is S.ASSIGNED


async def test_more_time_is_asked_of_the_office_six_months_at_most(congress: Congress) -> None:
    says, gao, clerk = congress.says, congress.gao, congress.clerk
    await congress.assigned()
    await gao.presses(says("Open", "打开"), says("⏳ Ask for time", "⏳ 申请延期"))
    await gao.says("2027-03-01")
    gao.sees(says("Choose a day after", "请选择.*之后"))
    await gao.says("2026-08-20")
    await gao.says("The poles are to be made first")
    await gao.presses(says("⏳ Ask for the time", "⏳ 提交申请"))
    clerk.hears("The poles are to be made first")
    await clerk.presses(says("Open", "打开"), says("✋ No more time", "✋ 不予延期"))
    await clerk.says("They are in stock")
    await clerk.presses(says("✋ No more time", "✋ 不予延期"))
    gao.hears("They are in stock")
    await gao.presses(says("Open", "打开"), says("⏳ Ask for time", "⏳ 申请延期"))
    await gao.says("2026-08-20")
    await gao.says("They are not")
    await gao.presses(says("⏳ Ask for the time", "⏳ 提交申请"))
    await clerk.presses(says("Open", "打开"), says("✅ Give the time", "✅ 同意延期"))
    assert await day(congress) == "08-20"
    congress.zhao.hears("They are not")


async def test_a_supporting_unit_writes_to_the_one_that_leads(congress: Congress) -> None:
    says, luo = congress.says, congress.luo
    await congress.assigned(supporting=True)
    luo.hears(says("You support", "协办"))
    await luo.presses(says("Open", "打开"), says("Write our part", "填写协办意见"))
    await luo.says("The pipe below the poles is two metres deep")
    await luo.presses(says("🤝 Send our part", "🤝 提交"))
    congress.gao.hears("two metres deep")
    await congress.opens_suggestion(congress.wang)
    congress.wang.hears_nothing("two metres deep")
    luo.hears_nothing(says("💬 Reply", "💬 答复"))


async def test_a_class_that_promises_names_a_day(congress: Congress) -> None:
    says, gao = congress.says, congress.gao
    await congress.assigned()
    await gao.presses(says("Open", "打开"), says("💬 Reply", "💬 答复"), says("Planned", "计划"))
    await gao.says("yesterday")
    gao.sees(says("Choose a day after", "请选择.*之后"))
    await gao.says("2026-12-01")
    await gao.says("The poles come in November")
    await gao.presses(says("💬 Send the reply", "💬 发出答复"))
    congress.wang.hears(says("1 Dec 2026", "2026年12月1日"))


async def test_sessions_take_in_what_is_handed_in_in_time(congress: Congress) -> None:
    says, clerk = congress.says, congress.clerk
    await clerk.says("/suggestions")
    await clerk.presses(says("🗓 Sessions", "🗓 会议"), says("Enter a session", "新增会议"))
    for words in ("Third session", "2026-03-20", "2026-03-10"):
        await clerk.says(words)
    await clerk.says("2026-03-18")
    await clerk.presses(says("✅ Keep it", "✅ 保存"))
    clerk.sees(says("do not fit", "不相符"))
    for words in ("2026-03-20", "2026-03-24", "2026-03-18"):
        await clerk.says(words)
    await clerk.presses(says("✅ Keep it", "✅ 保存"))
    clerk.sees("Third session")
    await congress.drafted()
    assert (await congress.suggestion()).session_id == 1
    await congress.town.passes(days=20)
    await congress.hands_in()
    assert (await congress.suggestion()).session_id is None
    await congress.clerk.says("/suggestions")
    await clerk.presses(says("📜 All", "📜 全部"), says("🗓 Session", "🗓 按会议"), says("out of session", "闭会期间"))
    clerk.sees(TITLE[:30])
    await clerk.presses(says("👤 Lead", "👤 按领衔"), "Wang", TITLE[:20])
    clerk.sees(TITLE)


async def test_nobody_else_reads_it(congress: Congress) -> None:
    await congress.drafted()
    for actor in (congress.zhao, congress.gao, congress.clerk):
        await actor.says("/suggestions")
        await actor.presses(congress.says("📜 All", "📜 全部"))
        assert TITLE[:20] not in actor.screen
    async with congress.town.database.reading() as session:
        people = list(await session.scalars(select(Person.id)))
    assert people and (await congress.rows(Suggestion.id)) == [(1,)]
