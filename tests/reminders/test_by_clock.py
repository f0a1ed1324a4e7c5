"""A representative is reminded by the clock of a case, staff of what they must screen, a constituent once."""

from storage.vocabulary import Role
from tests.reminders.conftest import LAMP, WANGS, People

HALF = "⏳ {reference}: half of the time has passed. Please answer by {day}."
BEFORE = "🟡 {reference} is due on the next working day, {day}."
DAY = "🟡 {reference} is due today, {day}."
VERY_LATE = "🔴 {reference} waits for {name}, twice as long as it should; it was due {day}."
UNFINISHED = "✍️ You began an opinion and did not send it. It is kept:"


async def without_digest(people: People) -> None:
    """Nobody has one: what is reminded of stands alone."""
    for actor in (people.wang, people.clerk):
        await actor.says("/reminders")
        await actor.presses(people.say.key("🔕 No digest"))


async def test_a_case_is_reminded_of_from_half_time_until_it_is_very_late(people: People) -> None:
    wang, say = people.wang, people.say
    await without_digest(people)
    await people.assigned()
    await people.until("03-05 08:59")
    assert people.got(wang, say(HALF, reference=WANGS)) == 0
    await people.until("03-05 09:00")
    wang.sees(say(HALF, reference=WANGS), LAMP, say.key("💬 Answer"), say.key("🤝 Hand over"))
    await people.until("03-06 09:00")
    wang.sees("🟡", say(BEFORE, reference=WANGS))
    await people.until("03-09 09:00")
    wang.sees("🟡", say(DAY, reference=WANGS))
    await people.until("03-16 23:00")
    wang.sees("🔴", WANGS, "4")
    people.clerk.hears_nothing(say(VERY_LATE, reference=WANGS, name="Wang"))
    await people.until("03-17 09:00")
    people.clerk.sees(say(VERY_LATE, reference=WANGS, name="Wang"))
    await people.until("03-18 09:00")
    wang.sees("🔴", WANGS, "7")
    names = [occasion for kind, occasion in await people.ledger("case.clock")]
    assert names == ["half", "before", "day", "overdue:1", "overdue:4", "overdue:7"]
    await people.until("04-30 12:00")
    assert people.got(people.clerk, say(VERY_LATE, reference=WANGS, name="Wang")) == 1


async def test_the_keys_under_a_reminder_deal_with_the_case(people: People) -> None:
    wang, say = people.wang, people.say
    await people.assigned()
    await people.until("03-05 12:00")
    await wang.presses(say.key("💬 Answer"))
    await wang.says("The lamp was replaced this morning")
    await wang.presses(say.key("📨 Send"))
    people.li.hears("replaced this morning")
    heard = people.got(wang, WANGS)
    await people.until("03-18 20:00")
    assert await people.ledger("case.clock") == [("case.clock", "half")]
    assert people.got(wang, WANGS) == heard


async def test_a_question_stops_the_clock_and_its_answer_starts_it_anew(english: People) -> None:
    await english.asked()
    await english.until("03-04 12:00")
    await english.li.says("The one at the bridge", reply_to=english.li.message("Which lamp"))
    await english.until("03-11 12:00")
    # Two working days stood still: due on the 11th instead of the 9th.
    names = [occasion for kind, occasion in await english.ledger("case.clock")]
    assert names == ["half", "before", "day"]
    english.wang.sees("due today")


async def test_who_gets_a_case_handed_over_is_reminded_from_then_on(english: People) -> None:
    await english.assigned()
    await english.until("03-05 12:00")
    sun = english.furniture.representatives["Sun"]
    colleague = await english.town.grant(english.town.person("Sun"), Role.REPRESENTATIVE, representative_id=sun)
    await english.wang.presses("🤝 Hand over", "Sun", "Hand it over")
    await english.until("03-06 10:00")
    colleague.hears("is due on the next working day")
    english.wang.hears_nothing("is due on the next working day")


async def test_staff_are_reminded_of_all_they_must_screen_in_one_message_a_morning(people: People) -> None:
    clerk, say = people.clerk, people.say
    await without_digest(people)
    await people.sends()
    await people.sends("The well tastes of iron")
    await people.until("03-03 08:59")
    clerk.hears_nothing(say("🔎 Please screen these now:"))
    await people.until("03-03 12:00")
    clerk.sees(say("🔎 Please screen these now:"), WANGS, "TC-2026-000002", say.key("Open the queue"))
    await people.until("03-04 12:00")
    clerk.sees("🟡", say("due today"))
    await people.until("03-05 12:00")
    clerk.sees("🔴", WANGS)
    assert people.got(clerk, say("🔎 Please screen these now:")) == 3
    await clerk.presses(WANGS, say.key("✅ Assign to {name}", name="Wang"))
    await people.until("03-10 12:00")
    clerk.sees("TC-2026-000002")
    assert WANGS not in clerk.screen


async def test_what_a_station_leaves_unscreened_for_twice_the_time_the_county_learns(english: People) -> None:
    desk = english.town.person("Desk", "en")
    await english.town.grant(desk, Role.STAFF, station_id=english.furniture.stations["Maishi"])
    await english.sends()
    await english.until("03-06 12:00")
    english.clerk.hears_nothing("waits to be screened")
    await english.until("03-09 12:00")
    english.clerk.hears(f"{WANGS} waits to be screened, twice as long")
    desk.hears("Please screen these now")
    desk.hears_nothing("twice as long")


async def test_a_draft_is_remembered_once_two_days_after_its_last_message(people: People) -> None:
    li, say = people.li, people.say
    await li.says("/opinion")
    await li.says(LAMP)
    await people.until("03-03 15:00")
    await li.says("It has been a month now")
    await people.until("03-05 08:59")
    li.hears_nothing(say(UNFINISHED))
    await people.until("03-05 09:00")
    li.sees(say(UNFINISHED), "East Street", say.key("🗑 Throw away"))
    await li.presses(say.key("Go on"))
    li.sees("a month now")
    await li.says("And one more thing")
    await people.until("03-20 12:00")
    assert people.got(li, say(UNFINISHED)) == 1


async def test_a_draft_that_was_sent_or_thrown_away_is_not_remembered(english: People) -> None:
    await english.sends()
    await english.li.says("/opinion")
    await english.li.says("The well tastes of iron")
    await english.li.presses("Throw away")
    await english.until("03-10 12:00")
    english.li.hears_nothing("You began an opinion")


async def test_a_question_and_an_answer_are_remembered_each_by_its_own_occasion(english: People) -> None:
    await english.asked()
    await english.until("03-20 12:00")
    assert [kind for kind, _ in await english.ledger("waiting.reminder")] == ["waiting.reminder"]
    await english.answers("The lamp was replaced")
    await english.until("04-10 12:00")
    assert [kind for kind, _ in await english.ledger("rating.reminder")] == ["rating.reminder"]
