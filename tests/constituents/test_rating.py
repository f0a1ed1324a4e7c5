"""One tap rates an answer; what follows from it, and what does not get stuck."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from handlers.core.casework.policy import Interval
from storage.models.opinions import Opinion
from storage.vocabulary import EntryKind, Satisfaction, Stage
from tests.constituents.conftest import LAMP, ROUND_BEGINS, People

DISSATISFIED = "🙁 Dissatisfied"
RATED = "{reference} is rated: {rating}"


async def test_satisfied_closes_and_a_second_tap_says_that_it_is_rated(people: People) -> None:
    li, say = people.li, people.say
    await people.answered()
    other = li.key(say.key("🙁 Dissatisfied"))
    await li.presses(say.key("😀 Satisfied"))
    li.sees(say("you rated the answer"), say("closed"))
    people.wang.sees(say(RATED, reference="TC-2026-000001", rating=say.key("😀 Satisfied")))
    await li.presses(other)
    li.sees(say("This answer is rated already. Thank you."))
    assert [rating.satisfaction for rating in await people.ratings()] == [Satisfaction.SATISFIED]


async def test_dissatisfied_asks_why_and_the_answer_stays_readable(people: People) -> None:
    li, say = people.li, people.say
    await people.answered()
    await li.presses(say.key("🙁 Dissatisfied"))
    li.sees(say("What is still not right?"))
    li.hears("replaced this morning")
    await li.says("It is dark again")
    li.sees(say("Noted in {reference}; who has it is told.", reference="TC-2026-000001"))
    li.sees(say("You will hear from them by {day}."))
    people.wang.sees(
        say(ROUND_BEGINS, reference="TC-2026-000001", handling=say.key("second handling")), "It is dark again"
    )
    (rating,) = await people.ratings()
    assert (rating.satisfaction, rating.why) == (Satisfaction.DISSATISFIED, "It is dark again")


async def test_a_tap_by_mistake_can_be_changed_before_a_reason_is_given(people: People) -> None:
    li, say = people.li, people.say
    await people.answered()
    await li.presses(say.key("🙁 Dissatisfied"), say.key("🙂 Mostly"))
    assert [rating.satisfaction for rating in await people.ratings()] == [Satisfaction.MOSTLY]
    await li.says("Something new")
    li.sees(say("Your opinion so far"), "Something new")


@pytest.mark.parametrize("leaving", ["/cancel", "/mine", "/start"])
async def test_who_left_before_saying_why_is_asked_by_the_opinion_itself(people: People, leaving: str) -> None:
    li, say = people.li, people.say
    await people.answered()
    await li.presses(say.key("🙁 Dissatisfied"))
    await li.says(leaving)
    await li.says("/mine")
    await li.presses("TC-2026-000001")
    li.sees(
        say(
            "You rated: {rating}. It is looked at again; please say what is not right.",
            rating=say.key("🙁 Dissatisfied"),
        ),
        say("🙂 Mostly"),
    )
    assert f"[{say.key('🙁 Dissatisfied')}]" not in li.screen
    assert say.key("your rating: one tap") not in li.screen
    await li.presses(say.key("🔁 Say what is not right"))
    await li.says("It is dark again")
    people.wang.sees(
        say(ROUND_BEGINS, reference="TC-2026-000001", handling=say.key("second handling")), "It is dark again"
    )


async def test_one_tap_counts_and_the_reason_may_come_later(people: People) -> None:
    li, say = people.li, people.say
    await people.answered()
    await li.presses(say.key("🙁 Dissatisfied"))
    li.sees(say("Even without, it is looked at again from the next working day."))
    await people.town.passes(days=1)
    li.sees(
        say("🔁 {reference}: the {handling} begins, as you were not satisfied.", reference="TC-2026-000001"),
        say("You will hear from {name} by {day}.", name="Wang"),
        say("What is still not right? Reply to this message; photos and voice are fine too."),
    )
    people.wang.sees(
        say(ROUND_BEGINS, reference="TC-2026-000001", handling=say.key("second handling")), say("No reason was given.")
    )
    assert [(one.stage, one.round) for one in await people.opinions()] == [(Stage.ASSIGNED, 2)]
    await li.says("It is dark again")
    people.wang.sees(say("{reference}: its author added something.", reference="TC-2026-000001"), "It is dark again")
    await people.town.passes(days=30)
    assert [(one.stage, one.round) for one in await people.opinions()] == [(Stage.ASSIGNED, 2)]
    assert [rating.satisfaction for rating in await people.ratings()] == [Satisfaction.DISSATISFIED]


async def test_a_tap_on_the_last_evening_is_heard_too(people: People) -> None:
    li, say = people.li, people.say
    await people.answered()
    button = li.key(say.key("🙁 Dissatisfied"))
    await people.town.passes(days=13, hours=20)
    await li.presses(button)
    await people.town.passes(days=1)
    li.hears_nothing(say("{reference} is closed now.", reference="TC-2026-000001"))
    assert [(one.stage, one.round) for one in await people.opinions()] == [(Stage.ASSIGNED, 2)]


async def test_who_changes_their_mind_the_same_day_is_not_reopened(people: People) -> None:
    li, say = people.li, people.say
    await people.answered()
    await li.presses(say.key("🙁 Dissatisfied"), say.key("😀 Satisfied"))
    await people.town.passes(days=30)
    assert [(one.stage, one.round) for one in await people.opinions()] == [(Stage.CLOSED, 1)]


async def test_everybody_who_opens_it_sees_how_it_was_rated(people: People) -> None:
    li, say = people.li, people.say
    rated = say(
        "Rating of the {handling}: {rating}", handling=say.key("first handling"), rating=say.key("🙁 Dissatisfied")
    )
    await people.answered()
    await li.presses(say.key("🙁 Dissatisfied"))
    await people.town.passes(days=1)
    for who in (li, people.wang):
        await who.presses(say.key("Open"))
        who.sees(rated, say("No reason was given."))
    await people.clerk.says("/find TC-2026-000001")
    people.clerk.sees(rated, say("No reason was given."))


async def test_a_reminder_that_holidays_put_off_leaves_a_week_to_answer(people: People) -> None:
    li, say = people.li, people.say
    people.town.clock.instant = datetime(2026, 9, 24, 2, tzinfo=UTC)  # a week later the National Day's holidays begin
    await people.answered()
    await people.town.passes(days=20, hours=22)
    li.sees(say("{reference} is answered. Are you satisfied? One tap is enough.", reference="TC-2026-000001"))
    await people.town.passes(days=1)
    li.sees(say("{reference} is closed now.", reference="TC-2026-000001"))


async def test_what_is_written_weeks_after_it_was_opened_again_is_asked_about(people: People) -> None:
    li, say = people.li, people.say
    await people.answered()
    await li.presses(say.key("🙁 Dissatisfied"))
    await people.town.passes(days=16)
    await li.says("There is a hole in the bridge")
    li.sees(say("{reference} is {stage} by now. What shall become of what you wrote?"), say.key("➕ Add it there"))
    await li.presses(say.key("✍️ No, a new opinion"))
    li.sees(say("Your opinion so far"), "a hole in the bridge")


ONCE_MORE = "Are you satisfied? One tap is enough. If not, it is looked at again."
LAST = (
    "Thank you. All rounds and supervision are over, so {reference} is closed now. I am sorry that it is not solved "
    "for you."
)
SAY_WHY = "💬 Say what is not right"


async def told_the_result(people: People) -> None:
    """All rounds are over, of which there is only one here, and so is supervision."""
    await people.town.sets(Interval.ROUNDS, 1)
    await people.answered()
    await people.li.presses(people.say.key("🙁 Dissatisfied"))
    await people.li.says("It is dark again")
    await people.tells_result("Mended once more")


async def test_each_answer_says_what_follows_if_it_does_not_do(people: People) -> None:
    li, say = people.li, people.say
    await people.town.sets(Interval.ROUNDS, 2)
    await people.answered()
    li.sees(say(ONCE_MORE))
    await li.presses(say.key("🙁 Dissatisfied"))
    await li.says("It is dark again")
    await people.answers("Mended once more")
    li.sees("Mended once more", say("Are you satisfied? One tap is enough. If not, {office} takes it in hand."))
    await li.presses(say.key("🙁 Dissatisfied"))
    await li.says("Dark for the third time")
    await people.tells_result("The cable is new")
    li.sees("The cable is new", say("Are you satisfied? One tap is enough."))
    assert say.key(ONCE_MORE) not in li.screen


async def test_after_supervision_staff_are_told_and_the_author_hears_so_kindly(people: People) -> None:
    li, say = people.li, people.say
    await told_the_result(people)
    await li.presses(say.key("🙁 Dissatisfied"))
    people.clerk.sees(say("{reference}: dissatisfied after supervision too.", reference="TC-2026-000001"))
    li.sees(
        say(LAST, reference="TC-2026-000001"),
        say("What is still not right? Your representative and the staff read it."),
        say("You can also go to your liaison station, {station}."),
        say("If something new happens, write a new opinion."),
        say("🪑 Reception days"),
    )
    li.hears_nothing(rf"\[{say('🔁 Not solved: reopen')}\]")
    li.hears("Mended once more")


async def test_why_the_last_answer_is_not_enough_is_kept_with_the_case(people: People) -> None:
    li, say, clerk = people.li, people.say, people.clerk
    await told_the_result(people)
    await li.presses(say.key("🙁 Dissatisfied"))
    await li.says("Still dark, every evening")
    li.sees(say("Noted in {reference}; who has it is told.", reference="TC-2026-000001"), say("✅ Done"))
    for who in (people.wang, clerk):
        who.sees(say("{reference}: why its author is not satisfied:", reference="TC-2026-000001"), "Still dark")
    await li.says("And the next one too")
    people.wang.sees("the next one too")
    for who in (people.wang, clerk):
        await who.presses(say.key("Open"))
        who.sees(say("Not satisfied because"), "Still dark, every evening", "And the next one too")
    await li.presses(say.key("✅ Done"))
    li.sees(say("closed"), "Still dark, every evening", "And the next one too")
    assert say.key(SAY_WHY) not in li.screen
    assert say.key("➕ Add something") not in li.screen
    kinds = [entry.kind for entry in await people.entries()]
    assert kinds[-2:] == [EntryKind.REOPENING] * 2
    assert [opinion.stage for opinion in await people.opinions()] == [Stage.CLOSED]
    assert (await people.ratings())[-1].why == "Still dark, every evening"


async def test_why_can_be_said_later_and_by_voice(people: People) -> None:
    li, say = people.li, people.say
    await told_the_result(people)
    await li.presses(say.key("🙁 Dissatisfied"))
    await li.says("/mine")
    await li.presses("TC-2026-000001")
    li.sees(say("You rated: {rating}. You can still say why; your representative and the staff read it."))
    await li.presses(say.key(SAY_WHY))
    await li.sends_voice()
    people.wang.sees("🎤 1")
    await li.says("/mine")
    await li.presses("TC-2026-000001")
    assert say.key(SAY_WHY) not in li.screen


async def test_a_reply_to_the_question_why_is_the_reason_too(people: People) -> None:
    li, say = people.li, people.say
    await people.answered()
    await li.presses(say.key("🙁 Dissatisfied"))
    await li.replies(say("What is still not right?"), "It is dark again")
    people.wang.sees(
        say(ROUND_BEGINS, reference="TC-2026-000001", handling=say.key("second handling")), "It is dark again"
    )
    await people.town.sets(Interval.ROUNDS, 2)
    await people.answers("Mended once more")
    await li.presses(say.key("🙁 Dissatisfied"))
    await li.replies(say("What is still not right?"), "Still dark")
    await people.tells_result("The cable is new")
    await li.presses(say.key("🙁 Dissatisfied"))
    await li.replies(say("What is still not right?"), "Still dark")
    people.wang.sees(say("{reference}: why its author is not satisfied:", reference="TC-2026-000001"), "Still dark")


async def test_what_is_written_long_after_supervision_is_asked_about(people: People) -> None:
    li, say = people.li, people.say
    await told_the_result(people)
    await li.presses(say.key("🙁 Dissatisfied"))
    await people.town.passes(days=16)
    await li.says("There is a hole in the bridge")
    assert (await people.ratings())[-1].why is None
    await li.presses(say.key("✍️ No, a new opinion"))
    li.sees(say("Your opinion so far"), "a hole in the bridge")


async def test_what_is_closed_takes_nothing_else(people: People) -> None:
    li, say = people.li, people.say
    await people.assigned()
    await li.says("/mine")
    await li.presses("TC-2026-000001", say.key("➕ Add something"))
    added = await li.says("It is the one by the bridge")
    await people.answers("Mended")
    await li.presses(say.key("😀 Satisfied"))
    assert say.key("➕ Add something") not in li.screen
    await li.says("Another matter")
    assert [entry.text for entry in await people.entries()][-1] == "Mended"
    await li.edits(added, "It is the one by the school")
    assert [entry.text for entry in await people.entries()][-1] == "Mended"
    await li.forges(f"ca:1:{(await people.opinions())[0].version}:add")
    li.sees(say("This is no longer possible."))


async def test_a_voice_says_why_too(people: People) -> None:
    await people.answered()
    await people.li.presses(people.say.key("🙁 Dissatisfied"))
    await people.li.does(lambda world, me: world.sends_voice(me))
    assert [opinion.round for opinion in await people.opinions()] == [2]


async def test_closed_ones_can_be_reopened_for_90_days_and_not_after(people: People) -> None:
    li, say = people.li, people.say
    await people.answered()
    await li.presses(say.key("😀 Satisfied"))
    button = li.key(say.key("🔁 Not solved: reopen"))
    await people.town.passes(days=1)
    people.town.clock.instant = people.town.clock.instant.replace(month=6)
    await li.presses(button)
    li.sees(say("This is no longer possible."))
    assert [opinion.stage for opinion in await people.opinions()] == [Stage.CLOSED]
    await li.replies("TC-2026-000001", "dark again")
    li.hears_nothing(say("🔁 Reopen it with this"))


async def test_an_appeal_is_possible_once(people: People) -> None:
    li, say = people.li, people.say
    await people.sends()
    for again in range(2):
        await people.declines()
        await li.presses(say.key("Open"))
        if not again:
            await li.presses(say.key("⚖️ Appeal"))
            li.sees(say("Why should it be taken up after all? An appeal is possible once."))
            await li.says("It is a municipal lamp")
            await li.presses(say.key("✅ Done"))
    assert say.key("⚖️ Appeal") not in li.screen
    old = ("ca", 1, (await people.opinions())[0].version, "appeal")
    await li.forges(":".join(map(str, old)))
    li.sees(say("This is no longer possible."))
    assert (await people.actions()).count("appeal") == 1


async def test_the_reason_of_a_decline_stays_readable_above_the_appeal(people: People) -> None:
    li, say = people.li, people.say
    await people.sends()
    await people.declines()
    await li.presses(say.key("Open"), say.key("⚖️ Appeal"))
    li.sees(say("Why should it be taken up after all? An appeal is possible once."))
    li.hears("Not ours, call 95598")
    await li.replies(say("Why should it be taken up after all? An appeal is possible once."), "It is a municipal lamp")
    assert [opinion.stage for opinion in await people.opinions()] == [Stage.SUBMITTED]


async def merged(people: People) -> None:
    """A second opinion of Li's is merged into the first, whose answer comes to both; the second is on the screen."""
    await people.assigned()
    await people.sends("The lamp by the school is dark as well")
    async with people.town.database.writing() as session:
        await session.execute(update(Opinion).where(Opinion.id == 2).values(stage=Stage.MERGED, merged_into_id=1))
    await people.answers("The lamp was replaced this morning")
    await people.li.says("/mine")
    await people.li.presses("TC-2026-000002")


