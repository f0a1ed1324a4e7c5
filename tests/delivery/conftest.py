"""A database (SQLite and PostgreSQL), a scripted Bot API and a sender between them."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from bot.api_client import BotApi
from bot.delivery.sender import Sender
from bot.nursery import Nursery
from storage.engine import Database
from tests.databases import KINDS, Databases, reopened
from tests.delivery.server import Server
from tests.delivery.town import TOKEN, now


@pytest.fixture(params=KINDS)
async def database(request: pytest.FixtureRequest, databases: Databases) -> AsyncIterator[Database]:
    opened = reopened(databases.migrated(request.param))
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
