"""The legend of outcome classes: what each means and whether it promises a day. Places differ, so it is data.

The classes of the national rules: A solved or all but solved, B being solved or planned step by step, C later because
of present conditions, D for reference.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import orjson

from storage.vocabulary import Outcome

LEGEND = Path(__file__).with_name("outcomes.json")


class Meaning(NamedTuple):
    """A line of the legend; `name` and `meaning` by language."""

    sign: str
    needs_date: bool
    """It promises something, so it names a day."""
    name: Mapping[str, str]
    meaning: Mapping[str, str]


@cache
def legend() -> Mapping[Outcome, Meaning]:
    """The whole of it, in order. Raises `KeyError`, `ValueError` if the file does not say what every class means."""
    raw = orjson.loads(LEGEND.read_bytes())
    return {outcome: Meaning(**raw[outcome.value]) for outcome in Outcome}
