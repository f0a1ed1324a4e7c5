"""A call as it travels: what is promised in the outbox must mean the same when it is sent, days later."""

from datetime import datetime, timedelta
from typing import Any

import orjson
from aiogram.client.default import Default
from aiogram.methods import TelegramMethod
from aiogram.types import InputFile


class CannotFreeze(TypeError):
    """The call holds what has no lasting form: name a file by its file id or `blob:<sha256>`, a time as a number."""


def freeze(method: TelegramMethod[Any]) -> tuple[str, str]:
    """The method's name and its JSON body. Defaults of a bot are not in it: say `parse_mode="HTML"` where it is meant.

    Raises `CannotFreeze` for a file that is to be uploaded and for a time.
    """
    defaults = set()
    for name, value in method.__dict__.items():
        if isinstance(value, Default):
            defaults.add(name)
        elif isinstance(value, InputFile | timedelta | datetime):
            raise CannotFreeze(f"{type(method).__name__}.{name} is a {type(value).__name__}")
    found: list[str] = []

    def without_form(value: Any) -> None:
        if not isinstance(value, Default):
            found.append(type(value).__name__)

    body = method.model_dump_json(exclude=defaults, exclude_none=True, fallback=without_form, warnings=False)
    if found:
        raise CannotFreeze(f"{type(method).__name__} holds a {found[0]}")
    if ":null" in body:
        body = orjson.dumps(_without_none(orjson.loads(body))).decode()
    return method.__api_method__, body


def _without_none(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_none(inner) for name, inner in value.items() if inner is not None}
    return [_without_none(inner) for inner in value] if isinstance(value, list) else value
