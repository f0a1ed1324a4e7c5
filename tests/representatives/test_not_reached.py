"""Answers that do not arrive, or that their reader cannot read, are told of before and after they are sent."""

from tests.representatives.conftest import FIRST, House
from tests.representatives.test_answering import begins
from tests.town import Town


async def test_who_answers_somebody_who_blocked_the_bot_learns_it_and_what_to_do(house: House) -> None:
    await house.case()
    await house.li.does(lambda world, me: world.blocks(me))
    wang = await begins(house)
    await wang.says("The lamp was replaced.")
    gone = house.says("cannot be reached on Telegram.*Print it, phone them", "联系不到提出人.*打印送达、电话告知")
    wang.sees(gone)
    await wang.presses("📨")
    wang.hears(f"{FIRST}\n📵", gone)
    house.clerk.hears(f"{FIRST}\n📵", gone)
    await house.li.does(lambda world, me: world.unblocks(me))
    await house.li.says("/mine")
    await house.li.presses(FIRST)
    house.li.sees("The lamp was replaced.")


async def test_who_turns_out_to_be_gone_as_the_answer_leaves_is_told_of_too(house: House) -> None:
    await house.case()
    wang = await begins(house)
    await wang.says("The lamp was replaced.")
    house.town.world.faults.forbid(house.li.id)
    await wang.presses("📨")
    wang.hears(f"{FIRST}\n📵")
    house.clerk.hears(f"{FIRST}\n📵")


async def test_whoever_reads_another_language_is_named_in_every_direction(town: Town) -> None:
    english = await House(town, "en", await town.furnish()).settle()
    await english.case()
    for actor in (english.wang, english.aide, english.clerk):
        await actor.says("/language")
        await actor.presses("中文")
    # From the constituent to the representative ...
    last = english.li.messages[-1]
    await english.li.says("It is the second lamp.", reply_to=last)
    english.li.sees("Whoever gets this reads Chinese")
    # ... from the representative to the constituent, and to the staff.
    wang = await english.opens()
    await wang.presses("💬")
    await wang.says("已经修好了。")
    wang.sees("提出人.*英文")
    await wang.presses("⬅️", "🚫")
    await wang.says("This is not ours.")
    wang.sees("收件人阅读中文")
