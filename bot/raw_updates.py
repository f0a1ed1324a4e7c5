"""Updates as handlers see them: aiogram's models, with a bot that promises calls instead of making them."""

from collections.abc import AsyncGenerator
from typing import Any

import orjson
from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.types import Update, User
from pydantic import ValidationError

PRESSED = ("message_id", "date", "chat", "text", "photo")
"""Fields that handlers may know of the message under a pressed button."""


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


class NoUpdate(ValueError):
    """A kept update is JSON, but no object."""


UNREADABLE = (ValidationError, orjson.JSONDecodeError, NoUpdate)
"""Errors of a kept update that no further try can read."""


def read_update(raw_text: str, bot: Bot) -> Update | dict[str, Any] | Exception:
    """An update as it came, or what delivery reports; an exception of `UNREADABLE` if it cannot be read."""
    try:
        raw = orjson.loads(raw_text)
        if not isinstance(raw, dict):
            raise NoUpdate
        if "huiyin" in raw:
            news: dict[str, Any] = raw["huiyin"]
            return news
        _lighten(raw.get("callback_query"))
        return Update.model_validate(raw, context={"bot": bot})
    except (*UNREADABLE, TypeError) as error:
        return error


def _lighten(query: Any) -> None:
    """Drop what a press says of its message beyond `PRESSED`: parsing keys and formats costs more than the rest."""
    message = query.get("message") if isinstance(query, dict) else None
    if isinstance(message, dict):
        query["message"] = {name: message[name] for name in PRESSED if name in message}
