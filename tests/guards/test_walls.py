"""Nobody meets a wall: all screens of all roles in a county of full size can be read, turned, searched and left."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from sqlalchemy import func, update

from bot.demo.county.building import build
from bot.demo.county.people import Crowd, Member
from storage.models.directory import HandlingUnit, Representative, Station
from storage.models.opinions import Opinion
from storage.models.people import Person
from storage.queries.topics import active_topics
from tests.guards.somebody import Somebody
from tests.guards.trying import House
from tests.guards.walking import Walk, page_is_kept
from tests.town import MONDAY, Town, open_town

pytestmark = [pytest.mark.timeout(900), pytest.mark.asyncio(loop_scope="module")]

LONG = "（第十三届人民代表大会代表、常务委员会委员兼法制委员会副主任委员、联络站站长）"
"""Behind a name it makes 40 characters of it."""


async def _grown(town: Town) -> Crowd:
    """The county, in which every second name has 40 characters and some words were erased."""
    async with town.database.writing() as session:
        crowd = await build(session, MONDAY, town.place.zone, town.place.country, town.place.reference_prefix)
        for model in (Representative, Station, HandlingUnit):
            longer = {name: func.substr(getattr(model, name) + LONG, 1, 40) for name in ("name", "name_en")}
            await session.execute(update(model).where(model.id % 2 == 0).values(longer))
        await session.execute(
            update(Representative).where(Representative.id % 3 == 0).values(
                constituency=func.substr(Representative.constituency + LONG, 1, 40)
            )
        )  # fmt: skip
        everything = [topic.code for topic in await active_topics(session)]
        await session.execute(update(Representative).where(Representative.id % 2 == 1).values(topics=everything))
        await session.execute(update(Opinion).where(Opinion.id % 7 == 0).values(summary=""))
        for member in crowd.officers[:40]:
            await session.execute(update(Person).where(Person.id == member.id).values(name=(member.name + LONG)[:40]))
    return crowd


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def county(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[House, Crowd]]:
    """Built once: nothing that is tried lasts."""
    async with open_town(f"sqlite:///{tmp_path_factory.mktemp('county') / 'county.sqlite3'}") as town:
        yield House(town), await _grown(town)


def _walkers(crowd: Crowd) -> dict[str, Member]:
    """Who has the most to do in each role."""
    return {
        "a constituent": crowd.voters[0],
        "a representative": crowd.representatives[0],
        "an officer": crowd.officers[0],
        "staff of a station": crowd.clerks[0],
        "staff of the county": crowd.county[0],
    }


LISTS = {
    "a constituent": 7,
    "a representative": 9,
    "an officer": 8,
    "staff of a station": 9,
    "staff of the county": 18,
}
"""At least so many lists of several pages each must come to, so that a walk that ends early is no proof."""


@pytest.mark.parametrize("name", LISTS)
async def test_every_screen_can_be_read(county: tuple[House, Crowd], name: str) -> None:
    house, crowd = county
    member = _walkers(crowd)[name]
    walk = Walk(house, Somebody(member.name, member.account, member.role))
    await walk.goes()
    found = [*walk.wrongs]
    for key, first in walk.lists.items():
        wrong = await page_is_kept(house, first)
        found += [f"{name}: the list {key} ({first.came_by}): {wrong}"] if wrong else []
        found += [] if first.searches() else [f"{name}: the list {key} ({first.came_by}) cannot be searched"]
    assert len(walk.lists) >= LISTS[name], f"{name} came to {[*walk.lists]} only"
    assert not found, f"{name} meets {len(found)} walls:\n" + "\n".join(found)
