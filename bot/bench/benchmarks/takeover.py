"""Seconds until everybody is answered again after the process that polls and sends was killed, or froze."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import cycle
from typing import Any

from sqlalchemy import Executable, select, text

from bot.bench import databases, launch
from bot.bench.figures import Figure, compared
from bot.bench.scenarios import arrive
from bot.bench.virtual_users import VirtualUser, VirtualUsers, side_by_side, virtual_users
from bot.nursery import Nursery
from bot.sandbox.server import SandboxServer
from bot.sandbox.world import World
from storage.engine import Database
from storage.models.traffic import Lease

TIMES = 5
"""The longest counts: docs/performance.md."""
BOUND = 5.0
"""Seconds: the goal (docs/performance.md)."""
PEOPLE, UPDATES_PER_SECOND = 20, 10.0
"""They talk all the time, so that it happens in the middle of work."""
SCREENS = ("/start", "/mine", "/help")
REST_SECONDS = 1.0
"""Before each fault, when everything works again."""
LISTENING = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'")
"""Processes that are up: each listens on a connection of its own."""


async def after_a_kill() -> list[Figure]:
    """The longest wait after five of them, SIGKILL each; PostgreSQL."""
    return [compared("takeover.kill", "s", max(await _waits(signal.SIGKILL)), BOUND, "<=", 1.0)]


async def after_a_freeze() -> list[Figure]:
    """The longest wait after five of them, SIGSTOP each; PostgreSQL."""
    return [compared("takeover.freeze", "s", max(await _waits(signal.SIGSTOP)), BOUND, "<=", 1.0)]


async def _waits(how: signal.Signals) -> list[float]:
    """Seconds, for each fault, that people waited at the most from then on."""
    world, waits = launch.world(), []
    async with (
        databases.postgresql() as url,
        databases.opened(url) as database,
        SandboxServer(world) as server,
        virtual_users(world, launch.HUIYIN) as voters,
        AsyncExitStack() as running,
    ):
        processes = Processes(running, world, server.url, url, database)
        await processes.begin()
        await processes.begin()
        users = voters.users(PEOPLE)
        await side_by_side(arrive, users)
        voters.pace = UPDATES_PER_SECOND
        async with _talking(users):
            for _ in range(TIMES):
                await asyncio.sleep(REST_SECONDS)
                holder = await processes.holder()
                os.kill(holder, how)
                try:
                    waits.append(await _longest(voters))
                finally:
                    if how is signal.SIGSTOP:
                        os.kill(holder, signal.SIGCONT)
                if how is signal.SIGKILL:
                    await processes.begin()
    print(*(f"{wait:.2f}" for wait in waits), "s after", how.name)
    return waits


class Answers(list[float]):
    """Seconds that people waited for their answers, from now on."""

    def __init__(self) -> None:
        super().__init__()
        self._since = time.perf_counter()

    def append(self, seconds: float) -> None:
        """An answer has just come, after so long."""
        super().append(min(seconds, time.perf_counter() - self._since))


async def _longest(voters: VirtualUsers) -> float:
    """Seconds, until each has been answered about twice."""
    voters.said = voters.pressed = answers = Answers()
    while len(answers) < 2 * PEOPLE:  # noqa: ASYNC110 (a list tells nobody)
        await asyncio.sleep(0.05)
    return max(answers)


@asynccontextmanager
async def _talking(users: list[VirtualUser]) -> AsyncIterator[None]:
    """They ask for one screen after the other during the block; any message is an answer, also one sent twice."""

    async def for_ever(user: VirtualUser) -> None:
        for screen in cycle(SCREENS):
            await user.says(screen)

    nursery = Nursery()
    for user in users:
        nursery.start(for_ever(user), name="talk")
    try:
        yield
    finally:
        await nursery.close()


class Processes:
    """Those of one bot."""

    def __init__(
        self, running: AsyncExitStack, world: World, api_url: str, database_url: str, database: Database
    ) -> None:
        self._running, self._world, self._api_url, self._url = running, world, api_url, database_url
        self._database = database

    async def begin(self) -> None:
        """One more; up when this returns."""
        others = await self._asked(LISTENING)
        await self._running.enter_async_context(launch.huiyin(self._world, self._api_url, self._url))
        while await self._asked(LISTENING) <= others:  # noqa: ASYNC110 (a database tells nobody)
            await asyncio.sleep(0.05)

    async def holder(self) -> int:
        """The process that polls and sends."""
        holder = await self._asked(select(Lease.holder))
        return int(holder.split(":")[1])

    async def _asked(self, statement: Executable) -> Any:
        async with self._database.reading() as session:
            return await session.scalar(statement)
