"""A representative writes a suggestion, colleagues sign it, what was raised before is shown, and it is handed in."""

from sqlalchemy import update

from handlers.conversation.outgoing import Outgoing
from handlers.core.workdays.days import calendar
from handlers.notifications import digest
from storage.matter_vocabulary import MatterState
from storage.models.directory import Representative
from storage.models.matters import Matter, MatterOpinion
from storage.models.opinions import Opinion
from storage.models.suggestions import Signature, Suggestion
from storage.queries.people import by_chat
from storage.suggestion_vocabulary import SignatureState, SuggestionAction, SuggestionStage
from storage.vocabulary import Level
from tests.suggestions.congress import FIRST, MATTER, PROPOSAL, REASONS, REFERENCE, TITLE, Congress
from tests.town import MONDAY

A = SuggestionAction


async def test_its_parts_are_asked_one_by_one_with_a_hint_and_nothing_is_lost(congress: Congress) -> None:
    says, wang = congress.says, congress.wang
    await wang.says("/suggestions")
    await wang.presses(says("Begin one", "起草建议"))
    wang.sees(says("Title.*1 of 4", "标题.*1/4"), says("names the place", "写明地点"))
    await wang.says("Street lamps")
    wang.sees(says("Kept", "已保存"), "Street lamps")
    await wang.says("for the school road in Jiufang")
    await wang.presses(says("➡️ On to: Matter", "➡️ 下一项：案由"))
    await wang.says("x" * 801)
    wang.sees(says("not in", "没有存入"), "800")
    await wang.says(MATTER)
    await wang.says("/suggestions")
    await wang.presses("Street lamps")
    wang.sees(TITLE, MATTER, REFERENCE)
    await wang.presses(says("✏️ Matter", "✏️ 案由"), says("anew", "重写"))
    await wang.says("Something else altogether happens here")
    assert (await congress.suggestion()).matter == "Something else altogether happens here"


async def test_it_is_signed_in_ones_own_chat_and_anew_once_it_was_changed(congress: Congress) -> None:
    says, wang = congress.says, congress.wang
    await congress.drafted()
    zhao = await congress.asked()
    zhao.sees(TITLE, MATTER, REASONS, PROPOSAL, says("Lead: Wang", "领衔代表：Wang"))
    sign = zhao.key(says("✍️ Sign it", "✍️ 签名"))
    await congress.opens_suggestion(wang)
    await wang.presses(says("✏️ Title", "✏️ 标题"))
    await wang.says("(all of it)")
    await zhao.presses(sign)
    zhao.sees(says("changed meanwhile", "有改动"), "all of it")
    await zhao.presses(says("✍️ Sign it", "✍️ 签名"))
    wang.hears(says("Zhao has signed", "Zhao.*已在.*签名"))
    await congress.opens_suggestion(wang)
    await wang.presses(says("✏️ Title", "✏️ 标题"))
    await wang.says("too")
    await congress.opens_suggestion(wang)
    wang.sees(says("Signed an earlier text: Zhao", "签的是旧稿：Zhao"))
    await wang.presses(says("sign anew", "重新签名"))
    zhao.hears(says("has changed", "改动了"))
    await congress.opens_suggestion(zhao)
    await zhao.presses(says("Do not sign", "不签名"))
    wang.hears(says("Zhao does not sign", "Zhao.*没有在.*签名"))
    assert await congress.rows(Signature.state) == [(SignatureState.SIGNED,), (SignatureState.REFUSED,)]


async def test_a_motion_waits_for_as_many_names_as_the_level_needs(congress: Congress) -> None:
    says = congress.says
    wang = await congress.drafted()
    await wang.presses(says("Motion", "议案"))
    wang.sees(says("5 names are needed", "需 5 人"))
    await wang.presses(says("Look it over", "检查并提交"))
    wang.sees(says("4 more are needed", "还差 4 人"))
    assert says("📮 Hand it in", "📮 正式提交") not in wang.screen
    await wang.presses(says("Back", "返回"), says("→ 📜", "→ 📜"), says("Look it over", "检查并提交"))
    wang.sees(says("📮 Hand it in", "📮 正式提交"))


async def test_only_colleagues_of_the_same_congress_are_asked(congress: Congress) -> None:
    says = congress.says
    wang = await congress.drafted()
    await wang.presses(says("Co-signers", "联名代表"))
    wang.sees("Zhao")
    assert "[Sun" not in wang.screen
    await wang.says("zha")
    wang.sees("Zhao")


async def test_what_says_nothing_or_is_none_is_found_before_it_is_handed_in(congress: Congress) -> None:
    says = congress.says
    wang = await congress.drafted(
        "Road",
        "我儿子一案一审判决不公，希望有关方面重视，请在会上讨论此事",
        "x",
        "希望有关部门高度重视，切实加强，尽快解决这个问题",
    )
    await wang.presses(says("Look it over", "检查并提交"))
    wang.sees(
        says("Title: .*too short", "标题：.*太短"),
        says("attention only", "只要求重视"),
        says("court", "司法案件"),
        says("relative", "亲属"),
    )
    assert says("📮 Hand it in", "📮 正式提交") not in wang.screen
    await wang.presses(says("Back", "返回"), says("Co-signers", "联名代表"), "Zhao")
    wang.sees(says("cannot go out", "还不能发出"))


