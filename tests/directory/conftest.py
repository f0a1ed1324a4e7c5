"""Databases for the directory's tests: each test on SQLite and on PostgreSQL."""

from collections.abc import AsyncIterator

import pytest
from cryptography.fernet import Fernet

from storage import crypto
from storage.engine import Database, open_database
from storage.models.base import Base
from tests.postgresql import fresh_database


@pytest.fixture(autouse=True)
def keys() -> None:
    """Phone numbers are sealed with a key of this run."""
    crypto.install([Fernet.generate_key().decode()])


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> object:
    """A database for the module, given back at its end."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('directory') / 'directory.sqlite3'}"
        return
    with fresh_database() as fresh:
        yield fresh


@pytest.fixture
async def database(address: str) -> AsyncIterator[Database]:
    """An open database with empty tables."""
    opened = open_database(address)
    async with opened.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield opened
    async with opened.writing() as session:
        for table in reversed(Base.metadata.sorted_tables):
            await session.execute(table.delete())
    await opened.close()
