"""The office in both languages, and both databases."""

from collections.abc import AsyncIterator

import pytest
from cryptography.fernet import Fernet

from storage import crypto
from storage.engine import Database
from tests.databases import KINDS, Databases, reopened
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


@pytest.fixture(params=KINDS)
def address(request: pytest.FixtureRequest, databases: Databases) -> str:
    """The address of an empty database of each kind."""
    return databases.migrated(request.param)


@pytest.fixture
async def database(address: str) -> AsyncIterator[Database]:
    """An open database of each kind with the tables in it."""
    crypto.install([Fernet.generate_key().decode()])
    opened = reopened(address)
    yield opened
    await opened.close()
