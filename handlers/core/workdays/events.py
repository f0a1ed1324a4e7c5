"""Domain events of the calendar of working days."""

from dataclasses import dataclass
from datetime import date

from handlers.core.events import DomainEvent


@dataclass(frozen=True, slots=True)
class CalendarChanged(DomainEvent):
    """Staff changed which days are worked, or certain to be, from `first` to `last`, both included."""

    first: date
    last: date
