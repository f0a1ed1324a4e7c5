"""Training a model and trying it on what was held out, against what is used now: done aside, as it takes long."""

import zlib
from collections.abc import Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from handlers.core.directory import topics as keywords
from handlers.core.topics import learning
from handlers.core.topics.learning import Example
from handlers.core.topics.linear import Model
from storage.beside import Questions, answered

LEAST_HELD_OUT = 20
"""Examples to try a model on, without which it says nothing: our own choice."""


class Named(NamedTuple):
    """A topic that can be suggested by its keywords."""

    code: str
    name: str
    keywords: Sequence[str]


class Order(NamedTuple):
    """All that training needs; it can be pickled."""

    questions: Questions
    """One: the examples."""
    topics: Sequence[Named]
    present: Model | None
    """The model in use; None: keywords are."""
    digest: str
    """Of the examples the last time; empty if there was none."""


class Came(StrEnum):
    """What came of training."""

    TAKEN = "taken"
    WORSE = "worse"
    UNCHANGED = "unchanged"
    TOO_FEW = "too few"


class Trained(NamedTuple):
    """What came of training, with figures where there was something to try."""

    came: Came
    examples: int
    digest: str
    score: float = 0.0
    before: float = 0.0
    least_lead: float | None = None
    share: float = 0.0
    model: Model | None = None


def work_out(order: Order) -> Trained:
    """Train a model and compare it with what is used now."""
    examples = together(answered(order.questions)[0])
    digest = f"{zlib.crc32(repr(examples).encode()):08x}-{len(examples)}"
    if digest == order.digest:
        return Trained(Came.UNCHANGED, len(examples), digest)
    tried = [one for one in examples if learning.held_out(one.text)]
    model = learning.learn([one for one in examples if not learning.held_out(one.text)])
    if model is None or len(tried) < LEAST_HELD_OUT:
        return Trained(Came.TOO_FEW, len(examples), digest)
    topics = learning.learnable(examples)
    guesses = [(one.topic, model.guess(one.text)) for one in tried]
    score = learning.macro_f1([(topic, guess and guess.topic) for topic, guess in guesses], topics)
    before = learning.macro_f1([(one.topic, _read_now(order, one.text)) for one in tried], topics)
    leads = [(guess.lead, guess.topic == topic) for topic, guess in guesses if guess is not None]
    least = learning.least_lead(leads)
    share = sum(lead >= least for lead, _ in leads) / len(tried) if least is not None else 0.0
    came = Came.TAKEN if score >= before else Came.WORSE
    return Trained(came, len(examples), digest, score, before, least, share, model)


def together(rows: Sequence[tuple[Any, ...]]) -> list[Example]:
    """Examples from rows of number, code and text; what was written in several messages is one, and empty ones go."""
    texts: dict[tuple[int, str], list[str]] = {}
    for number, code, text in rows:
        texts.setdefault((number, code), []).append(text or "")
    examples = [Example("\n".join(written), code) for (_, code), written in texts.items()]
    return [one for one in examples if one.text.strip()]


def _read_now(order: Order, text: str) -> str | None:
    """The topic that is read in a text now, however sure."""
    if order.present is not None:
        guess = order.present.guess(text)
        return guess.topic if guess is not None else None
    found = keywords.suggest(text, order.topics)
    return found[0].topic.code if found else None
