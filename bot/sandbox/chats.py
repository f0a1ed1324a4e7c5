"""A chat as one bot knows it, and the bot itself."""

from collections import OrderedDict, deque
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.messages import Json, Message, inline_keyboard
from bot.sandbox.people import Group, Person
from bot.sandbox.update_queue import UpdateQueue

QUERY_SECONDS = 150
"""Seconds for which a press can be answered: Telegram's own server keeps it as long (tdlib/telegram-bot-api)."""


@dataclass(slots=True)
class Toast:
    """The answer to a button press; an empty text only ends the button's waiting."""

    query_id: str
    text: str
    alert: bool
    url: str | None
    date: int


@dataclass(slots=True, eq=False)
class Chat:
    """A bot's chat with a person or in a group; the oldest messages beyond `kept` are forgotten."""

    peer: Person | Group
    instance: str
    kept: int
    messages: OrderedDict[int, Message] = field(default_factory=OrderedDict)
    next_id: int = 1
    toasts: deque[Toast] = field(default_factory=lambda: deque(maxlen=50))
    action: tuple[str, float] | None = None

    @property
    def id(self) -> int:
        """The chat's id: the person's, or the group's negative one."""
        return self.peer.id

    def json(self) -> Json:
        """The chat in the Bot API's form."""
        return self.peer.chat()

    def add(self, message: Message) -> None:
        """Append a message whose id is `next_id`."""
        self.messages[message.id] = message
        self.next_id = message.id + 1
        if message.from_bot:
            self.action = None
        if len(self.messages) > self.kept:
            self.messages.popitem(last=False)


@dataclass(slots=True)
class Query:
    """A button press that waits for its answer; `date` in Unix seconds by the world's clock."""

    id: str
    person_id: int
    chat_id: int
    date: int


@dataclass(slots=True)
class Webhook:
    """The address a bot's updates are posted to; `max_connections` deliveries run side by side."""

    url: str
    secret: str | None = None
    max_connections: int = 40
    last_error_date: int | None = None
    last_error: str | None = None


@dataclass(slots=True, eq=False)
class BotAccount:
    """A bot: its name at Telegram, its chats, what waits for it and what it has set."""

    id: int
    token: str
    username: str
    updates: UpdateQueue
    name: str = ""
    chats: dict[int, Chat] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    menu_buttons: dict[int, Json] = field(default_factory=dict)
    queries: OrderedDict[str, Query] = field(default_factory=OrderedDict)
    webhook: Webhook | None = None
    listens: bool = False
    """True while its process takes updates, as far as is known."""

    def user(self) -> Json:
        """The bot as the Bot API's User."""
        return {"id": self.id, "is_bot": True, "first_name": self.name or self.username, "username": self.username}

    def me(self) -> Json:
        """The answer to getMe."""
        return self.user() | {
            "can_join_groups": True,
            "can_read_all_group_messages": True,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }


def message_json(bot: BotAccount, chat: Chat, message: Message, sender: Json, *, reply: bool = True) -> Json:
    """A message in the Bot API's form, with the message it replies to unless `reply` is off."""
    built: Json = {"message_id": message.id, "from": sender, "chat": chat.json(), "date": message.date}
    if reply and message.reply_to is not None and (target := chat.messages.get(message.reply_to)) is not None:
        target_sender = bot.user() if target.from_bot else sender_of(chat, target)
        built["reply_to_message"] = message_json(bot, chat, target, target_sender, reply=False)
    if message.edited is not None:
        built["edit_date"] = message.edited
    built.update(message.content)
    if keyboard := inline_keyboard(message.reply_markup):
        built["reply_markup"] = keyboard
    return built


def sender_of(chat: Chat, message: Message) -> dict[str, Any]:
    """The author of a person's message, as far as the chat alone tells."""
    if isinstance(chat.peer, Person):
        return chat.peer.user()
    return {"id": message.sender_id, "is_bot": False, "first_name": str(message.sender_id)}
