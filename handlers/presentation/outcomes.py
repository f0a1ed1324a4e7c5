"""What each outcome class means, in plain words: the legend. Places differ, so it is data, beside this file.

The classes of the national rules: A solved or all but solved, B being solved or planned step by step, C later because
of present conditions, D for reference.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

import orjson

from handlers.conversation.texts import Html, Translator, bold, escape, join
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


def named(t: Translator, outcome: Outcome) -> Html:
    """`✅ Resolved (A)`."""
    one = legend()[outcome]
    return t.counted(Html(f"{one.sign} {escape(one.name[t.language])}"), outcome.value)


def explained(t: Translator) -> Html:
    """The legend, a line a class."""
    return join(
        [
            t("{kind}: {what}", kind=bold(named(t, outcome)), what=one.meaning[t.language])
            for outcome, one in legend().items()
        ]
    )


def told(t: Translator, outcome: Outcome, planned_for: date | None) -> Html:
    """What came of it, as its author reads it: the class in plain words, and the day that is promised."""
    head = t("Result: {outcome}", outcome=bold(named(t, outcome)))
    promised = t("Promised by {day}.", day=bold(t.day(planned_for))) if planned_for is not None else ""
    return join([head, legend()[outcome].meaning[t.language], promised])


def as_shown(t: Translator, outcome: Outcome, planned_for: date | None) -> Html:
    """The same in one line, for who knows the legend."""
    name = bold(named(t, outcome))
    if planned_for is None:
        return t("Result: {outcome}", outcome=name)
    return t("Result: {outcome}, by {day}", outcome=name, day=t.day(planned_for))
