"""Databases for the directory's tests: each test on SQLite and on PostgreSQL."""

from collections.abc import AsyncIterator

import pytest
from cryptography.fernet import Fernet

from storage import crypto
from storage.engine import Database
from tests.databases import KINDS, Databases, reopened


@pytest.fixture(autouse=True)
def keys() -> None:
    """Phone numbers are sealed with a key of this run."""
    crypto.install([Fernet.generate_key().decode()])


@pytest.fixture(params=KINDS)
def address(request: pytest.FixtureRequest, databases: Databases) -> str:
    """The address of an empty database of each kind."""
    return databases.migrated(request.param)


@pytest.fixture
async def database(address: str) -> AsyncIterator[Database]:
    """An open database with empty tables."""
    opened = reopened(address)
    yield opened
    await opened.close()
