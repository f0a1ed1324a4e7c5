"""A promised day is moved: once by the unit, then by staff on request; everybody hears of it, and nobody is blamed."""

from datetime import date

from handlers.presentation.callbacks import OpenCase, OpenScreening, StaffAct, UnitAct
from handlers.writing.extending_callbacks import ExtendTo
from storage.vocabulary import Action, CommitmentState, Role, Stage
from tests.representatives.conftest import FIRST
from tests.town import Actor
from tests.units.promises import Promises

WHY = "The factory is closed"


async def moves(place: Promises, day: str = "1 Jul 2026", why: str = WHY) -> Actor:
    """Gao, who has it open, moves the day."""
    says, gao = place.says, place.gao
    await gao.presses(says("📅 Move the day", "📅 调整期限"))
    await gao.says(day)
    await gao.says(why)
    await gao.presses(says("📅 Move the day and tell them", "📅 调整期限并告知"))
    return gao


async def asks(place: Promises, day: str = "1 Sep 2026", why: str = "It rains") -> Actor:
    """Gao asks staff for yet another day."""
    says = place.says
    gao = await place.promise_opened()
    await gao.presses(says("📅 Ask staff for another day", "📅 申请再次改期"))
    await gao.says(day)
    await gao.says(why)
    await gao.presses(says("⏳ Send the request", "⏳ 提交申请"))
    return gao


async def test_moved_with_a_reason_that_everybody_reads(promises: Promises) -> None:
    says, gao = promises.says, await promises.held_to()
    await moves(promises)
    gao.sees(says("is promised by Wed 1 Jul 2026 now", "现承诺于2026年7月1日 周三前办好"))
    days = says("Wed 1 Jul 2026.* instead of Tue 2 Jun 2026", "2026年6月2日 周二.*2026年7月1日|7月1日.*6月2日")
    promises.li.hears(days, WHY, says("moved once; at first it was Tue 2 Jun", "2026年6月2日"))
    for reader in (promises.wang, promises.clerk, promises.he):
        reader.hears(days, WHY)
    promise, opinion = await promises.commitment(), await promises.opinion()
    assert (promise.due_on, promise.first_due_on, promise.moves) == (date(2026, 7, 1), date(2026, 6, 2), 1)
    assert opinion.planned_for == promise.due_on
    await gao.presses(f"{says('Open', '打开')} {FIRST}")
    gao.sees(says("promised this by Wed 1 Jul", "7月1日"), says("moved once", "1次"))
    await promises.wang.forges(OpenCase(opinion=1))
    promises.wang.sees(says("Result: 📅 Planned \\(B\\)\\n", "办理结果：📅 计划解决（B）\\n"))
    await promises.li.says("/mine")
    await promises.li.presses(FIRST)
    assert promises.li.screen.count(says("1 Jul 2026", "2026年7月1日")) == 1
    assert says("📅 Move the day", "📅 调整期限") not in gao.screen


async def test_moved_while_the_answer_is_to_be_rated(promises: Promises) -> None:
    li = await promises.promised()
    await promises.promise_opened()
    await moves(promises)
    li.hears(WHY)
    opinion = await promises.opinion()
    assert (opinion.stage, (await promises.commitment()).moves) == (Stage.ANSWERED, 1)
    assert (opinion.due_at, opinion.planned_for) == (None, date(2026, 7, 1))


async def test_an_earlier_day_is_no_apology_and_does_not_count(promises: Promises) -> None:
    says, gao = promises.says, await promises.held_to()
    await moves(promises, "1 May 2026", "The parts came early")
    promises.li.hears(says("sooner, by Fri 1 May 2026", "提前到2026年5月1日"), "The parts came early")
    assert (await promises.commitment()).moves == 0
    await promises.promise_opened()
    gao.sees(says("📅 Move the day", "📅 调整期限"))


async def test_days_that_cannot_be_are_refused_with_what_can(promises: Promises) -> None:
    says, gao = promises.says, await promises.held_to()
    await gao.presses(says("📅 Move the day", "📅 调整期限"))
    for typed, answer in (
        ("soon", says("cannot read “soon” as a day", "“soon”")),
        ("2026-03-01", says("Choose a day after Mon 2 Mar 2026", "2026年3月2日")),
        ("2 Jun 2026", says("Tue 2 Jun 2026 is promised already", "已经是2026年6月2日")),
        ("2040-01-01", says("Wed 31 Dec 2031 at the latest", "2031年12月31日")),
    ):
        await gao.says(typed)
        gao.sees(answer, says("By which day will it be done", "哪一天能办好"))
    await gao.presses(says("2 Sep 2026", "2026年9月2日"))
    gao.sees(says("Why another day", "为什么改期"))
    assert says("📅 Move the day and tell them", "📅 调整期限并告知") not in gao.screen
    await gao.says("/cancel")
    assert (await promises.commitment()).moves == 0


