"""Domain events of matters."""

from dataclasses import dataclass

from handlers.core.events import DomainEvent
from storage.models.matters import Endorsement, Matter, MatterNews
from storage.models.people import Person


@dataclass(frozen=True, slots=True)
class MatterHandedOver(DomainEvent):
    """What will be public of a matter waits for a second person's look."""

    matter: Matter
    by: Person


@dataclass(frozen=True, slots=True)
class MatterGivenBack(DomainEvent):
    """It is to be written better, with the reason."""

    matter: Matter
    by: Person
    why: str


@dataclass(frozen=True, slots=True)
class MatterReleased(DomainEvent):
    """Constituents see it from now on."""

    matter: Matter
    by: Person


@dataclass(frozen=True, slots=True)
class MatterTold(DomainEvent):
    """Something is told to those who follow a matter."""

    news: MatterNews


@dataclass(frozen=True, slots=True)
class EndorserJudged(DomainEvent):
    """Who was asked says that what was reported done is not, or only partly."""

    endorsement: Endorsement
