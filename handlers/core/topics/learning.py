"""Learning a model of topics from examples: a linear support vector machine, one topic against the others. Pure.

Dual coordinate descent: Hsieh and others, A Dual Coordinate Descent Method for Large-scale Linear SVM, 2008; what it
finds is what LinearSVC of scikit-learn finds.
"""

import random
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from operator import itemgetter, mul
from typing import NamedTuple

from handlers.core.topics import linear
from handlers.core.topics.linear import BUCKETS, Model

COST = 3.0
"""Of an example on the wrong side: of 0.5 to 10, what told 3,661 real messages apart best (docs/adr/0020)."""
ROUNDS = 6
"""Through all examples; further ones change nothing that counts."""
FOLDS = 5
"""One of so many parts of the examples is never learned from: models are compared on it."""
LEAST = 10
"""Examples without which a topic is not learned: our own choice."""
PRECISE = 0.95
"""A suggestion should be right so often, among what was held out: our own choice."""
_ASLEEP = 0.1
"""Beyond its margin by so much, an example is looked at no more."""
_LITTLE = 1e-3
"""A change that small is none."""


class Example(NamedTuple):
    """A text, and the topic that it is about."""

    text: str
    topic: str
    """Its code."""


class Document(NamedTuple):
    """An example as it is learned from."""

    grams: Sequence[int]
    values: Sequence[float]
    topic: str


def held_out(text: str) -> bool:
    """True for the fifth of all texts that nothing is ever learned from; the same text always falls alike."""
    return fold(text) == 0


def fold(text: str) -> int:
    """Part that a text falls into, 0–4: the same for identical texts, whatever their spaces."""
    return zlib.crc32("".join(text.split()).encode()) % FOLDS


def learnable(examples: Iterable[Example]) -> list[str]:
    """Topics that have examples enough, by code."""
    counts = Counter(example.topic for example in examples)
    return sorted(topic for topic, many in counts.items() if many >= LEAST)


def learn(examples: Sequence[Example]) -> Model | None:
    """A model of the topics of these that have examples enough; None if there are fewer than two to tell apart."""
    topics = learnable(examples)
    if len(topics) < 2:
        return None
    read = [(linear.grams(one.text), one.topic) for one in examples]
    read = [(found, topic) for found, topic in read if found]
    rare = linear.rarities([found for found, _ in read])
    rarity = [value / linear.RARITIES for value in rare]
    documents = [Document(*linear.weighed(found, rarity), topic) for found, topic in read]
    return linear.as_model(topics, rare, [_row(documents, topic) for topic in topics])


def _row(documents: Sequence[Document], topic: str) -> list[float]:
    """Coefficients of one topic against the others."""
    row, shares = [0.0] * BUCKETS, [0.0] * len(documents)
    slack, rng = 0.5 / COST, random.Random(7)
    read = [itemgetter(*one.grams, 0) for one in documents]  # with one more it gives a tuple for a single gram too
    awake = list(range(len(documents)))
    for round_ in range(ROUNDS):
        rng.shuffle(awake)
        still = []
        for at in awake:
            one, share = documents[at], shares[at]
            side = 1.0 if one.topic == topic else -1.0
            short = side * sum(map(mul, one.values, read[at](row))) - 1 + slack * share
            if not share and round_ and short > _ASLEEP:
                continue
            still.append(at)
            new = max(share - short / (1 + slack), 0.0)
            if abs(new - share) > _LITTLE:
                shares[at], change = new, (new - share) * side
                for gram, value in zip(one.grams, one.values, strict=True):
                    row[gram] += change * value
        awake = still
    return row


def macro_f1(pairs: Sequence[tuple[str, str | None]], topics: Sequence[str]) -> float:
    """Mean over these topics of F1, from pairs of what it is about and what was read in it (None: nothing)."""
    right = Counter(topic for topic, read in pairs if topic == read)
    there, told = Counter(topic for topic, _ in pairs), Counter(read for _, read in pairs)
    scores = [2 * right[one] / (there[one] + told[one]) for one in topics if there[one] + told[one]]
    return sum(scores) / len(scores) if scores else 0.0


def least_lead(leads: Sequence[tuple[float, bool]]) -> float | None:
    """The least lead from which on guesses are right often enough, from leads with whether each was right.

    None if they are at no lead.
    """
    found, right = None, 0
    for many, (lead, good) in enumerate(sorted(leads, reverse=True), 1):
        right += good
        if right >= PRECISE * many:
            found = lead
    return found
