"""Domain events of the desk's door."""

from dataclasses import dataclass

from handlers.core.events import DomainEvent
from storage.models.desk import DeskSession


@dataclass(frozen=True, slots=True)
class BrowserCame(DomainEvent):
    """A browser came by somebody's link, and shows the code that they are to confirm."""

    session: DeskSession


@dataclass(frozen=True, slots=True)
class DeskBegun(DomainEvent):
    """Somebody is in."""

    session: DeskSession


@dataclass(frozen=True, slots=True)
class SureAsked(DomainEvent):
    """Before an identity or an export the chat is asked again."""

    session: DeskSession
