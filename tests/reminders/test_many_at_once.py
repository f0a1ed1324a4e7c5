"""Much that falls due for one person on one morning is one message; single reminders are for little."""

import pytest
from sqlalchemy import select

from handlers.conversation.outgoing import Outgoing
from handlers.core.casework import clocks, ratings
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import due
from storage.models.opinions import Opinion, Referral
from storage.models.people import Person
from storage.vocabulary import Role, Stage
from tests.reminders.conftest import People
from tests.reminders.test_by_clock import without_digest
from tests.town import Actor

MANY = 60
"""More than a sweep takes at once."""
CASES = {"en": "{n} cases call for you, the most urgent first", "zh-hans": "今早有{n}件需要您处理"}
UNITS = {"en": "{n} cases call for your unit, the most urgent first", "zh-hans": "今早有{n}件需要贵单位处理"}
LATE = {"en": "{n} cases wait twice as long as they should", "zh-hans": "有{n}件等待时间已超过期限一倍"}
ANSWERS = {"en": "{n} answers wait for your rating", "zh-hans": "有{n}件答复等您评价"}


async def _cases(people: People, n: int, stage: Stage = Stage.ASSIGNED, first: int = 1) -> None:
    """So many cases of Li's come to this stage now, each with its clock; `first`: the number of the first."""
    async with people.town.database.writing() as session:
        out = Outgoing(session, people.town.place, people.town.clock.now())
        li = (await session.scalars(select(Person).where(Person.chat_id == people.li.id))).one()
        days, unit = await calendar(out), people.furniture.units["Power"]
        for number in range(first, first + n):
            opinion = Opinion(
                reference=f"TC-2026-{number:06d}",
                submission=f"many{number}",
                constituent_id=li.id,
                anonymous=False,
                summary="The lamp is dark",
                area_id=people.furniture.areas["Jiufang"],
                station_id=people.furniture.stations["Maishi"],
                representative_id=people.furniture.representatives["Wang"],
                unit_id=unit if stage is Stage.REFERRED else None,
                stage=stage,
                submitted_at=out.now,
                stage_since=out.now,
                due_at=None if stage is Stage.ANSWERED else due(out.now, 5, days),
            )
            session.add(opinion)
            await session.flush()
            if stage is Stage.REFERRED:
                session.add(_referral(opinion, unit))
            if stage is Stage.ANSWERED:
                await ratings.ask(out, opinion)
            await clocks.plan_clock(out, opinion)


def _referral(opinion: Opinion, unit: int) -> Referral:
    assert opinion.due_at is not None
    return Referral(
        opinion_id=opinion.id,
        round=1,
        unit_id=unit,
        at=opinion.stage_since,
        accept_due_at=opinion.due_at,
        reply_due_at=opinion.due_at,
    )


def _heard(people: People, actor: Actor, words: dict[str, str], n: int) -> int:
    return people.got(actor, words[people.say.code].format(n=n))


def _messages(actor: Actor) -> int:
    return sum(one.from_bot for one in actor.messages)


async def test_many_cases_are_one_message_a_morning(people: People) -> None:
    wang = people.wang
    await without_digest(people)
    await _cases(people, MANY)
    before = _messages(wang)
    await people.until("03-05 12:00")
    assert _heard(people, wang, CASES, MANY) == 1
    assert _messages(wang) == before + 1
    keys = [key["callback_data"] for key in wang.messages[-1].buttons]
    assert [key for key in keys if key.startswith("oc:")] == [f"oc:{number}" for number in range(1, 7)]
    await people.sweeps()
    assert _messages(wang) == before + 1
    await people.until("03-06 12:00")
    assert _heard(people, wang, CASES, MANY) == 2
    assert len(await people.ledger("case.clock")) == 2 * MANY
    await wang.presses("2 ▶️")
    wang.sees("TC-2026-000007", "TC-2026-000012")


async def test_a_few_are_reminded_of_one_by_one(people: People) -> None:
    wang = people.wang
    await without_digest(people)
    await _cases(people, 3)
    before = _messages(wang)
    await people.until("03-05 12:00")
    assert _messages(wang) == before + 3
    wang.sees(people.say.key("💬 Answer"))


async def test_staff_above_are_told_of_many_very_late_ones_at_once_and_leaf_through_them(people: People) -> None:
    clerk, say = people.clerk, people.say
    await without_digest(people)
    await _cases(people, MANY)
    await people.until("03-17 12:00")
    assert _heard(people, clerk, LATE, MANY) == 1
    assert people.got(clerk, "twice as long as it should") == 0
    await clerk.presses(say.key("🔴 All that is late"))
    clerk.sees(say("🔴 Late with representatives and units, the longest first"), "8")
    await clerk.presses("▶︎", "TC-2026-000009")
    clerk.sees("TC-2026-000009")
    await clerk.presses(say.key("🔴 All that is late"))
    clerk.sees("2.*8")


async def test_staff_above_hear_of_representatives_and_units_in_one_message(people: People) -> None:
    await without_digest(people)
    await _cases(people, 2)
    await _cases(people, 2, Stage.REFERRED, first=3)
    await people.until("03-17 12:00")
    assert _heard(people, people.clerk, LATE, 4) == 1
    assert people.got(people.clerk, "twice as long as it should") == 0


async def test_the_officers_of_a_unit_get_one_message(people: People) -> None:
    gao = await people.town.grant(
        people.town.person("Gao", people.say.code), Role.UNIT, unit_id=people.furniture.units["Power"]
    )
    await gao.says("/reminders")
    await gao.presses(people.say.key("🔕 No digest"))
    await _cases(people, 20, Stage.REFERRED)
    before = _messages(gao)
    await people.until("03-05 12:00")
    assert (_heard(people, gao, UNITS, 20), _messages(gao)) == (1, before + 1)
    await gao.presses("2 ▶️")
    gao.sees("TC-2026-000007")


@pytest.mark.parametrize(("n", "messages"), [(40, 1), (2, 2)])
async def test_who_has_many_answers_to_rate_is_asked_once(people: People, n: int, messages: int) -> None:
    await _cases(people, n, Stage.ANSWERED)
    before = _messages(people.li)
    await people.until("03-09 12:00")
    assert _messages(people.li) == before + messages
    assert _heard(people, people.li, ANSWERS, n) == (1 if n > 3 else 0)
