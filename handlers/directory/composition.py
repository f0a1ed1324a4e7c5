"""The composition of the congresses, as a table and as a picture; who left office, and who came in between."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from handlers.conversation import drawing
from handlers.conversation.callbacks import Go
from handlers.conversation.paging import Page
from handlers.conversation.screen import Button, Screen
from handlers.conversation.texts import Html, Translator, bold, join, translator
from handlers.core.directory.composition import Composition, leading, shares
from handlers.directory.callbacks import TurnHistory
from handlers.presentation.directory import REASONS
from handlers.presentation.names import LEVEL_NAMES
from handlers.presentation.seats import level_title
from storage.vocabulary import NO_PARTY, Level, OfficeChange, Sex

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw as Pen

WIDTH, MARGIN, BAR, GAP = 960, 40, 40, 12
HEAD = 56
SIZE = 24
COLOURS = (drawing.GREEN, drawing.BLUE, drawing.AMBER, drawing.RED, "#8e5cc4", drawing.FAINT, drawing.LINE)
SQUARES = ("🟩", "🟦", "🟨", "🟥", "🟪", "⬛", "⬜")
"""The same colours for the table: the leading names, then the others, then those of whom it is not known."""


def table(t: Translator, levels: Mapping[Level, Composition], photo: str | None) -> Screen:
    """The composition level by level, below the picture of it."""
    rows = [
        [Button(t("🕰 Left and by-elected"), TurnHistory())],
        [Button(t("📚 Directory"), Go(to="directory")), Button(t("🏠 Home"), Go(to="home"))],
    ]
    if not levels:
        text = t("No representatives are kept yet: import a list of them, and what it says is counted here.")
        return Screen(text, rows)
    parties = leading([one.parties for one in levels.values()])
    groups = leading([one.occupations for one in levels.values()])
    parts: list[str] = [bold(t("📊 Composition"))]
    parts += [_level(t, level, one, parties, groups) for level, one in levels.items()]
    return Screen(join(parts, "\n\n"), rows, photo=photo)


def _level(t: Translator, level: Level, one: Composition, parties: Sequence[str], groups: Sequence[str]) -> Html:
    named = {NO_PARTY: t("no party")}
    sexes = [one.sexes[Sex.FEMALE], one.sexes[Sex.MALE], one.sexes[None]]
    lines = [
        bold(t.counted(level_title(t, level), one.total)),
        _counts(t, [t("women"), t("men"), t("not said")], sexes, [SQUARES[0], SQUARES[1], SQUARES[-1]]),
        _counts(t, [*(named.get(name, name) for name in parties), t("others"), t("not said")],
                shares(one.parties, parties), _squares(parties)),
        _counts(t, [*groups, t("others"), t("not said")], shares(one.occupations, groups), _squares(groups)),
        t.phrases(
            t("{n} re-elected", n=one.re_elected) if one.re_elected else "",
            t("{n} by by-election", n=one.by_election) if one.by_election else "",
        ),
    ]  # fmt: skip
    return join([line for line in lines if line])


def _squares(names: Sequence[str]) -> list[str]:
    return [*SQUARES[: len(names)], *SQUARES[-2:]]


def _counts(t: Translator, names: Sequence[str], counts: Sequence[int], squares: Sequence[str]) -> Html:
    """Counts of each name; empty where a list says it of nobody."""
    if not any(counts[:-1]):
        return Html()
    found = zip(names, counts, squares, strict=True)
    return t.phrases(*(t("{mark} {name} {n}", mark=mark, name=name, n=n) for name, n, mark in found if n))


def picture(t: Translator, levels: Mapping[Level, Composition]) -> bytes:
    """The picture, in English where the machine has no Chinese font."""
    written = t if drawing.writes_chinese() else translator("en", t.zone)
    return draw(levels, {level: level_title(written, level).plain for level in levels})


def draw(levels: Mapping[Level, Composition], names: Mapping[Level, str]) -> bytes:
    """A PNG: for each level bars of women and men, parties, occupations and re-elected, with their numbers."""
    from PIL import Image, ImageDraw

    parties = leading([one.parties for one in levels.values()])
    groups = leading([one.occupations for one in levels.values()])
    block = HEAD + 4 * (BAR + GAP) + GAP
    picture = Image.new("RGB", (WIDTH, MARGIN + block * len(levels)), drawing.PAPER)
    pen = ImageDraw.Draw(picture)
    for number, (level, one) in enumerate(levels.items()):
        top = MARGIN + block * number
        pen.text((MARGIN, top), f"{names[level]} · {one.total}", fill=drawing.INK, font=drawing.font(SIZE + 6))
        sexes = [one.sexes[Sex.FEMALE], one.sexes[Sex.MALE], one.sexes[None]]
        bars = [
            (sexes, [COLOURS[0], COLOURS[1], COLOURS[-1]]),
            (shares(one.parties, parties), [*COLOURS[: len(parties)], *COLOURS[-2:]]),
            (shares(one.occupations, groups), [*COLOURS[: len(groups)], *COLOURS[-2:]]),
            ([one.re_elected, one.total - one.re_elected], [COLOURS[0], COLOURS[-1]]),
        ]
        for at, (counts, colours) in enumerate(bars):
            _bar(pen, top + HEAD + at * (BAR + GAP), counts, colours)
    return drawing.png(picture)


def _bar(pen: Pen, top: int, counts: Sequence[int], colours: Sequence[str]) -> None:
    total, room = sum(counts) or 1, WIDTH - 2 * MARGIN
    done = 0
    for count, colour in zip(counts, colours, strict=True):
        left, right = MARGIN + room * done // total, MARGIN + room * (done + count) // total
        done += count
        if right <= left:
            continue
        pen.rectangle((left, top, right - 2, top + BAR), fill=colour)
        figure, font = f"{count}", drawing.font(SIZE)
        if font.getlength(figure) + 8 < right - left:
            ink = drawing.INK if colour == COLOURS[-1] else drawing.PAPER
            pen.text(((left + right) / 2, top + BAR / 2), figure, fill=ink, font=font, anchor="mm")


def history(t: Translator, page: Page, turns: Sequence[Any]) -> Screen:
    """History of offices: who left and why, and who came by a by-election, newest first."""
    lines = [_turn(t, row.OfficeHistory, t.named(row)) for row in turns]
    none = t("Nobody has left office yet, as far as the lists say. When and why stands in two columns of the template.")
    text = join([bold(t("🕰 Left and by-elected")), *(lines or [none])], "\n")
    keys = page.turning(lambda number: TurnHistory(page=number))
    ways = [Button(t("📚 Directory"), Go(to="directory")), Button(t("🏠 Home"), Go(to="home"))]
    return Screen(text, [*([keys] if keys else []), ways])


def _turn(t: Translator, turn: Any, name: str) -> Html:
    left = turn.change is OfficeChange.LEFT
    what = (t(REASONS[turn.why]) if turn.why else t("left office")) if left else t("came by a by-election")
    day = t("on {day}", day=turn.on.isoformat()) if turn.on else ""
    return t(
        "• {name}: {what}",
        name=bold(name),
        what=t.phrases(t(LEVEL_NAMES[turn.level.value]), turn.constituency, what, day),
    )
