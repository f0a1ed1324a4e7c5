"""Somebody with more questions, answers and roles than a screen can hold at once."""

from storage.models.directory import HandlingUnit
from storage.models.opinions import Opinion
from storage.models.people import Grant, Person
from storage.queries import people as people_queries
from storage.vocabulary import Channel, Role, Stage
from tests.constituents.conftest import People
from tests.town import MONDAY, Actor

MOST_CHARACTERS, MOST_ROWS = 1500, 12
QUESTION_LONG = "Which lamp exactly do you mean, and since when has it been dark? " * 6


async def _have(people: People, n: int, stage: Stage) -> None:
    """Li has so many opinions at a stage."""
    async with people.town.database.writing() as session:
        li = await people_queries.at_address(session, Channel.TELEGRAM, str(people.li.id))
        assert isinstance(li, Person)
        for number in range(n):
            session.add(
                Opinion(
                    reference=f"TC-2026-{100 * list(Stage).index(stage) + number:06}", submission=f"{stage}{number}",
                    constituent_id=li.id, anonymous=False,
                    summary="Lamp " * 16, stage=stage, version=1, submitted_at=MONDAY,
                    stage_since=MONDAY,
                )
            )  # fmt: skip


def _is_no_wall(actor: Actor) -> None:
    message = next(message for message in reversed(actor.messages) if message.from_bot and message.buttons)
    rows = (message.reply_markup or {})["inline_keyboard"]
    assert len(message.shown) <= MOST_CHARACTERS, message.shown
    assert len(rows) <= MOST_ROWS, rows


async def test_more_questions_than_keys_are_counted_and_lead_on(people: People) -> None:
    li, say = people.li, people.say
    await people.asked(QUESTION_LONG)
    await _have(people, 12, Stage.WAITING)
    await li.says("The one by the bridge")
    _is_no_wall(li)
    li.sees(say("Is this your answer to one of these questions? Press its number."), "….*5")
    await li.presses(say.key("📋 My opinions"))
    li.sees(say("📋 Your opinions, newest first"))
    _is_no_wall(li)


async def test_a_home_with_every_role_is_no_wall(people: People) -> None:
    li = people.li
    await _have(people, 9, Stage.WAITING)
    await _have(people, 9, Stage.ANSWERED)
    async with people.town.database.writing() as session:
        person = await people_queries.at_address(session, Channel.TELEGRAM, str(li.id))
        assert person is not None
        for number in range(12):
            session.add(unit := HandlingUnit(code=f"N{number}", name=f"Bureau {number}"))
            await session.flush()
            session.add(Grant(person_id=person.id, role=Role.UNIT, unit_id=unit.id, granted_at=MONDAY))
    representative = people.furniture.representatives["Sun"]
    await people.town.grant(li, Role.REPRESENTATIVE, representative_id=representative)
    await people.town.grant(li, Role.STAFF)
    await li.says("/opinion The lamp is dark")
    await li.says("/home")
    _is_no_wall(li)
    li.sees("The lamp is dark", "\n…\n")
