"""A notice's ledger in the end, gathered for its report. Pure.

Staff must not learn who blocked the bot or muted a column, so recipients are shown by area, and that only as closely
as at least `LEAST` of them live there.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from storage.queries.recipients import Line
from storage.vocabulary import RecipientState

LEAST = 10
"""An area with fewer recipients goes under the one above it: Alaveteli too says nothing about fewer than ten people."""
MOST_LINES = 20_000
"""Of a larger notice only those who did not get it have a line of their own; the others are counted by area."""


@dataclass(slots=True)
class ReportData:
    """The ledger, as far as it was read."""

    last: int = 0
    """The person of the last line."""
    outcomes: Counter[RecipientState] = field(default_factory=Counter)
    sent: Counter[int] = field(default_factory=Counter)
    """By minute since 1970."""
    areas: Counter[int | None] = field(default_factory=Counter)
    by_area: Counter[tuple[int | None, RecipientState]] = field(default_factory=Counter)
    incomplete: int = 0
    """Of those it reached: how many lack some of its files, which were refused."""
    lines: list[Line] = field(default_factory=list)
    whole: bool = True
    """True if everybody has a line."""

    def take(self, lines: Sequence[Line]) -> None:
        """The next lines of the ledger."""
        for line in lines:
            self.outcomes[line.state] += 1
            self.areas[line.area_id] += 1
            self.by_area[line.area_id, line.state] += 1
            if line.state is RecipientState.SENT and line.at is not None:
                self.sent[line.at // 60] += 1
            self.incomplete += line.state is RecipientState.SENT and line.reason is not None
        self.last = lines[-1].person_id
        self.lines += lines
        if len(self.lines) > MOST_LINES:
            self.whole = False
            self.lines = [line for line in self.lines if line.state is not RecipientState.SENT or line.reason][
                :MOST_LINES
            ]


def coarse(counts: Mapping[int | None, int], above: Mapping[int, int | None]) -> dict[int | None, int | None]:
    """For each area, the area it is shown as: itself, or the nearest above that has `LEAST`; None where none has."""
    together = Counter(counts)
    shown: dict[int | None, int | None] = {area: area for area in counts}
    for area in sorted((one for one in _all(counts, above)), key=lambda one: -_depth(one, above)):
        if 0 < together[area] < LEAST:
            parent = above.get(area)
            together[parent] += together.pop(area)
            shown |= {of: parent for of, now in shown.items() if now == area}
    return shown


def _all(counts: Iterable[int | None], above: Mapping[int, int | None]) -> set[int]:
    found = {area for area in counts if area is not None}
    for area in list(found):
        at = above.get(area)
        while at is not None and at not in found:
            found.add(at)
            at = above.get(at)
    return found


def _depth(area: int, above: Mapping[int, int | None]) -> int:
    depth, at = 0, above.get(area)
    while at is not None:
        depth, at = depth + 1, above.get(at)
    return depth
