"""The congress in both languages."""

import pytest

from tests.suggestions.congress import Congress
from tests.town import Town


@pytest.fixture(params=["en", "zh-hans"])
def language(request: pytest.FixtureRequest) -> str:
    """Telegram's code of everybody's language."""
    return str(request.param)


@pytest.fixture
async def congress(town: Town, language: str) -> Congress:
    """Everybody in place; the clerk is of the county office."""
    congress = Congress(town, language, await town.furnish())
    await congress.settle()
    return congress
