"""The eight kinds of matters that are no suggestions (Hubei provisions of 2012, article 8). Places differ: it is data.

Words only hint at a kind: who writes reads the hint, and hands in nevertheless where it does not fit.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import orjson

TABLE = Path(__file__).with_name("unsuitable.json")


class Unsuitable(NamedTuple):
    """A kind; `name` and `door` (what to do instead) by language."""

    name: Mapping[str, str]
    door: Mapping[str, str]
    words: Sequence[str]
    """Words that hint at it."""


@cache
def unsuitable() -> Mapping[str, Unsuitable]:
    """All of them, in order. Raises `TypeError` if the file does not say what each is."""
    return {key: Unsuitable(**raw) for key, raw in orjson.loads(TABLE.read_bytes()).items()}


def hinted(text: str) -> list[tuple[Unsuitable, str]]:
    """Kinds that a text hints at, each with the word that does."""
    small = text.lower()
    found = ((kind, next((word for word in kind.words if word in small), None)) for kind in unsuitable().values())
    return [(kind, word) for kind, word in found if word is not None]
