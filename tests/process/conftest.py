"""Both databases, a Bot API that says what the test wants, and a process's settings."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.settings import Settings
from storage.engine import Database
from tests.databases import KINDS, Databases, empty, reopened
from tests.process.lives import Lives, source
from tests.process.scripted import TOKEN, ScriptedApi


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
    opened = reopened(database_url)
    yield opened
    await opened.close()


@pytest.fixture
async def api() -> AsyncIterator[ScriptedApi]:
    """A Bot API on loopback."""
    async with ScriptedApi() as served:
        yield served


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting comes from the machine the tests run on."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def settings(tmp_path: Path, api: ScriptedApi) -> Settings:
    """Settings of a process that talks to the scripted Bot API."""
    return Settings(_env_file=None, bot_token=TOKEN, bot_api_url=api.url, data_dir=tmp_path / "data", listen_port=0)


@pytest.fixture(scope="session")
def lives() -> Iterator[Lives]:
    """Real processes."""
    with source() as begun:
        yield begun
