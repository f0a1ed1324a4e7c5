"""People who talk to a bot as fast as it answers, in the sandbox that the bench holds."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from bot.sandbox.server import SandboxServer
from bot.sandbox.world import World

TOKEN = "42:sandbox"  # noqa: S105 - the sandbox's own
PATIENCE = 60.0


class Talker:
    """One person: says and presses, and waits for what follows."""

    def __init__(self, crowd: "Crowd", person: Person) -> None:
        self._crowd, self._world, self._person = crowd, crowd.world, person
        self._changed = crowd.changed.setdefault(person.id, asyncio.Event())

    async def says(self, text: str, expects: str | None = None) -> None:
        """Write, and wait for a new message of the bot (with a button `expects`, if given)."""
        await self._act(lambda: self._world.says(self._person, text), expects)

    async def presses(self, label: str, expects: str | None = None) -> None:
        """Press the newest button whose label holds `label`, and wait for a change that shows `expects`."""
        message, data = self._button(label)
        await self._act(lambda: self._world.presses(self._person, message.id, data), expects)

    async def _act(self, act: Callable[[], object], expects: str | None) -> None:
        before = self._seen()
        act()
        started = time.perf_counter()
        self._crowd.updates += 1
        async with asyncio.timeout(PATIENCE):
            while self._seen() == before or (expects is not None and not self._offers(expects)):
                self._changed.clear()
                await self._changed.wait()
        self._crowd.answers.append(time.perf_counter() - started)

    def _seen(self) -> tuple[object, ...]:
        return tuple((m.id, m.shown, len(m.buttons)) for m in self._world.messages(self._person)[-3:] if m.from_bot)

    def _offers(self, label: str) -> bool:
        return any(label in button["text"] for message in self._latest() for button in message.buttons)

    def _latest(self) -> list[Message]:
        return [message for message in self._world.messages(self._person)[-4:] if message.from_bot]

    def _button(self, label: str) -> tuple[Message, str]:
        for message in reversed(self._latest()):
            for button in message.buttons:
                if label in button["text"]:
                    return message, button["callback_data"]
        raise LookupError(f"no button {label!r}: {[b['text'] for m in self._latest() for b in m.buttons]}")


class Crowd:
    """Many people on one sandbox; counts the updates they caused and how long each answer took (seconds)."""

    def __init__(self, world: World, server: SandboxServer) -> None:
        self.world, self.server = world, server
        self.changed: dict[int, asyncio.Event] = {}
        self.updates = 0
        self.answers: list[float] = []

    def talkers(self, count: int, name: str) -> list[Talker]:
        """So many new people."""
        return [Talker(self, self.world.person(f"{name} {number}")) for number in range(count)]

    async def listen(self) -> None:
        """Wake whoever got something; runs as long as the crowd."""
        async for change in self.world.subscribe():
            event = self.changed.get(change.person_id or 0)
            if event is not None:
                event.set()

    def reset(self) -> None:
        """Count from here."""
        self.updates = 0
        self.answers = []


@asynccontextmanager
async def crowd() -> AsyncIterator[Crowd]:
    """A sandbox with people in it."""
    world = World(bots={TOKEN: "sandbox_bot"})
    async with SandboxServer(world) as server, asyncio.TaskGroup() as group:
        made = Crowd(world, server)
        listening = group.create_task(made.listen())
        try:
            yield made
        finally:
            listening.cancel()


async def all_at_once(talks: list[Awaitable[None]]) -> None:
    """Let them all talk side by side; the first that fails ends it."""
    async with asyncio.TaskGroup() as group:
        for talk in talks:
            group.create_task(_run(talk))


async def _run(talk: Awaitable[None]) -> None:
    await talk
