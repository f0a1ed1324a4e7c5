"""Sent once, within limits, and not twice the same."""

from datetime import datetime, time, timedelta

import pytest

from handlers.core.casework import repeats
from tests.constituents.conftest import LAMP, People


async def test_the_receipt_says_what_happens_by_when_and_leads_on(people: People) -> None:
    li, say = people.li, people.say
    await people.sends()
    li.sees(say("✅ Received: {reference}", reference="TC-2026-000001"), "4 Mar 2026|2026年3月4日")
    await li.presses(say.key("📋 Follow it"))
    li.sees("TC-2026-000001", LAMP)


async def test_the_receipt_stays_when_the_next_opinion_is_written(people: People) -> None:
    await people.sends()
    await people.li.says("The next matter")
    people.li.hears(people.say("✅ Received: {reference}", reference="TC-2026-000001"), "The next matter")


async def test_a_reply_to_the_receipt_is_about_the_opinion(people: People) -> None:
    await people.sends()
    await people.li.replies("TC-2026-000001", "It is dangerous")
    people.li.sees(people.say("Noted in {reference}.", reference="TC-2026-000001"))


async def test_send_pressed_twice_makes_one_also_after_a_restart(people: People) -> None:
    li, say, town = people.li, people.say, people.town
    await li.says(LAMP)
    await people.done()
    await li.presses("Wang")
    send = li.key(say.key("📨 Send with my name"))
    for _ in range(2):
        town.world.presses(li.someone, send.message.id, send.data)
    await town.settle()
    people.restarts()
    await li.presses(send)
    li.sees(say("✅ Received: {reference}", reference="TC-2026-000001"))
    assert len(await people.opinions()) == 1


async def test_after_so_many_a_day_the_draft_is_kept_for_tomorrow(people: People) -> None:
    li, say, town = people.li, people.say, people.town
    people.limits(2)
    for number in range(2):
        await people.sends(f"The lamp at number {number}")
    await people.sends("The lamp at number 2")
    today = town.clock.now().astimezone(say._t.zone).date()
    midnight = say._t.moment(datetime.combine(today + timedelta(days=1), time(), say._t.zone))
    li.sees(say._t.plural(
        "You have sent {n} opinion today, and each gets its answer; one person cannot send more in a day. "
        "This one is kept: you can send it from {again} on.",
        "You have sent {n} opinions today, and each gets its answer; one person cannot send more in a day. "
        "This one is kept: you can send it from {again} on.", 2, again=midnight).plain)  # fmt: skip
    assert len(await people.opinions()) == 2
    await town.passes(hours=15)
    await li.says("/start")
    await li.presses(say.key("Go on"), say.key("✅ Done"), say.key("📨 Send with my name"))
    assert len(await people.opinions()) == 3


async def test_nearly_the_same_again_is_asked_about_and_can_be_added(people: People) -> None:
    li, say = people.li, people.say
    await people.assigned()
    await people.looks_over(LAMP + "!!")
    li.sees(say("You wrote this on {day}: {reference}", reference="TC-2026-000001"))
    await li.presses(say.key("➕ Add it to {reference}", reference="TC-2026-000001"))
    li.sees(say("Noted in {reference}; who has it is told.", reference="TC-2026-000001"))
    assert len(await people.opinions()) == 1
    people.wang.sees(say("{reference}: its author added something.", reference="TC-2026-000001"), "week!!")
    await li.says("/start")
    li.hears_nothing(say("✍️ You have an unfinished opinion:"))


async def test_nearly_the_same_again_can_be_sent_as_new_or_thrown_away(people: People) -> None:
    li, say = people.li, people.say
    await people.sends()
    await people.looks_over(LAMP)
    await li.presses(say.key("📨 Send it as new"), say.key("📨 Send with my name"))
    li.sees(say("✅ Received: {reference}", reference="TC-2026-000002"))
    await people.looks_over(LAMP)
    await li.presses(say.key("🗑 Throw away"))
    assert len(await people.opinions()) == 2


async def test_what_is_closed_or_another_persons_is_no_repetition(people: People) -> None:
    li, say = people.li, people.say
    await people.answered()
    await li.presses(say.key("😀 Satisfied"))
    await people.sends()
    li.sees(say("✅ Received: {reference}", reference="TC-2026-000002"))
    mei = people.town.person("Mei", say.code)
    await mei.says(LAMP)
    await mei.presses(say.key("✅ Done"), say.key("Whoever is responsible"), say.key("📨 Send with my name"))
    mei.sees(say("✅ Received: {reference}", reference="TC-2026-000003"))


async def test_a_repetition_of_what_moved_on_meanwhile_is_added_all_the_same(people: People) -> None:
    li, say = people.li, people.say
    await people.sends()
    await people.looks_over(LAMP)
    add = li.key(say.key("➕ Add it to {reference}", reference="TC-2026-000001"))
    await people.clerk.says("/screen")
    await people.clerk.presses(say.key("✅ Assign to {name}", name="Wang"))
    await li.presses(add)
    li.hears(say("Noted in {reference}; who has it is told.", reference="TC-2026-000001"))


@pytest.mark.parametrize(
    ("text", "earlier", "same"),
    [
        (LAMP, LAMP.upper() + "!", True),
        ("路灯坏了三个星期了，孩子们摸黑回家", "路灯坏了三个星期，孩子们摸黑回家。", True),
        ("The lamp at number 12 is dark", "The lamp at number 13 is dark", False),
        ("Bus 5 is late", "The pavement is broken", False),
        ("早上", "晚上", False),
        ("", "", False),
        ("🌾🌾", "🌾🌾", False),
    ],
)
def test_what_counts_as_the_same(text: str, earlier: str, same: bool) -> None:
    assert (repeats.repeated(text, {7: earlier}) == 7) is same


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("The street lamp on East Street is still dark, it has been dark for a week now", True),
        ("The lamp on East Street 12 has been dark for a week", False),
        ("The road through our village is full of holes", False),
    ],
)
def test_the_same_thing_in_other_words_is_asked_about_too(text: str, same: bool) -> None:
    earlier = {7: "The street lamp 5 on East Street has been dark for a week", 8: "Bus 5 is late"}
    assert (repeats.resembling(text, earlier) == 7) is same


async def test_what_was_shown_once_is_not_shown_with_each_change(people: People) -> None:
    li, say = people.li, people.say
    await people.sends()
    await people.looks_over(LAMP)
    await li.presses(say.key("📨 Send it as new"), say.key("🏷 Topic"), say.key("None of these"))
    li.sees(say.key("📨 Send with my name"))
