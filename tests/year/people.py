"""Whoever takes part, on their phone: what they do goes through the front door, and what they see came through it."""

import asyncio
import re
from typing import TypeVar

from aiogram.filters.callback_data import CallbackData

from bot.demo.buttons import find_button
from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from tests.year.running import Running

Pressed = TypeVar("Pressed", bound=CallbackData)


class Somebody:
    """A person with a phone. One thing is done at a time (`async with somebody.busy`)."""

    def __init__(self, running: Running, name: str) -> None:
        self._running = running
        self.name = name
        self.phone: Person = running.world.person(name)
        self.busy = asyncio.Lock()
        self.owes_words = False
        """What they write next would be why they are not satisfied, if they did not say otherwise."""
        self.questions: set[str] = set()
        """References of their opinions about which a question is open: what they simply write answers it."""

    @property
    def id(self) -> int:
        """The Telegram id."""
        return self.phone.id

    async def says(self, text: str, *, reply_to: Message | None = None) -> None:
        """Write a message; what follows from it is on the phones when this returns."""
        self._running.world.says(self.phone, text, reply_to=reply_to)
        await self._running.rests()

    async def sends_file(self, name: str, content: bytes) -> None:
        """Send a file."""
        self._running.world.sends_document(self.phone, content, name)
        await self._running.rests()

    async def presses(self, kind: type[Pressed], **fields: object) -> Pressed:
        """Press the newest button of this kind that carries these fields."""
        found = self.button(kind, **fields)
        assert found is not None, f"{self.name} has no {kind.__name__} {fields} in:\n{self.heard}"
        message, data = found
        self._running.world.presses(self.phone, message.id, data.pack())
        await self._running.rests()
        return data

    async def opens(self, key: CallbackData) -> None:
        """Press a key that stands somewhere further up: keys live for years."""
        self._running.world.presses(self.phone, self.newest.id, key.pack())
        await self._running.rests()

    def is_offered(self, kind: type[CallbackData], **fields: object) -> bool:
        """Whether the newest message has this button."""
        return find_button([self.newest], kind, **fields) is not None

    @property
    def newest(self) -> Message:
        """The bot's newest message."""
        return self._running.world.last(self.phone)

    def button(self, kind: type[Pressed], **fields: object) -> tuple[Message, Pressed] | None:
        """The newest button of this kind that carries these fields, and its message."""
        return find_button(self._running.world.messages(self.phone), kind, **fields)

    @property
    def heard(self) -> str:
        """The bot's last words."""
        said = [one for one in self._running.world.messages(self.phone) if one.from_bot]
        return "\n---\n".join(f"{one.shown}\n{one.buttons}" for one in said[-3:])

    def message(self, pattern: str) -> Message:
        """The newest message of the bot in which the pattern is found."""
        for message in reversed(self._running.world.messages(self.phone)):
            if message.from_bot and re.search(pattern, message.shown):
                return message
        raise AssertionError(f"{self.name} does not read {pattern} in:\n{self.heard}")

    def reads(self, pattern: str) -> str:
        """What a group of the pattern says in the newest message of the bot that fits."""
        found = re.search(pattern, self.message(pattern).shown)
        assert found is not None
        return found[1]