async def test_the_second_move_is_asked_of_staff_and_granted(promises: Promises) -> None:
    says = promises.says
    await promises.held_to()
    await moves(promises)
    await promises.promise_opened()
    await promises.gao.presses(says("📅 Ask staff for another day", "📅 申请再次改期"))
    promises.gao.sees(says("moved once already, so staff decide", "已改过1次"))
    gao = await asks(promises)
    clerk = promises.clerk
    clerk.hears(says("until Tue 1 Sep 2026 instead of Wed 1 Jul 2026", "2026年7月1日.*2026年9月1日|9月1日.*7月1日"))
    clerk.hears("It rains", says("not for the first time", "期限此前改过"), WHY)
    promises.li.hears_nothing("It rains")
    await promises.promise_opened()
    gao.sees(says("Staff decide", "工作人员"), says("Another day is asked of staff", "已向工作人员申请再次改期"))
    await clerk.forges(OpenScreening(opinion=1))
    clerk.sees("It rains", WHY)
    await clerk.presses(says("✅ Give more time", "✅ 同意延期"))
    gao.hears(says("has more time: until Tue 1 Sep 2026", "2026年9月1日"))
    promises.li.hears("It rains", says("Tue 1 Sep 2026.* instead of Wed 1 Jul 2026", "7月1日.*9月1日"))
    promises.wang.hears("It rains")
    promise, opinion = await promises.commitment(), await promises.opinion()
    assert (promise.due_on, promise.moves, promise.asked_at) == (date(2026, 9, 1), 2, None)
    assert opinion.due_at is not None and opinion.due_at.date() == date(2026, 9, 1)
    assert not opinion.extension_asked


async def test_staff_refuse_with_a_reason_and_the_day_stays(promises: Promises) -> None:
    says = promises.says
    await promises.held_to()
    await moves(promises)
    gao = await asks(promises)
    await promises.clerk.presses(says("✋ No more time", "✋ 不予延期"))
    await promises.clerk.says("It was long enough")
    await promises.clerk.presses(says("✋ Refuse and tell them", "✋ 不予延期并告知"))
    gao.hears("It was long enough", says("stays due Wed 1 Jul 2026", "2026年7月1日"))
    promises.li.hears_nothing("It was long enough", "It rains")
    promise = await promises.commitment()
    assert (promise.due_on, promise.moves, promise.asked_at) == (date(2026, 7, 1), 1, None)
    await asks(promises, why="Please")
    assert (await promises.commitment()).asked_at is not None


async def test_nobody_is_blamed_while_the_request_waits_and_its_days_are_added(promises: Promises) -> None:
    says = promises.says
    await promises.held_to("31 Mar 2026")
    await moves(promises, "1 Apr 2026")
    gao = await asks(promises)
    await promises.town.passes(days=40)
    gao.hears_nothing(says("what you promised was due on", "承诺的事项应于"))
    promises.clerk.hears(says("waits for your decision|asks for more time", "申请延期"))
    await promises.li.says("/mine")
    await promises.li.presses(FIRST)
    assert says("That day has passed", "期限已过") not in promises.li.screen
    assert says("had promised it by", "现已逾期") not in promises.li.screen
    await gao.says("/inbox")
    await gao.presses(says("📌 Our promises", "📌 我们的承诺"))
    gao.sees("⏳ " + FIRST, says("staff are asked for another day", "已申请改期"))
    await promises.clerk.forges(OpenScreening(opinion=1))
    await promises.clerk.presses(says("✋ No more time", "✋ 不予延期"))
    await promises.clerk.says("No")
    await promises.clerk.presses(says("✋ Refuse and tell them", "✋ 不予延期并告知"))
    promise = await promises.commitment()
    assert promise.due_on >= date(2026, 4, 11) and promise.moves == 1
    promises.li.hears(says("the answer came late", "批复来得较晚"))
    await promises.town.passes(days=40)
    gao.hears(says("what you promised was due on", "承诺的事项应于"))


