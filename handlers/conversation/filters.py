"""Who may, and what a message is about."""

from typing import Any

from aiogram.filters import Filter
from aiogram.types import Message, TelegramObject

from handlers.conversation.turn import Turn
from storage.queries import opinions
from storage.vocabulary import Role


class HasRole(Filter):
    """Lets through who holds the role now. Put it on a router, so that no handler of it can forget it."""

    def __init__(self, role: Role) -> None:
        self.role = role

    async def __call__(self, event: TelegramObject, turn: Turn) -> bool:
        return turn.has(self.role)


class AboutOpinion(Filter):
    """The message replies to one of ours about an opinion; gives `opinion_id`."""

    async def __call__(self, message: Message, turn: Turn) -> bool | dict[str, Any]:
        replied = message.reply_to_message
        if replied is None:
            return False
        opinion_id = await opinions.of_message(turn.session, turn.chat_id, replied.message_id)
        return False if opinion_id is None else {"opinion_id": opinion_id}
