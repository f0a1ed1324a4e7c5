"""An opinion goes to a unit, its reply is checked, and the constituent reads it with what came of it."""

from handlers.presentation.callbacks import OpenMine
from storage.vocabulary import Outcome, Stage
from tests.representatives.conftest import FIRST, LAMP
from tests.units.hall import Hall


async def test_a_reply_comes_back_with_its_result_and_is_rated(hall: Hall) -> None:
    wang = await hall.replied()
    wang.sees(hall.says("has replied", "已答复"), "A new lamp is up", hall.says("Resolved", "已解决"))
    await wang.presses(hall.says("📨 Pass the reply on", "📨 转给选民"))
    wang.sees("A new lamp is up", hall.says("What was asked for is done", "已经解决或基本解决"))
    await wang.says("I have seen it myself.")
    wang.sees("I have seen it myself.")
    await wang.presses(hall.says("📨 Pass it on", "📨 转给选民"))
    hall.li.sees(
        hall.says("representative Wang answers", "Wang代表答复"),
        "I have seen it myself.",
        hall.says("Power Bureau replies", "供电局答复"),
        "A new lamp is up",
        hall.says("Resolved", "已解决"),
        hall.says("What was asked for is done", "已经解决或基本解决"),
    )
    hall.gao.hears(hall.says("your reply was passed on", "您的答复已转给提出人"))
    opinion = await hall.opinion()
    assert (opinion.stage, opinion.outcome, opinion.unit_id) == (Stage.ANSWERED, Outcome.A, None)
    await hall.li.presses("😀")
    wang.hears("😀")
    await hall.gao.says("/inbox")
    await hall.gao.presses("🗂", FIRST)
    hall.gao.sees(hall.says("to read only", "仅供查看"), "😀", "I have seen it myself")
    assert await hall.happened() == ["submit", "assign", "refer", "reply", "pass_on", "rate"]


async def test_without_own_words_the_reply_alone_goes_out(hall: Hall) -> None:
    wang = await hall.replied()
    await wang.presses(hall.says("📨 Pass the reply on", "📨 转给选民"), hall.says("📨 Pass it on", "📨 转给选民"))
    hall.li.sees(hall.says("passes this reply on to you", "向您转来答复"), "A new lamp is up")


async def test_everybody_is_told_and_the_officer_reads_no_name(hall: Hall) -> None:
    await hall.lamp()
    await hall.refers("The third lamp from the bridge")
    hall.wang.sees(hall.says("is with Power Bureau now", "已转交供电局"))
    hall.li.sees(hall.says("passed to Power Bureau", "已转交供电局"), "23|3月23日")
    for officer in (hall.gao, hall.he):
        officer.sees(LAMP, "third lamp", hall.says("take it or return it by Mon 9 Mar", "3月9日.*前接收或退回"))
    hall.luo.hears_nothing("lamp")
    gao = await hall.opened_by(hall.gao)
    gao.sees(hall.says("A constituent, Jiufang", "一位选民，九房村"), LAMP, "The third lamp from the bridge")
    gao.hears_nothing("Li Lei")


async def test_a_unit_takes_it_and_the_clock_runs_to_the_reply(hall: Hall) -> None:
    gao = await hall.referred()
    due = (await hall.opinion()).due_at
    await gao.presses(hall.says("✅ Take it", "✅ 接收"))
    gao.sees(hall.says("Taken. The reply is due Mon 23 Mar", "已接收。请在2026年3月23日"))
    hall.wang.sees(hall.says("Power Bureau has taken", "供电局已接收"))
    opinion = await hall.opinion()
    assert opinion.due_at is not None and due is not None and opinion.due_at > due
    await hall.he.says("/inbox")
    hall.he.sees(hall.says("taken by Gao", "Gao已接收"))
    await hall.opens()
    hall.wang.sees(hall.says("Accepted by Gao; reply due Mon 23 Mar", "Gao已接收，答复应在2026年3月23日"))


async def test_the_slower_of_two_officers_is_told_who_was_quicker(hall: Hall) -> None:
    gao, he = await hall.referred(), await hall.opened_by(hall.he)
    accept = hall.says("✅ Take it", "✅ 接收")
    await gao.presses(accept)
    await he.presses(accept)
    he.sees(hall.says("Gao has taken it already", "Gao已经接收"))
    await he.presses(hall.says("💬 Reply", "💬 答复"), hall.says("Deferred", "暂不能解决"))
    await he.says("No money this year")
    await hall.opened_by(gao)
    await hall.replies(gao)
    await he.presses(hall.says("Send the reply", "发送答复"))
    he.sees(hall.says("Gao has replied already", "Gao已经答复"), "No money this year")
    assert (await hall.referrals())[0].outcome is Outcome.A


