"""What a unit promised is its work until it is done: listed, counted, named in the morning, reached by typing."""

from handlers.presentation.callbacks import OpenMine, OpenReferred, OpenScreening
from handlers.units.callbacks import PromisedPage
from storage.vocabulary import Role
from tests.representatives.conftest import FIRST
from tests.units.promises import Promises


async def test_the_inbox_names_what_is_promised_and_leads_to_it(promises: Promises) -> None:
    says, gao = promises.says, await promises.held_to()
    await gao.says("/inbox")
    gao.sees(says("1 promise is to be kept", "有1项承诺待落实"))
    assert says("Nothing waits", "没有待办件") not in gao.screen
    assert says("Done and returned", "已办结和退回") not in gao.screen
    await gao.presses(says("📌 Our promises", "📌 我们的承诺"))
    gao.sees(
        says("What your unit promised", "贵单位的承诺"), FIRST, says("due Tue 2 Jun 2026", "2026年6月2日"), "new lamp"
    )
    await gao.presses(FIRST)
    gao.sees(says("promised this by", "承诺于"), says("Report progress", "报告进展"))
    await gao.presses(says("📌 Our promises", "📌 我们的承诺"))
    gao.sees(says("What your unit promised", "贵单位的承诺"))


async def test_home_counts_what_is_promised(promises: Promises) -> None:
    says, gao = promises.says, await promises.held_to()
    await gao.says("/home")
    await gao.presses(says("📌 Our promises (1)", "📌 我们的承诺（1）"))
    gao.sees(FIRST)
    await promises.town.grant(gao, Role.UNIT, unit_id=promises.furniture.units["Water"])
    await gao.says("/home")
    gao.sees(says("Power Bureau: 1 case in hand", "供电局.*1"))


async def test_late_ones_are_named_in_the_list_and_in_the_morning(promises: Promises) -> None:
    says, gao = promises.says, await promises.held_to()
    await promises.town.passes(days=93)
    await gao.says("/inbox")
    gao.sees(says("to be kept · 🔴 1 is overdue", "待落实 · 🔴"))
    await gao.presses(says("📌 Our promises", "📌 我们的承诺"))
    gao.sees("🔴 " + FIRST, says("· late", "· 已逾期"))
    digest = await promises.digest(gao)
    assert says("🔴 1 promise overdue:", "🔴 1项承诺已逾期：") in digest and FIRST in digest
    assert FIRST not in await promises.digest(promises.luo)
    promised_by, clerk = says("had promised it by", "现已逾期，已提醒该单位"), promises.clerk
    await promises.li.forges(OpenMine(opinion=1))
    assert promised_by in promises.li.screen
    await promises.promise_opened()
    await promises.reports_done(gao)
    late = says("1 day after the promised day", "比承诺日期晚1天")
    await promises.li.forges(OpenMine(opinion=1))
    promises.li.sees(late, says("your word whether it is really done", "是否真的办好"))
    assert not any(words in promises.li.screen for words in (promised_by, says("its author is asked", "征求选民意见")))
    await clerk.forges(OpenScreening(opinion=1))
    clerk.sees("⚪ " + FIRST, late)
    assert says("· late", "· 已逾期") not in clerk.screen
    await promises.promise_opened()
    gao.sees(late)


async def test_what_is_done_and_confirmed_is_over_with_what_became_of_it(promises: Promises) -> None:
    says, li = promises.says, await promises.finished()
    await promises.gao.says("/inbox")
    promises.gao.sees(says("Nothing waits", "没有待办件"))
    await li.presses(says("Yes, it is done", "是，已办好"))
    await promises.gao.says("/inbox")
    await promises.gao.presses("🗂")
    promises.gao.sees(FIRST, says("done, confirmed by its author", "选民已确认"))


async def test_a_reply_to_a_message_about_it_is_a_report(promises: Promises) -> None:
    says, gao = promises.says, await promises.held_to()
    await promises.town.passes(days=31)
    await gao.replies(says("how far is what you promised", "进展如何"), "The pole stands")
    gao.sees("The pole stands", says("goes to whoever waits", "以下内容将发给等待"))
    await gao.presses(says("🔧 Send the report", "🔧 发送报告"))
    promises.li.hears("The pole stands")


async def test_words_that_are_just_typed_are_offered_for_it(promises: Promises) -> None:
    says, gao = promises.says, await promises.held_to()
    await gao.says("The pole stands since noon")
    await gao.presses("📌 " + FIRST)
    gao.sees("The pole stands since noon", says("Send the report", "发送报告"))


async def test_the_list_of_another_unit_is_empty_and_its_case_closed_to_them(promises: Promises) -> None:
    says, luo = promises.says, promises.luo
    await promises.held_to()
    await luo.says("/inbox")
    luo.sees(says("Nothing waits", "没有待办件"))
    await luo.forges(PromisedPage(page=3))
    luo.sees(says("owes nothing that it promised", "没有待落实的承诺"))
    await luo.forges(OpenReferred(opinion=1))
    assert FIRST not in luo.screen
    await promises.li.forges(PromisedPage(page=0))
    promises.li.hears_nothing(says("What your unit promised", "贵单位的承诺"))


async def test_who_is_merged_can_be_opened_once_the_first_one_is_done(promises: Promises) -> None:
    says = promises.says
    await promises.referred()
    zhang = await promises.merged()
    await promises.opened_by(promises.gao)
    await promises.replies_with_promise()
    await promises.promise_opened()
    await promises.reports_done(promises.gao)
    await promises.li.presses(says("Yes, it is done", "是，已办好"))
    await zhang.presses(says("🟡 Partly", "🟡 一部分"))
    gao = promises.gao
    await gao.says("/inbox")
    await gao.presses(says("📌 Our promises", "📌 我们的承诺"), "TC-2026-000002")
    gao.sees(says("promised this by", "承诺于"))
    await promises.reports_done(gao, "Now yours too")
    zhang.hears("Now yours too")
