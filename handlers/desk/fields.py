"""What forms of the desk are made of: fields and choices, and what is said of one that is not filled in."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from handlers.conversation.errors import Unusable
from handlers.desk.web import Desk

LONGEST, LONGEST_REASON = 10_000, 3_000
"""Characters of what its author reads, and of a reason: a chat shows both in a few messages."""


class Choice(NamedTuple):
    """Something to choose, as it is sent and as it reads."""

    value: str
    label: str


Choices = Callable[[Desk, Any], Awaitable[list[Choice]]]
"""What is offered for the row that the form is about."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form; its label is still to be translated."""

    name: str
    kind: str
    """`words`, `line`, `day` or `choice`."""
    label: str
    needed: bool = True
    choices: Choices | None = None
    longest: int = LONGEST_REASON
    begins: Callable[[Desk, Any], Awaitable[str]] | None = None
    """What stands in it at first, of the row that the form is about; None: nothing."""


def words_field(label: str, *, needed: bool = True, longest: int = LONGEST_REASON) -> Field:
    """A field for words of several lines."""
    return Field("words", "words", label, needed, longest=longest)


def missing(desk: Desk) -> Unusable:
    """A form that was not filled in."""
    return Unusable(desk.t("Something is still missing: please choose or fill in what is asked for. Nothing was done."))
