"""Autosave of the sandbox's world: written to disk a little after it changes, read again at the next start."""

import asyncio
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.demo.clock import DemoClock
from bot.nursery import Nursery
from bot.sandbox.snapshot import pack, unpack
from bot.sandbox.world import World

SAVE_SECONDS = 2.0
"""After a change, so that those that follow are saved with it: our own choice."""
REST = 20
"""Saving may take one part in so many of the time: our own choice."""
UNSAVED = 1_000
"""More updates and messages than a sudden end may leave unsaved: our own choice."""


class Autosave:
    """Saves a world while its context lasts, and at its end."""

    def __init__(self, file: Path, world: World) -> None:
        self._file, self._world = file, world
        self._nursery = Nursery()

    async def __aenter__(self) -> Self:
        save(self._file, self._world)
        self._nursery.start(self._save_on_change(), name="save the phones")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._nursery.close()
        save(self._file, self._world)

    async def _save_on_change(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await self._world.changes.next()
            await asyncio.sleep(SAVE_SECONDS)
            began = loop.time()
            packed = pack(self._world)
            await asyncio.to_thread(_write, self._file, packed)
            await asyncio.sleep((loop.time() - began) * REST)


def save(file: Path, world: World) -> None:
    """Write the world down, all of it or nothing."""
    _write(file, pack(world))


def restored(file: Path, clock: DemoClock) -> World:
    """The world of a file. Raises `ValueError` if it is none.

    If the last end was sudden, the bot has seen a little more than the file knows: numbers go on beyond that, so that
    nothing new is taken for something old.
    """
    world = unpack(file.read_bytes(), clock.now)
    world.bot.updates.next_id += UNSAVED
    for chat in world.bot.chats.values():
        chat.next_id += UNSAVED
    return world


def _write(file: Path, packed: bytes) -> None:
    fresh = file.with_name(f"{file.name}.new")
    fresh.write_bytes(packed)
    fresh.replace(file)
