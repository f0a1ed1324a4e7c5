"""`delivery`: the CPU that sending takes; `delivery.rate`: the share of Telegram's limits that a notice reaches."""

import asyncio
import statistics

from bot.bench import databases, launch, notice_release, outbox_load
from bot.bench.figures import Figure, compared
from bot.bench.in_process import PLACE
from bot.bench.process import Child, keep_still
from bot.sandbox.people import Person
from bot.sandbox.server import SandboxServer
from storage.engine import Database
from storage.vocabulary import Lane

CALLS_PER_SECOND = 1000
"""Telegram's limit with paid broadcasts."""
CALLS = 5 * CALLS_PER_SECOND
ROUNDS = 3
"""The median counts: our own choice."""
SETTLE_SECONDS = 1.0
CORE_SHARE = 0.35
"""The goal, as the two below: docs/performance.md."""
REACHED = 0.97
"""The least share of a limit."""
SECONDS = {30: 15, 300: 8, 1000: 8}
"""Seconds for which each rate is kept up: our own choice."""
TOO_MANY = 0.001
"""At most this share of the calls may be answered with 429."""


async def cost() -> list[Figure]:
    """CPU seconds of the whole process a second at 1,000 calls/s, half of them answers and half notices; beside 1."""
    world = launch.world()
    people = outbox_load.recipients(world, CALLS)
    async with (
        databases.sqlite() as url,
        databases.opened(url) as database,
        SandboxServer(world) as server,
        launch.huiyin(world, server.url, url, rate=CALLS_PER_SECOND) as huiyin,
    ):
        shares = [await _core_share(database, huiyin, people) for _ in range(ROUNDS)]
    return [compared("delivery", "cores", statistics.median(shares), 1.0, "<=", CORE_SHARE)]


async def _core_share(database: Database, bot: Child, people: list[Person]) -> float:
    """CPU seconds that so many calls take, read or claimed, sent and marked, by the seconds they take at that rate."""
    await asyncio.sleep(SETTLE_SECONDS)
    cpu = bot.cpu
    await outbox_load.enqueue(database, people[::2], Lane.ANSWER)
    await outbox_load.enqueue(database, people[1::2], Lane.NOTICE)
    await outbox_load.drained(database, 60)
    return (bot.cpu - cpu) / (len(people) / CALLS_PER_SECOND)


async def rate_30() -> list[Figure]:
    """Without paid broadcasts."""
    return [await _rate(30)]


async def rate_300() -> list[Figure]:
    """In between."""
    return [await _rate(300)]


async def rate_1000() -> list[Figure]:
    """The most there is, with paid broadcasts."""
    return [await _rate(1000)]


async def _rate(limit: int) -> Figure:
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
        world.faults.latency = launch.TELEGRAM_LATENCY
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
        *(f"delivery.rate.{limit}", "calls/s", (accepted - 1) / (last - first), limit, ">=", REACHED),
        also=f"429 under {TOO_MANY:.1%}, none lost",
        held=refused < TOO_MANY and received == count == ended.sent - 1,
    )
