"""A town with a desk, in English."""

from collections.abc import AsyncIterator

import pytest

from tests.constituents.conftest import People
from tests.desk.browser import Browser, opened
from tests.town import Town


@pytest.fixture
async def browser(town: Town) -> AsyncIterator[Browser]:
    """A browser at the desk."""
    async with opened(town) as found:
        yield found


@pytest.fixture
async def people(town: Town, browser: Browser) -> People:
    """Li, Wang and the county's clerk."""
    return await People(town, "en").settle()
