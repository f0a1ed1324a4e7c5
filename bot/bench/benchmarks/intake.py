"""How many updates of whole conversations a CPU second of the bot's process handles, beside stock aiogram's echo."""

import asyncio
import statistics
from collections.abc import Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from typing import Any, Literal

from bot.bench import databases, launch
from bot.bench.figures import Figure, compared
from bot.bench.process import Child
from bot.bench.scenarios import arrive, send_opinion, send_texts
from bot.bench.virtual_users import VirtualUser, VirtualUsers, side_by_side, virtual_users
from bot.sandbox.server import SandboxServer

ROUNDS = 5
PEOPLE = 240
"""At once. Telegram's pace for a chat is a call a second, so it takes many to keep a bot busy."""
SETTLE_SECONDS = 0.5


async def by_polling() -> list[Figure]:
    """SQLite, synchronous=FULL."""
    return await _figure("intake", databases.sqlite(), 1.0)


async def on_postgresql() -> list[Figure]:
    """The same on PostgreSQL, whose own CPU is not counted."""
    return await _figure("intake.pg", databases.postgresql(), 0.8)


async def by_webhook() -> list[Figure]:
    """The same as the first, beside a stock webhook echo."""
    return await _figure("intake.webhook", databases.sqlite(), 1.0, webhook=True)


async def _figure(
    id_: Literal["intake", "intake.pg", "intake.webhook"],
    database: AbstractAsyncContextManager[str],
    goal: float,
    *,
    webhook: bool = False,
) -> list[Figure]:
    world = launch.world()
    async with (
        database as url,
        SandboxServer(world) as server,
        virtual_users(world, launch.ECHO) as listeners,
        virtual_users(world, launch.HUIYIN) as voters,
        launch.echo(world, server.url, webhook=webhook) as echo,
        launch.huiyin(world, server.url, url, webhook=webhook) as huiyin,
    ):
        await side_by_side(arrive, voters.users(PEOPLE))
        await side_by_side(send_opinion, voters.users(20))  # what is loaded on first use is loaded now
        await side_by_side(send_texts, listeners.users(20))
        rates, echo_rates = [], []
        for _ in range(ROUNDS):
            rates.append(await _rate(huiyin, voters, send_opinion))
            echo_rates.append(await _rate(echo, listeners, send_texts))
    return [compared(id_, "updates/CPU s", statistics.median(rates), statistics.median(echo_rates), ">=", goal)]


async def _rate(bot: Child, people: VirtualUsers, talk: Callable[[VirtualUser], Coroutine[Any, Any, None]]) -> float:
    """Updates a CPU second, while all these talk side by side."""
    await asyncio.sleep(SETTLE_SECONDS)
    cpu, updates = bot.cpu, people.updates
    await side_by_side(talk, people.users(PEOPLE))
    await asyncio.sleep(SETTLE_SECONDS)  # the last outcomes are written down
    return (people.updates - updates) / (bot.cpu - cpu)
