"""Forms of what can be done at the desk, what was filled in, and how an action is called with it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from handlers.conversation.outgoing import Outgoing
from handlers.conversation.texts import N_
from handlers.core.actor import Actor
from handlers.core.casework.content import Said
from handlers.core.errors import check_length
from handlers.desk.fields import Field, missing
from handlers.desk.web import Desk, number

One = TypeVar("One", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Typed:
    """What was filled in, for a case or a suggestion as it was seen."""

    desk: Desk
    id: int
    version: int

    def number(self, name: str) -> int:
        """A number that was chosen or sent along; 0: none."""
        return number(self.desk.asked.typed(name))

    @property
    def words(self) -> str:
        """The words, as they will be read."""
        return self.desk.asked.typed("words")

    @property
    def said(self) -> list[Said]:
        """The words as something said in a case; empty without words."""
        return [Said(self.words)] if self.words else []

    @property
    def day(self) -> date | None:
        """The day that was chosen; None for none, or what is no day."""
        try:
            return date.fromisoformat(self.desk.asked.typed("day"))
        except ValueError:
            return None

    def chosen(self, of: type[One], name: str) -> One:
        """What was chosen. Raises `Unusable` for nothing, or what is none."""
        found = next((one for one in of if one.value == self.desk.asked.typed(name)), None)
        if found is None:
            raise missing(self.desk)
        return found

    def check(self, fields: Sequence[Field]) -> None:
        """Raises `Unusable`, `TextTooLong`."""
        for field in fields:
            value = self.desk.asked.typed(field.name)
            check_length(value, field.longest)
            if (field.needed and not value) or (field.kind == "day" and value and self.day is None):
                raise missing(self.desk)


Do = Callable[[Desk, Typed], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Form:
    """What is asked for an action, and doing it."""

    label: str
    do: Do
    fields: Sequence[Field] = ()
    key: str = ""
    """Letter that opens it."""
    previewed: bool = False
    """Its words are read by the author of the opinion, so they are seen first as they will be read."""
    reads: Callable[[Desk, Typed], Awaitable[str]] | None = None
    """What the author will read; None: the words."""
    done: str = N_("Done: {reference}.")


def plainly(act: Callable[[Outgoing, Actor, int, int], Awaitable[object]]) -> Do:
    """An action that needs nothing but what was seen."""
    return lambda desk, typed: act(desk.out, desk.actor, typed.id, typed.version)


def with_words(act: Callable[[Outgoing, Actor, int, int, str], Awaitable[object]]) -> Do:
    """An action that takes words."""
    return lambda desk, typed: act(desk.out, desk.actor, typed.id, typed.version, typed.words)


def with_said(act: Callable[[Outgoing, Actor, int, int, list[Said]], Awaitable[object]]) -> Do:
    """An action that takes what is said in a case."""
    return lambda desk, typed: act(desk.out, desk.actor, typed.id, typed.version, typed.said)


def with_unit_and_words(act: Callable[[Outgoing, Actor, int, int, int, str], Awaitable[object]]) -> Do:
    """An action that takes a unit, and words."""
    return lambda desk, typed: act(desk.out, desk.actor, typed.id, typed.version, typed.number("unit"), typed.words)


def with_unit_and_said(act: Callable[[Outgoing, Actor, int, int, int, list[Said]], Awaitable[object]]) -> Do:
    """An action that takes a unit, and what is said to it in a case."""
    return lambda desk, typed: act(desk.out, desk.actor, typed.id, typed.version, typed.number("unit"), typed.said)


def with_day_and_words(act: Callable[[Outgoing, Actor, int, int, date, str], Awaitable[object]]) -> Do:
    """An action that takes a day, and words."""

    async def do(desk: Desk, typed: Typed) -> object:
        if typed.day is None:
            raise missing(desk)
        return await act(desk.out, desk.actor, typed.id, typed.version, typed.day, typed.words)

    return do
