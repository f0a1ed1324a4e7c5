"""Filters: who may, and what a message is about."""

from typing import Any

from aiogram.filters import Filter
from aiogram.types import Message, TelegramObject

from handlers.conversation.context import Context
from storage.queries import caseload, opinions
from storage.vocabulary import Role


class HasRole(Filter):
    """Lets through who holds one of the roles now. Put it on a router, so that no handler of it can forget it."""

    def __init__(self, *roles: Role) -> None:
        self.roles = roles

    async def __call__(self, event: TelegramObject, ctx: Context) -> bool:
        return any(ctx.has(role) for role in self.roles)


class OfCounty(Filter):
    """Lets through staff of the county office: they look after all stations."""

    async def __call__(self, event: TelegramObject, ctx: Context) -> bool:
        return ctx.actor.of_county


class AboutOpinion(Filter):
    """The message replies to one of ours about an opinion; gives `opinion_id`."""

    async def __call__(self, message: Message, ctx: Context) -> bool | dict[str, Any]:
        replied = message.reply_to_message
        if replied is None:
            return False
        opinion_id = await opinions.of_message(ctx.session, ctx.chat_id, replied.message_id)
        return False if opinion_id is None else {"opinion_id": opinion_id}


class AboutCase(AboutOpinion):
    """The message replies to one about a case that the representative who speaks has or had; gives `opinion_id`.

    One about an opinion of their own is for the constituent they are too.
    """

    async def __call__(self, message: Message, ctx: Context) -> bool | dict[str, Any]:
        found = await super().__call__(message, ctx)
        if not isinstance(found, dict):
            return False
        ids = [representative.id for representative in ctx.representatives]
        opinion = await caseload.once_entrusted(ctx.session, found["opinion_id"], ids)
        return found if opinion is not None and opinion.constituent_id != ctx.me.id else False
