"""Virtual users who talk to a bot side by side, as fast as it answers or at a given pace."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from contextlib import asynccontextmanager
from typing import Any

from bot.demo.buttons import ButtonSpec, Found
from bot.nursery import Nursery
from bot.sandbox.people import Person
from bot.sandbox.world import World

PATIENCE = 60.0
"""Seconds somebody waits for an answer: our own choice."""


class VirtualUser:
    """One person: says and presses, and waits for what follows."""

    def __init__(self, everybody: "VirtualUsers", person: Person) -> None:
        self._all, self._world, self._bot, self._person = everybody, everybody.world, everybody.bot, person
        self._changed = everybody.changed.setdefault(person.id, asyncio.Event())
        self._key: Found | None = None

    async def says(self, text: str, wanted: ButtonSpec | None = None) -> None:
        """Write, and wait for a new message (with the wanted button under it)."""
        await self._all.turn()
        took = await self._act(lambda: self._world.says(self._person, text, bot=self._bot), wanted)
        self._all.said.append(took)

    async def presses(self, wanted: ButtonSpec) -> None:
        """Press the button that was waited for, and wait for what follows."""
        if self._key is None:
            raise LookupError("there was nothing to press")
        message, data = self._key
        await self._all.turn()
        took = await self._act(
            lambda: self._world.presses(self._person, message.id, data.pack(), bot=self._bot), wanted
        )
        self._all.pressed.append(took)

    async def _act(self, act: Callable[[], object], wanted: ButtonSpec | None) -> float:
        """Seconds until the answer was there."""
        before = self._seen()
        started = time.perf_counter()
        act()
        self._all.updates += 1
        self._key = None
        async with asyncio.timeout(PATIENCE):
            while not self._answered(before, wanted):
                self._changed.clear()
                await self._changed.wait()
        return time.perf_counter() - started

    def _answered(self, before: object, wanted: ButtonSpec | None) -> bool:
        if self._seen() == before:
            return False
        if wanted is not None:
            self._key = wanted.find(self._world.messages(self._person, self._bot)[-2:])
        return wanted is None or self._key is not None

    def _seen(self) -> object:
        """The bot's newest message as it stands."""
        for message in reversed(self._world.messages(self._person, self._bot)):
            if message.from_bot:
                return message.id, message.shown, message.reply_markup
        return None


class VirtualUsers:
    """Many people who talk with one bot. `pace`: updates a second, all together; None: as fast as they are answered."""

    def __init__(self, world: World, token: str) -> None:
        self.world, self.bot = world, world.bots[token]
        self.changed: dict[int, asyncio.Event] = {}
        self.pace: float | None = None
        self.updates = 0
        self.said: list[float] = []
        """Seconds from each message to its answer."""
        self.pressed: list[float] = []
        """Seconds from each press to its answer."""
        self._next = 0.0

    def users(self, count: int) -> list[VirtualUser]:
        """So many people."""
        return [VirtualUser(self, self.world.person(f"Voter {number}")) for number in range(count)]

    async def turn(self) -> None:
        """Wait until the pace allows another update."""
        if self.pace is None:
            return
        now = time.perf_counter()
        at = max(self._next, now)
        self._next = at + 1 / self.pace
        await asyncio.sleep(at - now)

    async def listen(self) -> None:
        """Wake whoever got something; runs as long as the crowd."""
        async for change in self.world.subscribe():
            event = self.changed.get(change.person_id or 0)
            if event is not None:
                event.set()


@asynccontextmanager
async def virtual_users(world: World, token: str) -> AsyncIterator[VirtualUsers]:
    """People who talk with the bot of this token."""
    made, nursery = VirtualUsers(world, token), Nursery()
    nursery.start(made.listen(), name="listen to the chats")
    try:
        yield made
    finally:
        await nursery.close()


async def side_by_side(talk: Callable[[VirtualUser], Coroutine[Any, Any, None]], users: Iterable[VirtualUser]) -> None:
    """Let them all talk at once; the first that fails ends it."""
    async with asyncio.TaskGroup() as group:
        for user in users:
            group.create_task(talk(user))
