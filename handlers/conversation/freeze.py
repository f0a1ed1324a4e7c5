"""The wire form of a call, as it is kept in the outbox."""

from typing import Any

from aiogram.methods import TelegramMethod


def freeze(method: TelegramMethod[Any]) -> tuple[str, str]:
    """(method name, JSON body)."""
    return method.__api_method__, method.model_dump_json(exclude_none=True, fallback=lambda _: None, warnings=False)
