"""A constituent follows what they sent: the list, the way of each, adding, withdrawing."""

import pytest

from storage.vocabulary import EntryKind
from tests.constituents.conftest import LAMP, People

NOT_TAKEN = "I can take words, photos, voice, videos, documents and places, but not this."


async def test_the_list_has_pages_and_lights(people: People) -> None:
    li, say, town = people.li, people.say, people.town
    people.limits(0)
    await li.says("/mine")
    li.sees(say("You have not sent an opinion yet. Just write to me."))
    for number in range(10):
        await people.sends(f"The lamp at number {number}")
    await li.says("/mine")
    li.sees(say(" ({page} of {pages})", page=1, pages=2), "🟢 TC-2026-000010", "TC-2026-000003")
    assert "TC-2026-000002" not in li.screen
    await li.presses("▶︎")
    li.sees(say(" ({page} of {pages})", page=2, pages=2), "TC-2026-000001")
    await town.passes(days=4)
    await li.presses("◀︎", "▶︎")
    li.sees("🔴 TC-2026-000001")


async def test_the_way_of_an_opinion_is_drawn_step_by_step(people: People) -> None:
    li, say = people.li, people.say
    await people.sends()
    await li.presses(say.key("📋 Follow it"))
    day = say.day
    now = people.town.clock.now()
    li.sees(f"✅ {say('received')} · {day(now)}\n⏳ " + say("staff look at it by {day}"))
    await people.town.passes(days=1)
    await people.clerk.says("/screen")
    await people.clerk.presses(say.key("✅ Assign to {name}", name="Wang"))
    await li.presses(say.key("Open"))
    later = people.town.clock.now()
    li.sees(
        f"✅ {say('received')} · {day(now)}\n"
        f"✅ {say('with {name}', name='Wang')} · {day(later)}\n"
        f"⏳ {say('answer due {day}')}"
    )
    await people.town.passes(days=10)
    await li.presses(say.key("📋 My opinions"), "TC-2026-000001")
    li.sees("🔴 " + say("the answer was due {day}; they are reminded"))


async def test_the_way_through_a_question_an_answer_and_a_second_round(people: People) -> None:
    li, say = people.li, people.say
    await people.asked()
    await li.presses(say.key("Open"))
    li.sees(
        say("{name} asked you something", name="Wang"),
        say("your answer is awaited until {day}"),
    )
    await li.replies("Which lamp", "The one by the bridge")
    await people.answers("Replaced")
    await li.presses(say.key("🙁 Dissatisfied"))
    await li.says("Dark again")
    await li.presses(say.key("✅ Done"))
    li.sees(
        say("you answered the question") + ".*" + say("{name} answered", name="Wang") + ".*"
        + say("you were not satisfied: the {handling} begins", handling=say.key("second handling"))
    )  # fmt: skip


async def test_a_question_is_said_to_wait_for_oneself(people: People) -> None:
    li, say = people.li, people.say
    await people.asked()
    await li.says("/mine")
    li.sees("❓ TC-2026-000001 · " + say("waiting for your answer"))
    await li.presses("TC-2026-000001")
    li.sees("TC-2026-000001 · " + say("waiting for your answer"))
    await people.wang.says("/inbox")
    await people.wang.presses("TC-2026-000001")
    people.wang.sees(say("waiting for the constituent"))


async def test_something_is_added_in_several_messages_of_any_kind(people: People) -> None:
    li, say = people.li, people.say
    await people.assigned()
    await li.says("/mine")
    await li.presses("TC-2026-000001", say.key("➕ Add something"))
    li.sees(say("What do you want to add?"))
    await li.says("It is the one by the bridge")
    people.wang.sees(say("{reference}: its author added something.", reference="TC-2026-000001"), "by the bridge")
    told = len(people.wang.messages)
    await li.sends_album(2, caption="from both sides")
    await li.does(lambda world, me: world.sends_voice(me))
    li.sees(say("Noted in {reference}; who has it is told.", reference="TC-2026-000001"), say("✅ Done"))
    assert sum(say.key("✅ Done") in [b["text"] for b in message.buttons] for message in li.messages) == 1
    await li.presses(say.key("✅ Done"))
    li.sees(LAMP, "by the bridge", "from both sides", "📷 2", "🎤 1")
    # One message told him, and was changed as more came.
    assert len(people.wang.messages) == told
    people.wang.sees("🎤 1")
    kinds = [entry.kind for entry in await people.entries()]
    assert kinds == [EntryKind.OPINION, *[EntryKind.ADDITION] * 4]
    await li.says("Another matter")
    li.sees(say("Your opinion so far"), "Another matter")


async def test_what_is_written_long_after_an_addition_is_something_new(people: People) -> None:
    li, say = people.li, people.say
    await people.assigned()
    await li.says("/mine")
    await li.presses("TC-2026-000001", say.key("➕ Add something"))
    await li.says("It is the one by the bridge")
    await people.town.passes(hours=1)
    await li.says("Another matter")
    li.sees(say("Your opinion so far"), "Another matter")


