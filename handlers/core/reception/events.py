"""Domain events of reception days."""

from dataclasses import dataclass
from datetime import date, time
from typing import NamedTuple

from handlers.core.events import DomainEvent
from storage.models.reception import ReceptionDay


class Schedule(NamedTuple):
    """Day and hours of a reception day, as people knew them."""

    day: date
    starts: time
    ends: time


@dataclass(frozen=True, slots=True)
class DayMoved(DomainEvent):
    """A reception day is on another day, or at other hours."""

    day: ReceptionDay
    before: Schedule


@dataclass(frozen=True, slots=True)
class DayCancelled(DomainEvent):
    """A reception day does not take place."""

    day: ReceptionDay


@dataclass(frozen=True, slots=True)
class Seated(DomainEvent):
    """A representative is on the roster of a reception day now."""

    day: ReceptionDay
    representative_id: int


@dataclass(frozen=True, slots=True)
class Unseated(DomainEvent):
    """A representative is not on the roster of a reception day any more."""

    day: ReceptionDay
    representative_id: int
