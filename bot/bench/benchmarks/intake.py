"""`intake`: updates of whole conversations that a bot handles in a CPU second, beside two yardsticks.

`bare` is stock aiogram that echoes, without a database: the ids `intake`, `intake.pg` and `intake.webhook`. `usual` has
the same conversation as Huiyin, as bots usually do it, on a database of the same kind: these ids with `.usual` behind.
"""

import asyncio
import statistics
from collections.abc import Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from typing import Any, NamedTuple

from bot.bench import databases, launch
from bot.bench.baselines.stock import ECHO, USUAL
from bot.bench.figures import Figure, compared
from bot.bench.process import Child
from bot.bench.scenarios import arrive, send_opinion, send_texts
from bot.bench.virtual_users import VirtualUser, VirtualUsers, side_by_side, virtual_users
from bot.sandbox.server import SandboxServer

ROUNDS = 5
"""The median counts: our own choice."""
PEOPLE = 240
"""At once. Telegram's pace for a chat is a call a second, so it takes many to keep a bot busy."""
USUAL_PEOPLE = 60
"""At once with the usual bot, which keeps to no pace and takes ten times as long."""
SETTLE_SECONDS = 0.5

Scenario = Callable[[VirtualUser], Coroutine[Any, Any, None]]


class Goals(NamedTuple):
    """The least ratio to each yardstick; None: there is no goal."""

    bare: float
    usual: float | None


async def by_polling() -> list[Figure]:
    """SQLite, synchronous=FULL."""
    return await _figures("intake", databases.sqlite(), databases.sqlite(furnished=False), Goals(0.6, 3.0))


async def on_postgresql() -> list[Figure]:
    """The same on PostgreSQL, whose own CPU is not counted."""
    ours, usual = databases.postgresql(), databases.postgresql(furnished=False)
    return await _figures("intake.pg", ours, usual, Goals(0.4, 3.0))


async def by_webhook() -> list[Figure]:
    """The same as the first, all three bots by webhook."""
    ours, usual = databases.sqlite(), databases.sqlite(furnished=False)
    return await _figures("intake.webhook", ours, usual, Goals(0.6, None), webhook=True)


async def _figures(
    id_: str,
    our_database: AbstractAsyncContextManager[str],
    usual_database: AbstractAsyncContextManager[str],
    goals: Goals,
    *,
    webhook: bool = False,
) -> list[Figure]:
    world = launch.world()
    async with (
        our_database as our_url,
        usual_database as usual_url,
        SandboxServer(world) as server,
        virtual_users(world, ECHO) as listeners,
        virtual_users(world, USUAL) as others,
        virtual_users(world, launch.HUIYIN) as voters,
        launch.echo(world, server.url, webhook=webhook) as echo,
        launch.usual(world, server.url, usual_url, webhook=webhook) as usual,
        launch.huiyin(world, server.url, our_url, webhook=webhook) as huiyin,
    ):
        await side_by_side(arrive, voters.users(PEOPLE))
        await side_by_side(send_opinion, voters.users(20))  # what is loaded on first use is loaded now
        await side_by_side(send_opinion, others.users(20))
        await side_by_side(send_texts, listeners.users(20))
        rates, usual_rates, echo_rates = [], [], []
        for _ in range(ROUNDS):  # in turn, so that a slow minute of the machine slows all three
            rates.append(await _rate(huiyin, voters, send_opinion, PEOPLE))
            usual_rates.append(await _rate(usual, others, send_opinion, USUAL_PEOPLE))
            echo_rates.append(await _rate(echo, listeners, send_texts, PEOPLE))
    value, by_usual, by_echo = map(statistics.median, (rates, usual_rates, echo_rates))
    return [
        compared(id_, "updates/CPU s", value, by_echo, ">=", goals.bare),
        compared(f"{id_}.usual", "updates/CPU s", value, by_usual, ">=", goals.usual),
    ]


async def _rate(bot: Child, people: VirtualUsers, scenario: Scenario, count: int) -> float:
    """Updates a CPU second, while so many act side by side."""
    await asyncio.sleep(SETTLE_SECONDS)
    cpu, updates = bot.cpu, people.updates
    await side_by_side(scenario, people.users(count))
    await asyncio.sleep(SETTLE_SECONDS)  # the last outcomes are written down
    return (people.updates - updates) / (bot.cpu - cpu)
