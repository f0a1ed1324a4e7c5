"""A database (SQLite and PostgreSQL), a scripted Bot API and a sender between them."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.api_client import BotApi
from bot.delivery.sender import Sender
from bot.nursery import Nursery
from storage.engine import Database, open_database
from storage.models.base import Base
from tests.delivery.server import Server
from tests.delivery.town import TOKEN, now
from tests.postgresql import fresh_database


@pytest.fixture(scope="module")
def postgresql_url() -> Iterator[str]:
    """A fresh database for the module."""
    with fresh_database() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    sqlite = request.param == "sqlite"
    url = f"sqlite:///{tmp_path / 'huiyin.db'}" if sqlite else request.getfixturevalue("postgresql_url")
    opened = open_database(url)
    async with opened.engine.begin() as connection:
        await connection.run_sync(Base.metadata.drop_all)
        await connection.run_sync(Base.metadata.create_all)
    yield opened
    await opened.close()


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    scripted = Server()
    await scripted.start()
    yield scripted
    await scripted.close()


@pytest.fixture
def tasks() -> dict[Sender, asyncio.Task[None]]:
    """What `start` has started."""
    return {}


@pytest.fixture
async def api(server: Server) -> AsyncIterator[BotApi]:
    async with BotApi(TOKEN, server.url) as opened:
        yield opened


@pytest.fixture
async def start(
    database: Database, api: BotApi, tasks: dict[Sender, asyncio.Task[None]]
) -> AsyncIterator[Callable[..., Sender]]:
    """Starts senders; they end with the test."""
    nursery = Nursery()

    def begin(*, rate: int = 1000, **more: Any) -> Sender:
        sender = Sender(database, api, clock=now, rate_per_second=rate, **more)
        tasks[sender] = nursery.start(sender.run(), name="sender")
        return sender

    yield begin
    await nursery.close()
