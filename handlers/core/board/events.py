"""Domain events of the public board."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.core.events import DomainEvent
from storage.models.board import BoardEntry
from storage.models.people import Person


@dataclass(frozen=True, slots=True)
class BoardConsentAsked(DomainEvent):
    """Authors are asked whether a matter may stand on the board."""

    entry: BoardEntry
    authors: Sequence[Person]


@dataclass(frozen=True, slots=True)
class BoardConsentGiven(DomainEvent):
    """The last author who was needed has said yes."""

    entry: BoardEntry


@dataclass(frozen=True, slots=True)
class BoardEntryGone(DomainEvent):
    """An author takes their consent back: it is off the board."""

    entry: BoardEntry
