"""Screens that other folders lead to, by name, and that show where things stand after a refusal.

So no folder that is spoken with imports another.
"""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from aiogram.fsm.context import FSMContext

from handlers.conversation.context import Context
from handlers.core.errors import Refusal

Opener = Callable[..., Awaitable[None]]
OpenerT = TypeVar("OpenerT", bound=Opener)

LIST = "list-"
"""Prefix in the names of screens that are lists: they take `of` and `words`, as `paging.reading` does."""

_OPENERS: dict[str, Opener] = {}
_AFTER: dict[type[Refusal], Opener] = {}


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


def after(kind: type[Refusal]) -> Callable[[OpenerT], OpenerT]:
    """Register a function `(ctx, state, refusal)` that shows how things stand once this was refused."""

    def enter(opener: OpenerT) -> OpenerT:
        _AFTER[kind] = opener
        return opener

    return enter


async def show_after(ctx: Context, state: FSMContext, refusal: Refusal) -> bool:
    """Show how things stand after this refusal; False if no folder has a screen for it, or for its base."""
    opener = next((_AFTER[kind] for kind in type(refusal).__mro__ if kind in _AFTER), None)
    if opener is not None:
        await opener(ctx, state, refusal)
    return opener is not None
