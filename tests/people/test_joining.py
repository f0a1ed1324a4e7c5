"""An invitation's link is opened: who joins, who does not, and why."""

from typing import Any

import pytest

from storage.models.directory import Representative
from storage.vocabulary import Role
from tests.people.conftest import Offices
from tests.town import Town


async def test_who_says_yes_has_the_role_and_the_inviter_hears_it(offices: Offices) -> None:
    wang, chen, say = offices.wang, offices.chen, offices.say
    payload = await offices.for_wang()
    await wang.says(f"/start {payload}")
    wang.sees(say["invited as"], say["yes, join"])
    assert await offices.roles(wang) == []
    await wang.presses(say["yes, join"])
    wang.sees(say["welcome"], "/inbox", "📥")
    assert await offices.roles(wang) == [(Role.REPRESENTATIVE, offices.furniture.representatives["Wang"], None)]
    chen.sees(say["joined"], say["not you"])
    await chen.presses(say["open"])
    chen.sees("Wang Wu", say["end"])
    assert await offices.noted("invitation.use") == [
        ("invitation.use", f"representative:{offices.furniture.representatives['Wang']}")
    ]


async def test_cases_that_came_before_wait_in_the_inbox(offices: Offices) -> None:
    wang, say = offices.wang, offices.say
    await offices.case_for_wang()
    await offices.joins(wang, await offices.for_wang())
    wang.sees(say["welcome"], say["waits"])
    await wang.presses(say["inbox"])
    wang.sees("TC-2026-000001")


async def test_staff_join_by_a_link_too(offices: Offices) -> None:
    wang, say = offices.wang, offices.say
    await wang.says(f"/start {await offices.letter(offices.ma, 'staff of Maishi')}")
    wang.sees(say["invited staff"])
    await wang.presses(say["yes, join"])
    wang.sees(say["welcome staff"], "/screen", "/invite", "🔎")
    assert await offices.roles(wang) == [(Role.STAFF, None, offices.furniture.stations["Maishi"])]
    await wang.says("/people")
    wang.sees(say["people"], say["ask station"])


async def test_no_leaves_the_link_good(offices: Offices) -> None:
    wang, say = offices.wang, offices.say
    payload = await offices.for_wang()
    await wang.says(f"/start {payload}")
    await wang.presses(f"{say['no']}")
    wang.sees(say["nothing changed"], say["home"])
    assert await offices.roles(wang) == []
    await offices.joins(wang, payload)
    wang.sees(say["welcome"])


async def test_yes_pressed_twice_joins_once(offices: Offices) -> None:
    wang, say = offices.wang, offices.say
    payload = await offices.for_wang()
    await wang.says(f"/start {payload}")
    question, _, yes = wang.key(say["yes, join"])

    def twice(world: Any, me: Any) -> None:
        world.presses(me, question.id, yes)
        world.presses(me, question.id, yes)

    await wang.does(twice)
    wang.sees(say["welcome"])
    assert await offices.held_ever(wang) == 1
    assert len(await offices.noted("invitation.use")) == 1
    await wang.says(f"/start {payload}")
    wang.sees(say["welcome"])


async def test_a_link_lets_one_person_in(offices: Offices) -> None:
    wang, li, say = offices.wang, offices.li, offices.say
    payload = await offices.for_wang()
    await li.says(f"/start {payload}")
    await offices.joins(wang, payload)
    await li.presses(say["yes, join"])
    li.sees(say["used"], say["ask station"], say["home"])
    await li.says(f"/start {payload}")
    li.sees(say["used"])
    await li.presses(say["home"])
    assert await offices.roles(li) == []


async def test_after_a_week_it_is_too_late(offices: Offices) -> None:
    li, say = offices.li, offices.say
    payload = await offices.for_wang()
    await offices.town.passes(days=6, hours=23)
    await li.says(f"/start {payload}")
    li.sees(say["invited as"])
    await offices.town.passes(hours=1)
    await li.presses(say["yes, join"])
    li.sees(say["expired"], say["ask station"], say["home"])
    assert await offices.roles(li) == []
    await li.says(f"/start {payload}")
    li.sees(say["expired"])


async def test_a_link_nobody_made_is_unknown(offices: Offices) -> None:
    li, say = offices.li, offices.say
    payload = await offices.for_wang()
    for made_up in ("i_", "i_nothing", payload[:-1], payload + "A", payload.lower()):
        await li.says(f"/start {made_up}")
        li.sees(say["unknown"], say["home"])
    await offices.forges(li, "pij:nothing")
    li.sees(say["unknown"])
    await offices.forges(li, "pij:1")
    await offices.forges(li, "pin:1")
    li.sees(say["unknown"])
    assert await offices.roles(li) == []


async def test_one_called_off_between_the_question_and_the_yes_is_refused(offices: Offices) -> None:
    li, chen, say = offices.li, offices.chen, offices.say
    await li.says(f"/start {await offices.letter(chen, 'staff of county')}")
    await chen.presses(say["call off"])
    await li.presses(say["yes, join"])
    li.sees(say["revoked"], say["ask county"])
    await offices.forges(li, "pin:1")
    assert await offices.roles(li) == []


@pytest.mark.parametrize("answer", ["yes, join", "no"])
async def test_a_representative_who_left_office_is_not_joined(offices: Offices, answer: str) -> None:
    li, say = offices.li, offices.say
    await li.says(f"/start {await offices.for_wang()}")
    async with offices.town.database.writing() as session:
        wang = await session.get(Representative, offices.furniture.representatives["Wang"])
        assert wang is not None
        wang.active = False
    await li.presses(say[answer])
    li.sees(say["out of office"], say["ask station"])
    assert await offices.roles(li) == []


async def test_who_has_the_role_keeps_the_link_for_another(offices: Offices) -> None:
    wang, li, say = offices.wang, offices.li, offices.say
    first, second = await offices.for_wang(), await offices.for_wang()
    await offices.joins(wang, first)
    await wang.says(f"/start {second}")
    wang.sees(say["held already"])
    await offices.joins(li, second)
    li.sees(say["welcome"])
    assert await offices.held_ever(wang) == 1


async def test_somebody_may_hold_several_roles_and_sees_what_waits_in_each(offices: Offices) -> None:
    wang, say = offices.wang, offices.say
    await offices.joins(wang, await offices.for_wang())
    await wang.presses(say["home"])
    assert say["as representative"] not in wang.screen
    await offices.joins(wang, await offices.letter(offices.chen, "staff of a station", "staff of Maishi"))
    await wang.presses(say["home"])
    wang.sees(say["as representative"], say["as staff"], "📥", "🔎", say["people"])
    await wang.says("/help")
    wang.sees("/inbox", "/screen", "/invite", "/people", "/mine")


async def test_of_two_who_say_yes_at_once_one_joins(anywhere: Town) -> None:
    offices = await Offices(anywhere, "en").settle()
    payload = await offices.for_wang()
    both = (offices.li, offices.wang)
    for who in both:
        await who.says(f"/start {payload}")
    for who in both:
        question, _, yes = who.key("Yes, join")
        anywhere.world.presses(who.someone, question.id, yes)
    await anywhere.settle()
    offices.li.sees("You are representative Wang")
    offices.wang.sees("has been used already")
    assert await offices.roles(offices.wang) == []
    assert len(await offices.noted("invitation.use")) == 1
