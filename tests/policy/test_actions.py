"""The policy by itself: its table, what county staff change in it, and the clocks that start from then on."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date

import pytest
from sqlalchemy import event, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.core.actor import Actor
from handlers.core.casework import extensions, policy
from handlers.core.casework.actions import clocks, constituent, representative, staff, unit
from handlers.core.casework.content import NewOpinion, Said
from handlers.core.casework.policy import Interval
from handlers.core.errors import DaysOutOfRange, NoSuchTopic, NotAllowed
from handlers.core.languages import LANGUAGES
from handlers.core.unit_of_work import UnitOfWork
from storage.models.opinions import Due, Opinion, Referral
from storage.models.people import Audit, Grant, Person
from storage.vocabulary import CaseKind, Outcome, Role, Stage
from tests.town import ZONE, Furniture, Town

OPINION, SUGGESTION = CaseKind.OPINION, CaseKind.SUGGESTION
SAID = [Said("The lamp is dark")]


@dataclass
class Office:
    """The county's clerk, a station's, the representative Wang, an officer of the power bureau, and a constituent."""

    work: UnitOfWork
    furniture: Furniture
    county: Actor
    clerk: Actor
    wang: Actor
    officer: Actor
    li: Actor

    async def opinion(self, topic: str | None = None) -> Opinion:
        """A new one."""
        topic_id = self.furniture.topics[topic] if topic is not None else None
        new = NewOpinion(f"{topic}", SAID, topic_id, None, None, None, anonymous=False)
        made, _ = await constituent.submit(self.work, self.li, new)
        return made

    async def assigned(self, topic: str | None = None) -> Opinion:
        """One that Wang has."""
        made = await self.opinion(topic)
        wang = self.furniture.representatives["Wang"]
        await staff.assign(self.work, self.county, made.id, made.version, wang)
        return made

    async def referred(self, topic: str | None = None) -> Opinion:
        """One that the power bureau has."""
        made = await self.assigned(topic)
        power = self.furniture.units["Power"]
        await representative.refer(self.work, self.wang, made.id, made.version, power, [])
        return made

    async def referral(self, opinion: Opinion) -> Referral:
        """The newest of an opinion."""
        found = select(Referral).where(Referral.opinion_id == opinion.id).order_by(Referral.id.desc())
        return (await self.work.session.scalars(found)).first()  # type: ignore[return-value]

    async def planned(self, kind: str) -> list[date]:
        """Days on which something is planned."""
        found = select(Due.due_at).where(Due.kind == kind, Due.done_at.is_(None))
        return [at.astimezone(ZONE).date() for at in await self.work.session.scalars(found)]


def day(opinion: Opinion) -> date:
    """Day on which an opinion is due."""
    assert opinion.due_at is not None
    return opinion.due_at.astimezone(ZONE).date()


async def _actor(session: AsyncSession, town: Town, name: str, **grant: object) -> Actor:
    person = Person(chat_id=int.from_bytes(name.encode()), name=name, language="en", created_at=town.clock.now())
    session.add(person)
    await session.flush()
    if grant:
        session.add(Grant(person_id=person.id, granted_at=town.clock.now(), **grant))
        await session.flush()
    await session.refresh(person)
    return Actor(person)


@pytest.fixture
async def office(town: Town) -> AsyncIterator[Office]:
    """All in one transaction that is still open, on Monday 2 March 2026."""
    furniture = await town.furnish()
    async with town.database.writing() as session:
        work = UnitOfWork(session, town.place, town.clock.now())
        county = await _actor(session, town, "Chen", role=Role.STAFF)
        clerk = await _actor(session, town, "Ma", role=Role.STAFF, station_id=furniture.stations["Maishi"])
        representative_id = furniture.representatives["Wang"]
        wang = await _actor(session, town, "Wang", role=Role.REPRESENTATIVE, representative_id=representative_id)
        officer = await _actor(session, town, "Gao", role=Role.UNIT, unit_id=furniture.units["Power"])
        yield Office(work, furniture, county, clerk, wang, officer, await _actor(session, town, "Li"))


def test_every_interval_has_a_name_and_a_source_in_both_languages() -> None:
    assert set(policy.table()) == set(Interval)
    for interval, row in policy.table().items():
        for said in (row.name, *(number.source for number in row.numbers.values())):
            assert {language for language, words in said.items() if words} == set(LANGUAGES), interval
        for number in row.numbers.values():
            assert row.least <= number.days <= row.most, interval


def test_what_has_no_number_of_its_own_for_suggestions_counts_as_for_opinions() -> None:
    row = policy.table()[Interval.CONSTITUENT_ANSWER]
    assert SUGGESTION not in row.numbers
    assert row.default(SUGGESTION) == row.default(OPINION)
    reply = policy.table()[Interval.UNIT_REPLY]
    assert reply.default(SUGGESTION).days > reply.default(OPINION).days


async def test_a_clock_that_starts_after_a_change_runs_by_it_and_one_that_runs_does_not(office: Office) -> None:
    before = await office.opinion()
    assert day(before) == date(2026, 3, 4)
    assert await clocks.change(office.work, office.county, OPINION, Interval.SCREENING, None, 4) == 2
    assert day(before) == date(2026, 3, 4)
    after = await office.opinion("roads")
    assert day(after) == date(2026, 3, 6)


async def test_a_topics_own_number_goes_before_that_of_all(office: Office) -> None:
    roads = office.furniture.topics["roads"]
    await clocks.change(office.work, office.county, OPINION, Interval.FIRST_RESPONSE, None, 3)
    await clocks.change(office.work, office.county, OPINION, Interval.FIRST_RESPONSE, roads, 1)
    assert day(await office.assigned("roads")) == date(2026, 3, 3)
    assert day(await office.assigned("water")) == date(2026, 3, 5)
    assert await clocks.withdraw(office.work, office.county, OPINION, Interval.FIRST_RESPONSE, roads) == 3
    assert day(await office.assigned()) == date(2026, 3, 5)


async def test_a_suggestions_clock_is_not_an_opinions(office: Office) -> None:
    await clocks.change(office.work, office.county, SUGGESTION, Interval.SCREENING, None, 9)
    assert await policy.days(office.work, Interval.SCREENING, kind=SUGGESTION) == 9
    assert await policy.days(office.work, Interval.SCREENING) == 2


async def test_a_unit_takes_and_replies_by_the_policy(office: Office) -> None:
    await clocks.change(office.work, office.county, OPINION, Interval.ACCEPTANCE, None, 2)
    await clocks.change(office.work, office.county, OPINION, Interval.UNIT_REPLY, None, 4)
    await clocks.change(office.work, office.county, OPINION, Interval.REPLY_CHECK, None, 1)
    await clocks.change(office.work, office.county, OPINION, Interval.UNIT_REPLY_AGAIN, None, 3)
    opinion = await office.referred()
    assert day(opinion) == date(2026, 3, 4)
    await unit.accept(office.work, office.officer, opinion.id, opinion.version)
    assert day(opinion) == date(2026, 3, 6)
    outcome = Outcome.A
    await unit.reply(office.work, office.officer, opinion.id, opinion.version, SAID, outcome, None)
    assert day(opinion) == date(2026, 3, 3)
    await representative.send_back(office.work, office.wang, opinion.id, opinion.version, "More, please")
    assert day(opinion) == date(2026, 3, 5)
    assert (await office.referral(opinion)).again


async def test_more_time_goes_as_far_as_the_policy_says(office: Office) -> None:
    opinion = await office.assigned()
    assert (await extensions.span(office.work, opinion)).last == date(2026, 3, 30)
    await clocks.change(office.work, office.county, OPINION, Interval.EXTENSION, None, 4)
    span = await extensions.span(office.work, opinion)
    assert (span.last, span.offered) == (date(2026, 3, 13), [date(2026, 3, 12)])
    await clocks.change(office.work, office.county, OPINION, Interval.EXTENSION, None, 1)
    assert (await extensions.span(office.work, opinion)).offered == [date(2026, 3, 10)]


async def test_a_rating_is_asked_for_and_closed_by_the_policy(office: Office) -> None:
    await clocks.change(office.work, office.county, OPINION, Interval.RATING_REMINDER, None, 2)
    await clocks.change(office.work, office.county, OPINION, Interval.RATING_WINDOW, None, 8)
    opinion = await office.assigned()
    await representative.reply(office.work, office.wang, opinion.id, opinion.version, SAID)
    assert opinion.stage is Stage.ANSWERED
    assert await office.planned("rating.reminder") == [date(2026, 3, 4)]
    assert await office.planned("rating.over") == [date(2026, 3, 10)]


@pytest.mark.parametrize("days", [0, -3, 11, 1_000_000])
async def test_a_number_out_of_reach_is_refused_with_the_limits(office: Office, days: int) -> None:
    with pytest.raises(DaysOutOfRange) as refused:
        await clocks.change(office.work, office.county, OPINION, Interval.SCREENING, None, days)
    assert (refused.value.least, refused.value.most) == (1, 10)
    assert await policy.days(office.work, Interval.SCREENING) == 2


async def test_a_topic_that_is_not_is_refused(office: Office) -> None:
    with pytest.raises(NoSuchTopic):
        await clocks.change(office.work, office.county, OPINION, Interval.SCREENING, 999, 3)


async def test_only_county_staff_change_it(office: Office) -> None:
    for actor in (office.clerk, office.wang, office.officer, office.li):
        with pytest.raises(NotAllowed):
            await clocks.change(office.work, actor, OPINION, Interval.SCREENING, None, 3)
        with pytest.raises(NotAllowed):
            await clocks.withdraw(office.work, actor, OPINION, Interval.SCREENING, None)


async def test_each_change_is_audited_with_what_it_was(office: Office) -> None:
    topic = office.furniture.topics["water"]
    await clocks.change(office.work, office.county, OPINION, Interval.SCREENING, topic, 3)
    await clocks.change(office.work, office.county, OPINION, Interval.SCREENING, topic, 5)
    await clocks.withdraw(office.work, office.county, OPINION, Interval.SCREENING, topic)
    await clocks.withdraw(office.work, office.county, OPINION, Interval.SCREENING, topic)
    noted = await office.work.session.scalars(select(Audit).order_by(Audit.id))
    assert [(one.action, one.subject, one.detail) for one in noted] == [
        ("policy.change", f"opinion:screening:topic:{topic}", "2 to 3 days"),
        ("policy.change", f"opinion:screening:topic:{topic}", "3 to 5 days"),
        ("policy.withdraw", f"opinion:screening:topic:{topic}", "to 2 days"),
    ]


async def test_it_is_read_once_a_transaction(office: Office, town: Town) -> None:
    asked = []
    connection = await office.work.session.connection()
    event.listen(
        connection.sync_connection,
        "before_cursor_execute",
        lambda _c, _cursor, statement, *_: asked.append(statement) if "FROM policy" in statement else None,
    )
    policy.forget(office.work)
    for _ in range(3):
        await office.opinion("roads")
        await office.opinion("water")
    assert len(asked) == 1
    assert office.work.now.tzinfo is UTC
