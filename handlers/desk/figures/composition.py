"""Composition of the representatives in office by level, as the report of a congress has it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from handlers.core.desk.tally import LEAST
from handlers.core.directory.composition import Composition, composition, guarded, leading
from handlers.desk.figures.bars import Bar, Part, Whole
from handlers.desk.web import Desk
from handlers.presentation.seats import level_title
from storage.vocabulary import NO_PARTY, Sex

OTHERS, UNKNOWN = 5, 6
"""Shades of all others, and of those of whom the list does not say it."""


class Chart(NamedTuple):
    """A picture of one thing, a bar a level."""

    name: str
    title: str
    wholes: Sequence[Whole]


class Composed(NamedTuple):
    """All pictures of the composition."""

    levels: Sequence[Bar]
    charts: Sequence[Chart]


async def composed(desk: Desk) -> Composed:
    """As the directory has it now. Of fewer than ten people of a level nothing is said."""
    t, found = desk.t, await composition(desk.session)
    named = {NO_PARTY: t("no party").plain}
    sexes: dict[str, str] = {Sex.FEMALE: t("women").plain, Sex.MALE: t("men").plain}
    again = {"again": t("re-elected").plain, "first": t("for the first time").plain}
    counts: list[tuple[str, str, Mapping[str, str], list[Mapping[str | None, int]]]] = [
        ("sex", t("Women and men").plain, sexes, [_sexes(one) for one in found.values()]),
        ("party", t("By party").plain, *_leading([one.parties for one in found.values()], named)),
        ("occupation", t("By occupation").plain, *_leading([one.occupations for one in found.values()], {})),
        ("again", t("Re-elected").plain, again, [_again(one) for one in found.values()]),
        ("term", t("By term").plain, *_leading([one.terms for one in found.values()], {})),
    ]
    titles = {level: level_title(t, level).plain for level in found}
    charts = [
        Chart(
            name, title, [_whole(desk, titles[level], count, labels) for level, count in zip(found, each, strict=True)]
        )
        for name, title, labels, each in counts
    ]
    told = [Chart(name, title, [one for one in wholes if one.parts]) for name, title, wholes in charts]
    levels = [Bar(titles[level], one.total) for level, one in found.items()]
    enough = sum(bar.n for bar in levels) >= LEAST
    return Composed(levels if enough else [], [one for one in told if one.wholes])


def _leading(
    counts: list[Mapping[str | None, int]], named: Mapping[str, str]
) -> tuple[Mapping[str, str], list[Mapping[str | None, int]]]:
    return {name: named.get(name, name) for name in leading(counts)}, counts


def _sexes(one: Composition) -> Mapping[str | None, int]:
    return {sex.value if sex is not None else None: n for sex, n in one.sexes.items()}


def _again(one: Composition) -> Mapping[str | None, int]:
    return {"again": one.re_elected, "first": one.total - one.re_elected}


def _whole(desk: Desk, title: str, count: Mapping[str | None, int], labels: Mapping[str, str]) -> Whole:
    """A level's parts: those with a label, all others together, those of whom it is not known."""
    if not any(count.get(name) for name in labels):
        return Whole(title, [])
    known = [(label, count.get(name, 0)) for name, label in labels.items()]
    unknown = (desk.t("not said").plain, count.get(None, 0))
    rest = sum(count.values()) - sum(n for _, n in known) - unknown[1]
    others = desk.t("all others").plain
    told, more = guarded([*known, unknown, (others, rest)], LEAST)
    shades = {label: at for at, label in enumerate(labels.values())} | {unknown[0]: UNKNOWN, others: OTHERS}
    parts = [Part(label, n, shades[label]) for label, n in told if label != others]
    left = more + sum(n for label, n in told if label == others)
    return Whole(title, [*parts, Part(others, left, OTHERS)] if left else parts)
