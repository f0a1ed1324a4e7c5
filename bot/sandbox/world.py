"""The state of a small Telegram: people, chats, files, updates that wait. In memory, for one event loop."""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.sandbox.change_feed import Change, ChangeFeed
from bot.sandbox.chats import BotAccount, Chat, Toast, message_json, sender_of
from bot.sandbox.faults import Faults
from bot.sandbox.files import FileStore
from bot.sandbox.messages import Json, Message
from bot.sandbox.people import Group, People, Person
from bot.sandbox.update_queue import UpdateQueue
from bot.sandbox.user_actions import UserActions

TYPING_SECONDS = 5.0
"""As the Bot API says of `sendChatAction`."""


@dataclass(slots=True)
class Call:
    """One API call a bot made; `at` is time.monotonic(), `outcome` "ok", the refusal's description or "dropped"."""

    bot: str
    method: str
    params: Json
    chat_id: int | None
    at: float
    status: int
    outcome: str
    result: Any


def utc_now() -> datetime:
    """The real time, aware UTC."""
    return datetime.now(UTC)


class World(UserActions):
    """A small Telegram. Methods of people act at once and queue what the bot will receive.

    `clock` gives aware datetimes; `bots` maps tokens ("123:abc") to usernames. Where a method takes `bot`, None means
    the first one. Each chat remembers its last `messages_kept` messages, the world its last `calls_kept` API calls.
    """

    def __init__(
        self,
        clock: Callable[[], datetime] = utc_now,
        bots: Mapping[str, str] | None = None,
        *,
        messages_kept: int = 2_000,
        calls_kept: int = 10_000,
    ) -> None:
        self.clock = clock
        self.people = People()
        self.files = FileStore()
        self.acknowledged: set[int] = set()
        self.calls: deque[Call] = deque(maxlen=calls_kept)
        self.messages_kept = messages_kept
        self.changes = ChangeFeed()
        self.faults = Faults(self._inject)
        self.bots: dict[str, BotAccount] = {}
        self.counters = {"album": 1, "query": 1}
        for token, username in (bots or {"42:sandbox": "sandbox_bot"}).items():
            self.add_bot(token, username)

    def add_bot(self, token: str, username: str) -> BotAccount:
        """Register a bot; its id is the number before the token's colon. Raises ValueError without one."""
        first_update = 100_000_000 * (len(self.bots) + 1) + 1
        queue = UpdateQueue(first_update, self.now, self.acknowledged)
        bot = BotAccount(int(token.partition(":")[0]), token, username, queue)
        self.bots[token] = bot
        return bot

    @property
    def bot(self) -> BotAccount:
        """The first bot."""
        return next(iter(self.bots.values()))

    def listens(self, bot: BotAccount, *, listening: bool) -> None:
        """Note that the bot's process takes updates now, or that it is gone."""
        if bot.listens != listening:
            bot.listens = listening
            self.changes.tell("bot")

    def now(self) -> int:
        """The world's time in Unix seconds."""
        return int(self.clock().timestamp())

    # People and groups

    def person(
        self,
        name: str,
        *,
        id: int | None = None,  # noqa: A002 - Telegram's word
        language: str = "en",
        username: str | None = None,
    ) -> Person:
        """The person of that name (and id, when given), created when there is none. Raises ValueError on a taken id."""
        known = self.people.by_id.get(id) if id is not None else self.people.by_name.get(name)
        if known is not None and known.name == name:
            return known
        number = self.people.free_id() if id is None else id
        return self.people.add(Person(number, name, language, username))

    def group(
        self,
        title: str,
        members: Iterable[Person] = (),
        *,
        id: int | None = None,  # noqa: A002 - Telegram's word
    ) -> Group:
        """A new group with these members; every bot of the world is in it."""
        group = self.people.group(title, members, id)
        for bot in self.bots.values():
            self.chat(group, bot)
        return group

    def migrates(self, group: Group) -> Group:
        """The group becomes a supergroup under a new id; calls with the old id are told so."""
        successor = self.people.group(group.title, (), -1_000_000_000_000 + group.id)
        successor.members = group.members
        group.migrated_to = successor.id
        for bot in self.bots.values():
            self.chat(successor, bot)
        return successor

    def opens(self, person: Person, bot: BotAccount | None = None) -> Chat:
        """The person has talked with the bot before: it may write to them, nothing is sent."""
        return self.chat(person, bot)

    def chat(self, peer: Person | Group, bot: BotAccount | None = None) -> Chat:
        """The bot's chat with a person or group, begun when there is none yet."""
        bot = bot or self.bot
        chat = bot.chats.get(peer.id)
        if chat is None:
            chat = bot.chats[peer.id] = Chat(peer, str((bot.id << 20) ^ (peer.id * 2_654_435_761)), self.messages_kept)
        return chat

    # What a person sees

    def messages(self, peer: Person | Group, bot: BotAccount | None = None) -> list[Message]:
        """The chat with the bot as it stands now, oldest first; [] before anybody wrote."""
        chat = (bot or self.bot).chats.get(peer.id)
        return [*chat.messages.values()] if chat else []

    def last(self, peer: Person | Group, bot: BotAccount | None = None) -> Message:
        """The newest message from the bot; raises LookupError when it has not written."""
        for message in reversed(self.messages(peer, bot)):
            if message.from_bot:
                return message
        raise LookupError(f"the bot has not written to {peer.id}")

    def json(self, message: Message, bot: BotAccount | None = None) -> Json:
        """A message in the Bot API's form."""
        bot = bot or self.bot
        chat = bot.chats[message.chat_id]
        return message_json(bot, chat, message, self.sender(bot, chat, message))

    def sender(self, bot: BotAccount, chat: Chat, message: Message) -> Json:
        """The author of a message, as the Bot API's User."""
        if message.from_bot:
            return bot.user()
        person = self.people.by_id.get(message.sender_id)
        return person.user() if person else sender_of(chat, message)

    def reply_keyboard(self, person: Person, bot: BotAccount | None = None) -> Json | None:
        """The keyboard in force below the text field: a ReplyKeyboardMarkup or ForceReply, None when there is none."""
        for message in reversed(self.messages(person, bot)):
            markup = message.reply_markup
            if not message.from_bot or not markup or "inline_keyboard" in markup:
                continue
            return None if "remove_keyboard" in markup else markup
        return None

    def commands_for(self, person: Person, bot: BotAccount | None = None) -> list[Json]:
        """The command menu the person sees: the narrowest scope wins, then their language."""
        commands = (bot or self.bot).commands
        language = person.language.partition("-")[0]
        for scope in (f"chat:{person.id}", "all_private_chats", "default"):
            for code in (language, ""):
                if found := commands.get((scope, code)):
                    return found
        return []

    def toasts(self, person: Person, bot: BotAccount | None = None) -> list[Toast]:
        """Answers to the person's button presses, oldest first, the last 50."""
        chat = (bot or self.bot).chats.get(person.id)
        return [*chat.toasts] if chat else []

    def typing(self, person: Person, bot: BotAccount | None = None) -> str | None:
        """The action the bot shows to be doing ("typing", "upload_photo", ...), for five real seconds."""
        chat = (bot or self.bot).chats.get(person.id)
        if chat is None or chat.action is None or chat.action[1] < time.monotonic() - TYPING_SECONDS:
            return None
        return chat.action[0]

    # For tests

    def pending(self, bot: BotAccount | None = None) -> list[Json]:
        """Updates the bot has not confirmed, oldest first."""
        return [update.json() for update in (bot or self.bot).updates.pending.values()]

    def sent(self, method: str | None = None, chat_id: int | None = None) -> list[Call]:
        """The calls received, those still remembered, of one method and to one chat when given."""
        return [
            call
            for call in self.calls
            if (method is None or call.method.lower() == method.lower()) and chat_id in (None, call.chat_id)
        ]

    async def wait_until(self, predicate: Callable[[], bool], timeout: float = 10.0) -> None:  # noqa: ASYNC109
        """Return once the predicate holds, looked at after every change; raises TimeoutError after real seconds."""
        async with asyncio.timeout(timeout):
            while not predicate():
                await self.changes.next()

    def subscribe(self) -> AsyncIterator[Change]:
        """ChangeFeed from now on, one by one; a subscriber that falls 10,000 behind misses the oldest."""
        return self.changes.subscribe()

    def _inject(self, payload: Any) -> int:
        update = self.bot.updates.put("message", payload, ("chat", 0), always=True)
        assert update is not None  # noqa: S101 - always queued
        return update.id
