"""Kinds of what representatives hand in: what each is called and how many names it needs. Places differ: it is data."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import orjson

from storage.suggestion_vocabulary import SuggestionKind
from storage.vocabulary import Level

TABLE = Path(__file__).with_name("kinds.json")


class KindRow(NamedTuple):
    """A kind; `name` and `source` by language."""

    sign: str
    name: Mapping[str, str]
    names_needed: Mapping[Level, int]
    """Representatives who must sign it, its lead included, by the level of their congress."""
    source: Mapping[str, str]


@cache
def kinds() -> Mapping[SuggestionKind, KindRow]:
    """All of them, in order. Raises `KeyError`, `ValueError` if the file does not say what each is."""
    raw = orjson.loads(TABLE.read_bytes())
    return {kind: _row(raw[kind.value]) for kind in SuggestionKind}


def _row(raw: dict[str, Mapping[str, object]]) -> KindRow:
    needed = {level: int(str(raw["names_needed"][level.value])) for level in Level}
    return KindRow(**{**raw, "names_needed": needed})  # type: ignore[arg-type]
