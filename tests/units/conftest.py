"""A county with two handling units, their officers, and a case of Wang's that a unit can act upon."""

import pytest

from tests.town import Town
from tests.units.hall import Hall
from tests.units.office import Office
from tests.units.promises import Promises
from tests.units.rounds import Rounds


@pytest.fixture(params=["en", "zh-hans"])
def language(request: pytest.FixtureRequest) -> str:
    """Telegram's code of everybody's language."""
    return str(request.param)


@pytest.fixture
async def hall(town: Town, language: str) -> Hall:
    """Everybody in place."""
    return await Hall(town, language, await town.furnish()).settle()


@pytest.fixture
async def office(town: Town, language: str) -> Office:
    """Everybody in place."""
    office = Office(town, language, await town.furnish())
    await office.settle()
    return office


@pytest.fixture
async def promises(town: Town, language: str) -> Promises:
    """Everybody in place."""
    place = Promises(town, language, await town.furnish())
    await place.settle()
    return place


@pytest.fixture
async def rounds(town: Town, language: str) -> Rounds:
    """Everybody in place."""
    place = Rounds(town, language, await town.furnish())
    await place.settle()
    return place
