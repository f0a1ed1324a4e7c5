"""Second and third handlings: named as such to everybody, with a clock, a reply and a rating of their own."""

from datetime import date

import pytest

from handlers.core.casework.policy import Interval
from storage.vocabulary import Satisfaction, Stage
from tests.constituents.conftest import People
from tests.town import Actor

WHY = "It is dark again"
REFERENCE = "TC-2026-000001"
OFFICE = {"en": "Maishi station", "zh-hans": "麦市镇代表联络站"}


async def dissatisfied(people: People, why: str = WHY) -> None:
    """Li is not satisfied with the newest answer, and says why."""
    await people.li.presses(people.say.key("🙁 Dissatisfied"))
    await people.li.says(why)


async def opened(people: People, who: Actor) -> Actor:
    """The case as somebody sees it."""
    if who is people.li:
        await who.presses(people.say.key("✅ Done"))
    else:
        await who.says("/inbox" if who is people.wang else f"/find {REFERENCE}")
    if who is people.wang:
        await who.presses(REFERENCE)
    return who


async def test_a_second_handling_is_due_in_a_month(people: People) -> None:
    li, say = people.li, people.say
    await people.answered()
    await dissatisfied(people)
    (opinion,) = await people.opinions()
    assert (opinion.stage, opinion.round) == (Stage.ASSIGNED, 2)
    assert opinion.due_at == opinion.round_due_at
    assert opinion.due_at is not None
    assert opinion.due_at.astimezone(people.town.place.zone).date() == date(2026, 4, 1)
    li.sees(say("🔁 The {handling} begins.", handling=say.key("second handling")), say.day(opinion.due_at))
    people.wang.sees(say("Please answer by {day}.", day=say.day(opinion.due_at)))


async def test_everybody_sees_that_it_is_the_second_handling_and_why(people: People) -> None:
    say = people.say
    await people.answered()
    await dissatisfied(people)
    for who in (people.li, people.wang, people.clerk):
        await opened(people, who)
        own = who is people.li
        text = (
            "🔁 This is the {handling}: you were not satisfied."
            if own
            else ("🔁 This is the {handling}: its author was not satisfied.")
        )
        who.sees(say(text, handling=say.key("second handling")), WHY)
    await people.li.says("/mine")
    people.li.sees(say("second handling"))
    await people.wang.says("/inbox")
    people.wang.sees(say("second handling"), WHY)


async def test_each_handling_has_a_rating_of_its_own(people: People) -> None:
    li, say = people.li, people.say
    await people.answered()
    await dissatisfied(people)
    await people.answers("Now there is a new lamp")
    await li.presses(say.key("😀 Satisfied"))
    first, second = await people.ratings()
    assert (first.round, first.satisfaction, first.why) == (1, Satisfaction.DISSATISFIED, WHY)
    assert (second.round, second.satisfaction) == (2, Satisfaction.SATISFIED)
    for handled, rating in (("first handling", "🙁 Dissatisfied"), ("second handling", "😀 Satisfied")):
        li.sees(say("Rating of the {handling}: {rating}", handling=say.key(handled), rating=say.key(rating)))


async def test_time_that_its_author_takes_is_added_to_the_second_handling(english: People) -> None:
    people = english
    await people.answered()
    await dissatisfied(people)
    await people.asks("Which lamp?")
    await people.town.passes(days=1)
    await people.li.says("The third from the bridge")
    (opinion,) = await people.opinions()
    assert opinion.stage is Stage.ASSIGNED
    assert opinion.due_at == opinion.round_due_at
    assert opinion.due_at is not None
    assert opinion.due_at.astimezone(people.town.place.zone).date() == date(2026, 4, 2)


async def test_after_the_third_handling_it_is_supervised_and_who_wrote_is_told_by_whom_and_until_when(
    people: People,
) -> None:
    li, say = people.li, people.say
    await people.answered()
    for number, handled in ((2, "second handling"), (3, "third handling")):
        await dissatisfied(people, f"Not yet {number}")
        li.sees(say("🔁 The {handling} begins.", handling=say.key(handled)))
        await people.answers(f"Answer {number}")
    await dissatisfied(people, "Still dark")
    (opinion,) = await people.opinions()
    assert (opinion.stage, opinion.round, opinion.round_due_at) == (Stage.SUPERVISED, 3, None)
    assert opinion.due_at is not None
    told = say("{office} takes it in hand itself and tells you the result by {day}.")
    li.sees(told, OFFICE[say.code], say.day(opinion.due_at))
    ratings = [(one.round, one.satisfaction) for one in await people.ratings()]
    assert ratings == [(number, Satisfaction.DISSATISFIED) for number in (1, 2, 3)]
    people.clerk.sees(REFERENCE, "Still dark")


@pytest.mark.parametrize("rounds", [4])
async def test_a_handling_that_has_no_name_has_a_number(english: People, rounds: int) -> None:
    await english.town.sets(Interval.ROUNDS, rounds)
    await english.answered()
    for number in range(2, rounds + 1):
        await dissatisfied(english, f"Not yet {number}")
        await english.answers(f"Answer {number}") if number < rounds else None
    english.li.sees("handling no. 4 begins")
