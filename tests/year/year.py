"""A year that goes from one moment to the next: people sleep until theirs comes, and the bot until something is due."""

import asyncio
import heapq
import itertools
import random
from collections.abc import Coroutine
from datetime import date, datetime
from typing import Any

from tests.year.days import DAY, after, at, day_of, on_or_after
from tests.year.diary import Change, Deed, Diary, Did, Seating
from tests.year.people import Somebody
from tests.year.running import Running
from tests.year.town import Size, Town

FIRST, LAST = date(2025, 1, 2), date(2025, 12, 31)
MORNING, AFTERNOON, EVENING = (10, 10), (15, 10), (19, 40)
"""When offices work, and when constituents write."""


class Year:
    """The town through the year."""

    def __init__(self, running: Running, size: Size, seed: int, deaths: int) -> None:
        self.running, self.town, self.diary = running, Town(running, size), Diary()
        self.seed = seed
        self.chance = random.Random(f"{seed} deaths")
        self._deaths = sorted(self.chance.uniform(0.02, 0.98) for _ in range(deaths))
        self._alarms: list[tuple[datetime, int, asyncio.Future[None]]] = []
        self._numbers = itertools.count()
        self._awake = 0
        self._asleep = asyncio.Event()

    @property
    def now(self) -> datetime:
        """The town's time."""
        return self.running.now()

    # What people do with their time

    async def until(self, moment: datetime) -> None:
        """Sleep until then; at once if it is over."""
        if moment <= self.now:
            return
        alarm: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._alarms, (moment, next(self._numbers), alarm))
        self._one_less()
        await alarm

    async def office(self, day: date, hours: tuple[int, int] = MORNING) -> None:
        """Sleep until this day's office hours, or those of the next working day."""
        await self.until(at(on_or_after(day), *hours))

    async def working_days(self, n: int, chance: random.Random) -> None:
        """Sleep for so many working days, until some office hour."""
        today = self.today
        day = after(today, n) if n else on_or_after(today)
        await self.office(day, chance.choice((MORNING, AFTERNOON)))

    async def evenings(self, n: int) -> None:
        """Sleep until the nth evening from now, of whatever day."""
        await self.until(at(self.today + n * DAY, *EVENING))

    @property
    def today(self) -> date:
        """The town's day."""
        return day_of(self.now)

    # What they write down

    def notes(self, who: Somebody, did: Did, reference: str, to: str = "") -> None:
        """Somebody did something with an opinion."""
        self.diary.deeds.append(Deed(self.now, who.name, did, reference, to))

    def seats(self, planned: date, who: str, *, on: bool = True) -> None:
        """Somebody is on a roster now, or off it."""
        self.diary.seatings.append(Seating(self.now, planned, who, on))

    def moves(self, planned: date, to: date | None) -> None:
        """A reception day is on another day now, or on none."""
        self.diary.changes.append(Change(self.now, planned, to))

    # How it passes

    async def passes(self, *lives: Coroutine[Any, Any, None]) -> None:
        """All of these live through it, until its last day is over."""
        end = at(LAST + DAY, 0)
        self._awake = len(lives)
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self._live(life)) for life in lives]
            await self._rest_of_moment()
            while (moment := self._next()) is not None and moment < end:
                self.running.goes_to(moment)
                await self._moment(moment, group)
            for task in tasks:
                task.cancel()

    def _next(self) -> datetime | None:
        """When something happens next: somebody wakes, or the bot has something to do."""
        alarm = self._alarms[0][0] if self._alarms else None
        return min(filter(None, (alarm, self.running.next_due())), default=None)

    async def _moment(self, moment: datetime, group: asyncio.TaskGroup) -> None:
        begun, woken = self.now, False
        dying = group.create_task(self.running.dies(self.chance)) if self._dies(moment) else None
        if self._alarms and self._alarms[0][0] <= moment:
            # What fell due until now comes first: people find the bot as it is at that moment.
            await self.running.rests()
        while self._alarms and self._alarms[0][0] <= moment:
            woken = True
            self._awake += 1
            heapq.heappop(self._alarms)[2].set_result(None)
        await self._rest_of_moment()
        if dying is not None:
            await dying
            await self.running.rests()
        if woken:
            self.diary.busy.append((begun, self.now))

    async def _rest_of_moment(self) -> None:
        """Until everybody sleeps, and the bot is idle."""
        while self._awake:
            self._asleep.clear()
            await self._asleep.wait()
        await self.running.rests()

    def _dies(self, moment: datetime) -> bool:
        """Whether the bot is killed now: at the first moment after its hour has come."""
        passed = (moment - at(FIRST, 0)) / (at(LAST + DAY, 0) - at(FIRST, 0))
        if not self._deaths or self._deaths[0] > passed:
            return False
        del self._deaths[0]
        return True

    async def _live(self, life: Coroutine[Any, Any, None]) -> None:
        try:
            await life
        finally:
            self._one_less()

    def _one_less(self) -> None:
        self._awake -= 1
        self._asleep.set()
