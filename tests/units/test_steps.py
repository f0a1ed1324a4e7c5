"""Steps to what is promised: named with the reply or later, ticked with a report, seen by everybody who waits."""

from datetime import date

import pytest

from handlers.conversation.texts import translator
from handlers.presentation.callbacks import OpenCase, OpenScreening, UnitAct
from handlers.writing import steps
from handlers.writing.callbacks import KeepSteps, TickStep
from storage.vocabulary import Action
from tests.representatives.conftest import FIRST
from tests.town import ZONE
from tests.units.promises import WORDS, Promises

TODAY, DUE = date(2026, 3, 2), date(2026, 6, 2)


@pytest.mark.parametrize(
    ("line", "day", "what"),
    [
        ("15 Mar order the lamp", date(2026, 3, 15), "order the lamp"),
        ("15 Mar 2026: order the lamp", date(2026, 3, 15), "order the lamp"),
        ("1. 15.03.2026 order the lamp", date(2026, 3, 15), "order the lamp"),
        ("- order the lamp, 2026-03-15", date(2026, 3, 15), "order the lamp"),
        ("order the lamp: 15 Mar", date(2026, 3, 15), "order the lamp"),
        ("3月15日前订购灯具", date(2026, 3, 15), "订购灯具"),
        ("3月15日 订购灯具", date(2026, 3, 15), "订购灯具"),
        ("订购灯具，3月15日", date(2026, 3, 15), "订购灯具"),
        ("1、3月15日：订购灯具", date(2026, 3, 15), "订购灯具"),
    ],
)
def test_a_line_is_a_day_and_what_is_done_by_it(line: str, day: date, what: str) -> None:
    for language in ("en", "zh_Hans"):
        typed = steps.read(translator(language, ZONE), line, TODAY, DUE)
        assert [(one.what, one.day) for one in typed.steps] == [(what, day)] and not typed.faults


def test_what_is_wrong_is_said_line_by_line() -> None:
    t = translator("en", ZONE)
    typed = steps.read(t, f"dig\n3 Jun too late\n2 Mar gone\n15 Mar\n4 Apr {'x' * 101}", TODAY, DUE)
    assert [one.plain for one in typed.faults] == [
        "“dig”: I find no day and what is done by it.",
        "“too late”: Wed 3 Jun 2026 is after the promised day, Tue 2 Jun 2026.",
        "“gone”: Mon 2 Mar 2026 is not ahead; it can be from tomorrow until Tue 2 Jun 2026.",
        "“15 Mar”: I find no day and what is done by it.",
        f"“{'x' * 59}…” is longer than 100 characters.",
    ]
    six = "\n".join(f"{number} Apr dig" for number in range(1, 7))
    assert "6 steps; at most 5" in steps.read(t, six, TODAY, DUE).faults[0]
    assert "6 steps" in steps.read(t, six.rpartition("\n")[0], TODAY, DUE, beside=1).faults[0]


async def named_with_the_reply(place: Promises, *lines: str) -> None:
    """Gao names the steps as he replies; it is not sent yet."""
    says, gao = place.says, place.gao
    await place.referred()
    await gao.presses(says("💬 Reply", "💬 答复"), says("Planned", "计划解决"))
    await gao.presses(says("2 Jun 2026", "2026年6月2日"))
    await gao.says(WORDS)
    await gao.presses(says("🪜 Name the steps", "🪜 填写步骤"))
    for line in lines:
        await gao.says(line)


async def test_named_with_the_reply_and_read_by_all(promises: Promises) -> None:
    says, gao = promises.says, promises.gao
    await named_with_the_reply(promises, "2026-05-20 put it up\n2026-04-01 order it")
    gao.sees("order it", "put it up")
    await gao.presses(says("🪜 Keep these steps", "🪜 保存这些步骤"))
    gao.sees(WORDS, "▫️ order it.*▫️ put it up")
    await gao.presses(says("Send the reply", "发送答复"))
    wang = await promises.opens()
    await wang.presses(says("Pass the reply on", "转给选民"))
    wang.sees("order it.*put it up")
    await wang.presses(says("📨 Pass it on", "📨 转给选民"))
    li = promises.li
    li.hears("▫️ order it · .*▫️ put it up")
    await li.presses(says("😀 Satisfied", "😀 满意"))
    li.sees("▱▱", says("0 of 2 steps are done", "共2步，已完成0步"), "order it")
    assert [one.what for one in (await promises.commitment()).steps] == ["order it", "put it up"]
    await wang.forges(OpenCase(opinion=1))
    wang.sees(says("0 of 2 steps", "共2步"), "put it up")
    await promises.clerk.forges(OpenScreening(opinion=1))
    promises.clerk.sees(says("0 of 2 steps", "共2步"), "put it up")


