"""An office in a town, in either language."""

import pytest

from tests.notices.office import Office
from tests.town import Town


@pytest.fixture(params=["en", "zh-hans"])
def language(request: pytest.FixtureRequest) -> str:
    """Telegram's code of the staff's language."""
    return str(request.param)


@pytest.fixture
async def office(town: Town, language: str) -> Office:
    """Everybody in place."""
    return await Office(town, language).settle()
