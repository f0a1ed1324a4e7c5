"""Domain events of suggestions."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.core.events import DomainEvent
from storage.models.directory import HandlingUnit, Representative
from storage.models.opinions import Opinion
from storage.models.people import Person
from storage.models.suggestions import Suggestion
from storage.suggestion_vocabulary import SuggestionAction


@dataclass(frozen=True, slots=True)
class SuggestionMoved(DomainEvent):
    """Something was done with a suggestion."""

    suggestion: Suggestion
    action: SuggestionAction
    by: Person | None
    """None: time itself, or what follows from something else."""
    why: str | None = None
    representative: Representative | None = None
    """The one who was asked to sign, or said something."""
    unit: HandlingUnit | None = None
    """The unit that did it, or had it before."""
    number: int = 0
    """Number of its row in the history."""
    beside: Sequence[Opinion] = ()
    """Opinions in it that stand where no answer moves them: their authors are only told of it."""
