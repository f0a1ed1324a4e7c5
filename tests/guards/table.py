"""The router table, walked: every handler with the filters before it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from aiogram import Router
from aiogram.filters import Command, StateFilter
from aiogram.filters.callback_data import CallbackData, CallbackQueryFilter
from aiogram.fsm.state import State
from magic_filter.operations import ComparatorOperation, FunctionOperation, GetAttributeOperation

from handlers import registry
from handlers.conversation.filters import HasRole
from storage.vocabulary import Role


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

    @property
    def has_role(self) -> bool:
        """Whether only who holds a role gets here."""
        return any(isinstance(one, HasRole) for one in self.filters)

    def is_for(self, role: Role) -> bool:
        """Whether somebody gets here who holds this role."""
        return all(role in one.roles for one in self.filters if isinstance(one, HasRole))

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


def routes() -> list[Route]:
    """All handlers, in the order in which they are asked."""
    return [route for router in registry.routers() for part in router.chain_tail for route in _of(part)]


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
