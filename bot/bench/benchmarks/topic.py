"""`topic`: how well topics are read in real messages, what that takes, and what the model takes in memory."""

import os
import time
from pathlib import Path

from bot.bench.benchmarks.similar import MESSAGES, rows
from bot.bench.databases import Skipped
from bot.bench.figures import Figure, compared, quantile
from handlers.core.topics import learning
from handlers.core.topics.learning import Example

LINEAR = 0.91
"""Macro-F1 of LinearSVC of scikit-learn on n-grams of characters, in the same five parts: docs/adr/0020."""
LONGEST = 5.0
"""Milliseconds: the goal."""
MOST_MEMORY = 4.0
"""MiB: the goal; twenty topics take 1.3."""


async def on_real_messages() -> list[Figure]:
    """Each fifth is read by a model that learned from the others. Raises `Skipped` without messages."""
    file = Path(os.environ.get(MESSAGES, "")) / "labelled_zh.csv"
    if not file.is_file():
        raise Skipped(f"{MESSAGES} names no folder with labelled_zh.csv")
    examples = [Example(f"{row['title']}\n{row['detail'].strip()}", row["label"]) for row in rows(file)]
    read: list[tuple[str, str | None]] = []
    took: list[float] = []
    kept = 0
    for part in range(learning.FOLDS):
        model = learning.learn([one for one in examples if learning.fold(one.text) != part])
        assert model is not None
        kept = len(model.coefficients) + len(model.rarities)
        for one in (one for one in examples if learning.fold(one.text) == part):
            started = time.thread_time()
            guess = model.guess(one.text)
            took.append(1000 * (time.thread_time() - started))
            read.append((one.topic, guess.topic if guess is not None else None))
    score = learning.macro_f1(read, learning.learnable(examples))
    return [
        compared("topic.f1", "macro-F1", score, LINEAR, ">=", 0.99),
        compared("topic.p95", "CPU ms", quantile(took, 0.95), LONGEST, "<=", 1.0),
        compared("topic.memory", "MiB", kept / (1 << 20), MOST_MEMORY, "<=", 1.0),
    ]
