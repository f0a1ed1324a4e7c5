"""Domain events of supervision."""

from dataclasses import dataclass
from datetime import date

from handlers.core.events import DomainEvent
from storage.models.people import Person
from storage.models.supervision import Supervision


@dataclass(frozen=True, slots=True)
class SupervisionBegun(DomainEvent):
    """A case has come under supervision."""

    supervision: Supervision


@dataclass(frozen=True, slots=True)
class SupervisorNamed(DomainEvent):
    """Somebody supervises a case from now on."""

    supervision: Supervision
    person: Person
    by: Person


@dataclass(frozen=True, slots=True)
class SupervisorReleased(DomainEvent):
    """Somebody supervises a case no longer."""

    supervision: Supervision
    person: Person
    by: Person


@dataclass(frozen=True, slots=True)
class SupervisionMoved(DomainEvent):
    """What is expected has another day, with the reason."""

    supervision: Supervision
    before: date
    why: str


@dataclass(frozen=True, slots=True)
class SupervisionEnded(DomainEvent):
    """A supervision has come to its result."""

    supervision: Supervision
