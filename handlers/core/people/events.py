"""Domain events of people: roles given and ended, languages changed."""

from dataclasses import dataclass

from handlers.core.events import DomainEvent
from storage.models.people import Grant, Person


@dataclass(frozen=True, slots=True)
class RoleGranted(DomainEvent):
    """Somebody holds a role from now on; `grant.granted_by_id` invited them."""

    person: Person
    grant: Grant


@dataclass(frozen=True, slots=True)
class RoleEnded(DomainEvent):
    """Somebody holds a role no longer."""

    person: Person
    grant: Grant
    by_id: int | None
    """Person who ended it; None: the operator."""


@dataclass(frozen=True, slots=True)
class LanguageChanged(DomainEvent):
    """Somebody reads another language from now on."""

    person: Person
