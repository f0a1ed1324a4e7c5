"""An officer who just types, and a representative with a reply to check, are offered the case that is with them."""

from tests.representatives.conftest import FIRST
from tests.units.hall import Hall


async def test_an_officer_is_offered_what_is_with_their_unit(hall: Hall) -> None:
    await hall.referred()
    await hall.gao.says("We send somebody tomorrow.")
    hall.gao.sees(FIRST)
    await hall.gao.presses(f"🏢 {FIRST}")
    hall.gao.sees("We send somebody tomorrow.", hall.says("What is the result", "办理结果"))
    hall.li.hears_nothing("tomorrow")


async def test_words_beside_a_reply_to_check_come_above_it(hall: Hall) -> None:
    wang = await hall.replied()
    await wang.says("I have seen it myself.")
    await wang.presses(f"📨 {FIRST}")
    wang.sees("I have seen it myself.", "A new lamp is up")
    await wang.presses(hall.says("📨 Pass it on", "📨 转给选民"))
    hall.li.sees("I have seen it myself.", "A new lamp is up")
