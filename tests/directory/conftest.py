"""Databases for the directory's tests: each test on SQLite and on PostgreSQL."""

import os
import secrets
from collections.abc import AsyncIterator

import psycopg
import pytest
from cryptography.fernet import Fernet

from storage import crypto
from storage.engine import Database, open_database
from storage.models import Base

POSTGRESQL = os.environ.get("TEST_POSTGRESQL_URL", "postgresql://root@127.0.0.1/test")


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
    name = f"directory_{secrets.token_hex(6)}"
    try:
        connection = psycopg.connect(POSTGRESQL, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        if os.environ.get("REQUIRE_POSTGRESQL") == "1":
            raise
        pytest.skip(f"no PostgreSQL at {POSTGRESQL}: {error}")
    with connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield f"{POSTGRESQL.rsplit('/', 1)[0]}/{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


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
