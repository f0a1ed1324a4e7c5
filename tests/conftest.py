"""What all tests share."""

from collections.abc import AsyncIterator

import pytest
from hypothesis import settings

from tests.databases import databases
from tests.town import Town, open_town

settings.register_profile(
    "patient", deadline=None
)  # how long an example takes says more about the machine than the code
settings.load_profile("patient")


@pytest.fixture(scope="session")
def town_address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where this run's towns are kept, one after the other."""
    return f"sqlite:///{tmp_path_factory.mktemp('town') / 'town.sqlite3'}"


@pytest.fixture
async def town(town_address: str) -> AsyncIterator[Town]:
    """A town on an empty SQLite database, with nobody and nothing in it."""
    async with open_town(town_address) as opened:
        yield opened


__all__ = ["databases"]
