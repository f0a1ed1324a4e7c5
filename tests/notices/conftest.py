"""An office in a town, in either language; and both databases for what happens without anybody."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from storage import crypto
from storage.engine import Database
from tests.databases import KINDS, Databases, empty, reopened
from tests.notices.office import Office
from tests.town import Town


@pytest.fixture(params=["en", "zh-hans"])
def language(request: pytest.FixtureRequest) -> str:
    """Telegram's code of the staff's language."""
    return str(request.param)


@pytest.fixture
async def office(town: Town, language: str) -> Office:
    """Everybody in place."""
    return await Office(town, language).settle()


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path, databases: Databases) -> Iterator[str]:
    """The address of an empty database of each kind: with the schema, if the test takes `database` too."""
    if "database" in request.fixturenames:
        yield databases.migrated(request.param)
        return
    with empty(request.param, tmp_path) as url:
        yield url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """An open database of each kind with the schema in it."""
    crypto.install([Fernet.generate_key().decode()])
    opened = reopened(database_url)
    yield opened
    await opened.close()
