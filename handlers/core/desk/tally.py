"""Counting the figures of a period: costly, for a process of its own that loads little. Pure but for the question."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from storage.beside import Questions, answered

LEAST = 10
"""Nothing is said of fewer cases: as WriteToThem's "too few", and as the league."""

Figures = dict[str, Any]
"""Plain data by name, as `tally` makes it; kept as JSON."""


def tally(asked: Questions, names: Sequence[str]) -> list[Figures]:
    """The figures of each period that was asked about, by the questions' `names`."""
    rows, size = answered(asked), len(names)
    return [_told(dict(zip(names, rows[at : at + size], strict=True))) for at in range(0, len(rows), size)]


def _told(rows: dict[str, list[Any]]) -> Figures:
    referred = [(instant(at), instant(done), instant(due)) for at, done, due in rows["referrals"]]
    promised = [(instant(made), instant(done), _day(due), state) for made, done, due, state in rows["promises"]]
    return {
        "received": sum(n for _, n in rows["stages"]),
        "weeks": [int(n or 0) for n in rows["weeks"][0]] if rows["weeks"] else [],
        **{name: [[key, n] for key, n in rows[name]] for name in ("stages", "topics", "areas", "silent")},
        "screening": spread([(a, b) for a, b in _pairs(rows["screening"])]),
        "answering": spread([(a, b) for a, b in _pairs(rows["answering"])]),
        "replying": spread([(at, done) for at, done, _ in referred if at and done]),
        "implementing": spread([(made, done) for made, done, *_ in promised if made and done]),
        "replied": _share([bool(done and due and done <= due) for _, done, due in referred if done]),
        "kept": _share([bool(done and due and done.date() <= due) for _, done, due, _ in promised if done]),
        "promised": len(promised),
        "confirmed": Counter(state for *_, state in promised)["confirmed"],
        "satisfaction": [[round_, word, n] for round_, word, n in rows["satisfaction"]],
        "handling": _summed(rows["handling"]),
        "reception": [int(n or 0) for n in rows["reception"][0]],
        "notices": [int(n or 0) for n in rows["notices"][0]],
    }


def _pairs(rows: Sequence[tuple[Any, Any]]) -> list[tuple[datetime, datetime]]:
    found = [(instant(first), instant(last)) for first, last in rows]
    return [(first, last) for first, last in found if first is not None and last is not None]


def _summed(rows: Sequence[tuple[int, str, int]]) -> list[list[Any]]:
    total: Counter[str] = Counter()
    for _, word, n in rows:
        total[word] += n
    return [[word, n] for word, n in total.items()]


def spread(spans: Sequence[tuple[datetime, datetime]]) -> list[float] | None:
    """(number, median, 90th percentile), in days, of these stretches of time; None for fewer than `LEAST`. Pure."""
    if len(spans) < LEAST:
        return None
    days = sorted((last - first).total_seconds() / 86_400 for first, last in spans)
    return [len(days), round(_quantile(days, 0.5), 2), round(_quantile(days, 0.9), 2)]


def _quantile(ordered: Sequence[float], part: float) -> float:
    at = part * (len(ordered) - 1)
    low = int(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (at - low)


def _share(held: Sequence[bool]) -> list[float] | None:
    """(number, share from 0 to 1); None for fewer than `LEAST`."""
    return [len(held), round(sum(held) / len(held), 4)] if len(held) >= LEAST else None


def instant(raw: Any) -> datetime | None:
    """An instant as either database gives it to a plain question."""
    found = datetime.fromisoformat(raw) if isinstance(raw, str) else raw
    if found is None:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _day(raw: Any) -> date | None:
    return date.fromisoformat(raw) if isinstance(raw, str) else raw
