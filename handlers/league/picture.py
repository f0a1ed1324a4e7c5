"""The league as a picture: three bars a line, one for each rate. Drawn beside the transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from handlers.conversation import drawing

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw as Pen

WIDTH, MARGIN, HEAD, LEGEND, ROW, BAR, GAP = 1080, 40, 180, 130, 118, 22, 6
BARS = 560
"""Where bars begin: before them stands the name."""
COLOURS = (drawing.BLUE, drawing.GREEN, drawing.AMBER)
SQUARES = ("🟦", "🟩", "🟨")
"""The same colours for the caption."""
SIZE = 24

Rates = Sequence[tuple[float | None, str]]
"""Replied in time, promises confirmed, satisfied, each with its figure in words; None: too few cases."""


def draw(title: str, remark: str, meant: Sequence[str], lines: Sequence[tuple[str, Rates]]) -> bytes:
    """A PNG; `meant`: what the colours stand for.

    Names that no font of this machine can write are left out, and their numbers tell them apart.
    """
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (WIDTH, HEAD + ROW * len(lines) + MARGIN), drawing.PAPER)
    pen = ImageDraw.Draw(picture)
    pen.text((MARGIN, MARGIN), drawing.written(title), fill=drawing.INK, font=drawing.font(SIZE + 10))
    pen.text((MARGIN, MARGIN + 48), drawing.written(remark), fill=drawing.FAINT, font=drawing.font(SIZE - 2))
    left = float(MARGIN)
    for name, colour in zip(meant, COLOURS, strict=True):
        pen.rectangle((left, LEGEND, left + BAR, LEGEND + BAR), fill=colour)
        words = drawing.written(name)
        pen.text((left + BAR + 10, LEGEND + BAR / 2), words, fill=drawing.INK, font=drawing.font(SIZE - 4), anchor="lm")
        left += BAR + 40 + drawing.font(SIZE - 4).getlength(words)
    for number, (name, rates) in enumerate(lines):
        top = HEAD + ROW * number
        label = drawing.fitting(f"{number + 1}. {drawing.written(name)}", SIZE, BARS - MARGIN - 20)
        pen.text((MARGIN, top + ROW / 2 - GAP), label, fill=drawing.INK, font=drawing.font(SIZE), anchor="lm")
        for at, ((rate, figure), colour) in enumerate(zip(rates, COLOURS, strict=True)):
            _bar(pen, top + 8 + at * (BAR + GAP), rate, figure, colour)
    return drawing.png(picture)


def _bar(pen: Pen, top: int, rate: float | None, figure: str, colour: str) -> None:
    room = WIDTH - MARGIN - BARS - 90
    pen.rectangle((BARS, top, BARS + room, top + BAR), fill=drawing.PALE_GREY)
    if rate is not None:
        pen.rectangle((BARS, top, BARS + max(2, round(room * rate)), top + BAR), fill=colour)
    right = (WIDTH - MARGIN, top + BAR / 2)
    pen.text(right, figure, fill=drawing.INK, font=drawing.font(SIZE - 4), anchor="rm")