async def test_a_promise_names_a_day_that_is_typed_or_picked(hall: Hall) -> None:
    gao = await hall.referred()
    await gao.presses(hall.says("💬 Reply", "💬 答复"), hall.says("Planned", "计划解决"))
    gao.sees(hall.says("by which day", "预计哪天前"))
    await gao.says("in spring")
    gao.sees(hall.says("I cannot read .in spring.", "无法识别日期“in spring”"))
    await gao.says("31.02.2026")
    gao.sees(hall.says("I cannot read", "无法识别日期"))
    await gao.sends_photo()
    gao.sees(hall.says("Please write it in words", "请用文字"))
    await gao.says(hall.says("yesterday", "昨天"))
    gao.sees(hall.says("Only a day ahead", "只能承诺今天以后"))
    await gao.says("2026年6月30日")
    gao.sees(hall.says("Promised by Tue 30 Jun 2026", "2026年6月30日"))
    await gao.presses(hall.says("Another result", "更改办理结果"), hall.says("Planned", "计划解决"))
    await gao.says(hall.says("next Monday", "下周一"))
    gao.sees(hall.says("Promised by Mon 9 Mar 2026", "2026年3月9日"))
    await gao.presses(hall.says("Another result", "更改办理结果"), hall.says("Planned", "计划解决"))
    await gao.presses(hall.says("Thu 31 Dec 2026", "12月31日"))
    await gao.says("The line is laid in autumn")
    await gao.presses(hall.says("Send the reply", "发送答复"))
    wang = await hall.opens()
    await wang.presses(hall.says("📨 Pass the reply on", "📨 转给选民"), hall.says("📨 Pass it on", "📨 转给选民"))
    hall.li.sees(hall.says("Promised by Thu 31 Dec 2026", "承诺完成日期：2026年12月31日"))
    opinion = await hall.opinion()
    assert (opinion.outcome, str(opinion.planned_for)) == (Outcome.B, "2026-12-31")


async def test_a_reply_needs_a_result_and_takes_photos(hall: Hall) -> None:
    gao = await hall.referred()
    await gao.presses(hall.says("💬 Reply", "💬 答复"))
    gao.sees(hall.says("Resolved", "已解决"), hall.says("For reference", "留作参考"))
    await gao.says("A new lamp is up")
    assert not any("📨" in button["text"] for button in gao.messages[-1].buttons)
    await gao.sends_photo(b"lamp", caption="by night")
    await gao.presses(hall.says("For reference", "留作参考"), hall.says("Send the reply", "发送答复"))
    wang = await hall.opens()
    await wang.presses(hall.says("📨 Pass the reply on", "📨 转给选民"), hall.says("📨 Pass it on", "📨 转给选民"))
    assert any(message.photo for message in hall.li.messages if message.from_bot)
    hall.li.sees("by night", hall.says("1 photo", "1 张照片"))


async def test_a_message_about_it_is_answered_by_swiping(hall: Hall) -> None:
    await hall.lamp()
    await hall.refers()
    await hall.gao.replies("third|lamp", "Done on Monday")
    hall.gao.sees("Done on Monday", hall.says("What is the result", "办理结果是哪一类"))
    await hall.gao.presses(hall.says("Resolved", "已解决"), hall.says("Send the reply", "发送答复"))
    await hall.wang.replies(hall.says("has replied", "已答复"), "Thank them")
    hall.wang.sees(hall.says("Power Bureau replies", "供电局答复"), "Thank them")


async def test_a_reply_is_sent_back_and_comes_better(hall: Hall) -> None:
    wang = await hall.replied()
    await wang.presses(hall.says("Send it back to the unit", "退回承办单位重办"))
    await wang.says("Which of the two lamps?")
    await wang.presses(hall.says("↩️ Send it back", "↩️ 退回重办"))
    hall.gao.sees("Which of the two lamps", hall.says("reply again by Mon 16 Mar", "3月16日.*重新答复"))
    hall.li.hears_nothing("Which of the two", "A new lamp")
    gao = await hall.opened_by(hall.gao)
    gao.sees(hall.says("sent back", "被退回"), "Which of the two lamps")
    assert not gao_may_return(gao.screen)
    await hall.replies(gao, "Both are new")
    wang = await hall.opens()
    heading = hall.says("Reply of the handling unit, not passed on", "承办单位答复（未转给选民）")
    assert wang.screen.count(heading) == 2, "which one was sent back can be seen"
    await wang.presses(hall.says("📨 Pass the reply on", "📨 转给选民"), hall.says("📨 Pass it on", "📨 转给选民"))
    hall.li.sees("Both are new")
    hall.li.hears_nothing("A new lamp is up", "Which of the two")
    first, second = await hall.referrals()
    assert first.ended_at is not None and not first.again
    assert second.again and second.accepted_by_id == first.accepted_by_id and second.passed_on_at is not None


def gao_may_return(screen: str) -> bool:
    """Whether "not ours" is offered."""
    return "Not ours" in screen or "不属于本单位" in screen


async def test_its_author_sees_the_way_and_nothing_internal(hall: Hall) -> None:
    await hall.replied()
    await hall.li.forges(OpenMine(opinion=1))
    hall.li.sees(hall.says("passed to Power Bureau", "已转交供电局"), hall.says("checks the reply", "正在审核"))
    hall.li.hears_nothing("third lamp", "A new lamp")
    files = await hall.exported(hall.li)
    assert len(files) == 2
    for content in files:
        assert LAMP in content
        assert "third lamp" not in content and "A new lamp" not in content
