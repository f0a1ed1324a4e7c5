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


MANY = 100
"""Of fewer tests the order does not matter."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those that may take longest begin first: else one worker is left with them at the end and the others idle."""
    if len(items) > MANY:
        items.sort(key=_seconds_allowed, reverse=True)


def _seconds_allowed(item: pytest.Item) -> float:
    marker = item.get_closest_marker("timeout")
    return 0.0 if marker is None else float(marker.args[0])


@pytest.fixture(scope="session")
def town_address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where this run's towns are kept, one after the other."""
    return f"sqlite:///{tmp_path_factory.mktemp('town') / 'town.sqlite3'}"


@pytest.fixture
async def town(town_address: str, request: pytest.FixtureRequest) -> AsyncIterator[Town]:
    """A town on an empty SQLite database, with nobody and nothing in it."""
    # What is reached by code that is not as usual is nobody else's beginning.
    is_usual = "monkeypatch" not in request.fixturenames
    async with open_town(town_address, checkpoints=is_usual) as opened:
        yield opened


__all__ = ["databases"]
