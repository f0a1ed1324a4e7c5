"""Rules of the league: its periods, its figures and rates, when they are shown, how they are ordered. Pure."""

import calendar as months
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

LEAST = 10
"""Below so many cases nothing is said: a few say little about a unit, and much about who wrote (WriteToThem)."""
REPLY_FLOOR, SATISFACTION_FLOOR = 0.92, 0.85
"""Floors of a county's hotline that publishes its ranks each week (dyrmt.com): who is below is named in public."""
NAMED = 10
"""Units at most in a proposed circular: our own choice."""
_CODE = re.compile(r"(\d{4})(?:Q([1-4])|-(\d{2}))?")
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True, slots=True)
class Period:
    """A year, a quarter or a month; make it with `period`."""

    code: str
    """`2026`, `2026Q2` or `2026-05`."""
    first: date
    last: date

    @property
    def months(self) -> int:
        """Months that it has."""
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1


def period(code: str, today: date) -> Period:
    """The period of a code; this year if it is none."""
    found = _CODE.fullmatch(code)
    if found is None or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        return period(f"{today.year}", today)
    year, quarter, month = int(found[1]), found[2], found[3]
    if month is not None and not 1 <= int(month) <= 12:
        return period(f"{today.year}", today)
    start, count = (int(quarter) * 3 - 2, 3) if quarter else (int(month), 1) if month else (1, 12)
    end = start + count - 1
    return Period(code, date(year, start, 1), date(year, end, months.monthrange(year, end)[1]))


def quarter_of(day: date) -> str:
    """Code of the quarter of a day."""
    return f"{day.year}Q{(day.month + 2) // 3}"


def months_back(today: date, count: int) -> list[str]:
    """Codes of so many months, this one first."""
    found, day = [], today.replace(day=1)
    for _ in range(count):
        found.append(f"{day:%Y-%m}")
        day = (day - timedelta(days=1)).replace(day=1)
    return found


class Line(NamedTuple):
    """Figures of a unit, a topic or a station."""

    id: int
    """0: of none."""
    received: int = 0
    in_time: int = 0
    late: int = 0
    returned: int = 0
    confirmed: int = 0
    unconfirmed: int = 0
    """Reported done, and nobody said whether it was."""
    refuted: int = 0
    unkept: int = 0
    """Promises whose day has passed."""
    moves: int = 0
    rated: int = 0
    satisfied: int = 0
    mostly: int = 0
    half: int = 0
    """Of a promise: half done, as who wrote says. They rated, and are not satisfied yet."""

    @property
    def dissatisfied(self) -> int:
        """So many of those who rated."""
        return self.rated - self.satisfied - self.mostly - self.half

    @property
    def is_shown(self) -> bool:
        """True if there are enough cases to say anything."""
        return self.received >= LEAST

    @property
    def reply_rate(self) -> float | None:
        """Share replied to in time, of all that was replied to or should have been."""
        return _share(self.in_time, self.in_time + self.late)

    @property
    def implementation_rate(self) -> float | None:
        """Share confirmed as done, of the promises that were over or should have been."""
        return _share(self.confirmed, self.confirmed + self.unconfirmed + self.refuted + self.unkept)

    @property
    def satisfaction_rate(self) -> float | None:
        """Share satisfied or mostly satisfied, of those who rated."""
        return _share(self.satisfied + self.mostly, self.rated)


def _share(part: int, of: int) -> float | None:
    return part / of if of >= LEAST else None


class Column(StrEnum):
    """Figure by which a league is ordered."""

    REPLY = "reply"
    IMPLEMENTATION = "implementation"
    SATISFACTION = "satisfaction"
    RECEIVED = "received"
    LATE = "late"
    RETURNED = "returned"
    UNCONFIRMED = "unconfirmed"
    MOVES = "moves"


FEWER_IS_BETTER = frozenset({Column.LATE, Column.RETURNED, Column.UNCONFIRMED, Column.MOVES})


def value(line: Line, column: Column) -> float | None:
    """The figure; None where there are too few cases to show it."""
    if not line.is_shown:
        return None
    rates = {
        Column.REPLY: line.reply_rate,
        Column.IMPLEMENTATION: line.implementation_rate,
        Column.SATISFACTION: line.satisfaction_rate,
    }
    return rates[column] if column in rates else float(getattr(line, column.value))


def ordered(lines: Sequence[Line], column: Column, *, worst_first: bool) -> list[Line]:
    """All of them by a figure; whose figure is not shown stand last either way, as they came."""
    known = [(found, line) for line in lines if (found := value(line, column)) is not None]
    high_first = worst_first == (column in FEWER_IS_BETTER)
    known.sort(key=lambda one: (-one[0] if high_first else one[0], one[1].id))
    shown = [line for _, line in known]
    ranked = {line.id for line in shown}
    rest = [line for line in lines if line.id not in ranked]
    return [*shown, *sorted(rest, key=lambda line: not line.is_shown)]


def places(lines: Sequence[Line], column: Column) -> list[int | None]:
    """Place of each of these ordered lines, from 1; none where the figure says too little to give one."""
    return [place if value(line, column) is not None else None for place, line in enumerate(lines, 1)]


def is_below(line: Line) -> bool:
    """True if a rate that is shown is below its floor."""
    reply, satisfaction = line.reply_rate, line.satisfaction_rate
    return (reply is not None and reply < REPLY_FLOOR) or (
        satisfaction is not None and satisfaction < SATISFACTION_FLOOR
    )


def commended(lines: Sequence[Line]) -> list[Line]:
    """Units to commend: at or above both floors with both rates known, the best first."""
    found = [line for line in lines if line.is_shown and not is_below(line) and _known(line)]
    return sorted(found, key=lambda line: (-_mean(line), line.id))[:NAMED]


def criticised(lines: Sequence[Line]) -> list[Line]:
    """Units to criticise: below a floor, the worst first."""
    found = [line for line in lines if line.is_shown and is_below(line)]
    return sorted(found, key=lambda line: (_mean(line), line.id))[:NAMED]


def _known(line: Line) -> bool:
    return line.reply_rate is not None and line.satisfaction_rate is not None


def _mean(line: Line) -> float:
    rates = (line.reply_rate, line.implementation_rate, line.satisfaction_rate)
    known = [rate for rate in rates if rate is not None]
    return sum(known) / len(known) if known else 0.0
