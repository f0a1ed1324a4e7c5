"""What it costs to send what the outbox holds, and whether the limits are used to the full."""

import asyncio
import statistics
import sys

import orjson

from bot.bench import databases, launch, notice_release, outbox_load
from bot.bench.figures import Figure, compared
from bot.bench.in_process import PLACE
from bot.bench.process import Child, keep_still
from bot.sandbox.people import Person
from bot.sandbox.server import SandboxServer
from storage.engine import Database
from storage.vocabulary import Lane

CALLS = 3000
ROUNDS = 3
LATENCY = 0.06
"""Seconds the server takes for a call while the rate is measured: Telegram's, from afar."""
SECONDS = {30: 15, 300: 8, 1000: 8}
"""How long each rate is kept up."""
TOO_MANY = 0.001
"""At most this share of the calls may be answered with 429."""


async def cost() -> list[Figure]:
    """Calls a CPU second, half of them answers and half notices, beside posts in a loop."""
    world = launch.world()
    people = outbox_load.recipients(world, CALLS)
    async with (
        databases.sqlite() as url,
        databases.opened(url) as database,
        SandboxServer(world) as server,
        launch.huiyin(world, server.url, url) as huiyin,
    ):
        rates, loop_rates = [], []
        for _ in range(ROUNDS):
            rates.append(await _sent(database, huiyin, people))
            loop_rates.append(await _posted(f"{server.url}/bot{launch.HUIYIN}/sendMessage", people[0].id))
    return [compared("delivery", "calls/CPU s", statistics.median(rates), statistics.median(loop_rates), ">=", 0.6)]


async def _sent(database: Database, bot: Child, people: list[Person]) -> float:
    """Calls a CPU second of the bot: read or claimed, sent, marked."""
    cpu = bot.cpu
    await outbox_load.enqueue(database, people[::2], Lane.ANSWER)
    await outbox_load.enqueue(database, people[1::2], Lane.NOTICE)
    await outbox_load.drained(database, 60)
    return len(people) / (bot.cpu - cpu)


async def _posted(url: str, chat_id: int) -> float:
    """Calls a CPU second of the loop."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.bench.baselines.post_loop", url, str(CALLS)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await process.communicate(orjson.dumps(outbox_load.body(chat_id)))
    return CALLS / float(said)


async def rate_30() -> list[Figure]:
    """Without paid broadcasts."""
    return [await _rate(30, 0.99)]


async def rate_300() -> list[Figure]:
    """In between."""
    return [await _rate(300, 0.99)]


async def rate_1000() -> list[Figure]:
    """The most there is, with paid broadcasts."""
    return [await _rate(1000, 0.98)]


async def _rate(limit: int, goal: float) -> Figure:
    """The achieved rate of a notice under an enforced limit: its ledger, its author's bar and its report included."""
    count = limit * SECONDS[limit]
    world = launch.world(calls_kept=2 * count)
    people = outbox_load.recipients(world, count)
    async with (
        databases.sqlite() as url,
        databases.opened(url) as database,
        SandboxServer(world) as server,
        launch.huiyin(world, server.url, url, rate=limit),
    ):
        world.faults.enforce_limits(overall=limit)
        world.faults.latency = LATENCY
        world.calls.clear()
        keep_still()
        async with database.writing() as session:
            await notice_release.add_people(session, people)
            notice = (await notice_release.release(session, PLACE.zone)).id
        ended = await notice_release.ended(database, notice, 3 * SECONDS[limit] + 20)
        calls = [call for call in world.sent() if call.method != "getUpdates"]
    reached = {one.id for one in people}
    took = [call.at for call in calls if call.chat_id in reached and call.status == 200]
    first, last = min(took), max(took)
    accepted = sum(first <= call.at <= last and call.status == 200 for call in calls)
    refused = sum(call.status == 429 for call in calls) / len(calls)
    received = sum(any(message.from_bot for message in world.messages(one)) for one in people)
    return compared(
        *(f"delivery.rate.{limit}", "calls/s", (accepted - 1) / (last - first), limit, ">=", goal),
        also=f"429 under {TOO_MANY:.1%}, none lost",
        held=refused < TOO_MANY and received == count == ended.sent - 1,
    )
