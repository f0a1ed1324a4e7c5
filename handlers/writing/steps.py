"""Steps to what a unit promises, as they are typed: a line each, with a day before or behind what is done."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from handlers.conversation.reading import read_day
from handlers.conversation.texts import Html, Translator, bold, join, shortened
from handlers.core.casework.deadlines import STEPS
from handlers.core.casework.promises import LONGEST_STEP, Planned, may_be_step
from handlers.presentation.promises import step_line

_NUMBERED = re.compile(r"^(?:\d{1,2}[.)]\s+|\d{1,2}、\s*|[-•*]\s*)")
_CUT = re.compile(r"[\s,，:：;；、]+|(?<=[日号])")
_AROUND = " \t,，:：;；、.。-–—·前"
SHOWN = 60
"""Characters of a line that its fault repeats."""
SOON = timedelta(days=14)
"""So far ahead lies the example's day, or the promised one."""


class Typed(NamedTuple):
    """Steps that were read, in the order of their days, and what is wrong with them or with other lines."""

    steps: Sequence[Planned]
    faults: Sequence[Html]


def read(t: Translator, words: str, today: date, due_on: date, *, beside: int = 0) -> Typed:
    """What was typed, as steps to what is promised by that day; `beside`: number of those that are done already."""
    steps: list[Planned] = []
    faults: list[Html] = []
    for line in filter(None, map(str.strip, words.splitlines())):
        step = _step(line, today, t.language)
        if step is None:
            faults.append(t("“{line}”: I find no day and what is done by it.", line=shortened(line, SHOWN)))
        else:
            steps.append(step)
            faults += _wrong(t, step, today, due_on)
    n = len(steps) + beside
    if n > STEPS:
        faults.append(t("These are {n} steps; at most {most} fit, those that are done included.", n=n, most=STEPS))
    return Typed(sorted(steps, key=lambda one: one.day), faults)


def _wrong(t: Translator, step: Planned, today: date, due_on: date) -> list[Html]:
    faults, what = [], shortened(step.what, SHOWN)
    days = {"day": t.day(step.day), "last": t.day(due_on)}
    if step.day > due_on:
        faults.append(t("“{what}”: {day} is after the promised day, {last}.", what=what, **days))
    elif not may_be_step(step, today, due_on):
        faults.append(t("“{what}”: {day} is not ahead; it can be from tomorrow until {last}.", what=what, **days))
    if len(step.what) > LONGEST_STEP:
        faults.append(t("“{what}” is longer than {n} characters.", what=what, n=LONGEST_STEP))
    return faults


def _step(line: str, today: date, language: str) -> Planned | None:
    for whole in (line, _NUMBERED.sub("", line)):
        for day, what in _halves(whole):
            found = read_day(day.strip(_AROUND), today, language)
            if found is not None and what.strip(_AROUND):
                return Planned(what.strip(_AROUND), found)
    return None


def _halves(line: str) -> Iterator[tuple[str, str]]:
    """Its ways to fall into a day and a rest: the longest beginning first, then the longest end."""
    cuts = [found.span() for found in _CUT.finditer(line)]
    yield from ((line[:start], line[end:]) for start, end in reversed(cuts))
    yield from ((line[end:], line[:start]) for start, end in cuts)


def preview(t: Translator, reference: str, words: str, typed: Typed, due_on: date, today: date) -> Html:
    """The question for them, or what was typed and what is wrong with it."""
    if not words:
        example = t("{day} order the parts", day=t.typed(min(due_on, today + SOON)))
        ask = t(
            "🪜 {reference}: which steps lead there? Up to {n}, a line each with its day, none after {last}, like:",
            reference=bold(reference),
            n=STEPS,
            last=bold(t.day(due_on)),
        )
        return join([ask, example])
    lines = [step_line(t, one.what, one.day, done=False) for one in typed.steps]
    wrong = [Html(f"⚠️ {one}") for one in typed.faults]
    on = t("Write on to add more; edit your message to change it.")
    if wrong:
        on = t("Please edit your message to correct it, or throw it away and write it anew.")
    return join([join([t("🪜 {reference}: the steps", reference=bold(reference)), *lines]), join([*wrong]), on], "\n\n")
