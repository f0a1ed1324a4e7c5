"""Domain events of cases: each move of the table, with what a reader of it may need to know."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from handlers.core.casework.content import Said
from handlers.core.casework.promises import Planned
from handlers.core.events import DomainEvent
from storage.models.commitments import Commitment, CommitmentReport
from storage.models.directory import HandlingUnit, Representative
from storage.models.opinions import Extension, Opinion, Referral
from storage.models.people import Person
from storage.models.supporting import Supporting
from storage.vocabulary import Action, EntryKind, Outcome, Role


@dataclass(slots=True)
class Step:
    """Circumstances of a move: who makes it, why, what is said, and what it changes."""

    by: Person | None
    role: Role
    why: str | None = None
    said: Sequence[Said] = field(default_factory=tuple)
    kind: EntryKind | None = None
    """The kind of entry that `said` becomes."""
    representative: Representative | None = None
    """Representative who has it from now on, where the move changes that."""
    merged_into: Opinion | None = None
    unit: HandlingUnit | None = None
    """Unit it is referred to, or whose it is, as a unit that returns it thinks; the one that supports."""
    officer: Person | None = None
    """Officer who is in charge from now on."""
    outcome: Outcome | None = None
    planned_for: date | None = None
    steps: Sequence[Planned] = ()
    """Steps to what is promised."""
    until: datetime | None = None
    """Instant until which more time is asked for."""
    reports: Sequence[CommitmentReport] = ()
    """Reports on a promise that its authors hear of with this move."""
    further: bool = False
    """It goes on with what was said just before: an album, a second message."""


@dataclass(frozen=True, slots=True)
class CaseMoved(DomainEvent):
    """A move of the table, made and written down."""

    opinion: Opinion
    action: Action
    step: Step
    representative_before: Representative | None = None
    unit_before: HandlingUnit | None = None
    referral: Referral | None = None
    """The referral that the move made, answered or ended."""
    extension: Extension | None = None
    """The request for more time that the move made or decided."""
    commitment: Commitment | None = None
    """The promise that it waits for, or waited for until now."""
    along_with: Opinion | None = None
    """The opinion it moved along with, as one that was merged into it."""
    released: Sequence[Supporting] = ()
    """Those of whom a part was still to come, as the move took the opinion from the unit they supported."""


@dataclass(frozen=True, slots=True)
class RatedDissatisfied(DomainEvent):
    """An answer was found wanting after supervision too: nobody answers once more."""

    opinion: Opinion


@dataclass(frozen=True, slots=True)
class PromiseTold(DomainEvent):
    """It is time that authors hear how far a promise is."""

    commitment: Commitment
    reports: Sequence[CommitmentReport]
    """Reports since they were told last, in order."""


@dataclass(frozen=True, slots=True)
class CaseUrged(DomainEvent):
    """Staff remind those whose turn it is."""

    opinion: Opinion
    role: Role
    """Role in which they have it."""
    people: Sequence[Person]
    """Those who were not reminded so today."""
    day: str
    """Today, ISO."""
