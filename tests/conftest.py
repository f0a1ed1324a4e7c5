"""What all tests share."""

from collections.abc import AsyncIterator

import pytest

from tests.town import Town, open_town


@pytest.fixture(scope="session")
def town_address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where this run's towns are kept, one after the other."""
    return f"sqlite:///{tmp_path_factory.mktemp('town') / 'town.sqlite3'}"


@pytest.fixture
async def town(town_address: str) -> AsyncIterator[Town]:
    """A town on an empty SQLite database, with nobody and nothing in it."""
    async with open_town(town_address) as opened:
        yield opened
