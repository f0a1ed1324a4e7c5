"""People who talk to a bot, side by side, as fast as it answers or at a given pace."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

from aiogram.filters.callback_data import CallbackData

from bot.demo.living import button_of
from bot.nursery import Nursery
from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from bot.sandbox.world import World

PATIENCE = 60.0


class Wanted(NamedTuple):
    """A button that is waited for: its kind, and what it has to carry."""

    kind: type[CallbackData]
    fields: Mapping[str, object] = {}

    def found(self, messages: list[Message]) -> tuple[Message, CallbackData] | None:
        """The newest such button."""
        return button_of(messages, self.kind, **self.fields)


class Talker:
    """One person: says and presses, and waits for what follows."""

    def __init__(self, crowd: "Crowd", person: Person) -> None:
        self._crowd, self._world, self._bot, self._person = crowd, crowd.world, crowd.bot, person
        self._changed = crowd.changed.setdefault(person.id, asyncio.Event())
        self._key: tuple[Message, CallbackData] | None = None

    async def says(self, text: str, wanted: Wanted | None = None) -> None:
        """Write, and wait for a new message (with the wanted button under it)."""
        await self._crowd.turn()
        took = await self._act(lambda: self._world.says(self._person, text, bot=self._bot), wanted)
        self._crowd.said.append(took)

    async def presses(self, wanted: Wanted) -> None:
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

    def _answered(self, before: object, wanted: Wanted | None) -> bool:
        if self._seen() == before:
            return False
        if wanted is not None:
            self._key = wanted.found(self._world.messages(self._person, self._bot)[-2:])
        return wanted is None or self._key is not None

    def _seen(self) -> object:
        """The bot's newest message as it stands."""
        for message in reversed(self._world.messages(self._person, self._bot)):
            if message.from_bot:
                return message.id, message.shown, message.reply_markup
        return None


class Crowd:
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

    def talkers(self, count: int) -> list[Talker]:
        """So many people."""
        return [Talker(self, self.world.person(f"Voter {number}")) for number in range(count)]

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
async def crowd(world: World, token: str) -> AsyncIterator[Crowd]:
    """People who talk with the bot of this token."""
    made, nursery = Crowd(world, token), Nursery()
    nursery.start(made.listen(), name="listen to the chats")
    try:
        yield made
    finally:
        await nursery.close()


async def side_by_side(talk: Callable[[Talker], Coroutine[Any, Any, None]], talkers: Iterable[Talker]) -> None:
    """Let them all talk at once; the first that fails ends it."""
    async with asyncio.TaskGroup() as group:
        for talker in talkers:
            group.create_task(talk(talker))
