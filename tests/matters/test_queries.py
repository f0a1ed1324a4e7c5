"""The questions about matters, on both databases."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import insert

from handlers.core.casework import grouping, wording
from handlers.core.matters import finding
from handlers.core.unit_of_work import County, UnitOfWork
from storage import crypto
from storage.beside import answered, written_down
from storage.engine import Database
from storage.matter_vocabulary import MatterState
from storage.models.directory import Area
from storage.models.matters import Endorsement, EndorsementWord, Matter, MatterOpinion
from storage.models.opinions import Opinion
from storage.queries import endorsing, growth, matters
from storage.queries import grouping as queries
from storage.queries.people import newcomer
from storage.vocabulary import Channel, Done, Stage
from tests.databases import KINDS, Databases, reopened
from tests.furniture import Furniture, furnish
from tests.town import MONDAY, ZONE

PLACE = County(ZONE, "CN", "en", "TC", 1, "")
ABOUT = "Street lamps are dark on East Street between bridge and school"


@pytest.fixture(params=KINDS)
async def kept(request: pytest.FixtureRequest, databases: Databases) -> AsyncIterator[tuple[Database, Furniture]]:
    """A village whose lamps twelve people wrote about, in a public matter that one follows."""
    crypto.install([Fernet.generate_key().decode()])
    database = reopened(databases.migrated(request.param))
    async with database.writing() as session:
        furniture = await furnish(session)
        for number in (1, 2):
            facts = {"id": number, "name": f"P{number}", "language": "en", "created_at": MONDAY}
            session.add(newcomer(Channel.TELEGRAM, str(number), number, **facts))
        await session.flush()
        jiufang, roads = furniture.areas["Jiufang"], furniture.topics["roads"]
        opinions = [
            {"id": n, "reference": f"TC-{n}", "submission": f"{n}", "constituent_id": 1, "anonymous": n % 2 == 0,
             "summary": "lamps", "topic_id": roads, "area_id": jiufang, "stage": Stage.SUBMITTED, "version": 1,
             "submitted_at": MONDAY - timedelta(days=30 - 2 * n), "stage_since": MONDAY}
            for n in range(1, 16)
        ]  # fmt: skip
        await session.execute(insert(Opinion), opinions)
        for number, area in ((1, jiufang), (2, furniture.areas["Maishi"]), (3, None), (4, furniture.areas["Ditian"])):
            session.add(_matter(number, area, roads))
        await session.flush()
        session.add_all(MatterOpinion(opinion_id=n, matter_id=1, added_at=MONDAY) for n in range(1, 13))
        session.add(Endorsement(id=1, matter_id=1, person_id=2, at=MONDAY - timedelta(days=1), asked_at=MONDAY))
        await session.flush()
        await endorsing.keep(session, 1, MONDAY, "I see it", [])
    yield database, furniture
    await database.close()


def _matter(number: int, area: int | None, topic: int) -> Matter:
    return Matter(
        id=number,
        title="Street lamps",
        summary=ABOUT,
        words=" ".join(wording.words(ABOUT)),
        area_id=area,
        topic_id=topic,
        state=MatterState.RELEASED,
        version=1,
        opinions=12,
        endorsements=1,
        people=2,
        created_at=MONDAY,
    )


async def test_those_near_are_found_by_place_and_words(kept: tuple[Database, Furniture]) -> None:
    database, furniture = kept
    async with database.reading() as session:
        village = await session.get_one(Area, furniture.areas["Jiufang"])
        assert await finding.near(session, "The street lamps on East Street are dark", village, None) == [3, 2, 1]
        assert await finding.near(session, "A lamp", village, furniture.topics["roads"]) == []
        assert await finding.near(session, "The lamps", village, furniture.topics["roads"]) == [1]
        assert await finding.near(session, "Our well tastes of iron", village, None) == []


async def test_every_question_is_answered(kept: tuple[Database, Furniture]) -> None:
    database, _ = kept
    async with database.writing() as session:
        assert [one.id for one in await matters.listed(session, None, "lamps", 2)] == [4, 3]
        assert await matters.count(session, [99]) == 0
        assert (await matters.of_staff(session, 1, None)) is not None
        assert (await matters.released(session, 1, lock=True)) is not None
        assert await matters.own_in(session, 1, 1) == "TC-1"
        assert [n for _, n in await matters.places(session, 1)] == [12]
        assert await matters.open_authors(session, 1, 9) == ["P1"]
        assert len(await matters.opinions(session, 1, "TC-1", 9)) == 4
        assert (await matters.came(session, 1, 3)) == []
        assert await matters.askable(session, 1, 20) == ([1], [])
        assert await matters.judged(session, 1) == {None: 1}
        assert [one.id for one in await matters.followers(session, 1, 0, 9)] == [1]
        assert [one.matter_id for one in await matters.followed(session, 2, "", 9)] == [1]
        assert (await queries.place_of(session, 12)) is not None
        assert await queries.count_people(session, 1) == 2
        (await session.get_one(Endorsement, 1)).done = Done.YES
        await session.flush()
        await endorsing.forget(session, 2)
        assert (await session.get(EndorsementWord, 1)) is None


async def test_weeks_are_counted_beside(kept: tuple[Database, Furniture]) -> None:
    database, furniture = kept
    starts = [MONDAY - timedelta(weeks=n + 1) for n in range(4)]
    async with database.reading() as session:
        first = await growth.first_since(session, starts[-1])
        assert first == 1
        among = growth.Among(starts, first, None, [furniture.areas["Jiufang"]])
        questions = [growth.groups(among), growth.in_matters(among), growth.voices(among)]
        asked = written_down(session, questions)
    groups, within, voices = answered(asked)
    assert [[int(one) for one in row] for row in groups] == [
        [furniture.areas["Jiufang"], furniture.topics["roads"], 4, 4, 3, 4]
    ]
    assert [[int(one) for one in row] for row in within] == [[1, 1, 4, 3, 4]]
    assert [[int(one) for one in row] for row in voices] == [[1, 1, 0, 0, 0]]


async def test_what_is_merged_is_in_one_matter_together(kept: tuple[Database, Furniture]) -> None:
    database, furniture = kept
    async with database.writing() as session:
        work = UnitOfWork(session, PLACE, MONDAY)
        first, second, third = [await session.get_one(Opinion, number) for number in (1, 13, 14)]
        second.constituent_id, second.area_id = 2, furniture.areas["Lengduan"]
        third.merged_into_id = 13
        await session.flush()
        one = await session.get_one(Matter, 1)
        await grouping.joined(work, second, first, None)
        await grouping.joined(work, third, first, None)
        assert (one.opinions, one.people, one.area_id) == (14, 2, furniture.areas["Maishi"])
        assert [each.opinion_id for each in await queries.came_along(session, [1])] == [13, 14]
        await grouping.parted(work, third, by_mistake=True)
        await grouping.parted(work, second, by_mistake=False)
        assert (one.opinions, await queries.place_of(session, 14)) == (13, None)
        assert await queries.came_along(session, [1]) == []
        assert await grouping.leave(work, one, 13)
        assert not await grouping.leave(work, one, 13)
        await endorsing.forget(session, 2)
        assert (one.opinions, await queries.count_people(session, 1)) == (12, 2)
        assert await session.get(Endorsement, 1) is not None


async def test_erasing_drops_the_voice_of_who_also_wrote(kept: tuple[Database, Furniture]) -> None:
    database, _ = kept
    async with database.writing() as session:
        (await session.get_one(Opinion, 2)).constituent_id = 2
        await session.flush()
        assert await queries.count_people(session, 1) == 2
        await endorsing.forget(session, 2)
    async with database.reading() as session:
        assert await session.get(Endorsement, 1) is None
        assert ((await session.get_one(Matter, 1)).endorsements, await queries.count_people(session, 1)) == (0, 2)
