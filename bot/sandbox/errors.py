"""Refusals of the Bot API."""

from typing import Any


class ApiError(Exception):
    """An answer with ok false; `description` word for word as Telegram's."""

    def __init__(self, description: str, code: int = 400, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(description)
        self.description, self.code, self.parameters = description, code, parameters


def bad_request(reason: str) -> ApiError:
    """A 400 with Telegram's usual beginning."""
    return ApiError(f"Bad Request: {reason}")
