"""An office in a town, in either language; and both databases for what happens without anybody."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from storage import crypto
from storage.engine import Database, open_database
from storage.migrations import upgrade
from tests.notices.office import Office
from tests.postgresql import fresh_database
from tests.town import Town


@pytest.fixture(params=["en", "zh-hans"])
def language(request: pytest.FixtureRequest) -> str:
    """Telegram's code of the staff's language."""
    return str(request.param)


@pytest.fixture
async def office(town: Town, language: str) -> Office:
    """Everybody in place."""
    return await Office(town, language).settle()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'test.sqlite3'}"
        return
    with fresh_database() as url:
        yield url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """An open database of each kind with the schema in it."""
    crypto.install([Fernet.generate_key().decode()])
    upgrade(database_url)
    opened = open_database(database_url)
    yield opened
    await opened.close()
