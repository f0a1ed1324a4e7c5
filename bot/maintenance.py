"""Housekeeping: forget what was handled long ago, keep the figures fresh, keep SQLite's log short."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot import backup_folder, metrics, topics
from bot.clock import Clock
from bot.county import county_of
from bot.schedule import Tick, every, nightly
from bot.settings import Settings
from handlers.core.casework import similar
from storage import inbox, outbox
from storage.engine import Database
from storage.queries import desk, recipients, reminders

KEPT_FOR = timedelta(days=3)
"""Telegram may send an update again for a day; after a silent week its numbers start anew."""
LEDGERS_KEPT_FOR = timedelta(days=90)
"""Ledgers of who got which notice; GOV.UK Notify keeps its records for 90 days at most."""
REMINDERS_KEPT_FOR = timedelta(days=400)
"""Longer than anything waits to be reminded of again; a clock set wrong by a year does no harm."""
DESK_KEPT_FOR = timedelta(days=30)
"""Sessions at the desk, long after they have ended: our own choice. What was done in them is in the audit log."""
CHUNK = 500
"""Rows forgotten in one transaction: our own choice."""
INDEX_SECONDS = 60.0
"""Between two looks at the words of opinions: our own choice."""
SWEEP_SECONDS = 5.0
"""Between two sweeps: our own choice."""
MOVED_SWEEP_SECONDS = 0.5
"""The same where the clock can be moved on, and who moves it waits for what follows: our own choice."""


def ticks(settings: Settings, database: Database, clock: Clock, sweep: Callable[[], Awaitable[None]]) -> list[Tick]:
    """All regular work of a process. `sweep` does what is due; it may run on several replicas."""

    async def prune() -> None:
        before = clock.now() - KEPT_FOR
        await _in_chunks(database, lambda session: inbox.prune(session, before, CHUNK))
        await _in_chunks(database, lambda session: outbox.prune(session, before, CHUNK))
        await _in_chunks(database, lambda session: desk.prune(session, clock.now() - DESK_KEPT_FOR, CHUNK))
        ledgers, reminded = clock.now() - LEDGERS_KEPT_FOR, clock.now() - REMINDERS_KEPT_FOR
        await _in_chunks(database, lambda session: recipients.prune(session, ledgers, CHUNK))
        await _in_chunks(database, lambda session: reminders.prune(session, reminded, CHUNK))

    async def measure() -> None:
        async with database.reading() as session:
            backlog = await inbox.backlog(session)
        metrics.inbox_pending.set(backlog.pending)
        metrics.inbox_quarantined.set(backlog.quarantined)
        oldest = backlog.oldest
        metrics.inbox_oldest.set((clock.now() - oldest).total_seconds() if oldest else 0)
        last = backup_folder.newest(settings)
        metrics.backup_age.set((datetime.now(UTC) - last[1]).total_seconds() if last else 0)

    async def index() -> None:
        if not caught_up.is_set():
            await similar.catch_up(database.reading, database.writing)
            caught_up.set()
        await similar.count_words(database.reading, database.writing)

    async def learn() -> None:
        await topics.train(database, county_of(settings), clock)

    caught_up = asyncio.Event()
    return [
        Tick("sweep", every(MOVED_SWEEP_SECONDS if settings.clock_file else SWEEP_SECONDS), sweep),
        Tick("prune", every(3600), prune),
        Tick("measure", every(15), measure),
        Tick("topics", nightly(2, settings.zone), learn),
        Tick("truncate-log", nightly(3, settings.zone), database.truncate_log),
        Tick("words", every(INDEX_SECONDS), index),
    ]


async def _in_chunks(database: Database, prune: Callable[[AsyncSession], Awaitable[int]]) -> None:
    """Prune until nothing is left, a short transaction each: others write in between."""
    gone = CHUNK
    while gone == CHUNK:
        async with database.writing() as session:
            gone = await prune(session)
