"""People who talk to a bot, side by side, as fast as it answers or at a given pace."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

from aiogram.filters.callback_data import CallbackData

from bot.demo.living import button_of
from bot.nursery import Nursery
from bot.sandbox.chats import BotAccount
from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from bot.sandbox.world import World

PATIENCE = 60.0


class Wanted(NamedTuple):
    """A button that is waited for: its kind, and what it has to carry."""

    kind: type[CallbackData]
    to: str | None = None

    def found(self, messages: list[Message]) -> tuple[Message, CallbackData] | None:
        """The newest such button."""
        return button_of(messages, self.kind, **({} if self.to is None else {"to": self.to}))


class Talker:
    """One person: says and presses, and waits for what follows."""

    def __init__(self, crowd: "Crowd", person: Person, bot: BotAccount) -> None:
        self._crowd, self._world, self._person, self._bot = crowd, crowd.world, person, bot
        self._changed = crowd.changed.setdefault(person.id, asyncio.Event())
        self._key: tuple[Message, CallbackData] | None = None

    async def says(self, text: str, wanted: Wanted | None = None) -> None:
        """Write, and wait for a new message (with the wanted button under it)."""
        await self._crowd.turn()
        await self._act(lambda: self._world.says(self._person, text, bot=self._bot), wanted)

    async def presses(self, wanted: Wanted | None = None) -> None:
        """Press the button that was waited for, and wait for what follows."""
        if self._key is None:
            raise LookupError("there was nothing to press")
        message, data = self._key
        await self._crowd.turn()
        took = await self._act(
            lambda: self._world.presses(self._person, message.id, data.pack(), bot=self._bot), wanted
        )
        self._crowd.pressed.append(took)

    async def _act(self, act: Callable[[], object], wanted: Wanted | None) -> float:
        """Seconds until the answer was there."""
        before = self._seen()
        started = time.perf_counter()
        act()
        self._crowd.updates += 1
        self._key = None
        async with asyncio.timeout(PATIENCE):
            while not self._answered(before, wanted):
                self._changed.clear()
                await self._changed.wait()
        return time.perf_counter() - started

    def _answered(self, before: list[object], wanted: Wanted | None) -> bool:
        if self._seen() == before:
            return False
        if wanted is not None:
            self._key = wanted.found(self._world.messages(self._person, self._bot)[-2:])
        return wanted is None or self._key is not None

    def _seen(self) -> list[object]:
        messages = self._world.messages(self._person, self._bot)[-3:]
        return [(message.id, message.shown, message.reply_markup) for message in messages if message.from_bot]


class Crowd:
    """Many people in one sandbox. `updates` they caused; `pressed`: seconds from each press to its answer."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.changed: dict[int, asyncio.Event] = {}
        self.updates = 0
        self.pressed: list[float] = []
        self.pace: float | None = None
        """Updates a second, all together; None: as fast as they are answered."""
        self._next = 0.0
        self._born = 0

    def talkers(self, token: str, count: int) -> list[Talker]:
        """So many people who never wrote before, to talk with the bot of this token."""
        self._born += count
        names = range(self._born - count, self._born)
        return [Talker(self, self.world.person(f"Voter {number}"), self.world.bots[token]) for number in names]

    async def turn(self) -> None:
        """Wait until the pace allows another update."""
        if self.pace is None:
            return
        now = time.perf_counter()
        self._next = max(self._next, now) + 1 / self.pace
        await asyncio.sleep(self._next - 1 / self.pace - now)

    async def listen(self) -> None:
        """Wake whoever got something; runs as long as the crowd."""
        async for change in self.world.subscribe():
            event = self.changed.get(change.person_id or 0)
            if event is not None:
                event.set()


@asynccontextmanager
async def crowd(world: World) -> AsyncIterator[Crowd]:
    """People in this world."""
    made, nursery = Crowd(world), Nursery()
    nursery.start(made.listen(), name="listen to the chats")
    try:
        yield made
    finally:
        await nursery.close()


async def side_by_side(talks: Iterable[Coroutine[Any, Any, None]]) -> None:
    """Let them all talk at once; the first that fails ends it."""
    async with asyncio.TaskGroup() as group:
        for talk in talks:
            group.create_task(talk)
