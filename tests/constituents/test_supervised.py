"""After the last round, of which there is only one here, staff take it in hand: what everybody then reads and does."""

from sqlalchemy import update

from handlers.core.casework.policy import Interval
from storage.models.people import Grant
from storage.vocabulary import Role, Satisfaction, Stage
from tests.constituents.conftest import People

REFERENCE = "TC-2026-000001"
WHY = "It is dark again"
STAFF_TOLD = "🛟 {reference} comes under your supervision: its author is not satisfied after the last round."
WANG_TOLD = "🛟 {reference}: its author is not satisfied after the last round; staff supervise it."


async def supervised(people: People, why: str | None = WHY) -> None:
    """The only round did not satisfy Li."""
    await people.town.sets(Interval.ROUNDS, 1)
    await people.answered()
    await people.li.presses(people.say.key("🙁 Dissatisfied"))
    if why is not None:
        await people.li.says(why)


async def stands(people: People) -> tuple[Stage, int]:
    (opinion,) = await people.opinions()
    return opinion.stage, opinion.round


async def test_who_is_dissatisfied_hears_by_whom_and_until_when(people: People) -> None:
    li, say = people.li, people.say
    await supervised(people, None)
    li.sees(
        say("What is still not right? All rounds are over, so {office} takes it in hand itself."),
        say("Even without, they do so from the next working day."),
    )
    assert await stands(people) == (Stage.ANSWERED, 1)
    await li.says(WHY)
    assert await stands(people) == (Stage.SUPERVISED, 1)
    li.sees(say("{office} takes it in hand itself and tells you the result by {day}."))
    await li.presses(say.key("✅ Done"))
    li.sees(say("supervised by staff"), say("you were not satisfied: {office} takes it in hand"))
    li.sees(say("{office} tells you the result by {day}"), WHY)


async def test_without_a_word_it_is_supervised_from_the_next_working_day(people: People) -> None:
    li, say = people.li, people.say
    await supervised(people, None)
    await people.town.passes(days=1)
    assert await stands(people) == (Stage.SUPERVISED, 1)
    li.sees(
        say("🛟 {reference}: {office} takes it in hand itself, as you were not satisfied after the last round."),
        say("They tell you the result by {day}."),
    )
    for who, told in ((people.wang, WANG_TOLD), (people.clerk, STAFF_TOLD)):
        who.sees(say(told, reference=REFERENCE), say("No reason was given."))
    await li.replies(say("They tell you the result by {day}."), WHY)
    for who in (people.wang, people.clerk):
        who.sees(say("{reference}: its author added something.", reference=REFERENCE), WHY)


async def test_a_tap_by_mistake_can_be_changed(people: People) -> None:
    await supervised(people, None)
    await people.li.presses(people.say.key("🙂 Mostly"))
    await people.town.passes(days=3)
    assert await stands(people) == (Stage.CLOSED, 1)


async def test_who_had_it_is_told_and_has_nothing_to_do(people: People) -> None:
    wang, say = people.wang, people.say
    await supervised(people)
    wang.sees(say(WANG_TOLD, reference=REFERENCE), WHY)
    await wang.says("/inbox")
    wang.sees(say("supervised by staff until {day}"))
    await wang.presses(REFERENCE)
    wang.sees(say("Staff supervise it until {day}; you need not do anything."))
    assert say.key("💬 Answer") not in wang.screen


async def test_staff_find_it_among_what_waits_with_all_they_can_do(people: People) -> None:
    clerk, say = people.clerk, people.say
    await supervised(people)
    clerk.sees(say(STAFF_TOLD, reference=REFERENCE), WHY)
    await clerk.says("/start")
    clerk.sees(say.key("🔎 To screen"))
    await clerk.says("/screen")
    clerk.sees(
        REFERENCE,
        say("supervised by staff"),
        say("💬 Tell the result"),
        say("👤 Give it to {name} once more", name="Wang"),
        say("👤 Somebody else"),
        say("🏢 Refer to a unit"),
    )
    assert say.key("🚫 Decline") not in clerk.screen


