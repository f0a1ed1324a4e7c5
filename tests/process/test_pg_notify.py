"""One process wakes another through PostgreSQL; nobody relies on it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg
import pytest
import structlog

from bot import pg_notify as module
from bot import update_worker
from bot.api_client import BotApi
from bot.clock import Clock
from bot.delivery import sender as delivery
from bot.delivery.sender import Sender
from bot.intake.inbox_writer import InboxWriter
from bot.nursery import Nursery
from bot.pg_notify import INBOX, OUTBOX, PgNotifier
from bot.update_worker import UpdateWorker
from handlers.core.unit_of_work import County
from storage.engine import Database, open_database
from storage.migrations import upgrade
from tests.postgresql import fresh_database
from tests.process.scripted import TOKEN, ScriptedApi, message

PLACE = County(ZoneInfo("Asia/Shanghai"), "CN", "en", "HY", 4200, "huiyin_test_bot")
SOON = 10.0


class Ears:
    """What a process heard."""

    def __init__(self) -> None:
        self.heard = {INBOX: asyncio.Event(), OUTBOX: asyncio.Event()}

    def clear(self) -> None:
        for event in self.heard.values():
            event.clear()

    async def hear(self, what: str) -> None:
        await asyncio.wait_for(self.heard[what].wait(), SOON)


@pytest.fixture
def nursery() -> Nursery:
    return Nursery()


@asynccontextmanager
async def two_processes(nursery: Nursery) -> AsyncIterator[tuple[str, Database, Database]]:
    """The pools of two processes on one PostgreSQL database; what runs in the nursery ends before they are closed."""
    with fresh_database() as url:
        upgrade(url)
        first, second = open_database(url), open_database(url)
        try:
            yield url, first, second
        finally:
            await nursery.close()
            await first.close()
            await second.close()


async def standing(nursery: Nursery, database: Database, url: str, hear: dict[str, Callable[[], None]]) -> PgNotifier:
    """A notifier that rings and hears."""
    there = asyncio.Event()

    def stands() -> None:
        there.set()
        hear[INBOX]()

    notifier = PgNotifier(database, url, {**hear, INBOX: stands})
    nursery.start(notifier.run(), name="notifier")
    await asyncio.wait_for(there.wait(), SOON)
    return notifier


async def listening(nursery: Nursery, database: Database, url: str) -> tuple[PgNotifier, Ears]:
    ears = Ears()
    notifier = await standing(nursery, database, url, {what: event.set for what, event in ears.heard.items()})
    ears.clear()
    return notifier, ears


async def test_what_one_rings_the_other_hears_and_not_itself(nursery: Nursery) -> None:
    async with two_processes(nursery) as (url, first, second):
        mine, own = await listening(nursery, first, url)
        _, other = await listening(nursery, second, url)
        mine.notify(INBOX)
        mine.notify(INBOX)
        mine.notify(OUTBOX)
        await other.hear(INBOX)
        await other.hear(OUTBOX)
        assert not any(event.is_set() for event in own.heard.values())


async def test_a_server_that_goes_away_is_heard_again_and_everybody_looks(
    nursery: Nursery, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "backoff", lambda failures: 0.05)
    async with two_processes(nursery) as (url, first, second):
        mine, _ = await listening(nursery, first, url)
        _, other = await listening(nursery, second, url)
        with structlog.testing.capture_logs() as logged:
            hang_up(url)
            await other.hear(INBOX)
            await other.hear(OUTBOX)
        assert "Cannot hear other processes" in logged[0]["event"]
        other.clear()
        async with asyncio.timeout(SOON):
            while not other.heard[INBOX].is_set():  # the pool's connections were cut too
                mine.notify(INBOX)
                await asyncio.sleep(0.05)


def hang_up(url: str) -> None:
    """The server ends every session of this database, as when it is restarted."""
    with psycopg.connect(url, autocommit=True) as operator:
        operator.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


async def test_a_file_has_no_bell(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/one.sqlite3")
    notifier = PgNotifier(database, "", {})
    notifier.notify(INBOX)
    await asyncio.wait_for(notifier.run(), SOON)
    await database.close()


async def test_kept_by_one_process_handled_by_another_and_sent_by_a_third(
    nursery: Nursery, api: ScriptedApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody looks for themselves here: only the notifier can make it happen."""
    monkeypatch.setattr(update_worker, "LOOK_AGAIN_SECONDS", 600.0)
    monkeypatch.setattr(delivery, "POLL_SECONDS", 600.0)
    async with BotApi(TOKEN, api.url) as calls, two_processes(nursery) as (url, first, second):
        await handles(nursery, second, url)
        await sends(nursery, first, url, calls)
        notifier, _ = await listening(nursery, first, url)
        inbox_writer = InboxWriter(first, bot_id=4200, clock=Clock(), on_commit=lambda: notifier.notify(INBOX))
        await asyncio.sleep(0.5)
        await inbox_writer.write([message(1, text="/help")])
        await asyncio.wait_for(api.until("sendMessage", chat_id=7), SOON)


async def handles(nursery: Nursery, database: Database, url: str) -> None:
    """A process that handles and does not send."""
    rings: list[PgNotifier] = []
    handler = UpdateWorker(
        database, place=PLACE, clock=Clock(), token=TOKEN, on_commit=lambda post: rings[0].notify(OUTBOX), workers=2
    )
    rings.append(await standing(nursery, database, url, {INBOX: handler.wake, OUTBOX: lambda: None}))
    nursery.start(handler.run(), name="handling")


async def sends(nursery: Nursery, database: Database, url: str, api: BotApi) -> None:
    """A process that sends."""
    sender = Sender(database, api, clock=Clock().now)
    await standing(nursery, database, url, {INBOX: lambda: None, OUTBOX: sender.wake})
    nursery.start(sender.run(), name="sender")
