"""Composition of the representatives of each level, as the report of a congress counts it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.queries import directory as queries
from storage.vocabulary import NO_PARTY, Level, Sex

SHOWN = 5
"""So many parties, and so many groups of occupations, are told by name; the others are counted together."""


@dataclass(slots=True)
class Composition:
    """Counts of the representatives of one level who are in office."""

    total: int = 0
    re_elected: int = 0
    by_election: int = 0
    sexes: Counter[Sex | None] = field(default_factory=Counter)
    """None: the list does not say."""
    parties: Counter[str | None] = field(default_factory=Counter)
    """By name, `NO_PARTY` for none; None: the list does not say."""
    occupations: Counter[str | None] = field(default_factory=Counter)
    terms: Counter[str | None] = field(default_factory=Counter)
    """Of the congress, as the list names them."""


async def composition(session: AsyncSession) -> dict[Level, Composition]:
    """By level, township first; only levels at which somebody sits."""
    return counted(await queries.facts_in_office(session))


def counted(rows: Iterable[Any]) -> dict[Level, Composition]:
    """The same for these rows. Pure."""
    found: dict[Level, Composition] = {}
    for row in rows:
        one = found.setdefault(row.level, Composition())
        one.total += 1
        one.re_elected += bool(row.re_elected)
        one.by_election += bool(row.by_election)
        one.sexes[row.sex] += 1
        one.parties[row.party] += 1
        one.occupations[row.occupation] += 1
        one.terms[row.term] += 1
    return {level: found[level] for level in Level if level in found}


def leading(counts: Sequence[Mapping[str | None, int]]) -> list[str]:
    """The names counted most over all levels, at most `SHOWN`, no party last: each has one place and colour in all."""
    together: Counter[str] = Counter()
    for count in counts:
        together.update({name: n for name, n in count.items() if name is not None})
    return sorted(together, key=lambda name: (name == NO_PARTY, -together[name], name))[:SHOWN]


def shares(count: Mapping[str | None, int], names: Sequence[str]) -> list[int]:
    """Counts of each of these names, then of any other one, then of those for whom it is not known."""
    known = [count.get(name, 0) for name in names]
    unknown = count.get(None, 0)
    return [*known, sum(count.values()) - sum(known) - unknown, unknown]


def guarded(parts: Sequence[tuple[str, int]], least: int) -> tuple[list[tuple[str, int]], int]:
    """Parts of a whole that say nothing of fewer than `least`, and how many all others are together. Pure.

    What is left out cannot be worked out from the rest: where the others are too few, the smallest part that is told
    joins them. Nothing is told where only the whole would be.
    """
    told = sorted((one for one in parts if one[1] >= least), key=lambda one: -one[1])
    others = sum(n for _, n in parts) - sum(n for _, n in told)
    while told and 0 < others < least:
        others += told.pop()[1]
    order = [name for name, _ in parts]
    return sorted(told, key=lambda one: order.index(one[0])), others if told else 0
