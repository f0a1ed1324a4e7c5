"""Ticks: never doubled, never ended by a failure, nothing cut off; and the housekeeping they do."""

import asyncio
from datetime import UTC, datetime, timedelta

from apscheduler.triggers.interval import IntervalTrigger

from bot.clock import Clock
from bot.maintenance import CHUNK, ticks
from bot.schedule import Schedule, Tick, every, nightly
from bot.settings import Settings
from storage import inbox
from storage.engine import Database
from storage.inbox import Kept


async def test_a_tick_that_fails_runs_again() -> None:
    runs = 0
    enough = asyncio.Event()

    async def fail() -> None:
        nonlocal runs
        runs += 1
        if runs == 3:
            enough.set()
        raise ValueError

    schedule = Schedule([Tick("failing", every(0.01), fail)])
    schedule.start()
    await asyncio.wait_for(enough.wait(), 15)
    await schedule.stop()


async def test_a_slow_tick_is_not_doubled_and_is_finished_at_the_end() -> None:
    at_once = most_at_once = finished = 0
    begun, gate = asyncio.Event(), asyncio.Event()

    async def slow() -> None:
        nonlocal at_once, most_at_once, finished
        at_once += 1
        most_at_once = max(most_at_once, at_once)
        begun.set()
        await gate.wait()
        at_once -= 1
        finished += 1

    other = asyncio.Event()

    async def quick() -> None:
        other.set()

    schedule = Schedule([Tick("slow", every(0.01), slow), Tick("quick", every(0.05), quick)])
    schedule.start()
    await asyncio.wait_for(begun.wait(), 15)
    other.clear()
    await asyncio.wait_for(other.wait(), 15)
    stopping = asyncio.gather(schedule.stop())
    await asyncio.sleep(0)
    assert not stopping.done()
    gate.set()
    await asyncio.wait_for(stopping, 15)
    assert (most_at_once, finished) == (1, 1)


async def test_a_moved_clock_is_looked_at_more_than_once_a_second(settings: Settings, database: Database) -> None:
    async def sweep() -> None: ...

    def pace(known: Settings) -> timedelta:
        trigger = ticks(known, database, Clock(), sweep)[0].when
        assert isinstance(trigger, IntervalTrigger)
        return timedelta(seconds=trigger.interval_length)

    assert pace(settings) == timedelta(seconds=5)
    assert pace(settings.model_copy(update={"clock_file": settings.data_dir / "clock"})) < timedelta(seconds=1)


def test_a_nightly_tick_is_told_in_the_stations_time() -> None:
    next_run = nightly(3, Settings(_env_file=None, bot_token="1:abc").zone).get_next_fire_time(None, datetime.now(UTC))
    assert (next_run.hour, next_run.minute) == (3, 30)


async def test_housekeeping_forgets_what_was_handled_days_ago_in_small_steps(
    settings: Settings, database: Database
) -> None:
    async def sweep() -> None: ...

    now = datetime.now(UTC)
    old, fresh = now - timedelta(days=4), now - timedelta(days=1)
    count = CHUNK * 2 + 3
    async with database.writing() as session:
        await inbox.keep(session, [Kept(1, number, 7, "{}") for number in range(count)], old)
        everything = await inbox.claim(session, now, count * 2)
        await inbox.done(session, [waiting.id for waiting in everything.updates], old)
        await inbox.keep(session, [Kept(1, count, 7, "{}"), Kept(1, count + 1, 7, "{}")], fresh)
    run = {tick.name: tick.run for tick in ticks(settings, database, Clock(), sweep)}
    await run["prune"]()
    await run["measure"]()
    await run["truncate-log"]()
    await run["words"]()
    async with database.reading() as session:
        assert (await inbox.backlog(session)).pending == 2
        assert len((await inbox.claim(session, now, 10)).updates) == 2
