"""The office in both languages."""

import pytest

from tests.screening.office import Office
from tests.town import Town


@pytest.fixture(params=["en", "zh-hans"])
def language(request: pytest.FixtureRequest) -> str:
    """Telegram's code of everybody's language."""
    return str(request.param)


@pytest.fixture
async def desk(town: Town, language: str) -> Office:
    """Everybody in place; the clerk is of the county office."""
    return await Office(town, language).open()
