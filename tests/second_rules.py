"""teremok's reading of the Bot API's rules, held against calls as they travel."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import aiogram.methods
import orjson
from aiogram import Bot
from aiogram.methods import TelegramMethod
from teremok.validation import ApiRuleViolation, validate_method

BOT = Bot("42:TEST")


class AgainstTheRules(AssertionError):
    """A call that Telegram would refuse."""


def obeys(method: str, body: str | bytes | Mapping[str, Any]) -> None:
    """The call keeps the rules, or `AgainstTheRules` is raised. `body` is its JSON, or what that holds."""
    held = orjson.loads(body) if isinstance(body, str | bytes) else body
    try:
        validate_method(BOT, _methods()[method].model_validate(held))
    except ApiRuleViolation as violation:
        raise AgainstTheRules(f"{method}: {violation.description}\n{held}") from violation


@cache
def _methods() -> dict[str, type[TelegramMethod[Any]]]:
    """aiogram's model of each method, by the method's name."""
    models = (getattr(aiogram.methods, name) for name in aiogram.methods.__all__)
    return {model.__api_method__: model for model in models if hasattr(model, "__api_method__")}
