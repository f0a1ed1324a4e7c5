"""A representative proposes to decline a case; staff decide."""

import pytest

from handlers import registry
from handlers.conversation.outgoing import Outgoing
from storage.vocabulary import Stage
from tests.representatives.conftest import FIRST, House
from tests.town import Actor


async def proposes(house: House, why: str = "The power company answers for lamps: 95598") -> Actor:
    """Wang writes why."""
    wang = await house.opens()
    await wang.presses(house.says("Propose to decline", "建议不予受理"))
    await wang.says(why)
    return wang


async def test_a_proposal_is_previewed_and_goes_to_staff_who_may_refuse_it(house: House) -> None:
    await house.case()
    due = (await house.opinion()).due_at
    wang = await proposes(house)
    wang.sees(house.says("This goes to staff", "以下内容将发给工作人员"), "95598")
    house.clerk.hears_nothing("95598")
    await wang.presses(house.says("Send to staff", "发给工作人员"))
    wang.sees(house.says("Until they decide", "在作出决定之前"))
    house.clerk.sees(house.says("Wang proposes to decline TC-2026-000001", "Wang建议不予受理 TC-2026-000001"), "95598")
    house.li.hears_nothing("95598")
    await wang.presses(house.says("Open", "打开"))
    wang.sees(house.says("You proposed to decline it", "您已建议不予受理"), "95598", house.says("💬 Answer", "💬 答复"))
    assert f"[{house.says('🚫 Propose', '🚫 建议')}" not in wang.screen
    assert (await house.opinion()).due_at == due
    await house.clerk.presses(house.says("Open", "打开"), house.says("Wang keeps it", "仍由Wang办理"))
    wang.sees(house.says("ask you to take it on after all", "仍请您办理"))
    await wang.presses(house.says("Open", "打开"))
    wang.sees(house.says("Propose to decline", "建议不予受理"))


async def test_answering_settles_a_proposal(house: House) -> None:
    await house.case()
    wang = await proposes(house)
    await wang.presses(house.says("Send to staff", "发给工作人员"), house.says("Open", "打开"))
    await wang.presses(house.says("💬 Answer", "💬 答复"))
    await wang.says("I asked them: it is repaired")
    await wang.presses("📨")
    kept = await house.opinion()
    assert (kept.stage, kept.decline_proposed) == (Stage.ANSWERED, False)


async def test_a_proposal_needs_words(house: House) -> None:
    await house.case()
    wang = await house.opens()
    await wang.presses(house.says("Propose to decline", "建议不予受理"))
    wang.sees(house.says("which door is the right one", "应找哪个部门"))
    await wang.does(lambda world, me: world.sends_photo(me, b"lamp"))
    wang.sees(house.says("only words are needed", "只需要文字"))
    with pytest.raises(AssertionError, match="no button"):
        wang.key("📨")
    await wang.says("x" * 1001)
    wang.sees("1001", "1000")


async def test_an_answer_and_a_proposal_begun_for_one_case_do_not_mix(house: House) -> None:
    await house.case()
    wang = await proposes(house)
    await wang.replies(FIRST, "On second thoughts, repaired")
    assert "95598" not in wang.screen
    await wang.says("/inbox")
    await wang.presses(FIRST)
    wang.sees(house.says("Go on with your answer", "继续写答复"), house.says("Go on with your proposal", "继续写建议"))


async def test_the_digest_counts_a_proposal_by_itself_and_news_count_what_is_new(house: House) -> None:
    async with house.town.database.writing() as session:
        await registry.plant(Outgoing(session, house.town.place, house.town.clock.now()))
    await house.case()
    wang = await proposes(house)
    await wang.presses(house.says("Send to staff", "发给工作人员"))
    await house.town.passes(days=1)
    digest = next(one.shown for one in house.clerk.messages if "☀️" in one.shown)
    assert house.says("🙋 1 proposal to decline", "🙋 1 件不予受理建议") in digest
    assert house.says("opinion to screen", "件待审核") not in digest