@pytest.mark.parametrize(
    ("key", "question"),
    [
        ("➕ Add something", "What do you want to add?"),
        ("💬 Answer the question", "What is your answer?"),
        ("🔁 Not solved: reopen", "What is still not right?"),
    ],
)
async def test_who_leaves_or_sends_a_sticker_finds_back(people: People, key: str, question: str) -> None:
    li, say = people.li, people.say
    await people.asked()
    if key == "🔁 Not solved: reopen":
        await people.answers("Replaced")
    await li.says("/mine")
    await li.presses("TC-2026-000001", say.key(key))
    li.sees(say(question))
    li.hears(say("{name} asked you something", name="Wang"))
    await li.sends_sticker()
    li.sees(say(NOT_TAKEN), say(question), say("⬅️ Back"))
    await li.says("/cancel")
    li.sees(say("Left."), say("🏠 Home"))
    await li.presses(say.key("Open {reference}", reference="TC-2026-000001"))
    li.sees(say(key))


async def test_a_sticker_where_more_may_follow_leads_back(people: People) -> None:
    li, say = people.li, people.say
    await people.assigned()
    await li.says("/mine")
    await li.presses("TC-2026-000001", say.key("➕ Add something"))
    await li.says("It is the one by the bridge")
    await li.sends_sticker()
    li.sees(say(NOT_TAKEN), say("Open {reference}", reference="TC-2026-000001"))
    await li.says("/cancel")
    li.sees(say("Left."), say("Open {reference}", reference="TC-2026-000001"))


async def test_the_attachments_can_be_looked_at(people: People) -> None:
    li, say = people.li, people.say
    await li.says("/opinion")
    await li.sends_album(2, caption=LAMP)
    await people.done()
    await li.presses("Wang", say.key("📨 Send with my name"), say.key("📋 Follow it"))
    await li.presses(say.key("📎 Attachments"))
    assert sum("photo" in message.content for message in li.messages if message.from_bot) == 2


async def test_withdrawing_is_asked_about_once_more(people: People) -> None:
    li, say = people.li, people.say
    await people.assigned()
    await li.says("/mine")
    await li.presses("TC-2026-000001", say.key("↩️ Withdraw"))
    li.sees(
        say("↩️ Withdraw {reference}? Nobody works on it then, and this cannot be undone.", reference="TC-2026-000001")
    )
    await li.presses(say.key("No, keep it"))
    li.sees(say("with the representative"))
    await li.presses(say.key("↩️ Withdraw"))
    sure = li.key(say.key("Yes, withdraw it"))
    await li.presses(say.key("Yes, withdraw it"))
    li.sees(say("you withdrew it"))
    people.wang.sees(say("{reference} was withdrawn by its author.", reference="TC-2026-000001"))
    await li.presses(sure)
    li.sees(say("This has moved on since that button was shown. Here is where it stands now."), say("you withdrew it"))
    assert (await people.actions()).count("withdraw") == 1


async def test_an_old_button_shows_the_opinion_as_it_stands(people: People) -> None:
    li, say = people.li, people.say
    await people.sends()
    await li.presses(say.key("📋 Follow it"))
    old = li.key(say.key("↩️ Withdraw"))
    await people.clerk.says("/screen")
    await people.clerk.presses(say.key("✅ Assign to {name}", name="Wang"))
    await li.presses(old)
    li.hears(say("This has moved on since that button was shown. Here is where it stands now."))
    assert say.key("with {name}", name="Wang") in next(m for m in li.messages if m.id == old.message.id).shown
    assert (await people.actions()) == ["submit", "assign"]


async def test_an_old_button_of_the_representative_shows_the_case_as_it_stands(people: People) -> None:
    wang, say = people.wang, people.say
    await people.assigned()
    await wang.presses(say.key("Open"))
    old = wang.key(say.key("❓ Ask back"))
    await wang.presses(say.key("💬 Answer"))
    await wang.says("Replaced")
    await wang.presses(say.key("📨 Send"))
    await wang.presses(old)
    wang.hears(say("This has moved on since that button was shown. Here is where it stands now."))
    assert "Replaced" in next(message for message in wang.messages if message.id == old.message.id).shown


async def test_what_is_not_ones_own_leads_home(people: People) -> None:
    await people.sends()
    mei = people.town.person("Mei", people.say.code)
    await mei.says("/start")
    await mei.forges("om:1")
    mei.sees(
        people.say("I cannot find that opinion among yours. /mine and /inbox list what you can open."),
        people.say("✍️ Write an opinion"),
    )
    for data in ("ca:1:1:add", "cw:1:1", "mf:1", "or:1:1:satisfied", "in:1:1:add:0a1b2c3d4e5f"):
        await mei.forges(data)
    mei.hears_nothing("TC-2026", "lamp")
    assert (await people.actions()) == ["submit"]
