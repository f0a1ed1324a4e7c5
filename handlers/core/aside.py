"""Work that costs too much for a transaction: done beside it, in a process of its own that may die."""

from collections.abc import Callable
from typing import Any, NamedTuple


class Work(NamedTuple):
    """A function of a module and its arguments; all of it can be pickled, the result too."""

    run: Callable[..., Any]
    args: tuple[Any, ...]

    @property
    def name(self) -> str:
        """Name by which its outcome is known: a function is asked for once an update."""
        return f"{self.run.__module__}.{self.run.__qualname__}"


class Aside(Exception):
    """The transaction cannot go on before this is done: undo it, do the work, begin again with the outcome."""

    def __init__(self, work: Work) -> None:
        super().__init__(work.name)
        self.work = work


class TooCostly(Exception):
    """The work would take more memory or time than it may, or brought its process to death."""


class Outcome(NamedTuple):
    """Outcome of a work: a value, or the exception that it raised."""

    value: Any = None
    error: Exception | None = None

    def get(self) -> Any:
        """The value. Raises what the work raised, or `TooCostly`."""
        if self.error is not None:
            raise self.error
        return self.value
