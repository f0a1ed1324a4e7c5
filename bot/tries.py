"""Tries that outlive a transaction: what is worked out aside, and what the process before may have died of."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

import structlog

from bot.aside import LONGEST_SECONDS, outcome_of
from bot.nursery import Nursery
from handlers.core.aside import Outcome, Work
from storage import inbox
from storage.engine import Database
from storage.inbox import MAX_ATTEMPTS, Waiting
from storage.trouble import is_away

log = structlog.get_logger(__name__)

HELD = timedelta(seconds=3 * LONGEST_SECONDS)
"""Time for which work done aside is left alone; after that, the process that did it is dead."""
AGAIN_SECONDS = 1.0
"""Between tries to write down that the work is done, while the database is away."""


class Died(Exception):
    """The process died each time while this update was handled."""


class Tries:
    """Counts a try before it is made where the process may die of it, and keeps outcomes until they are used."""

    def __init__(self, database: Database, now: Callable[[], datetime], *, wake: Callable[[], None]) -> None:
        self.outcomes: dict[int, dict[str, Outcome]] = {}
        """By the update's id and the work's name."""
        self.wary = False
        """True while updates may be left from the process before."""
        self._left_up_to: int | None = None
        """The newest of them; None: not looked yet."""
        self._database, self._now, self._wake = database, now, wake
        self._nursery = Nursery()
        self._counted: set[int] = set()
        """Updates whose present try is in the database already."""
        self._under_way: dict[int, asyncio.Task[None]] = {}
        self._one = asyncio.Semaphore(1)
        """One costly work at a time: their bounds are for one."""

    async def look(self) -> bool:
        """True if something waits that was there when this process began."""
        async with self._database.reading() as session:
            if self._left_up_to is None:
                self._left_up_to = await inbox.newest_pending(session)
            self.wary = self._left_up_to > 0 and await inbox.any_pending(session, self._left_up_to)
        return self.wary

    async def begin(self) -> Waiting | None:
        """The oldest update that may be handled now, its try counted; None if none may be."""
        async with self._database.writing() as session:
            now = self._now()
            claimed = await inbox.claim(session, now, 1)
            waiting = next(iter(claimed.updates), None)
            if waiting is not None and waiting.id not in self._counted and not self.too_many(waiting):
                await inbox.begun(session, waiting, now)
                self._counted.add(waiting.id)
        return waiting

    def too_many(self, waiting: Waiting) -> bool:
        """True if every try it may have was begun before this process did."""
        return waiting.attempts >= MAX_ATTEMPTS and waiting.id not in self._counted

    def forget_count(self, number: int) -> bool:
        """True, once, if the present try of this update was counted as it began; the next one begins with nothing."""
        self.outcomes.pop(number, None)
        counted = number in self._counted
        self._counted.discard(number)
        return counted

    def finished(self, updates: Sequence[Waiting]) -> None:
        """These are handled."""
        for waiting in updates:
            self.outcomes.pop(waiting.id, None)
            self._counted.discard(waiting.id)

    async def set_aside(self, waiting: Waiting, work: Work) -> bool:
        """Work this out in a process of its own; the update is tried again with the outcome. The try counts already.

        False if it was tried too often: every time the process died.
        """
        if self.too_many(waiting):
            return False
        async with self._database.writing() as session:
            if waiting.id in self._counted or waiting.id in self._under_way:
                await inbox.hold(session, waiting.id, self._now() + HELD)
            else:
                await inbox.begun(session, waiting, self._now(), held=HELD)
        self._counted.add(waiting.id)
        if waiting.id not in self._under_way:
            task = self._nursery.start(self._work_out(waiting.id, work), name="work aside")
            self._under_way[waiting.id] = task
        return True

    async def _work_out(self, number: int, work: Work) -> None:
        try:
            async with self._one:
                outcome = await outcome_of(work)
            self.outcomes.setdefault(number, {})[work.name] = outcome
            released = False
            while not released:
                released = await self._release(number)
        finally:
            self._under_way.pop(number, None)
        self._wake()

    async def _release(self, number: int) -> bool:
        """Let the update be handled now. False if that could not be written down."""
        try:
            async with self._database.writing() as session:
                await inbox.hold(session, number, self._now())
        except Exception as error:
            if not is_away(error):
                raise
            log.warning("database is away, waiting", error=type(error).__name__)
            await asyncio.sleep(AGAIN_SECONDS)
            return False
        return True

    @property
    def under_way(self) -> Mapping[int, "asyncio.Task[None]"]:
        """Work in hand, by the update's id."""
        return self._under_way

    async def close(self) -> None:
        """End what is being worked out: it is begun again at the next start."""
        await self._nursery.close()
