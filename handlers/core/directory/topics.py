"""Topics suggested from a text, with the words that speak for them."""

import math
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Generic, NamedTuple, Protocol, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.core.directory.starting_topics import starting_topics
from storage.models.directory import Topic
from storage.queries import directory as queries
from storage.queries.topics import any_topic

_OPENING = 60
"""Characters: people say first what it is about, so a word there counts double."""
_LONGEST = 4000
"""Characters read; a message holds hardly more (Telegram's limit: 4,096)."""
_WORD = re.compile(r"[a-z]+")


class HasKeywords(Protocol):
    """Topic that can be suggested."""

    @property
    def name(self) -> str:
        """Counts as a keyword."""

    @property
    def keywords(self) -> Sequence[str]:
        """Words and phrases, Chinese or English."""


_Keyword = tuple[str, str, float]
"""A keyword, what is looked for, and how long it counts as."""

T = TypeVar("T", bound=HasKeywords)


class Suggestion(NamedTuple, Generic[T]):
    """A topic that fits."""

    topic: T
    score: float
    """Comparable within one answer only."""
    words: tuple[str, ...]
    """The keywords found in the text, those that counted most first."""


def suggest(text: str, topics: Sequence[T]) -> list[Suggestion[T]]:
    """Topics whose keywords occur in `text`, the best first; empty if none do.

    Longer keywords say more, repeated ones a little more, those in the opening twice as much.
    """
    named = tuple((topic.name, *topic.keywords) for topic in topics)
    found = [Suggestion(topics[at], score, words) for at, score, words in _found(text[:_LONGEST].lower(), named)]
    return sorted(found, key=lambda suggestion: -suggestion.score)


@lru_cache(maxsize=1024)
def _found(text: str, topics: tuple[tuple[str, ...], ...]) -> list[tuple[int, float, tuple[str, ...]]]:
    """The place in the list, the score and the words of each topic that occurs; kept: a draft is shown many times."""
    chinese = (text, text[:_OPENING])
    english = (_words(text), _words(text[: _OPENING * 2]))
    found = []
    for at, keywords in enumerate(topics):
        in_english, in_chinese = _sought(keywords)
        weights = _weights(in_english, *english) if english[0].strip() else {}
        if not text.isascii():
            weights |= _weights(in_chinese, *chinese)
        if weights:
            words = tuple(sorted(weights, key=lambda word: -weights[word]))
            found.append((at, sum(weights.values()), words))
    return found


def _weights(keywords: list[_Keyword], text: str, opening: str) -> dict[str, float]:
    return {
        word: length * (1 + math.log2(text.count(sought))) * (2 if sought in opening else 1)
        for word, sought, length in keywords
        if sought in text
    }


@lru_cache(maxsize=256)
def _sought(keywords: tuple[str, ...]) -> tuple[list[_Keyword], list[_Keyword]]:
    """Keywords looked for in English, and in Chinese."""
    english, chinese = [], []
    for word in keywords:
        if word.isascii():
            sought = _words(word)
            english.append((word, sought, 1.0 + sought.count(" ") / 2))
        else:
            chinese.append((word, word.lower(), len(word) / 2))
    return english, chinese


@lru_cache(maxsize=4096)
def _words(text: str) -> str:
    """English words between spaces, plurals as singulars, so that `art` is not found in `start`."""
    return f" {' '.join(map(_singular, _WORD.findall(text.lower())))} "


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


async def plant_topics(session: AsyncSession) -> int:
    """Write the topics to start from, where there is none at all; how many were written."""
    if await any_topic(session):
        return 0
    rows = [
        {**{key: value for key, value in record.items() if key != "unit"}, "unit_id": None}
        for record in starting_topics()
    ]
    await queries.insert_all(session, Topic, rows)
    return len(rows)
