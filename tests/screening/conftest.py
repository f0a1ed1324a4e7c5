"""The office in both languages, and both databases."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from storage import crypto
from storage.engine import Database, open_database
from storage.models.base import Base
from tests.postgresql import fresh_database
from tests.screening.office import Office
from tests.town import Town


@pytest.fixture(params=["en", "zh-hans"])
def language(request: pytest.FixtureRequest) -> str:
    """Telegram's code of everybody's language."""
    return str(request.param)


@pytest.fixture
async def office(town: Town, language: str) -> Office:
    """Everybody in place."""
    return await Office(town, language).open()


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'office.sqlite3'}"
        return
    with fresh_database() as url:
        yield url


@pytest.fixture
async def database(address: str) -> AsyncIterator[Database]:
    """An open database of each kind with the tables in it."""
    crypto.install([Fernet.generate_key().decode()])
    opened = open_database(address)
    async with opened.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield opened
    await opened.close()
