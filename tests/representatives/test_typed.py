"""Words just typed, without opening a case, are offered to the cases that are with whoever typed them."""

from handlers.conversation.case_drafts import Kind
from handlers.writing.callbacks import IntoCase
from tests.representatives.conftest import FIRST, LAMP, House

SECOND = "TC-2026-000002"


async def test_words_that_were_just_typed_become_an_answer(house: House) -> None:
    await house.case()
    await house.case("The bridge is closed", by=house.zhang)
    await house.wang.says("It is repaired since Monday.")
    house.wang.sees(house.says("one of the cases that are with you", "您手上的"), FIRST, SECOND, "lamp", "🗑")
    await house.wang.sends_photo(caption="See here.")
    await house.wang.presses(f"💬 {FIRST}")
    house.wang.sees("It is repaired since Monday.\nSee here.", house.says("1 photo", "1 张照片"))
    await house.wang.presses(house.says("This is my answer", "这是我的答复"))
    await house.wang.presses("📨")
    house.li.hears("It is repaired since Monday.\nSee here.")
    house.zhang.hears_nothing("repaired")
    # Nothing is left over.
    await house.wang.says("/start")
    house.wang.hears_nothing(LAMP + "!")


async def test_words_can_still_be_an_opinion_of_ones_own(house: House) -> None:
    await house.case()
    await house.wang.says("The square needs a bench")
    await house.wang.presses("✍️")
    house.wang.sees("The square needs a bench", "✅")


async def test_a_case_that_is_gone_meanwhile_keeps_the_words(house: House) -> None:
    await house.case()
    await house.wang.says("It is repaired.")
    key = house.wang.key(FIRST)
    await house.assigned_to("Zhao")
    await house.wang.presses(key)
    house.wang.sees("Zhao")
    await house.wang.says("And the bridge too.")
    house.wang.sees("It is repaired.\nAnd the bridge too.")


async def test_nobody_else_puts_words_into_a_case(house: House) -> None:
    await house.case()
    await house.li.says("/start")
    await house.li.forges(IntoCase(opinion=1, kind=Kind.LETTER))
    assert house.says("older", "较早") in house.li.toast
    await house.zhao.says("Mine.")
    await house.zhao.forges(IntoCase(opinion=1, kind=Kind.LETTER))
    assert house.says("cannot find", "没有找到") in house.zhao.toast
