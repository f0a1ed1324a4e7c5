"""Files that the code passes on the way of an update and of a call, found by running the real bot in the sandbox.

A file counts if a function of it runs while the way is gone, an update's each time of three, and never at rest.
"""

import asyncio
import json
import os
import signal
import tempfile
from pathlib import Path
from typing import NamedTuple

from bot.bench import launch
from bot.bench.process import Child, child
from bot.sandbox.people import Person
from bot.sandbox.server import SandboxServer
from bot.sandbox.world import World

ROUNDS = 3
PATIENCE = 60.0
"""Seconds until an answer has to be there: our own choice."""
REST_SECONDS = 2.5
"""Seconds until all that follows has been sent, at a chat's pace of a call a second, and written down."""
RETRY_SECONDS = 2
"""Seconds for which the sandbox puts a call off, so that its way begins anew with nothing else in hand."""
IDLE_SECONDS = 12.0
"""Seconds in which all that ticks by the second has run; the lease is renewed too."""
PACKAGES = ("bot", "handlers", "storage")
SCRIPT = Path(__file__).with_name("traced_bot.py")


Function = tuple[str, str]
"""A file, relative to the root of its project, and the name of a function of it."""


class Ways(NamedTuple):
    """Files of the project, relative to its root."""

    update: set[str]
    """From the arrival of an update, a message for an opinion in writing, until its answer is written down as sent."""
    call: set[str]
    """From a call that waits in the outbox until it is written down as sent."""


async def ways(root: Path) -> Ways:
    """The files an update and a call pass in the checkout at `root`."""
    world = launch.world()
    with tempfile.TemporaryDirectory() as folder:
        trace = Path(folder) / "trace.json"
        async with SandboxServer(world) as server:
            env = launch.settings(server.url, f"sqlite:///{folder}/bot.sqlite3", folder)
            env |= {"PYTHONPATH": str(root), "TRACE_FILE": str(trace)}
            async with child("-P", str(SCRIPT), folder=Path(folder), env=env) as bot:
                tracer = Tracer(world, await launch.greeted(world, launch.HUIYIN), bot, trace, root)
                await tracer.rest()  # what is due at a start
                call = await tracer.call()
                await tracer.says("/opinion")
                updates = [await tracer.update() for _ in range(ROUNDS)]
                await tracer.says("/cancel")
                idle = await tracer.rest()
    return Ways(_files(set.intersection(*updates) - idle), _files(call - idle))


def _files(functions: set[Function]) -> set[str]:
    return {file for file, _ in functions}


class Tracer:
    """Somebody who writes to a traced bot, and the list of the files it passes."""

    def __init__(self, world: World, person: Person, bot: Child, trace: Path, root: Path) -> None:
        self._world, self._person, self._bot, self._trace, self._root = world, person, bot, trace, root
        self._packages = tuple(f"{root / package}{os.sep}" for package in PACKAGES)

    async def says(self, text: str) -> None:
        """Write, and wait for the answer and what follows from it."""
        before = self._answers()
        self._world.says(self._person, text)
        await self._world.wait_until(lambda: self._answers() > before, PATIENCE)
        await asyncio.sleep(REST_SECONDS)

    async def update(self) -> set[Function]:
        """The functions that run from a message to its answer."""
        self._begin()
        await self.says("The street lamp has been dark for a week.")
        return await self._written()

    async def call(self) -> set[Function]:
        """The functions that run for a call that the Bot API has put off, from shortly before its time."""
        before = self._answers()
        self._world.faults.too_many_requests(1, retry_after=RETRY_SECONDS, method="sendMessage")
        self._world.says(self._person, "/help")
        async with asyncio.timeout(PATIENCE):
            while self._world.faults.armed:  # noqa: ASYNC110 (a fault tells nobody)
                await asyncio.sleep(0.05)
        await asyncio.sleep(RETRY_SECONDS / 2)
        self._begin()
        await self._world.wait_until(lambda: self._answers() > before, PATIENCE)
        await asyncio.sleep(REST_SECONDS)
        return await self._written()

    async def rest(self) -> set[Function]:
        """The functions that run while nothing happens."""
        self._begin()
        await asyncio.sleep(IDLE_SECONDS)
        return await self._written()

    def _begin(self) -> None:
        self._bot.process.send_signal(signal.SIGUSR1)

    def _answers(self) -> int:
        return max((message.id for message in self._world.messages(self._person) if message.from_bot), default=0)

    async def _written(self) -> set[Function]:
        self._bot.process.send_signal(signal.SIGUSR2)
        async with asyncio.timeout(PATIENCE):
            while not self._trace.exists():  # noqa: ASYNC110 (a file tells nobody)
                await asyncio.sleep(0.05)
        functions = json.loads(self._trace.read_text("utf-8"))
        self._trace.unlink()
        inside = ((Path(file), name) for file, name in functions if file.startswith(self._packages))
        return {(str(file.relative_to(self._root)), name) for file, name in inside if file != SCRIPT}
