"""`start`: seconds until a bot first asks for updates, and the memory it holds while nothing happens."""

import asyncio
import statistics
from contextlib import AbstractAsyncContextManager

from bot.bench import databases, launch
from bot.bench.baselines.stock import ECHO
from bot.bench.figures import Figure, compared
from bot.bench.process import Child
from bot.sandbox.server import SandboxServer
from bot.sandbox.world import World

ROUNDS = 3
"""The median counts: our own choice."""
REST_SECONDS = 2.0
"""After the first answer; until then both do what they do once."""


async def time_and_memory() -> list[Figure]:
    """Both beside the bare echo's, which has loaded the same aiogram."""
    seconds, echo_seconds, memory, echo_memory = [], [], [], []
    for number in range(ROUNDS + 1):
        world = launch.world()
        async with databases.sqlite() as url, SandboxServer(world) as server:
            took, held = await _start(launch.huiyin(world, server.url, url), world, launch.HUIYIN)
        world = launch.world()
        async with SandboxServer(world) as server:
            echo_took, echo_held = await _start(launch.echo(world, server.url), world, ECHO)
        if number:  # before, Python may still have had something to compile
            seconds.append(took)
            memory.append(held)
            echo_seconds.append(echo_took)
            echo_memory.append(echo_held)
    return [
        compared("start.time", "s", statistics.median(seconds), statistics.median(echo_seconds), "<=", 2.0),
        compared("start.memory", "MiB", statistics.median(memory), statistics.median(echo_memory), "<=", 1.4),
    ]


async def _start(starting: AbstractAsyncContextManager[Child], world: World, token: str) -> tuple[float, float]:
    """Seconds to the first getUpdates, MiB at rest."""
    async with starting as bot:
        at = launch.first_poll(world, token)
        assert at is not None
        await asyncio.sleep(REST_SECONDS)
        return at - bot.started, bot.memory
