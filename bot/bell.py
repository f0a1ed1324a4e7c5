"""Between the processes of one bot: what one of them kept or promised wakes the others at once."""

import asyncio
import contextlib
import random
import secrets
from collections.abc import Callable, Mapping

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.api import backoff
from storage import bell
from storage.engine import Database

log = structlog.get_logger()

INBOX, OUTBOX = "inbox", "outbox"
GATHER_SECONDS = 0.02
"""What is rung meanwhile is one ring: a commit must not wait in line for PostgreSQL's one queue of notifications."""


class Bell:
    """Rings for others and hears what they ring; silent on SQLite, where there are no others.

    A hint, never a promise: everybody also looks for themselves once a second.
    """

    def __init__(self, database: Database, url: str, hear: Mapping[str, Callable[[], None]]) -> None:
        """`hear`: what to do when somebody else rings `INBOX` or `OUTBOX`, or may have while we could not listen."""
        self._database, self._url, self._hear = database, url, hear
        self._name = secrets.token_hex(4)
        self._rung: set[str] = set()
        self._stirred = asyncio.Event()

    def ring(self, what: str) -> None:
        """Wake the others soon."""
        self._rung.add(what)
        self._stirred.set()

    async def run(self) -> None:
        """Ring and listen until cancelled."""
        if self._database.is_sqlite:
            return
        async with asyncio.TaskGroup() as group:
            group.create_task(self._ring_for_ever())
            group.create_task(self._listen_for_ever())

    async def _ring_for_ever(self) -> None:
        while True:
            await self._stirred.wait()
            self._stirred.clear()
            rung, self._rung = self._rung, set()
            # A database that is away wakes nobody; those who look for themselves find what was kept.
            with contextlib.suppress(SQLAlchemyError, OSError):
                async with self._database.writing() as session:
                    for what in rung:
                        await bell.ring(session, f"{what} {self._name}")
            await asyncio.sleep(GATHER_SECONDS)

    async def _listen_for_ever(self) -> None:
        failures = 0
        while True:
            try:
                async for word in bell.heard(self._url):
                    failures = 0
                    self._heard(word)
            except (bell.Silent, OSError) as error:
                log.warning("Cannot hear other processes; looking once a second.", reason=str(error))
            failures += 1
            await asyncio.sleep(backoff(failures, random.random()))

    def _heard(self, word: str) -> None:
        what, _, who = word.partition(" ")
        if not what:
            for act in self._hear.values():
                act()
        elif who != self._name and what in self._hear:
            self._hear[what]()
