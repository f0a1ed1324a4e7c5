"""Hold the lease while this process lives, and say when it comes and goes."""

import asyncio
import os
import secrets
import socket
import time
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta
from typing import Any, TypeVar

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot import metrics
from bot.backoff import pause
from bot.nursery import Nursery
from storage import lease
from storage.engine import Database
from storage.lease import Held

log = structlog.get_logger()

LASTS_SECONDS = 3.5
"""A holder that may be busy with itself for 2 s must not lose the lease, people must not wait 5 s for the next one."""
ALONE_SECONDS = 30.0
"""On SQLite, where the lock beside the file keeps everybody else away: it is renewed, but not lost by waiting."""
AGAIN_SECONDS, ALONE_AGAIN_SECONDS = 0.05, 1.0
"""After the database refused a renewal: our own choice."""
_CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
"""Goes on while the machine sleeps, where the system has such a clock."""
Answer = TypeVar("Answer")


class LeaseKeeper:
    """Takes the lease when it can be had, renews it, and tells of its loss before anybody else can have it.

    It is renewed each seventh of its length, asked for each fourteenth, and given up a twelfth before its end. Nothing
    here waits longer for the database than that.
    """

    def __init__(self, database: Database, name: str, *, lasts: float | None = None) -> None:
        """`lasts`: seconds of real time after which a silent holder is replaced."""
        self._database = database
        self._name = name
        self._holder = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        self._alone = database.is_sqlite
        self._lasts = lasts or (ALONE_SECONDS if self._alone else LASTS_SECONDS)
        self._until = float("-inf")
        """The instant of `_CLOCK` up to which nobody else can have it."""
        self._passed_on = False
        """True if the row said so when it was lost."""
        self._stopped = asyncio.Event()
        self._nursery = Nursery()
        self.held: Held | None = None

    @property
    def sure(self) -> bool:
        """True if it is ours at this instant, without asking: false after a standstill of the machine."""
        return self.held is not None and (self._alone or time.clock_gettime(_CLOCK) < self._until)

    async def run(self, gained: Callable[[Held], Awaitable[None]], lost: Callable[[], Awaitable[None]]) -> None:
        """Keep it until `stop`: await `gained` when we may poll and send, `lost` when we may no longer."""
        while not self._stopped.is_set():
            held = await self._within(self._lasts, self._try_to_take())
            if held is None:
                await pause(self._lasts / 14, self._stopped)
                continue
            self.held = held
            metrics.lease_held.set(1)
            log.info("This process polls and sends now.", epoch=held.epoch)
            await gained(held)
            await self._keep(held)
            if self._stopped.is_set():
                return
            self.held = None
            metrics.lease_held.set(0)
            if self._passed_on:
                log.warning("Another process polls and sends now; this one stands by.")
            else:
                log.warning("The database is silent: this process neither polls nor sends; another may, if one runs.")
            await lost()

    def stop(self) -> None:
        """Renew no more; what is held stays held until `release` or its end."""
        self._stopped.set()

    async def release(self) -> None:
        """Hand it over at once. Call it when polling and sending have ended."""
        if self.held is None:
            return
        held, self.held = self.held, None
        metrics.lease_held.set(0)
        try:
            async with self._database.writing() as session:
                await lease.release(session, held)
        except (SQLAlchemyError, OSError):
            log.warning("Could not hand over the lease; it ends by itself.")

    async def _try_to_take(self) -> Held | None:
        asked = time.clock_gettime(_CLOCK)
        try:
            async with self._database.writing() as session:
                await _end_frozen(session)
                # On SQLite the lock beside the file proves that whoever holds the row is dead.
                surely_free = self._database.is_sqlite
                lasts = timedelta(seconds=self._lasts)
                held = await lease.acquire(session, self._name, self._holder, lasts, surely_free=surely_free)
        except (SQLAlchemyError, OSError) as error:
            log.debug("Could not ask for the lease.", reason=type(error).__name__)
            return None
        if held is not None:
            self._until = asked + self._lasts
        return held

    async def _keep(self, held: Held) -> None:
        """Returns when it is lost, a twelfth of its length before it could be another's, or when stopped.

        Renews at once: a process may have stood still between taking it and coming here.
        """
        while not self._stopped.is_set() and await self._renew(held):
            await pause(self._lasts / 7, self._stopped)

    async def _renew(self, held: Held) -> bool:
        """False: it has passed on, or might before the database answers."""
        self._passed_on = False
        while (left := self._left()) > 0 and not self._stopped.is_set():
            asked = time.clock_gettime(_CLOCK)
            renewed = await self._within(left, self._ask_to_renew(held))
            if renewed:
                self._until = asked + self._lasts
            if renewed is not None:
                self._passed_on = not renewed
                return renewed
            await pause(ALONE_AGAIN_SECONDS if self._alone else AGAIN_SECONDS, self._stopped)
        return False

    def _left(self) -> float:
        """Seconds until it must be given up."""
        return self._lasts if self._alone else self._until - self._lasts / 12 - time.clock_gettime(_CLOCK)

    async def _ask_to_renew(self, held: Held) -> bool | None:
        """None: the database could not tell."""
        try:
            async with self._database.writing() as session:
                await _end_frozen(session)
                return await lease.renew(session, held, timedelta(seconds=self._lasts))
        except (SQLAlchemyError, OSError):
            return None

    async def _within(self, seconds: float, work: Coroutine[Any, Any, Answer | None]) -> Answer | None:
        """None if it takes longer; what is broken off then ends beside, which on a silent line takes seconds more."""
        task = self._nursery.start(work, name="lease")
        done, _ = await asyncio.wait([task], timeout=seconds)
        if done:
            return task.result()
        task.cancel()
        return None


async def _end_frozen(session: AsyncSession) -> None:
    """End what a process that stands still has begun: the others must not wait for it."""
    if ended := await lease.end_frozen(session):
        log.warning("Ended transactions of a process that stands still.", transactions=ended)