async def test_a_merged_opinion_has_a_rating_of_its_own(people: People) -> None:
    li, say = people.li, people.say
    await merged(people)
    await li.presses(say.key("🙂 Mostly"))
    assert {rating.opinion_id: rating.satisfaction for rating in await people.ratings()} == {
        1: None,
        2: Satisfaction.MOSTLY,
    }
    assert (await people.opinions())[1].stage is Stage.CLOSED
    people.wang.sees(say(RATED, reference="TC-2026-000002", rating=say.key("🙂 Mostly")))


async def test_a_merged_opinion_whose_author_is_dissatisfied_goes_to_who_answered(people: People) -> None:
    li, say = people.li, people.say
    await merged(people)
    await li.presses(say.key("🙁 Dissatisfied"))
    await li.says("The one by the school is still dark")
    opinion = (await people.opinions())[1]
    assert (opinion.stage, opinion.round) == (Stage.ASSIGNED, 2)
    assert opinion.representative_id == people.furniture.representatives["Wang"]
    people.wang.sees(say(ROUND_BEGINS, reference="TC-2026-000002", handling=say.key("second handling")))


async def test_a_merged_opinion_without_an_answer_cannot_be_rated_or_reopened(people: People) -> None:
    li, say = people.li, people.say
    await people.sends()
    async with people.town.database.writing() as session:
        await session.execute(update(Opinion).values(stage=Stage.MERGED))
    await li.presses(say.key("📋 Follow it"))
    li.sees(say("the answer comes with the other one's"), LAMP)
    assert say.key("🔁 Not solved: reopen") not in li.screen
    assert say.key("😀 Satisfied") not in li.screen
    await li.forges("or:1:1:satisfied")
    assert (await people.opinions())[0].stage is Stage.MERGED
