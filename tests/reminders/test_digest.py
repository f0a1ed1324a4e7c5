"""The morning digest: one a person and day, of what waits when it is sent; and when it comes is theirs to choose."""

from datetime import time, timedelta

from handlers.conversation.outgoing import Outgoing
from handlers.core.actor import Actor
from handlers.core.reception import actions
from handlers.core.reception.rules import TimeAndPlace
from handlers.reminders.callbacks import SetDigest
from storage.queries.people import by_chat
from storage.vocabulary import Role
from tests.reminders.conftest import LAMP, WANGS, People

MORNING = "☀️ Good morning! What waits for you, {day}"


async def test_a_representative_reads_what_is_new_soon_due_and_late(people: People) -> None:
    wang, say = people.wang, people.say
    await people.assigned()
    await people.until("03-03 08:29")
    wang.hears_nothing(say(MORNING))
    await people.until("03-03 08:30")
    wang.sees(say(MORNING), say.key("📥 {n} new:", n=1), WANGS, say.key("📥 Inbox"), "/reminders")
    await people.until("03-04 08:30")
    wang.sees(say(MORNING))
    assert people.got(wang, say(MORNING)) == 1
    await people.until("03-06 08:30")
    wang.sees(say.key("🟡 {n} due soon:", n=1), WANGS)
    await people.until("03-09 08:30")
    wang.sees(say("due today"))
    await people.until("03-11 08:30")
    wang.sees(say.key("🔴 {n} overdue:", n=1), WANGS, "2")
    assert people.got(wang, say(MORNING)) == 5


async def test_what_was_done_meanwhile_is_left_out_and_ratings_are_told(people: People) -> None:
    wang, say = people.wang, people.say
    await people.answered()
    await people.li.presses(say.key("😀 Satisfied"))
    await people.assigned("The well tastes of iron")
    await people.until("03-03 08:30")
    wang.sees(say(MORNING), say("⭐ Rated:"), say.key("😀 Satisfied"), "TC-2026-000002")
    await people._writes("TC-2026-000002", "💬 Answer", "It was flushed")
    await people.until("03-13 20:00")
    assert people.got(wang, say(MORNING)) == 1


async def test_staff_read_how_much_is_to_be_screened_and_who_is_very_late(people: People) -> None:
    clerk, say = people.clerk, people.say
    await people.assigned()
    await people.sends("The well tastes of iron")
    await people.until("03-03 08:30")
    clerk.sees(say(MORNING), "🔎", "1", say("🔎 Please screen these now:"), "TC-2026-000002")
    await people.until("03-03 12:00")
    # The digest has said it in full: the reminder of nine o'clock does not say it again.
    assert people.got(clerk, say("🔎 Please screen these now:")) == 1
    await clerk.says("/screen")
    await clerk.presses(say.key("✅ Assign to {name}", name="Wang"))
    await people.until("03-17 08:30")
    clerk.sees("🔴", "2", f"{WANGS} · Wang", say("🔴 Late:"), "TC-2026-000002 · Wang")
    await clerk.presses("🔴 TC-2026-000002")
    clerk.sees("The well tastes of iron")
    await people.until("03-17 09:00")
    clerk.sees(WANGS, "Wang")
    assert "TC-2026-000002" not in clerk.screen


async def test_after_a_digest_the_single_reminder_is_a_line_with_its_keys(people: People) -> None:
    wang, say = people.wang, people.say
    await people.assigned()
    await people.until("03-09 09:00")
    wang.sees(say("🟡 {reference} is due today, {day}.", reference=WANGS), say.key("💬 Answer"))
    assert LAMP not in wang.screen


async def test_a_digest_at_half_past_ten_leaves_out_what_was_reminded_of_at_nine(english: People) -> None:
    await english.clerk.says("/reminders")
    await english.clerk.presses("10:30")
    english.clerk.sees("10:30", "✓ 10:30", "Noted")
    await english.sends()
    await english.until("03-03 09:30")
    english.clerk.sees("Please screen these now")
    await english.until("03-03 10:30")
    english.clerk.sees("Good morning", "1 opinion to screen")
    assert english.got(english.clerk, "Please screen these now") == 1


