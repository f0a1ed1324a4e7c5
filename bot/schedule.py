"""Ticks: work done every so often. What is due is a row in the database; these ticks only look for it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, tzinfo
from typing import NamedTuple

import structlog
from apscheduler.executors.asyncio import AsyncIOExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot import metrics
from storage.trouble import is_away

log = structlog.get_logger()


class Tick(NamedTuple):
    """Something to do every so often."""

    name: str
    when: BaseTrigger
    run: Callable[[], Awaitable[None]]


def every(seconds: float) -> BaseTrigger:
    """At this pace, in real time; a run that takes longer is not doubled."""
    return IntervalTrigger(seconds=seconds, timezone=UTC)


def nightly(hour: int, zone: tzinfo) -> BaseTrigger:
    """Once a night, at half past `hour`. Summer time may skip or double it."""
    return CronTrigger(hour=hour, minute=30, timezone=zone)


class Schedule:
    """Runs ticks until stopped. One that fails is logged and runs again at its next time."""

    def __init__(self, ticks: Sequence[Tick]) -> None:
        self._ticks = ticks
        self._running = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._scheduler = AsyncIOScheduler(
            jobstores={"default": MemoryJobStore()},
            executors={"default": AsyncIOExecutor()},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
            timezone=UTC,
        )

    def start(self) -> None:
        """From now on."""
        for tick in self._ticks:
            self._scheduler.add_job(self._run, tick.when, args=[tick], id=tick.name)
        self._scheduler.start()

    async def stop(self) -> None:
        """Begin nothing more, and let what runs come to its end."""
        if not self._scheduler.running:
            return
        self._scheduler.remove_all_jobs()
        await self._idle.wait()
        self._scheduler.shutdown(wait=False)

    async def _run(self, tick: Tick) -> None:
        self._running += 1
        self._idle.clear()
        try:
            await tick.run()
        except Exception as error:
            metrics.tick_failures.labels(tick.name).inc()
            tell = log.debug if is_away(error) else log.exception
            tell("Scheduled work failed; it runs again at its next time.", tick=tick.name)
        finally:
            self._running -= 1
            if not self._running:
                self._idle.set()
