"""An API call being carried out, and the registry of methods."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.sandbox.chats import BotAccount, Chat, message_json
from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.keyboards import reply_markup
from bot.sandbox.messages import Json, Message
from bot.sandbox.params import Params
from bot.sandbox.people import Group, Person
from bot.sandbox.world import World


@dataclass(slots=True)
class ApiCall:
    """The call, its bot and its world, as a method's function gets them."""

    world: World
    bot: BotAccount
    method: str
    params: Params

    def chat(self, name: str = "chat_id") -> Chat:
        """The chat a parameter names, which the bot may write to. Raises ApiError as Telegram would."""
        if self.params.values.get(name) in (None, ""):
            raise bad_request(f"{name} is empty")
        number = self.params.integer(name) or 0
        chat = self.bot.chats.get(number)
        if chat is None:
            if number in self.world.people.groups:
                raise ApiError("Forbidden: bot is not a member of the group chat", 403)
            raise bad_request("chat not found")
        peer = chat.peer
        if isinstance(peer, Person):
            if self.bot.id in peer.blocked_bots:
                raise ApiError("Forbidden: bot was blocked by the user", 403)
        elif peer.migrated_to is not None:
            parameters = {"migrate_to_chat_id": peer.migrated_to}
            raise ApiError("Bad Request: group chat was upgraded to a supergroup chat", 400, parameters)
        return chat

    def message(self, chat: Chat, doing: str) -> Message:
        """The message `message_id` names; `doing` ("edit", "delete") goes into the refusal."""
        number = self.params.integer("message_id")
        if not number:
            raise bad_request("message identifier is not specified")
        message = chat.messages.get(number)
        if message is None:
            raise bad_request(f"message to {doing} not found")
        return message

    def post(self, chat: Chat, content: Json, markup: Json | None, reply_to: int | None) -> Message:
        """Add the bot's message to a chat and tell who waits for it."""
        message = Message(
            chat.next_id, chat.id, True, self.bot.id, self.world.now(), content, markup, reply_to, None, self.method
        )
        chat.add(message)
        chat.action = None
        self.world.changes.tell("message", chat.id, message.id)
        return message

    def send(self, content: Json, *, chat: Chat | None = None) -> Json:
        """Carry out a send* method with this content, returning the Message."""
        markup = reply_markup(self.params) if "reply_markup" in self.params.values else None
        chat = chat or self.chat()
        message = self.post(chat, self.marked(content), markup, self.reply_to(chat))
        return message_json(self.bot, chat, message, self.bot.user())

    def marked(self, content: Json) -> Json:
        """The content with what the call says of every kind of message."""
        if "protect_content" in self.params.values and self.params.flag("protect_content"):
            content["has_protected_content"] = True
        return content

    def reply_to(self, chat: Chat) -> int | None:
        """The message replied to, None when there is none. Raises ApiError when it must exist and does not."""
        values = self.params.values
        if "reply_parameters" in values:
            given = self.params.json("reply_parameters")
            if not isinstance(given, dict):
                raise bad_request("can't parse reply parameters JSON object")
            number, lenient = given.get("message_id"), given.get("allow_sending_without_reply")
        elif "reply_to_message_id" in values:
            number, lenient = (
                self.params.integer("reply_to_message_id"),
                self.params.flag("allow_sending_without_reply"),
            )
        else:
            return None
        if isinstance(number, int) and number in chat.messages:
            return number
        if lenient or not number:
            return None
        raise bad_request("message to be replied not found")

    def json(self, chat: Chat, message: Message) -> Json:
        """A message in the Bot API's form."""
        return message_json(self.bot, chat, message, self.world.sender(self.bot, chat, message))


Method = Callable[[ApiCall], Any]
METHODS: dict[str, Method] = {}


def method(*names: str) -> Callable[[Method], Method]:
    """Register a function as the Bot API methods of these names."""

    def register(function: Method) -> Method:
        METHODS.update({name.lower(): function for name in names})
        return function

    return register


def is_private(chat: Chat) -> bool:
    """True if the chat is with a person."""
    return not isinstance(chat.peer, Group)
