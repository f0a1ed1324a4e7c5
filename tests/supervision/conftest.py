"""The hall in both languages."""

import pytest

from tests.town import Town
from tests.units.office import Office


@pytest.fixture(params=["en", "zh-hans"])
def language(request: pytest.FixtureRequest) -> str:
    """Telegram's code of everybody's language."""
    return str(request.param)


@pytest.fixture
async def office(town: Town, language: str) -> Office:
    """Everybody in place; the clerk is of the county office."""
    office = Office(town, language, await town.furnish())
    await office.settle()
    return office
