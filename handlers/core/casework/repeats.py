"""Repeated opinions: the same author, the same text or the same thing in other words. Pure."""

import re
from collections.abc import Mapping

from rapidfuzz import fuzz

from handlers.core.casework import wording

SAME = 85.0
"""Of 100. WriteToThem counts letters as alike from one half; here nobody is refused, only asked, and only about what is
their own, so it has to be nearly the same text."""
RESEMBLING = 40
"""Of 100, by the words they share, whatever else is in them: our own choice, thrice what staff are shown."""
LEAST = 8
"""Characters without spaces and marks below which only the very same text counts: our own choice."""
_LONGEST = 4000
"""Characters compared; a message holds hardly more (Telegram's limit: 4,096)."""
_NUMBER = re.compile(r"\d+")
_NO_LETTER = re.compile(r"[\W_]+")


def repeated(text: str, earlier: Mapping[int, str]) -> int | None:
    """The key of the earlier text that is (nearly) the same, the likest of them; None if there is none.

    Texts with other numbers in them are about other things: another house, another bus.
    """
    bare, numbers = _bare(text), _NUMBER.findall(text)
    likeness = {
        key: _likeness(bare, _bare(other)) for key, other in earlier.items() if _NUMBER.findall(other) == numbers
    }
    best = max(likeness, key=likeness.__getitem__, default=None)
    return best if best is not None and likeness[best] >= SAME else None


def resembling(text: str, earlier: Mapping[int, str]) -> int | None:
    """The key of the earlier text that is (nearly) the same, else of the one about the same thing; None: there is none.

    Where both name numbers these have to be the same.
    """
    found = repeated(text, earlier)
    if found is not None:
        return found
    numbers = _NUMBER.findall(text)
    others = {key: other for key, other in earlier.items() if _may_be_about_the_same(numbers, _NUMBER.findall(other))}
    if not others:
        return None
    here, likeness = dict.fromkeys(wording.words(text), 1.0), {}
    for key, other in others.items():
        there = wording.words(other)
        likeness[key] = wording.alike(here, there, wording.length([1.0] * len(there)))[0]
    best = max(likeness, key=likeness.__getitem__, default=None)
    return best if best is not None and likeness[best] >= RESEMBLING else None


def _may_be_about_the_same(numbers: list[str], others: list[str]) -> bool:
    return not numbers or not others or numbers == others


def _bare(text: str) -> str:
    return _NO_LETTER.sub("", text.lower())[:_LONGEST]


def _likeness(one: str, other: str) -> float:
    if not one or min(len(one), len(other)) < LEAST:
        return 100.0 if one and one == other else 0.0
    return fuzz.ratio(one, other)
