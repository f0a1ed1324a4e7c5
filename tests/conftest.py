"""What all tests share."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.town import Town, open_town


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    """A town on a fresh SQLite file, with nobody and nothing in it."""
    async with open_town(f"sqlite:///{tmp_path / 'town.sqlite3'}") as opened:
        yield opened
