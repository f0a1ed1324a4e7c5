"""A linear model of topics: what a text is about, by its characters, pairs of characters and words. Pure."""

import math
import re
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import mul
from typing import NamedTuple

from handlers.core.casework.wording import plain

BUCKETS = 1 << 16
"""Grams are told apart by so many numbers; twice as many gain nothing (docs/adr/0020)."""
LONGEST = 1_000
"""Characters that are read."""
OPENING = 30
"""Characters: people say first what it is about, so these count `TIMES`."""
TIMES = 4
RANGE = 127
"""Coefficients are kept in a byte each, from -127 to 127 of the largest."""
RARITIES = 25.0
"""A byte holds how rare a gram is, in steps of a 25th: up to 10.2, more than e^9 examples can give."""
_RUNS = re.compile(r"[\u3400-\u9fff]+|[a-z]+")


def grams(text: str) -> dict[int, float]:
    """Numbers of the grams of a text with how much each counts: characters and their pairs, and English words."""
    read = plain(text[:LONGEST])
    found: Counter[int] = Counter()
    for piece, times in ((read, 1), (read[:OPENING], TIMES - 1)):
        for run in _RUNS.findall(piece):
            one = [run] if run < "\u3400" else [*run, *(run[at : at + 2] for at in range(len(run) - 1))]
            for gram in one:
                found[zlib.crc32(gram.encode()) % BUCKETS] += times
    return {gram: 1 + math.log(many) for gram, many in found.items()}


def weighed(found: Mapping[int, float], rarity: Mapping[int, float] | Sequence[float]) -> tuple[list[int], list[float]]:
    """Grams, and what each says of the whole: those that few examples have say more. Of length 1 together."""
    values = [many * rarity[gram] for gram, many in found.items()]
    length = math.sqrt(sum(map(mul, values, values))) or 1.0
    return list(found), [value / length for value in values]


class Guess(NamedTuple):
    """A topic that a model reads in a text."""

    topic: str
    """Its code."""
    lead: float
    """By so much it stands before the second: comparable within one model."""


@dataclass(frozen=True)
class Model:
    """Coefficients of a model: a byte for each topic and gram, and how rare each gram is."""

    topics: tuple[str, ...]
    """Codes."""
    scales: tuple[float, ...]
    """Value of a coefficient of 1, by topic."""
    rarities: bytes
    coefficients: bytes
    """`BUCKETS` signed bytes a topic."""

    @property
    def _rows(self) -> list[memoryview]:
        whole = memoryview(self.coefficients).cast("b")
        return [whole[at * BUCKETS : (at + 1) * BUCKETS] for at in range(len(self.topics))]

    def guess(self, text: str) -> Guess | None:
        """The topic it reads in a text; None where the text has nothing to read."""
        found = grams(text)
        if not found:
            return None
        numbers, values = weighed(found, self._rarity(found))
        scores = [
            scale * sum(map(mul, values, map(row.__getitem__, numbers)))
            for row, scale in zip(self._rows, self.scales, strict=True)
        ]
        first, second = sorted(scores, reverse=True)[:2]
        return Guess(self.topics[scores.index(first)], first - second)

    def _rarity(self, found: Mapping[int, float]) -> dict[int, float]:
        return {gram: self.rarities[gram] / RARITIES for gram in found}

    def packed(self) -> bytes:
        """As it is kept; the topics and scales are kept beside it."""
        return zlib.compress(self.rarities + self.coefficients)


def unpacked(topics: Sequence[str], scales: Sequence[float], content: bytes) -> Model:
    """The model that was packed so."""
    whole = zlib.decompress(content)
    return Model(tuple(topics), tuple(scales), whole[:BUCKETS], whole[BUCKETS:])


def rarities(documents: Sequence[Mapping[int, float]]) -> bytes:
    """How rare each gram is among these, as a model keeps it."""
    counts: Counter[int] = Counter()
    for one in documents:
        counts.update(one.keys())
    among = 1 + len(documents)
    return bytes(min(255, round((1 + math.log(among / (1 + counts[gram]))) * RARITIES)) for gram in range(BUCKETS))


def as_model(topics: Sequence[str], rare: bytes, rows: Sequence[Sequence[float]]) -> Model:
    """A model of these coefficients, rounded to bytes."""
    scales = [max(map(abs, row)) / RANGE or 1.0 for row in rows]
    content = bytearray()
    for row, scale in zip(rows, scales, strict=True):
        content += bytes(round(value / scale) & 0xFF for value in row)
    return Model(tuple(topics), tuple(scales), rare, bytes(content))
