"""A question is answered by replying to it, or by simply writing; an album stays together wherever it goes."""

from storage.vocabulary import EntryKind, Stage
from tests.constituents.conftest import LAMP, ROUND_BEGINS, People

BRIDGE = "The one by the bridge"


async def waiting_twice(people: People) -> None:
    """Wang has asked about two of Li's opinions."""
    await people.asked()
    await people.asked("How many families?", "The water pipe in our street leaks")


async def test_a_reply_answers_and_the_next_reply_adds(people: People) -> None:
    li, say = people.li, people.say
    await people.asked()
    await li.replies("Which lamp", BRIDGE)
    li.sees(say("Noted in {reference}; who has it is told.", reference="TC-2026-000001"))
    people.wang.sees(say("{reference}: your question is answered.", reference="TC-2026-000001"))
    await li.replies("Which lamp", "Next to the shop")
    people.wang.sees(say("{reference}: its author added something.", reference="TC-2026-000001"), "Next to the shop")
    assert [entry.kind for entry in await people.entries()][2:] == [EntryKind.ANSWER, EntryKind.ADDITION]


async def test_an_album_as_an_answer_is_one_answer(people: People) -> None:
    li, say = people.li, people.say
    await people.asked()
    question = li.message("Which lamp")
    told = len(people.wang.messages)
    await li.sends_album(3, caption=BRIDGE, reply_to=question, apart=True)
    assert sum(say.key("Noted in {reference}; who has it is told.", reference="TC-2026-000001") in message.shown
               for message in li.messages) == 1  # fmt: skip
    assert len(people.wang.messages) == told + 1
    assert (await people.actions()).count("resume") == 1
    answers = [entry for entry in await people.entries() if entry.kind is EntryKind.ANSWER]
    assert sum(len(entry.attachments) for entry in answers) == 3
    li.hears_nothing(say("Your opinion so far") + ".*📷")


async def test_an_album_whose_first_alone_is_a_reply_stays_together(english: People) -> None:
    await english.asked()
    world, li = english.town.world, english.li
    group, question = world.next_album(), li.message("Which lamp")
    await li.does(lambda w, me: w.sends_photo(me, b"1", BRIDGE, group, reply_to=question))
    await li.does(lambda w, me: w.sends_photo(me, b"2", None, group))
    assert sum(len(entry.attachments) for entry in await english.entries()) == 2
    li.hears_nothing("Your opinion so far.*photo")


async def test_a_reply_goes_to_its_opinion_even_while_another_is_being_written(people: People) -> None:
    li, say = people.li, people.say
    await people.asked()
    await li.says("/opinion")
    await li.says("The bus is late")
    await li.replies("Which lamp", BRIDGE)
    people.wang.sees(say("{reference}: your question is answered.", reference="TC-2026-000001"))
    await li.says("Every morning")
    li.sees("The bus is late\nEvery morning")


async def test_what_is_simply_written_while_one_question_is_open_is_its_answer(people: People) -> None:
    li, say = people.li, people.say
    await people.asked()
    await li.says(BRIDGE)
    li.sees(say("I take it as your answer to the question:"), "Which lamp exactly")
    li.sees(say("Noted in {reference}; who has it is told.", reference="TC-2026-000001"))
    people.wang.sees(say("{reference}: your question is answered.", reference="TC-2026-000001"), BRIDGE)
    await li.says("next to the shop")
    assert [entry.text for entry in await people.entries()][2:] == [BRIDGE, "next to the shop"]
    assert [entry.kind for entry in await people.entries()][2:] == [EntryKind.ANSWER, EntryKind.ANSWER]
    assert (await people.actions()).count("resume") == 1
    await li.presses(say.key("✅ Done"))
    await li.says("Something else")
    li.sees(say("Your opinion so far"), "Something else")


