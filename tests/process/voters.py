"""Constituents on their phones: each writes one opinion after the other through the front door, as the bot leads."""

import asyncio
import re
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

from aiogram.filters.callback_data import CallbackData

from bot.demo.buttons import find_button
from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from bot.sandbox.world import World
from handlers.conversation.callbacks import Go
from handlers.presentation.callbacks import OpenMine, SendAs, ToWhom

PATIENCE = 120.0
"""Seconds a voter waits for an answer; a process that was killed is back in far less."""
NEWEST = 6
"""Messages in which a button is looked for."""
REFERENCE = re.compile(r"\bHY-\d{4}-\d{6}\b")


class Crowd:
    """Everybody who writes; knows when something changes on a phone."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.changed: dict[int, asyncio.Event] = defaultdict(asyncio.Event)

    def voter(self, name: str) -> "Voter":
        """Somebody new."""
        return Voter(self, self.world.person(name))

    async def writes(self, texts: Sequence[Sequence[str]]) -> None:
        """A voter for each list of opinions, all side by side."""
        async with asyncio.TaskGroup() as group:
            for number, own in enumerate(texts):
                group.create_task(self.voter(f"Voter {number}").writes_all(own))

    async def listen(self) -> None:
        """Wake whoever got something."""
        async for change in self.world.subscribe():
            if change.person_id is not None:
                self.changed[change.person_id].set()


@asynccontextmanager
async def crowd(world: World) -> AsyncIterator[Crowd]:
    """People on a sandbox."""
    gathered = Crowd(world)
    async with asyncio.TaskGroup() as group:
        listening = group.create_task(gathered.listen())
        yield gathered
        listening.cancel()


class Voter:
    """One of them."""

    def __init__(self, crowd: Crowd, person: Person) -> None:
        self._world, self._person = crowd.world, person
        self._changed = crowd.changed[person.id]
        self._references: set[str] = set()

    async def writes_all(self, texts: Sequence[str]) -> None:
        """One opinion after the other."""
        for text in texts:
            await self.writes(text)

    async def writes(self, text: str) -> None:
        """An opinion: said, done, to whoever is responsible, sent; then the receipt is there."""
        await self.sends(text)
        await self.gets_a_receipt()

    async def sends(self, text: str) -> None:
        """An opinion up to the last key."""
        self._world.says(self._person, text)
        await self._presses(Go, lambda said: text in said, to="draft-done")
        await self._presses(ToWhom, lambda _: True, representative=0)
        await self._presses(SendAs, lambda said: text in said, anonymous=False)

    async def gets_a_receipt(self) -> None:
        """Wait for a reference that was not there before."""
        receipt, _ = await self._shown(OpenMine, lambda said: not set(REFERENCE.findall(said)) <= self._references)
        self._references.update(REFERENCE.findall(receipt.shown))

    async def hears(self, words: str) -> None:
        """Wait until the bot has said this."""
        async with asyncio.timeout(PATIENCE):
            while not any(words in one.shown for one in self._from_bot()):
                await self._next()

    async def _presses(self, kind: type[CallbackData], fits: Callable[[str], bool], **fields: object) -> None:
        message, data = await self._shown(kind, fits, **fields)
        self._world.presses(self._person, message.id, data.pack())

    async def _shown(
        self, kind: type[CallbackData], fits: Callable[[str], bool], **fields: object
    ) -> tuple[Message, CallbackData]:
        """The newest button of this kind that carries these fields under a text that fits, once it is there."""
        async with asyncio.timeout(PATIENCE):
            while True:
                for message in reversed(self._from_bot()[-NEWEST:]):
                    if (found := find_button([message], kind, **fields)) is not None and fits(message.shown):
                        return found
                await self._next()

    def _from_bot(self) -> list[Message]:
        return [one for one in self._world.messages(self._person) if one.from_bot]

    async def _next(self) -> None:
        self._changed.clear()
        await self._changed.wait()
