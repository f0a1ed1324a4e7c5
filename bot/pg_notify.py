"""LISTEN/NOTIFY between the processes of one bot: what one kept or promised wakes the others at once."""

import asyncio
import contextlib
import secrets
from collections.abc import Callable, Mapping

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.backoff import backoff
from storage import pg_notify
from storage.engine import Database

log = structlog.get_logger()

INBOX, OUTBOX = "inbox", "outbox"
GATHER_SECONDS = 0.02
"""Notifications of that time are one: a commit must not wait in line for PostgreSQL's one queue of them."""


class PgNotifier:
    """Sends NOTIFY to the other processes of the bot and listens to theirs; idle on SQLite, where there are none.

    A hint, never a promise: everybody also looks for themselves once a second.
    """

    def __init__(self, database: Database, url: str, handlers: Mapping[str, Callable[[], None]]) -> None:
        """`handlers`: called when another process notifies of theirs, or may have while nobody listened."""
        self._database, self._url, self._handlers = database, url, handlers
        self._name = secrets.token_hex(4)
        self._pending: set[str] = set()
        self._stirred = asyncio.Event()

    def notify(self, what: str) -> None:
        """Wake the others soon."""
        self._pending.add(what)
        self._stirred.set()

    async def run(self) -> None:
        """Notify and listen until cancelled."""
        if self._database.is_sqlite:
            return
        async with asyncio.TaskGroup() as group:
            group.create_task(self._notify_for_ever())
            group.create_task(self._listen_for_ever())

    async def _notify_for_ever(self) -> None:
        while True:
            await self._stirred.wait()
            self._stirred.clear()
            pending, self._pending = self._pending, set()
            # A database that is away wakes nobody; those who look for themselves find what was kept.
            with contextlib.suppress(SQLAlchemyError, OSError):
                async with self._database.writing() as session:
                    for what in pending:
                        await pg_notify.notify(session, f"{what} {self._name}")
            await asyncio.sleep(GATHER_SECONDS)

    async def _listen_for_ever(self) -> None:
        failures = 0
        while True:
            try:
                async for word in pg_notify.listen(self._url):
                    failures = 0
                    self._heard(word)
            except (pg_notify.ListenFailed, OSError) as error:
                log.warning("Cannot hear other processes; looking once a second.", reason=str(error))
            failures += 1
            await asyncio.sleep(backoff(failures))

    def _heard(self, word: str) -> None:
        what, _, who = word.partition(" ")
        if not what:
            for act in self._handlers.values():
                act()
        elif who != self._name and what in self._handlers:
            self._handlers[what]()
