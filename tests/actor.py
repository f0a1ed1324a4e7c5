"""A person of the town with their phone: what they do, and what they see."""

import re
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from aiogram.filters.callback_data import CallbackData

from bot.sandbox.messages import Message
from bot.sandbox.people import Person as Someone
from bot.sandbox.world import World

if TYPE_CHECKING:
    from tests.town import Town


class Key(NamedTuple):
    """A button under a message, as it was when it was found."""

    message: Message
    label: str
    data: str


class Actor:
    """Whatever they do is handled, and everybody has got what follows from it, before they do the next thing.

    Words to look for are regular expressions; case is ignored.
    """

    def __init__(self, town: "Town", someone: Someone) -> None:
        self.town, self.someone = town, someone

    @property
    def id(self) -> int:
        """The Telegram id."""
        return self.someone.id

    # What they do

    async def does(self, act: Callable[[World, Someone], Any]) -> Any:
        """Anything that has no word of its own: `await li.does(lambda world, me: world.sends_poll(me))`."""
        self.town.read[self.id] = max((message.id for message in self.messages), default=0)
        result = act(self.town.world, self.someone)
        await self.town.settle()
        return result

    async def says(self, text: str, *, reply_to: Message | int | None = None) -> Message:
        """Write a message."""
        return await self._sends(lambda world, me: world.says(me, text, reply_to=reply_to))

    async def says_all(self, *texts: str) -> None:
        """Write several messages faster than the bot takes them in."""
        await self.does(lambda world, me: [world.says(me, text) for text in texts])

    async def replies(self, to: Message | str, text: str) -> Message:
        """Reply to a message, or to the newest one of the bot that shows these words."""
        target = to if isinstance(to, Message) else self.message(to)
        return await self.says(text, reply_to=target)

    async def edits(self, message: Message | str, text: str) -> Message:
        """Change a message of one's own: it, or the newest that holds these words."""
        old = self.message(message, mine=True) if isinstance(message, str) else message
        return await self._sends(lambda world, me: world.edits(me, old, text))

    async def sends_photo(self, content: bytes = b"photo", *, caption: str | None = None) -> Message:
        """Send a photo."""
        return await self._sends(lambda world, me: world.sends_photo(me, content, caption))

    async def sends_album(
        self, n: int, *, caption: str | None = None, reply_to: Message | None = None, apart: bool = False
    ) -> list[Message]:
        """Send `n` photos as one album, the caption on the first. `apart`: they arrive one after the other."""
        album = self.town.world.next_album()

        def send(number: int, world: World, me: Someone) -> Message:
            words = None if number else caption
            return world.sends_photo(me, f"photo {number}".encode(), words, album, reply_to=reply_to)

        if apart:
            return [await self._sends(partial(send, number)) for number in range(n)]
        sent: list[Message] = await self.does(lambda world, me: [send(number, world, me) for number in range(n)])
        return sent

    async def sends_voice(self, *, caption: str | None = None) -> Message:
        """Send a voice message."""
        return await self._sends(lambda world, me: world.sends_voice(me, caption=caption))

    async def sends_document(
        self, name: str = "letter.pdf", content: bytes = b"document", *, caption: str | None = None
    ) -> Message:
        """Send a file."""
        return await self._sends(lambda world, me: world.sends_document(me, content, name, caption=caption))

    async def sends_location(self, lat: float, lon: float) -> Message:
        """Share a place, in degrees."""
        return await self._sends(lambda world, me: world.sends_location(me, lat, lon))

    async def sends_sticker(self) -> Message:
        """Send what belongs into no opinion."""
        return await self._sends(lambda world, me: world.sends_sticker(me))

    async def presses(self, *keys: str | Key) -> None:
        """Press buttons one after the other: by words on the newest that has them, or one found before by `key`."""
        for wanted in keys:
            key = wanted if isinstance(wanted, Key) else self.key(wanted)
            await self.forges(key.data, on=key.message)

    async def presses_twice(self, label: str) -> None:
        """Press a button twice before the bot has seen the first press."""
        key = self.key(label)
        await self.does(lambda world, me: [world.presses(me, key.message, key.data) for _ in range(2)])

    async def forges(self, data: CallbackData | str, *, on: Message | None = None) -> None:
        """Send the press of a button that the bot need not have shown them, on its newest message or another one."""
        packed = data if isinstance(data, str) else data.pack()
        await self.does(lambda world, me: world.presses(me, on or world.last(me), packed))

    async def _sends(self, act: Callable[[World, Someone], Message]) -> Message:
        sent: Message = await self.does(act)
        return sent

    # What they see

    @property
    def messages(self) -> list[Message]:
        """The chat as it stands, oldest first."""
        return self.town.world.messages(self.someone)

    def key(self, label: str) -> Key:
        """The newest button whose label holds these words."""
        seen: list[str] = []
        for message in reversed(self.messages):
            for button in message.buttons if message.from_bot else ():
                seen.append(button["text"])
                if label.lower() in button["text"].lower() and "callback_data" in button:
                    return Key(message, button["text"], button["callback_data"])
        raise AssertionError(f"{self.someone.name} has no button {label!r}; there are: {seen}")

    def message(self, words: str, *, mine: bool = False) -> Message:
        """The newest message of the bot (or one's own, if `mine`) that shows the words, on its buttons too."""
        for message in reversed(self.messages):
            if message.from_bot is not mine and stands(words, _shown(message)):
                return message
        raise AssertionError(f"{self.someone.name} has no message with {words!r}")

    @property
    def screen(self) -> str:
        """The newest message of the bot, with its buttons."""
        return next((_shown(message) for message in reversed(self.messages) if message.from_bot), "")

    @property
    def heard(self) -> str:
        """All that the bot's messages in the chat say now, buttons included."""
        return "\n".join(_shown(message) for message in self.messages if message.from_bot)

    @property
    def news(self) -> str:
        """What came since this person last did something."""
        return "\n".join(_shown(m) for m in self.messages if m.from_bot and m.id > self.town.read.get(self.id, 0))

    @property
    def toast(self) -> str:
        """The last note over a pressed button; empty if there was none."""
        toasts = self.town.world.toasts(self.someone)
        return (toasts[-1].text or "") if toasts else ""

    def hears(self, *words: str) -> None:
        """Each of these stands somewhere in what the bot shows now."""
        for pattern in words:
            found = self.heard + "\n" + self.toast
            assert stands(pattern, found), f"{self.someone.name} does not hear {pattern!r} in:\n{found}"

    def sees(self, *words: str) -> None:
        """Each of these stands in the newest message, or in the note over the button."""
        for pattern in words:
            found = self.screen + "\n" + self.toast
            assert stands(pattern, found), f"{self.someone.name} does not see {pattern!r} in:\n{found}"

    def hears_nothing(self, *words: str) -> None:
        """None of these stands in what the bot shows."""
        for pattern in words:
            found = self.heard + "\n" + self.toast
            assert not stands(pattern, found), f"{self.someone.name} hears {pattern!r} in:\n{found}"


def stands(pattern: str, text: str) -> bool:
    """Whether the words (a regular expression, case ignored) stand in a text."""
    return re.search(pattern, text, re.IGNORECASE | re.DOTALL) is not None


def _shown(message: Message) -> str:
    buttons = " ".join(f"[{button['text']}]" for button in message.buttons)
    return f"{message.shown}\n{buttons}" if buttons else message.shown
