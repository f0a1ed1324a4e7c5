"""Which rule holds for a place, on both databases."""

from collections.abc import AsyncIterator

import pytest

from handlers.core.casework import routing
from storage.engine import Database
from storage.models.directory import Topic
from storage.models.routes import PlaceRoute
from storage.queries import routes
from tests.databases import KINDS, Databases, reopened
from tests.furniture import Furniture, furnish


@pytest.fixture(params=KINDS)
async def kept(request: pytest.FixtureRequest, databases: Databases) -> AsyncIterator[tuple[Database, Furniture]]:
    """A county in which roads lead to Power, in Maishi to Water, and in the county to Roads."""
    database = reopened(databases.migrated(request.param))
    async with database.writing() as session:
        furniture = await furnish(session)
        for place, unit in (("Maishi", "Water"), ("Tongcheng", "Roads")):
            rule = {"area_id": furniture.areas[place], "unit_id": furniture.units[unit]}
            session.add(PlaceRoute(topic_id=furniture.topics["roads"], **rule))
    yield database, furniture
    await database.close()


@pytest.mark.parametrize(
    ("place", "unit", "by"),
    [
        ("Jiufang", "Water", "Maishi"),
        ("Maishi", "Water", "Maishi"),
        ("Ditian", "Roads", "Tongcheng"),
        (None, "Power", None),
    ],
)
async def test_the_smallest_place_counts(
    kept: tuple[Database, Furniture], place: str | None, unit: str, by: str | None
) -> None:
    database, furniture = kept
    async with database.reading() as session:
        topic = await session.get_one(Topic, furniture.topics["roads"])
        found = await routing.rule(session, topic, furniture.areas[place] if place else None)
        assert found is not None
        assert found.unit_id == furniture.units[unit]
        assert (found.place.id if found.place else None) == (furniture.areas[by] if by else None)
        assert await routing.rule(session, await session.get(Topic, furniture.topics["other"]), None) is None
        assert await routes.counts(session) == {topic.id: 2}
        assert len(await routes.of_topic(session, topic.id)) == 2
        around = await routes.around(session, furniture.areas["Jiufang"])
        assert [one.unit_id for one in around] == [furniture.units["Water"]]
