"""Screens that other folders lead to, by name: so that no folder that is spoken with imports another."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from aiogram.fsm.context import FSMContext

from handlers.conversation.context import Context

Opener = Callable[..., Awaitable[None]]
OpenerT = TypeVar("OpenerT", bound=Opener)

_OPENERS: dict[str, Opener] = {}


def opens(name: str) -> Callable[[OpenerT], OpenerT]:
    """Register a function `(ctx, state, **what)` that shows the screen of this name."""

    def enter(opener: OpenerT) -> OpenerT:
        _OPENERS[name] = opener
        return opener

    return enter


async def show(name: str, ctx: Context, state: FSMContext, **what: Any) -> None:
    """Show the screen of this name. Raises `KeyError` if no folder offers it."""
    await _OPENERS[name](ctx, state, **what)


def names() -> frozenset[str]:
    """Names of all screens that can be shown so."""
    return frozenset(_OPENERS)
