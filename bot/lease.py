"""Hold the lease while this process lives, and say when it comes and goes."""

import asyncio
import os
import secrets
import socket
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot import metrics
from bot.backoff import pause
from storage import lease
from storage.engine import Database
from storage.lease import Held

log = structlog.get_logger()


class LeaseKeeper:
    """Takes the lease when it can be had, renews it, and tells of its loss before anybody else can have it."""

    def __init__(self, database: Database, name: str, *, lasts: float = 6.0) -> None:
        """`lasts`: seconds of real time after which a silent holder is replaced."""
        self._database = database
        self._name = name
        self._holder = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        self._lasts = lasts
        self._until = float("-inf")
        """The monotonic instant up to which nobody else can have it."""
        self._stopped = asyncio.Event()
        self.held: Held | None = None

    @property
    def sure(self) -> bool:
        """Whether it is ours at this instant, without asking: false after a standstill of the machine."""
        return self.held is not None and time.monotonic() < self._until

    async def run(self, gained: Callable[[Held], Awaitable[None]], lost: Callable[[], Awaitable[None]]) -> None:
        """Until `stop`: await `gained` when we may poll and send, `lost` when we may no longer."""
        while not self._stopped.is_set():
            held = await self._try_to_take()
            if held is None:
                await pause(self._lasts / 6, self._stopped)
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
            log.warning("Another process polls and sends now, or the database is silent; this one stands by.")
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
        asked = time.monotonic()
        try:
            async with self._database.writing() as session:
                # On SQLite the lock beside the file proves that whoever holds the row is dead.
                surely_free = self._database.is_sqlite
                lasts = timedelta(seconds=self._lasts)
                held = await lease.acquire(session, self._name, self._holder, lasts, surely_free=surely_free)
        except (SQLAlchemyError, OSError) as error:
            log.warning("Could not ask for the lease.", reason=type(error).__name__)
            return None
        self._until = asked + self._lasts
        return held

    async def _keep(self, held: Held) -> None:
        """Returns when it is lost, a sixth of its length before it could be another's, or when stopped."""
        while True:
            await pause(self._lasts / 4, self._stopped)
            if self._stopped.is_set():
                return
            asked = time.monotonic()
            try:
                async with asyncio.timeout(max(0.0, self._until - self._lasts / 6 - asked)):
                    async with self._database.writing() as session:
                        if not await lease.renew(session, held, timedelta(seconds=self._lasts)):
                            return
                self._until = asked + self._lasts
            except (SQLAlchemyError, OSError, TimeoutError):
                if time.monotonic() >= self._until - self._lasts / 4 - self._lasts / 6:
                    return