async def test_the_result_is_told_and_rated_and_what_was_said_before_stays(people: People) -> None:
    li, say = people.li, people.say
    await supervised(people)
    await people.tells_result("The cable is new")
    people.wang.sees(say("🛟 {reference}: staff told its author what supervision has brought about."))
    li.sees(say("{reference}: {office} tells you the result:", reference=REFERENCE), "The cable is new")
    assert await stands(people) == (Stage.ANSWERED, 1)
    await li.presses(say.key("😀 Satisfied"))
    assert await stands(people) == (Stage.CLOSED, 1)
    (rating,) = await people.ratings()
    assert (rating.before, rating.satisfaction) == (Satisfaction.DISSATISFIED, Satisfaction.SATISFIED)
    li.sees(say("{office} told you the result"))
    await people.clerk.says(f"/find {REFERENCE}")
    people.clerk.sees(say("Rating of the {handling}, before supervision: {rating}", handling=say.key("first handling")))
    people.clerk.sees(say("Rated after supervision: {rating}", rating=say.key("😀 Satisfied")))


async def test_the_result_is_asked_about_again_and_silence_closes(people: People) -> None:
    li, say = people.li, people.say
    await supervised(people)
    await people.tells_result("The cable is new")
    await people.town.passes(days=8)
    li.sees(say("{reference} is answered. Are you satisfied? One tap is enough.", reference=REFERENCE))
    await people.town.passes(days=8)
    li.sees(say("{reference} is closed now.", reference=REFERENCE))
    assert await stands(people) == (Stage.CLOSED, 1)
    assert say.key("Should it not be solved, you can reopen it for {n} days.") not in li.screen


async def test_it_goes_to_the_same_representative_once_more(people: People) -> None:
    li, say = people.li, people.say
    await supervised(people)
    await people.clerk.says("/screen")
    await people.clerk.presses(say.key("👤 Give it to {name} once more", name="Wang"))
    assert await stands(people) == (Stage.ASSIGNED, 1)
    await people.answers("I stood there while they mended it")
    li.sees("I stood there", say("Are you satisfied? One tap is enough."))
    await li.presses(say.key("🙁 Dissatisfied"))
    assert await stands(people) == (Stage.CLOSED, 1)
    assert len(await people.ratings()) == 1


async def test_it_goes_to_a_unit_and_what_that_replies_to_its_representative(people: People) -> None:
    clerk, say = people.clerk, people.say
    await supervised(people)
    await clerk.says("/screen")
    await clerk.presses(say.key("🏢 Refer to a unit"))
    await clerk.presses("Power" if say.code == "en" else "供电")
    await clerk.presses(say.key("🏢 Refer it"))
    assert await stands(people) == (Stage.REFERRED, 1)


async def test_of_two_clerks_the_second_reads_who_was_quicker(people: People) -> None:
    say = people.say
    await supervised(people)
    other = people.town.person("Zhou", say.code)
    await people.town.grant(other, Role.STAFF)
    await other.says("/screen")
    key = other.key(say.key("💬 Tell the result"))
    await people.tells_result("The cable is new")
    await other.presses(key)
    other.sees(say("{who} has told its author the result already.", who="Chen"))


async def test_what_was_closed_after_the_last_round_can_still_come_under_supervision(people: People) -> None:
    li, say = people.li, people.say
    await people.town.sets(Interval.ROUNDS, 1)
    await people.answered()
    await li.presses(say.key("😀 Satisfied"), say.key("🔁 Not solved: reopen"))
    await li.says(WHY)
    assert await stands(people) == (Stage.SUPERVISED, 1)
    people.clerk.sees(say(STAFF_TOLD, reference=REFERENCE), WHY)


async def test_it_can_be_withdrawn_and_nobody_has_it_then(people: People) -> None:
    li, say = people.li, people.say
    await supervised(people)
    await li.presses(say.key("✅ Done"), say.key("↩️ Withdraw"), say.key("Yes, withdraw it"))
    assert await stands(people) == (Stage.WITHDRAWN, 1)
    await people.clerk.says("/screen")
    people.clerk.sees(say("Nothing waits for screening. 🎉 I tell you when something comes."))


async def test_staff_are_reminded_of_it_apart_from_what_they_screen(people: People) -> None:
    say = people.say
    await supervised(people)
    await people.town.passes(days=8)
    people.clerk.hears(say("🛟 Please supervise these now:"))
    people.clerk.hears_nothing(say("🔎 Please screen these now:"))


async def test_when_it_is_very_late_the_county_reads_whose_it_is(people: People) -> None:
    await supervised(people)
    async with people.town.database.writing() as session:
        await session.execute(update(Grant).where(Grant.role == Role.STAFF).values(station_id=1))
    boss = people.town.person("Boss", people.say.code)
    await people.town.grant(boss, Role.STAFF)
    await people.town.passes(days=22)
    boss.hears(people.say("🔴 {reference} waits for its supervision, twice as long as it should; it was due {day}."))