async def test_wrong_lines_are_answered_and_mended_by_editing(promises: Promises) -> None:
    says, gao = promises.says, promises.gao
    await named_with_the_reply(promises, "2026-07-01 put it up")
    gao.sees(says("is after the promised day", "晚于承诺期限"))
    assert says("Keep these steps", "保存这些步骤") not in gao.screen
    await gao.forges(KeepSteps(opinion=1))
    gao.sees(says("is after the promised day", "晚于承诺期限"))
    await gao.edits("2026-07-01 put it up", "2026-05-01 put it up")
    await gao.presses(says("🪜 Keep these steps", "🪜 保存这些步骤"))
    gao.sees(WORDS, "▫️ put it up")
    await gao.presses(says("🏷 Another result", "🏷 更改办理结果"), says("Planned", "计划解决"))
    await gao.says("2026-04-01")
    gao.sees(says("no longer fit that day", "与新期限不符"))
    await gao.presses(says("🪜 Name the steps", "🪜 填写步骤"))
    gao.sees("put it up", says("is after the promised day", "晚于承诺期限"))


async def test_planned_later_and_ticked_with_a_report(promises: Promises) -> None:
    says, gao = promises.says, await promises.held_to()
    await gao.presses(says("🪜 Plan the steps", "🪜 制定步骤"))
    gao.sees(says("which steps lead there", "分哪几步办"))
    await gao.says("2026-04-01 order it\n2026-05-20 put it up")
    await gao.presses(says("🪜 Keep these steps", "🪜 保存这些步骤"))
    gao.sees(says("are kept", "已保存"))
    await promises.promise_opened()
    await gao.presses(says("🔧 Report progress", "🔧 报告进展"))
    await gao.says("It is ordered")
    await gao.presses(says("✅ Done: order it", "✅ 完成：order it"))
    gao.sees("✅ order it", says("not yet: order it", "未完成：order it"))
    await gao.presses(says("🔧 Send the report", "🔧 发送报告"))
    promises.li.hears("✅ order it", "It is ordered", says("1 of 2 steps are done", "共2步，已完成1步"))
    await promises.promise_opened()
    gao.sees("▰▱", says("✅ order it · Mon 2 Mar 2026", "✅ order it · 2026年3月2日"), "▫️ put it up · .*20")
    await gao.forges(UnitAct(opinion=1, version=(await promises.opinion()).version - 1, action=Action.REPORT))
    assert says("You have dealt with it since", "按钮显示之后您已经处理过了") in gao.toast
    await gao.presses(says("🪜 Plan the steps", "🪜 制定步骤"))
    await gao.says("\n".join(f"2026-04-{number:02} dig {number}" for number in range(5, 10)))
    gao.sees(says("6 steps; at most 5", "共有6步；最多5步"))
    await gao.says("/cancel")
    assert len((await promises.commitment()).steps) == 2


async def test_planned_anew_keeps_what_is_done_and_moves_with_the_day(promises: Promises) -> None:
    says, gao = promises.says, await promises.held_to()
    await gao.presses(says("🪜 Plan the steps", "🪜 制定步骤"))
    await gao.says("2026-05-20 put it up")
    await gao.presses(says("🪜 Keep these steps", "🪜 保存这些步骤"))
    await promises.promise_opened()
    await gao.presses(says("🪜 Plan the steps", "🪜 制定步骤"))
    await gao.says("2026-05-25 hang it up")
    await gao.presses(says("🪜 Keep these steps", "🪜 保存这些步骤"))
    assert [one.what for one in (await promises.commitment()).steps] == ["hang it up"]
    await promises.promise_opened()
    await gao.presses(says("📅 Move the day", "📅 调整期限"))
    await gao.says("2026-05-01")
    await gao.says("We are faster")
    await gao.presses(says("📅 Move the day and tell them", "📅 调整期限并告知"))
    assert [one.due_on for one in (await promises.commitment()).steps] == [date(2026, 5, 1)]


async def test_late_steps_are_seen_and_none_is_planned_once_the_day_has_come(promises: Promises) -> None:
    says, gao = promises.says, await promises.held_to()
    await gao.presses(says("🪜 Plan the steps", "🪜 制定步骤"))
    await gao.says("2026-04-01 order it")
    await gao.presses(says("🪜 Keep these steps", "🪜 保存这些步骤"))
    await promises.town.passes(days=40)
    await promises.promise_opened()
    gao.sees("🔴 order it")
    await promises.town.passes(days=60)
    await promises.promise_opened()
    await gao.presses(says("🪜 Plan the steps", "🪜 制定步骤"))
    gao.sees(says("Move the day first", "请先调整期限"))


async def test_nobody_else_plans_or_ticks(promises: Promises) -> None:
    await promises.held_to()
    version = (await promises.opinion()).version
    for other in (promises.luo, promises.li, promises.wang, promises.clerk):
        await other.says("/home")
        await other.forges(UnitAct(opinion=1, version=version, action=Action.PLAN))
        await other.forges(KeepSteps(opinion=1))
        await other.forges(TickStep(opinion=1, step=1))
        await other.says("2026-04-01 order it")
    assert not (await promises.commitment()).steps
    await promises.gao.forges(TickStep(opinion=1, step=1))
    promises.gao.sees(FIRST)
