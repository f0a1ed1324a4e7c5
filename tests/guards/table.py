"""The router table, walked: every handler with the filters before it."""

import inspect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from aiogram import Router
from aiogram.filters import Command, Filter, StateFilter
from aiogram.filters.callback_data import CallbackData, CallbackQueryFilter
from aiogram.fsm.state import State
from magic_filter.operations import ComparatorOperation, FunctionOperation, GetAttributeOperation
from sqlalchemy.orm.attributes import set_committed_value

from handlers import registry
from handlers.conversation.context import Context
from handlers.core.errors import Refusal
from storage.models.directory import Representative
from storage.models.people import Grant, Person
from storage.vocabulary import Channel, Role


@dataclass(frozen=True)
class Route:
    """A handler and what leads to it."""

    router: str
    event: str
    """`message`, `edited_message`, `callback_query`."""
    callback: Any
    filters: tuple[Any, ...]
    """The router's and its own."""

    @property
    def name(self) -> str:
        """Where it is written."""
        return f"{self.callback.__module__}.{self.callback.__name__}"

    async def lets_through(self, *roles: Role) -> bool:
        """Whether somebody with these roles (of the county, for some representative) gets past who is asked for."""
        return all([await _lets_through(one, roles) for one in self.filters])

    @property
    def presses(self) -> list[CallbackQueryFilter]:
        """Which buttons it is for."""
        return [one for one in self.filters if isinstance(one, CallbackQueryFilter)]

    @property
    def states(self) -> set[str]:
        """The states in which alone it is asked; empty: in all."""
        found: set[str] = set()
        for one in self.filters:
            wanted = one.states if isinstance(one, StateFilter) else [one] if isinstance(one, State) else []
            found |= {str(state.state if isinstance(state, State) else state) for state in wanted}
        return found

    @property
    def commands(self) -> list[str]:
        """The commands it is for, without the slash."""
        return [str(name) for one in self.filters if isinstance(one, Command) for name in one.commands]


async def _lets_through(one: Any, roles: Sequence[Role]) -> bool:
    """Whether a filter lets somebody through; one that asks for more than who it is does, as far as that goes."""
    if not isinstance(one, Filter) or [*inspect.signature(one.__call__).parameters][1:] != ["ctx"]:
        return True
    me = Person(language="en", name="Somebody")
    set_committed_value(me, "grants", [Grant(role=role, representative=Representative(id=1)) for role in roles])
    talk = SimpleNamespace(channel=Channel.TELEGRAM)
    ctx = Context(None, me, talk, None)  # type: ignore[arg-type]  # nothing but who it is
    try:
        return bool(await one(None, ctx=ctx))
    except Refusal:
        return False
    except AttributeError:
        return True


def routes() -> list[Route]:
    """All handlers, in the order in which they are asked."""
    return [route for router in registry.ROUTERS for part in router.chain_tail for route in _of(part)]


def _of(router: Router) -> Iterator[Route]:
    for event, observer in router.observers.items():
        before = [*(observer._handler.filters or ())]
        for handler in observer.handlers:
            filters = [*before, *(handler.filters or ())]
            yield Route(router.name, event, handler.callback, tuple(one.magic or one.callback for one in filters))


def words(press: CallbackQueryFilter, field: str) -> set[str]:
    """The values of a text field that the filter's rule names: of `F.to == "home"` or `F.to.in_({...})`."""
    found: set[str] = set()
    named = None
    for operation in press.rule._operations if press.rule is not None else ():
        if isinstance(operation, GetAttributeOperation):
            named = operation.name
        elif named == field and isinstance(operation, ComparatorOperation):
            found.add(operation.right)
        elif named == field and isinstance(operation, FunctionOperation):
            found.update(*(argument for argument in operation.args if not isinstance(argument, str)))
    return found


def kinds() -> list[type[CallbackData]]:
    """Every kind of button that a handler is for."""
    return list(dict.fromkeys(press.callback_data for route in routes() for press in route.presses))
