"""Words that wait for a key are named by whatever reminds of what they are for, and have the key there."""

from storage.vocabulary import EntryKind, Stage
from tests.reminders.conftest import LAMP, WANGS, People

WAITS = "{reference}: a question still waits for your answer."
WHOSE = "You wrote this, and have not said yet whether it is the answer:"
UNSENT = "You began this and did not send it. Is it the answer?"
OVER = "{reference}: no answer to the question came, so {name} goes on without it. You will hear from them by {day}."
NOTED = "Noted in {reference}; who has it is told."
PIPE = "The water pipe in our street leaks"


async def asked_twice(people: People) -> None:
    """Wang has asked about two of Li's opinions, so that what she writes is held."""
    await people.asked()
    await people.asked("How many families?", PIPE)


async def test_the_reminder_of_a_question_has_the_words_and_their_key(people: People) -> None:
    li, say = people.li, people.say
    await asked_twice(people)
    await li.says("Seven families")
    await people.until("03-09 12:00")
    li.hears(say(WAITS, reference=WANGS), say(WHOSE), "Seven families")
    li.sees(say(WAITS, reference="TC-2026-000002"), say(WHOSE), "Seven families")
    await li.presses(say.key("✅ Yes, it is"))
    li.sees(say(NOTED, reference="TC-2026-000002"))
    assert [opinion.stage for opinion in await people.opinions()] == [Stage.WAITING, Stage.ASSIGNED]


async def test_who_wrote_nothing_is_told_how_to_answer(people: People) -> None:
    await people.asked()
    await people.until("03-09 12:00")
    people.li.sees(people.say(WAITS, reference=WANGS), people.say("Reply to this message."))
    people.li.hears_nothing(people.say(WHOSE))


async def test_an_opinion_that_was_begun_may_be_the_answer(people: People) -> None:
    li, say = people.li, people.say
    await people.assigned()
    await li.says("It is the one by the bridge")
    await people.asks()
    await people.until("03-09 12:00")
    li.sees(say(WAITS, reference=WANGS), say(UNSENT), "by the bridge")
    await li.presses(say.key("No, go on with it"))
    li.sees(say("Your opinion so far"), "by the bridge")


async def test_the_author_is_told_that_it_goes_on_and_a_late_key_adds_the_words(people: People) -> None:
    li, say = people.li, people.say
    await asked_twice(people)
    await li.says("Seven families")
    late = li.key("2")
    await people.until("03-17 12:00")
    li.hears(say(OVER, reference=WANGS, name="Wang"), say(WHOSE))
    li.sees(say(OVER, reference="TC-2026-000002", name="Wang"), say(WHOSE), say.key("➕ Add it there"))
    people.wang.hears(say("{reference}: no answer came to your question.", reference=WANGS))
    await li.presses(late)
    li.hears(say(NOTED, reference="TC-2026-000002"))
    people.wang.sees(say("{reference}: its author added something.", reference="TC-2026-000002"), "Seven families")
    added = [entry for entry in await people.entries() if entry.kind is EntryKind.ADDITION]
    assert [(entry.opinion_id, entry.text) for entry in added] == [(2, "Seven families")]


async def test_the_key_under_the_last_word_adds_them(people: People) -> None:
    li, say = people.li, people.say
    await asked_twice(people)
    await li.says("Seven families")
    await people.until("03-17 12:00")
    await li.presses(say.key("➕ Add it there"))
    people.wang.sees(say("{reference}: its author added something.", reference="TC-2026-000002"), "Seven families")


async def test_who_wrote_nothing_can_still_reply_when_it_has_gone_on(people: People) -> None:
    li, say = people.li, people.say
    await people.asked()
    await people.until("03-17 12:00")
    li.sees(say(OVER, reference=WANGS), say("Should you still want to answer, reply to this message: it is added."))
    await li.says("By the bridge", reply_to=li.messages[-1])
    people.wang.sees(say("{reference}: its author added something.", reference=WANGS), "By the bridge")


async def test_what_is_held_is_remembered_once(people: People) -> None:
    li, say = people.li, people.say
    await people.answered()
    await li.presses(say.key("😀 Satisfied"))
    await li.replies(WANGS, "It is dark again")
    await people.until("03-06 12:00")
    li.sees(say("✍️ You wrote this, and have not said yet where it belongs. It is kept:"), "dark again")
    await li.presses(say.key("Go on"))
    li.sees(say.key("🔁 Reopen it with this"))
    heard = people.got(li, "dark again")
    await people.until("03-12 12:00")
    assert people.got(li, "dark again") == heard


async def test_a_reply_that_was_not_sent_is_named_when_its_case_is_due(people: People) -> None:
    wang, say = people.wang, people.say
    unsent = "✍️ What you wrote about it waits; nobody has it yet. Press “{key}” to send it."
    await people.assigned()
    await people.until("03-05 12:00")
    wang.hears_nothing(say(unsent))
    await wang.presses(say.key("💬 Answer"))
    await wang.says("The lamp was replaced this morning")
    await people.until("03-06 12:00")
    wang.sees(WANGS, say(unsent, key=say.key("💬 Answer")))
    await wang.presses(say.key("💬 Answer"))
    wang.sees("replaced this morning")
    await wang.presses(say.key("📨 Send"))
    people.li.hears("replaced this morning")
    assert (await people.entries())[0].text == LAMP
