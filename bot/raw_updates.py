"""Updates as handlers see them: aiogram's models, with a bot that promises calls instead of making them."""

from collections.abc import AsyncGenerator
from typing import Any

import orjson
from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.types import Update, User
from pydantic import ValidationError

from handlers.conversation.updates import Unreadable, read


class NoNetwork(BaseSession):
    """The session of the bot that handlers see: they promise calls, they do not make them."""

    async def make_request(self, *args: Any, **kwargs: Any) -> Any:
        """Raises `RuntimeError`: use `ctx.out`."""
        raise RuntimeError("handlers promise calls with ctx.out; the network is not reachable from here")

    async def stream_content(self, *args: Any, **kwargs: Any) -> AsyncGenerator[bytes, None]:
        """Raises `RuntimeError`: use `ctx.out.fetch`."""
        raise RuntimeError("handlers promise downloads with ctx.out.fetch")
        yield b""  # type: ignore[unreachable]  # makes it a generator, as the interface wants

    async def close(self) -> None:
        """Nothing is open."""


class KnownBot(Bot):
    """Knows its own name without asking, so that `/mine@its_name` is read as a command."""

    def __init__(self, token: str, username: str) -> None:
        super().__init__(token, session=NoNetwork())
        self._myself = User(id=self.id, is_bot=True, first_name=username, username=username)

    async def me(self) -> User:
        """Itself."""
        return self._myself


UNREADABLE = (ValidationError, orjson.JSONDecodeError, Unreadable)
"""Errors of a kept update that no further try can read."""


def read_update(raw_text: str, chat_id: int, bot: Bot) -> Update | dict[str, Any] | Exception:
    """An update as far as it can be read, or what delivery reports; an exception of `UNREADABLE` if nothing can be."""
    try:
        raw = orjson.loads(raw_text)
        if isinstance(raw, dict) and isinstance(raw.get("huiyin"), dict):
            news: dict[str, Any] = raw["huiyin"]
            return news
        return read(raw, chat_id, bot)
    except (*UNREADABLE, TypeError) as error:
        return error
