"""Domain events: facts that an action records, from which follows who is told what."""


class DomainEvent:
    """Base of all domain events. Subclasses are frozen dataclasses that hold facts, never words for people."""

    __slots__ = ()