async def test_it_may_be_something_new_and_nothing_typed_is_lost(people: People) -> None:
    li, say = people.li, people.say
    await people.asked()
    await li.says("The bus is late")
    await li.sends_album(2)
    await li.presses(say.key("✍️ No answer: a new opinion"))
    assert say.key("The question waits for its answer again.") in li.toast
    li.sees(say("Your opinion so far"), "The bus is late", "📷 2")
    people.wang.sees(say("The question waits again, until {day}."))
    await people.done()
    await li.presses("Wang", say.key("📨 Send with my name"))
    assert [opinion.stage for opinion in await people.opinions()] == [Stage.WAITING, Stage.SUBMITTED]
    kept = await people.entries()
    assert [entry.text for entry in kept if entry.kind is EntryKind.ANSWER] == ["", "", ""]
    assert [entry.text for entry in kept if entry.opinion_id == 2] == ["The bus is late", "", ""]
    assert sum(len(entry.attachments) for entry in kept) == 2
    await li.says(BRIDGE)
    people.wang.sees(say("{reference}: your question is answered.", reference="TC-2026-000001"), BRIDGE)


async def test_what_was_acted_upon_stays_and_begins_an_opinion_too(people: People) -> None:
    li, say = people.li, people.say
    await people.asked()
    await li.says("The bus is late")
    otherwise = li.key(say.key("✍️ No answer: a new opinion"))
    await people.answers("It is mended")
    await li.presses(otherwise)
    assert say.key("It has been acted upon already, so it stays there too.") in li.toast
    li.sees(say("Your opinion so far"), "The bus is late")
    assert [opinion.stage for opinion in await people.opinions()] == [Stage.ANSWERED]
    assert "The bus is late" in [entry.text for entry in await people.entries()]


async def test_no_answer_pressed_twice_takes_it_out_once(people: People) -> None:
    li, say = people.li, people.say
    await people.asked()
    await li.says("The bus is late")
    otherwise = li.key(say.key("✍️ No answer: a new opinion"))
    people.town.world.presses(li.someone, otherwise.message.id, otherwise.data)
    await li.presses(otherwise)
    assert (await people.actions()).count("retract") == 1
    assert li.screen.count("The bus is late") == 1


async def test_what_was_begun_before_the_question_can_be_its_answer(people: People) -> None:
    li, say = people.li, people.say
    await people.assigned()
    await li.says("It is")
    await people.asks()
    await li.says(BRIDGE)
    li.sees(say("Your opinion so far"), f"It is\n{BRIDGE}")
    await li.presses(say.key("💬 It answers the question: {reference}", reference="TC-2026-000001"))
    li.sees(say("Noted in {reference}; who has it is told.", reference="TC-2026-000001"))
    assert [entry.text for entry in await people.entries()][2:] == ["It is", BRIDGE]


async def test_several_questions_are_a_numbered_choice(people: People) -> None:
    li, say = people.li, people.say
    await waiting_twice(people)
    await li.says("Seven")
    li.sees(
        say("Is this your answer to one of these questions? Press its number."),
        "1. TC-2026-000001",
        "2. TC-2026-000002",
    )
    li.sees("Which lamp", "How many families")
    await li.presses("2")
    li.hears(say("Noted in {reference}; who has it is told.", reference="TC-2026-000002"))
    assert [opinion.stage for opinion in await people.opinions()] == [Stage.WAITING, Stage.ASSIGNED]


async def test_what_is_held_survives_leaving_and_a_restart(people: People) -> None:
    li, say = people.li, people.say
    await waiting_twice(people)
    await li.says(BRIDGE)
    yes = li.key("1")
    people.restarts()
    await li.presses(yes)
    li.sees(say("Noted in {reference}; who has it is told.", reference="TC-2026-000001"))
    await people.asked("And the other?", "The road is full of holes")
    await li.says("Another thing")
    await li.says("/cancel")
    li.sees(say("Left. What you wrote is kept."))
    await li.presses(say.key("Go on with your opinion"))
    li.sees("Another thing")


