"""Virtual users who chat with the bot as anybody would: a message, the buttons that follow, a reference at the end."""

import asyncio
import re
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from bot.demo.buttons import ButtonSpec, Found
from bot.demo.csv_messages import CsvMessage, parts
from bot.nursery import Nursery
from bot.sandbox.people import Person
from bot.sandbox.world import World
from handlers.conversation.callbacks import Go
from handlers.presentation.callbacks import OpenMine, SendAs, SendOwn, ToWhom
from handlers.welcome.place import PickArea

PATIENCE = 60.0
"""Seconds somebody waits for an answer: our own choice."""
SILENCE = 6.0
"""Seconds after which nothing more follows what the bot has said: parts of a long text come a second apart."""
NO_ANSWER = f"(no answer within {PATIENCE:.0f} s)"
REFERENCE = re.compile(r"\b[A-Za-z0-9]{1,8}-\d{4}-\d{6}\b")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


class Result(NamedTuple):
    """The outcome of one message."""

    line: int
    reference: str | None
    refused: str | None
    """Reason, in the bot's own words; or that there was nothing to send, or no answer."""
    seconds: float


class Refused(Exception):
    """The bot did not take it."""


class VirtualUsers:
    """The authors of CSV messages, each with a phone; `places` are names of villages they say they come from."""

    def __init__(self, world: World, places: Sequence[str], at_once: int) -> None:
        self._world, self._places = world, places
        self._free = asyncio.Semaphore(at_once)
        self._changed: dict[int, asyncio.Event] = defaultdict(asyncio.Event)
        self._pressed: dict[int, str] = {}
        """The query of the button each pressed last."""
        self.results: list[Result] = []

    async def chats(self, written: Sequence[CsvMessage]) -> None:
        """Let everybody say what they have to say, each one thing after the other."""
        by_author: dict[str, list[CsvMessage]] = defaultdict(list)
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

    async def _speaks(self, number: int, everything: list[CsvMessage]) -> None:
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
                self.results.append(Result(one.line, reference, refused, asyncio.get_running_loop().time() - began))

    async def _settles(self, person: Person, place: str) -> None:
        """Say where one lives; somebody who is not understood writes nevertheless."""
        try:
            self._world.says(person, "/start")
            await self._gets(person, ButtonSpec(Go, {"to": "locate"}))
            self._world.says(person, place)
            self._presses(person, await self._gets(person, ButtonSpec(PickArea)))
            await self._gets(person, ButtonSpec(Go, {"to": "opinion"}))
        except Refused:
            return

    async def _sends(self, person: Person, one: CsvMessage) -> str:
        """The reference the bot gives it. Raises `Refused`."""
        if not one.text:
            raise Refused("(nothing to send: the row is empty)")
        done = ButtonSpec(Go, {"to": "draft-done"})
        send, own = ButtonSpec(SendAs, {"anonymous": bool(one.line % 2)}), ButtonSpec(SendOwn)
        for part in parts(one.text):
            number = self._world.says(person, part).id
            pressed = await self._gets(person, done, after=number)
        self._presses(person, pressed)
        pressed = await self._gets(person, ButtonSpec(ToWhom), own, send)
        if isinstance(pressed[1], ToWhom):
            self._presses(person, pressed)
            pressed = await self._gets(person, own, send)
        if isinstance(pressed[1], SendOwn):  # much like what they, or others, sent before
            self._presses(person, pressed)
            pressed = await self._gets(person, send)
        self._presses(person, pressed)
        receipt, _ = await self._gets(person, ButtonSpec(OpenMine))
        found = REFERENCE.search(receipt.shown)
        if found is None:
            raise Refused(receipt.shown)
        return found[0]

    def _presses(self, person: Person, found: Found) -> None:
        self._pressed[person.id] = self._world.presses(person, found[0].id, found[1].pack())

    async def _gets(self, person: Person, *wanted: ButtonSpec, after: int = 0) -> Found:
        """One of the wanted buttons, under the bot's newest message, once it is there and newer than `after`.

        Raises `Refused` with a note over the button pressed last; with what came instead, when nothing follows it for
        a while; or when nothing comes at all.
        """
        loop = asyncio.get_running_loop()
        until = loop.time() + PATIENCE
        while True:
            changed = self._changed[person.id]
            changed.clear()
            newest = next((one for one in reversed(self._world.messages(person)) if one.from_bot), None)
            came = newest is not None and newest.id > after
            for one in wanted if came else ():
                if newest is not None and (found := one.find([newest])) is not None:
                    return found
            pressed = self._pressed.get(person.id)
            if alerts := [toast for toast in self._world.toasts(person) if toast.alert and toast.query_id == pressed]:
                raise Refused(alerts[-1].text)
            try:
                async with asyncio.timeout_at(min(until, loop.time() + SILENCE) if came and after else until):
                    await changed.wait()
            except TimeoutError:
                instead = newest.shown if newest is not None and came and after else NO_ANSWER
                raise Refused(instead) from None
