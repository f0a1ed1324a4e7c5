"""The office in both languages, with matters."""

import pytest

from tests.matters.office import Office
from tests.town import Town


@pytest.fixture(params=["en", "zh-hans"])
def language(request: pytest.FixtureRequest) -> str:
    """Telegram's code of everybody's language."""
    return str(request.param)


@pytest.fixture
async def office(town: Town, language: str) -> Office:
    """Everybody in place, and an opinion about lamps."""
    return await Office(town, language).open()
