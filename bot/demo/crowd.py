"""A crowd that chats with the bot as anybody would: a message, the buttons that follow, a reference at the end."""

import asyncio
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import NamedTuple

from bot.demo.living import Pressed, button_of
from bot.demo.messages import Written, parts
from bot.nursery import Nursery
from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from bot.sandbox.world import World
from handlers.conversation.callbacks import Go
from handlers.opinions.callbacks import OpenMine
from handlers.opinions.drafting import SendAs, ToWhom
from handlers.welcome.place import PickArea

PATIENCE = 60.0
"""Seconds somebody waits for an answer."""
REFERENCE = re.compile(r"\b[A-Za-z0-9]{1,8}-\d{4}-\d{6}\b")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


class Fate(NamedTuple):
    """What became of a message."""

    line: int
    reference: str | None
    refused: str | None
    """Why, in the bot's own words; or that there was nothing to send, or no answer."""
    seconds: float


class Refused(Exception):
    """The bot did not take it."""


class Crowd:
    """Everybody who has written something; `places` are names of villages they say they come from."""

    def __init__(self, world: World, places: Sequence[str], at_once: int) -> None:
        self._world, self._places = world, places
        self._free = asyncio.Semaphore(at_once)
        self._changed: dict[int, asyncio.Event] = defaultdict(asyncio.Event)
        self.fates: list[Fate] = []

    async def chats(self, written: Sequence[Written]) -> None:
        """Let everybody say what they have to say, each one thing after the other."""
        by_author: dict[str, list[Written]] = defaultdict(list)
        for one in written:
            by_author[one.author].append(one)
        nursery = Nursery()
        nursery.start(self._listen(), name="listen to the chats")
        try:
            async with asyncio.TaskGroup() as group:
                for number, everything in enumerate(by_author.values()):
                    group.create_task(self._speaks(number, everything))
        finally:
            await nursery.close()

    async def _listen(self) -> None:
        async for change in self._world.subscribe():
            if change.person_id is not None:
                self._changed[change.person_id].set()

    async def _speaks(self, number: int, everything: list[Written]) -> None:
        language = "zh-hans" if CHINESE.search(everything[0].text) else "en"
        person = self._world.person(f"{everything[0].author} #{number}"[:64], language=language)
        for position, one in enumerate(everything):
            async with self._free:
                if not position:
                    await self._settles(person, self._places[number % len(self._places)])
                began = asyncio.get_running_loop().time()
                reference, refused = None, None
                try:
                    reference = await self._sends(person, one)
                except Refused as refusal:
                    refused = str(refusal)
                    self._world.says(person, "/cancel")
                self.fates.append(Fate(one.line, reference, refused, asyncio.get_running_loop().time() - began))

    async def _settles(self, person: Person, place: str) -> None:
        """Say where one lives; somebody who is not understood writes nevertheless."""
        try:
            self._world.says(person, "/start")
            await self._hears(person, lambda newest: button_of([newest], Go, to="locate") is not None)
            self._world.says(person, place)
            newest = await self._hears(person, lambda newest: button_of([newest], PickArea) is not None)
            await self._presses(person, newest, PickArea)
            await self._hears(person, lambda newest: button_of([newest], PickArea) is None)
        except Refused:
            return

    async def _sends(self, person: Person, one: Written) -> str:
        """The reference the bot gives it. Raises `Refused`."""
        if not one.text:
            raise Refused("(nothing to send: the row is empty)")
        newest: Message | None = None
        for part in parts(one.text):
            number = self._world.says(person, part).id
            newest = await self._hears(person, lambda message, number=number: message.id > number)  # type: ignore[misc]
        await self._presses(person, newest, Go, to="draft-done")
        newest = await self._hears(person, lambda message: button_of([message], Go, to="draft-done") is None)
        if button_of([newest], ToWhom) is not None:
            await self._presses(person, newest, ToWhom)
            newest = await self._hears(person, lambda message: button_of([message], ToWhom) is None)
        await self._presses(person, newest, SendAs, anonymous=bool(one.line % 2))
        newest = await self._hears(person, lambda message: button_of([message], SendAs) is None)
        found = REFERENCE.search(newest.shown) if button_of([newest], OpenMine) else None
        if found is None:
            raise Refused(newest.shown)
        return found[0]

    async def _presses(self, person: Person, newest: Message | None, kind: type[Pressed], **fields: object) -> None:
        """Press a button of the newest message. Raises `Refused` with what it says if it has none such."""
        found = button_of([newest] if newest else [], kind, **fields)
        if found is None:
            raise Refused(newest.shown if newest else "")
        self._world.presses(person, found[0].id, found[1].pack())

    async def _hears(self, person: Person, fits: Callable[[Message], bool]) -> Message:
        """The bot's newest message once it fits. Raises `Refused` with the note over a button, or after `PATIENCE`."""
        noted = len(self._world.toasts(person))
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    changed = self._changed[person.id]
                    changed.clear()
                    newest = next((one for one in reversed(self._world.messages(person)) if one.from_bot), None)
                    if newest is not None and fits(newest):
                        return newest
                    if any(toast.alert for toast in self._world.toasts(person)[noted:]):
                        raise Refused(self._world.toasts(person)[-1].text)
                    await changed.wait()
        except TimeoutError:
            raise Refused(f"(no answer within {PATIENCE:.0f} s)") from None
