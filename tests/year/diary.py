"""What people did, as they would write it down: the facts from which the judge works out what should have been said."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Did(StrEnum):
    """What somebody did with an opinion."""

    SENT = "sent"
    ASSIGNED = "assigned"
    DECLINED = "declined"
    WITHDREW = "withdrew"
    ANSWERED = "answered"
    ASKED = "asked"
    HANDED_OVER = "handed over"
    REFERRED = "referred"
    TOLD = "told"
    """The constituent answered a question."""
    ACCEPTED = "accepted"
    RETURNED = "returned"
    REPLIED = "replied"
    SENT_BACK = "sent back"
    PASSED_ON = "passed on"
    RATED = "rated"
    FOUND_WANTING = "found wanting"
    """Rated as dissatisfied: it waits for a word why."""
    REOPENED = "reopened"
    FOUND_HALF_DONE = "found half done"
    """Rated so: what is promised is awaited."""
    SAID_MISSING = "said missing"
    """The constituent said what is missing; `to`: the words."""
    PROMISED = "promised"
    """The unit's reply promises something; `to`: by which day, ISO."""
    PLANNED = "planned"
    """The unit named the steps that are to come; `to`: how many."""
    TICKED = "ticked"
    """With the report that follows a step is done."""
    REPORTED = "reported"
    """How far it is; `to`: the words."""
    DATE_MOVED = "date moved"
    """By the unit, or by staff who grant what it asked for; `to`: the new day, ISO, and why."""
    ASKED_FOR_DAY = "asked for another day"
    """The unit has moved it once, so staff decide; `to`: the day, ISO, and why."""
    REFUSED_DAY = "refused another day"
    """Staff say no; `to`: why."""
    REPORTED_DONE = "reported done"
    """`to`: the words."""
    CONFIRMED = "confirmed"
    FOUND_PARTLY_DONE = "found partly done"
    REFUTED = "refuted"
    SUPERVISED = "supervised"
    """The constituent said why after the last round: it is the staff's."""
    CONCLUDED = "concluded"
    """Staff told the constituent what supervision has brought about."""
    WATCHED = "watched"
    """Staff took it under supervision as a key item while others have it; `to`: until when, ISO."""
    WATCHED_NO_MORE = "watched no more"


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that was done to an opinion; `to`: who has it from now on, by name, where that changes, or as told."""

    at: datetime
    who: str
    did: Did
    reference: str
    to: str = ""


@dataclass(frozen=True, slots=True)
class Seating:
    """Who sits on a reception day, as staff changed it: `on` the roster or off."""

    at: datetime
    planned: date
    who: str
    on: bool = True


@dataclass(frozen=True, slots=True)
class Change:
    """A reception day is moved, or cancelled (`to` is None)."""

    at: datetime
    planned: date
    to: date | None


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft that was left, until it was thrown away."""

    left: datetime
    who: str
    dropped: datetime | None = None


@dataclass(slots=True)
class Diary:
    """All of it, in order of time within each list."""

    deeds: list[Deed] = field(default_factory=list)
    seatings: list[Seating] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    came: list[tuple[datetime, date, str]] = field(default_factory=list)
    """When, for the reception day planned for which date, who checked in."""
    drafts: list[Draft] = field(default_factory=list)
    digests: dict[str, tuple[int, int] | None] = field(default_factory=dict)
    """When whose digest comes, where it is not the usual hour; None: never."""
    busy: list[tuple[datetime, datetime]] = field(default_factory=list)
    """Spans in which people did something, so that the bot had to answer."""