async def test_what_was_raised_before_is_shown_with_what_was_answered(congress: Congress) -> None:
    says = congress.says
    await congress.assigned()
    await congress.replied()
    wang = await congress.drafted(TITLE + " again", MATTER, REASONS, PROPOSAL)
    await wang.presses(says("Look it over", "检查并提交"))
    wang.sees(
        says("raised before", "以前提过"),
        REFERENCE,
        says("you raised it yourself", "您本人提出"),
        says("Resolved", "已解决"),
        "All eleven lamps",
    )


async def test_a_case_is_raised_and_its_author_hears_by_when(congress: Congress) -> None:
    says, wang = congress.says, congress.wang
    await congress.lamp()
    await congress.opens(wang)
    await wang.presses(says("Raise it as a suggestion", "提为代表建议"), says("Begin a new", "新起草"))
    for words in (TITLE, MATTER, REASONS, PROPOSAL):
        await wang.says(words)
        if words != PROPOSAL:
            await wang.presses(says("➡️ On to", "➡️ 下一项"))
    await congress.hands_in()
    await congress.clerk.presses(says("Open", "打开"), says("✅ Accept it", "✅ 受理"))
    await congress.assigns()
    due = (await congress.suggestion()).due_at
    assert await congress.rows(Opinion.due_at) == [(due,)]
    congress.li.hears(TITLE)
    await congress.replied()
    congress.li.hears("All eleven lamps", says("Resolved", "已解决"), says("Satisfied", "满意"))
    wang.hears(says("What do you think", "您的意见"))


async def test_a_whole_matter_comes_along_and_only_its_authors_read_the_reply(congress: Congress) -> None:
    says, wang = congress.says, congress.wang
    await congress.lamp()
    await congress.case("Dark lamps again", by=congress.zhang, to="Zhao")
    async with congress.town.database.writing() as session:
        matter = Matter(title="Lamps", summary="", words="", state=MatterState.DRAFT, opinions=2, created_at=MONDAY)
        session.add(matter)
        await session.flush()
        session.add_all(MatterOpinion(matter_id=matter.id, opinion_id=number, added_at=MONDAY) for number in (1, 2))
    await congress.opens(wang)
    await wang.presses(says("Raise it as a suggestion", "提为代表建议"), says("Begin a new", "新起草"))
    for words in (TITLE, MATTER, REASONS, PROPOSAL):
        await wang.says(words)
        if words != PROPOSAL:
            await wang.presses(says("➡️ On to", "➡️ 下一项"))
    await wang.presses(says("📜 To the suggestion", "📜 查看建议"), says("📎 Opinions", "📎 选民意见"), "🧩 Lamps")
    wang.hears_nothing("Dark lamps again")
    await congress.hands_in()
    await congress.clerk.presses(says("Open", "打开"), says("✅ Accept it", "✅ 受理"))
    await congress.assigns()
    await congress.replied()
    congress.zhang.hears(says("raised what you wrote about", "就您反映的事提出正式建议"), "All eleven lamps")
    congress.li.hears("All eleven lamps", says("Satisfied", "满意"))


async def test_it_is_withdrawn_while_nobody_handles_it(congress: Congress) -> None:
    says = congress.says
    wang = await congress.drafted()
    zhao = await congress.asked()
    await zhao.presses(says("✍️ Sign it", "✍️ 签名"))
    await congress.hands_in()
    await wang.presses(says("🗑 Withdraw it", "🗑 撤回"), says("🗑 Withdraw it", "🗑 撤回"))
    congress.clerk.hears(says("has withdrawn", "撤回了"))
    zhao.hears(says("has withdrawn", "撤回了"))
    assert (await congress.suggestion()).stage is SuggestionStage.WITHDRAWN
    assert (await congress.done())[-2:] == [A.HAND_IN, A.WITHDRAW]


async def test_many_colleagues_are_found_by_name(congress: Congress) -> None:
    async with congress.town.database.writing() as session:
        await session.execute(update(Representative).values(level=Level.COUNTY))
    wang = await congress.drafted()
    await wang.presses(congress.says("Co-signers", "联名代表"))
    wang.sees("Zhao", "Sun", "Zhou")
    await wang.says("sun")
    assert "[Zhou" not in wang.screen
    wang.sees("Sun")


__all__ = ["FIRST", "Suggestion"]


async def test_who_is_asked_to_sign_reads_of_it_in_the_morning(congress: Congress) -> None:
    await congress.drafted()
    zhao, town = await congress.asked(), congress.town
    async with town.database.writing() as session:
        out = Outgoing(session, town.place, town.clock.now())
        person = await by_chat(session, zhao.id)
        assert person is not None
        screen = await digest.compose(out, person, await calendar(out))
    assert screen is not None
    assert congress.says("1 formal suggestion waits for you", "有1件代表建议等您处理") in screen.text