async def test_it_does_not_come_at_weekends_and_says_on_monday_what_came(english: People) -> None:
    await english.until("03-06 12:00")
    await english.assigned()
    await english.until("03-09 08:29")
    english.wang.hears_nothing("Good morning")
    await english.until("03-09 08:30")
    english.wang.sees("Good morning", "1 new")


async def test_who_has_no_role_has_none_and_who_loses_it_gets_no_further(english: People) -> None:
    await english.answered()
    await english.until("03-20 12:00")
    english.li.hears_nothing("Good morning")
    await english.li.says("/reminders")
    english.li.hears_nothing("Morning digest")


async def test_off_is_off_and_on_is_on_again(people: People) -> None:
    wang, say = people.wang, people.say
    await people.assigned()
    await wang.says("/reminders")
    wang.sees(say("It says what is new, due soon and overdue. When nothing is, it does not come."), "✓ 08:30")
    await wang.presses(say.key("🔕 No digest"))
    wang.sees(say("☀️ Morning digest: off. You can switch it on at any time."))
    await people.until("03-06 12:00")
    wang.hears_nothing(say(MORNING))
    await wang.says("/reminders")
    await wang.presses("07:00")
    await people.until("03-09 06:59")
    wang.hears_nothing(say(MORNING))
    await people.until("03-09 07:00")
    wang.sees(say(MORNING))
    await people.until("03-09 20:00")
    assert people.got(wang, say(MORNING)) == 1


async def test_another_hour_on_the_same_day_brings_no_second_one(english: People) -> None:
    await english.assigned()
    await english.until("03-03 08:45")
    english.wang.sees("Good morning")
    await english.wang.says("/reminders")
    await english.wang.presses("10:00")
    await english.until("03-03 20:00")
    assert english.got(english.wang, "Good morning") == 1
    await english.until("03-06 09:59")
    assert english.got(english.wang, "Good morning") == 1
    await english.until("03-06 10:00")
    assert english.got(english.wang, "Good morning") == 2


async def test_an_hour_that_was_never_offered_is_refused(english: People) -> None:
    await english.wang.says("/reminders")
    for minute in (0, 23 * 60, 421, -2):
        await english.wang.forges(SetDigest(minute=minute))
        assert "choose one of the hours" in english.wang.toast
    await english.wang.says("/reminders")
    english.wang.sees("✓ 08:30")


async def test_of_two_roles_one_digest_has_a_part_for_each(english: People) -> None:
    await english.town.grant(english.wang, Role.STAFF)
    await english.assigned()
    await english.sends("The well tastes of iron")
    await english.until("03-03 08:30")
    english.wang.sees("1 new", WANGS, "1 opinion to screen", "TC-2026-000002")
    assert english.got(english.wang, "Good morning") == 1


async def test_a_reception_day_within_a_week_is_named(english: People) -> None:
    async with english.town.database.writing() as session:
        post = Outgoing(session, english.town.place, english.town.clock.now())
        day = english.town.clock.now().date() + timedelta(days=8)
        at = TimeAndPlace(time(9), time(11), "Maishi, room 1")
        clerk = await by_chat(session, english.clerk.id)
        assert clerk is not None
        one = await actions.add_day(post, Actor(clerk), english.furniture.stations["Maishi"], day, at)
        await actions.seat(post, Actor(clerk), one.id, english.furniture.representatives["Wang"])
    await english.until("03-03 12:00")
    english.wang.hears_nothing("Good morning")
    await english.assigned()
    await english.until("03-04 08:30")
    english.wang.sees("Good morning", "1 new", "Your next reception day: .*10 Mar 2026, 09:00–11:00, Maishi, room 1")
    await english.until("03-10 12:00")
    assert [kind for kind, _ in await english.ledger("reception.reminder")] == ["reception.reminder"] * 4
