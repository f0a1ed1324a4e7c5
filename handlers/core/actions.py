"""The list of actions: every use case that changes something, whoever offers it.

An action takes a unit of work and an actor (or only the unit of work, where time acts), checks right, rule and version
itself, changes rows, records what happened, and knows nothing of chats, screens or words. The guard over actions and
actors walks this list.
"""

from collections.abc import Awaitable, Callable
from typing import NamedTuple, ParamSpec, TypeVar

from storage.vocabulary import Role

P = ParamSpec("P")
R = TypeVar("R")


class ActionInfo(NamedTuple):
    """An action in the list."""

    name: str
    """`casework.assign`: the folder of the core, and the function."""
    roles: frozenset[Role]
    """Roles allowed; each reaches only what is theirs."""
    run: Callable[..., Awaitable[object]]


ACTIONS: dict[str, ActionInfo] = {}
"""All actions by name; filled as their modules are imported."""


def action(*roles: Role) -> Callable[[Callable[P, Awaitable[R]]], Callable[P, Awaitable[R]]]:
    """Enter a function into `ACTIONS`. `roles`: who may do it."""

    def enter(run: Callable[P, Awaitable[R]]) -> Callable[P, Awaitable[R]]:
        name = f"{run.__module__}.{run.__name__}".removeprefix("handlers.core.").replace(".actions.", ".")
        ACTIONS[name] = ActionInfo(name, frozenset(roles), run)
        return run

    return enter