async def test_the_late_reminder_offers_another_day(promises: Promises) -> None:
    says, gao = promises.says, await promises.held_to()
    await promises.town.passes(days=95)
    gao.hears(says("what you promised was due on", "承诺的事项应于"))
    await gao.presses(says("📅 Move the day", "📅 调整期限"))
    gao.sees(says("By which day will it be done", "哪一天能办好"))
    await gao.says("2026-07-01")
    await gao.says(WHY)
    await gao.presses(says("📅 Move the day and tell them", "📅 调整期限并告知"))
    await promises.town.passes(days=29)
    gao.hears(says("what you promised was due on Wed 1 Jul", "2026年7月1日"))
    await gao.presses(says("📅 Ask staff for another day", "📅 申请再次改期"))
    gao.sees(says("so staff decide", "由工作人员决定"))


async def test_done_while_staff_are_asked_takes_the_request_back(promises: Promises) -> None:
    says = promises.says
    await promises.held_to()
    await moves(promises)
    await asks(promises)
    version = (await promises.opinion()).version
    gao = await promises.promise_opened()
    await promises.reports_done(gao)
    promise, opinion = await promises.commitment(), await promises.opinion()
    assert (promise.state, promise.asked_at, opinion.extension_asked) == (CommitmentState.REPORTED, None, False)
    await promises.clerk.forges(StaffAct(opinion=1, version=version, action=Action.GRANT_EXTENSION))
    assert (await promises.commitment()).due_on == date(2026, 7, 1)
    await promises.li.presses(says("Yes, it is done", "是，已办好"))
    assert (await promises.opinion()).stage is Stage.CLOSED


async def test_who_is_merged_hears_of_it_and_is_not_blamed_either(promises: Promises) -> None:
    says = promises.says
    await promises.referred()
    zhang = await promises.merged()
    await promises.opened_by(promises.gao)
    await promises.replies_with_promise("31 Mar 2026")
    await promises.li.presses(says("😀 Satisfied", "😀 满意"))
    await zhang.presses(says("😀 Satisfied", "😀 满意"))
    gao = await promises.promise_opened()
    await moves(promises, "1 Apr 2026")
    zhang.hears("TC-2026-000002", WHY)
    assert promises.clerk.heard.count(WHY) == 1
    await asks(promises)
    assert await _cannot_ask_again(promises, gao)
    await promises.town.passes(days=40)
    await zhang.says("/mine")
    await zhang.presses("TC-2026-000002")
    assert says("had promised it by", "现已逾期") not in zhang.screen
    await promises.clerk.forges(OpenScreening(opinion=1))
    await promises.clerk.presses(says("✅ Give more time", "✅ 同意延期"))
    zhang.hears("It rains")
    assert (await promises.opinion(2)).planned_for == date(2026, 9, 1)


async def _cannot_ask_again(promises: Promises, gao: Actor) -> bool:
    """Through the other opinion that waits for the same promise."""
    second = await promises.opinion(2)
    await gao.forges(UnitAct(opinion=2, version=second.version, action=Action.ASK_EXTENSION))
    return promises.says("asked for already", "已经申请过延期") in gao.toast


async def test_units_that_wrote_a_part_hear_of_it(promises: Promises) -> None:
    says, gao = promises.says, await promises.referred()
    await gao.presses(says("Have a unit support", "增加协办单位"), says("Water", "水利"))
    await gao.presses(says("🤝 Ask for support", "🤝 请求协办"))
    await promises.luo.presses(says("Open", "打开"))
    await promises.luo.presses(says("Write our part", "写协办意见"))
    await promises.luo.says("We dig")
    await promises.luo.presses(says("Send our part", "发送协办意见"))
    await promises.opened_by(gao)
    await promises.replies_with_promise()
    await promises.promise_opened()
    await moves(promises)
    promises.luo.hears(WHY)


async def test_nobody_else_moves_it(promises: Promises) -> None:
    await promises.held_to()
    opinion = await promises.opinion()
    for other in (promises.luo, promises.li, promises.wang, promises.zhang):
        await other.says("/home")
        await other.forges(UnitAct(opinion=1, version=opinion.version, action=Action.MOVE_DATE))
        await other.forges(ExtendTo(opinion=1, version=opinion.version, by=Role.UNIT, day="2026-07-01"))
        await other.says(WHY)
    assert (await promises.commitment()).moves == 0
    await promises.gao.forges(UnitAct(opinion=1, version=opinion.version - 1, action=Action.MOVE_DATE))
    promises.gao.sees(promises.says("moved on since", "在此期间已有进展"))
