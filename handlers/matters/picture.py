"""What grows as a picture: a bar a week, the newest last. Drawn beside the transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from handlers.conversation import drawing

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw as Pen

WIDTH, MARGIN, HEAD, ROW, BARS, BAR, GAP, TALLEST = 1080, 40, 150, 96, 640, 72, 16, 56
"""Pixels; before `BARS` stands the name."""
SIZE = 24


def draw(title: str, remark: str, lines: Sequence[tuple[str, Sequence[int]]]) -> bytes:
    """A PNG. `lines`: a name, and how many in each week, the newest first.

    Names that no font of this machine can write are left out, and their numbers tell them apart.
    """
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (WIDTH, HEAD + ROW * len(lines) + MARGIN), drawing.PAPER)
    pen = ImageDraw.Draw(picture)
    pen.text((MARGIN, MARGIN), drawing.written(title), fill=drawing.INK, font=drawing.font(SIZE + 10))
    pen.text((MARGIN, MARGIN + 48), drawing.written(remark), fill=drawing.FAINT, font=drawing.font(SIZE - 2))
    most = max((max(weeks) for _, weeks in lines), default=1) or 1
    for number, (name, weeks) in enumerate(lines):
        bottom = HEAD + ROW * (number + 1)
        label = drawing.fitting(f"{number + 1}. {drawing.written(name)}", SIZE, BARS - MARGIN - 20)
        pen.text((MARGIN, bottom - ROW / 2), label, fill=drawing.INK, font=drawing.font(SIZE), anchor="lm")
        for at, count in enumerate(reversed(weeks)):
            colour = drawing.RED if at == len(weeks) - 1 else drawing.BLUE
            _bar(pen, BARS + at * (BAR + GAP), bottom - 8, count, TALLEST * count // most, colour)
    return drawing.png(picture)


def _bar(pen: Pen, left: int, bottom: int, count: int, height: int, colour: str) -> None:
    pen.rectangle((left, bottom - max(2, height), left + BAR, bottom), fill=colour if count else drawing.LINE)
    middle = left + BAR / 2, bottom - max(2, height) - 4
    pen.text(middle, str(count), fill=drawing.INK, font=drawing.font(SIZE - 6), anchor="mb")