async def test_what_is_held_is_offered_at_home_and_goes_on(people: People) -> None:
    li, say = people.li, people.say
    await waiting_twice(people)
    await li.says(BRIDGE)
    await li.says("/start")
    li.sees(say("✍️ You wrote this, and I do not know yet where it belongs:"), BRIDGE)
    await li.says("next to the shop")
    li.sees(say("Is this your answer to one of these questions? Press its number."), f"{BRIDGE}\nnext to the shop")
    await li.says("/start")
    await li.presses(say.key("Go on"), "1")
    said = [entry.text for entry in await people.entries() if entry.kind is EntryKind.ANSWER]
    assert said == [BRIDGE, "next to the shop"]


async def test_what_is_held_about_one_thing_is_kept_when_another_comes(people: People) -> None:
    li, say = people.li, people.say
    await people.answered()
    await li.presses(say.key("😀 Satisfied"))
    await li.replies("TC-2026-000001", "It is dark again")
    await people.asked("How many families?", "The water pipe in our street leaks")
    await li.says("/start")
    await li.says("Seven")
    people.wang.sees(say("{reference}: your question is answered.", reference="TC-2026-000002"), "Seven")
    await li.says("/start")
    li.sees(say("✍️ You wrote this, and I do not know yet where it belongs:"), "It is dark again")


async def test_yes_pressed_twice_answers_once(people: People) -> None:
    li, say = people.li, people.say
    await waiting_twice(people)
    await li.says(BRIDGE)
    yes = li.key("1")
    people.town.world.presses(li.someone, yes.message.id, yes.data)
    await li.presses(yes)
    assert (await people.actions()).count("resume") == 1
    li.sees(say("Noted in {reference}; who has it is told.", reference="TC-2026-000001"))


async def test_a_key_pressed_after_the_question_was_over_adds_it_to_the_case(people: People) -> None:
    li, say = people.li, people.say
    await waiting_twice(people)
    await li.says(BRIDGE)
    yes = li.key("1")
    await people.answers("Found it myself, it is mended")
    await li.presses(yes)
    li.hears(say("Noted in {reference}; who has it is told.", reference="TC-2026-000001"))
    added = [entry for entry in await people.entries() if entry.kind is EntryKind.ADDITION]
    assert [(entry.opinion_id, entry.text) for entry in added] == [(1, BRIDGE)]


async def test_a_reply_to_a_closed_one_offers_to_reopen_it_with_these_words(people: People) -> None:
    li, say = people.li, people.say
    await people.answered()
    await li.presses(say.key("😀 Satisfied"))
    await li.replies("TC-2026-000001", "It is dark again")
    li.sees(say("{reference} is {stage} by now. What shall become of what you wrote?", reference="TC-2026-000001"))
    await li.presses(say.key("🔁 Reopen it with this"))
    people.wang.sees(say(ROUND_BEGINS, reference="TC-2026-000001", handling=say.key("second handling")))
    assert (await people.entries())[-1].text == "It is dark again"


async def test_a_reply_to_a_withdrawn_one_can_only_become_a_new_opinion(people: People) -> None:
    li, say = people.li, people.say
    await people.sends()
    await li.presses(say.key("📋 Follow it"), say.key("↩️ Withdraw"), say.key("Yes, withdraw it"))
    await li.replies("TC-2026-000001", "I have changed my mind")
    li.sees("I have changed my mind")
    li.hears_nothing(say("🔁 Reopen it with this"))
    await li.presses(say.key("✍️ Make it an opinion of mine"))
    li.sees(say("Your opinion so far"), "I have changed my mind")


async def test_a_sticker_as_an_answer_is_told(people: People) -> None:
    await people.li.does(lambda world, me: world.sends_sticker(me))
    people.li.sees(people.say("I can take words, photos, voice, videos, documents and places, but not this."))
    await waiting_twice(people)
    await people.li.says(BRIDGE)
    await people.li.does(lambda world, me: world.sends_sticker(me))
    people.li.sees(people.say("Is this your answer to one of these questions? Press its number."), BRIDGE)
    assert LAMP in (await people.entries())[0].text
