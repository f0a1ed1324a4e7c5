"""The policy: one table of all clocks of a case, each number with its source, and what the county changed in it.

The defaults are data (`policy.json`); a change is a row of `policy`, for all topics or for one. A clock counts as it
stood when it was set: what staff change counts for clocks that start from then on.
"""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from handlers.core.unit_of_work import UnitOfWork
from storage.queries import policy as kept
from storage.vocabulary import CaseKind, Stage

TABLE = Path(__file__).with_name("policy.json")


class Interval(StrEnum):
    """A clock, another stretch of time, or another number of a case; each is a row of the table."""

    SCREENING = "screening"
    FIRST_RESPONSE = "first_response"
    CONSTITUENT_ANSWER = "constituent_answer"
    CONSTITUENT_REMINDER = "constituent_reminder"
    """From a question."""
    ACCEPTANCE = "acceptance"
    UNIT_REPLY = "unit_reply"
    """From the referral; once accepted, the reply falls due then."""
    UNIT_REPLY_AGAIN = "unit_reply_again"
    """From the moment it was sent back."""
    SECOND_HANDLING = "second_handling"
    """From the moment a second handling, or a later one, begins: its answer is due then, whoever gives it."""
    SUPPORTING = "supporting"
    """A supporting unit writes its part, from when it was asked."""
    REPLY_CHECK = "reply_check"
    SUPERVISION = "supervision"
    """After the last round: until staff have moved it on."""
    EXTENSION = "extension"
    """The most that can be asked for, from the due day or, once that is over, from today."""
    EXTENSION_DECISION = "extension_decision"
    """Staff are reminded of a request after that."""
    RATING_REMINDER = "rating_reminder"
    """From an answer that was not rated."""
    RATING_WINDOW = "rating_window"
    """After that, silence closes."""
    PROMISE_PROGRESS = "promise_progress"
    """From a promise, or the unit's last report on it."""
    PROMISE_BEFORE = "promise_before"
    """Before the promised day."""
    PROMISE_LATE = "promise_late"
    """Between reminders of a promise that is late."""
    PROMISE_TOLD = "promise_told"
    """Between messages to authors on how far a promise is."""
    ROUNDS = "rounds"
    """Times an opinion is handled; after the last one that did not satisfy, staff supervise it."""
    MATTER_SECOND = "matter_second"
    """1: somebody else than who wrote it releases what is public of a matter; 0: they may do so themselves."""


class Unit(StrEnum):
    """What a number counts."""

    WORKING = "working_days"
    CALENDAR = "days"
    TIMES = "times"
    YES_NO = "yes_or_no"
    """1: yes; 0: no."""


DAYS = (Unit.WORKING, Unit.CALENDAR)
"""Units that time is counted in; the others are chosen for all topics, of opinions only."""


class Number(NamedTuple):
    """A number, of days if nothing else is said, and the `source` it is from, by language."""

    days: int
    source: Mapping[str, str]


class Row(NamedTuple):
    """A row of the table."""

    name: Mapping[str, str]
    """By language."""
    unit: Unit
    least: int
    most: int
    """Limits of what the county may set, both included."""
    numbers: Mapping[CaseKind, Number]
    """Defaults; what an opinion has counts for a kind that has none of its own."""
    stage: Stage | None
    """Stage whose clock it is."""

    def fits(self, kind: CaseKind, topic_id: int | None) -> bool:
        """True if it has a number of this kind, for this topic."""
        return self.unit in DAYS or (kind is CaseKind.OPINION and topic_id is None)

    def default(self, kind: CaseKind) -> Number:
        """The number for this kind as long as nobody changed it."""
        return self.numbers.get(kind, self.numbers[CaseKind.OPINION])


@cache
def table() -> Mapping[Interval, Row]:
    """The whole of it, in order. Raises `KeyError`, `ValueError` if the file does not say what every interval is."""
    raw: dict[str, Any] = orjson.loads(TABLE.read_bytes())
    return {interval: _row(raw[interval.value]) for interval in Interval}


def _row(raw: Mapping[str, Any]) -> Row:
    numbers = {kind: Number(**raw[kind.value]) for kind in CaseKind if kind.value in raw}
    stage = Stage(raw["stage"]) if "stage" in raw else None
    return Row(raw["name"], Unit(raw["unit"]), raw["least"], raw["most"], numbers, stage)


@cache
def clock_of() -> Mapping[Stage, Interval]:
    """The clock of each stage that has one."""
    return {row.stage: interval for interval, row in table().items() if row.stage is not None}


Changes = Mapping[tuple[CaseKind, str, int | None], int]
"""Days by kind, interval and topic (None: all)."""


async def changes(work: UnitOfWork) -> Changes:
    """All that the county changed. Asked again in a transaction, it costs nothing."""
    known: Changes | None = work.session.info.get("policy")
    if known is None:
        known = await kept.days(work.session)
        work.session.info["policy"] = known
    return known


def forget(work: UnitOfWork) -> None:
    """Forget what was read: what staff changed counts from now on, in this transaction too."""
    work.session.info.pop("policy", None)


async def days(work: UnitOfWork, name: Interval, topic_id: int | None = None, kind: CaseKind = CaseKind.OPINION) -> int:
    """Days of an interval that starts now, of the row's kind of days: of the topic, else of all, else the default."""
    changed = await changes(work)
    for topic in (topic_id, None):
        found = changed.get((kind, name.value, topic))
        if found is not None:
            return found
    return table()[name].default(kind).days


async def rounds(work: UnitOfWork) -> int:
    """Times an opinion is handled at most."""
    return await days(work, Interval.ROUNDS)


async def matter_needs_second(work: UnitOfWork) -> bool:
    """True if only somebody else than who wrote it releases what is public of a matter."""
    return bool(await days(work, Interval.MATTER_SECOND))


async def stretch(work: UnitOfWork, name: Interval, topic_id: int | None = None) -> timedelta:
    """The same as a stretch of time, for what is counted in calendar days."""
    assert table()[name].unit is Unit.CALENDAR  # noqa: S101 - working days are no stretch of time
    return timedelta(days=await days(work, name, topic_id))
