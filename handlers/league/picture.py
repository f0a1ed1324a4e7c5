"""The league as a picture: three bars a line, one for each rate. Drawn beside the transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from handlers.conversation import drawing

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw as Pen

WIDTH, MARGIN, HEAD, ROW, BAR, GAP = 1080, 40, 130, 118, 22, 6
BARS = 560
"""Where bars begin: before them stands the name."""
COLOURS = (drawing.BLUE, drawing.GREEN, drawing.AMBER)
SQUARES = ("🟦", "🟩", "🟨")
"""The same colours for the caption."""
SIZE = 24

Rates = Sequence[float | None]
"""Replied in time, promises confirmed, satisfied; None: too few cases."""


def draw(title: str, remark: str, lines: Sequence[tuple[str, Rates]]) -> bytes:
    """A PNG; names that no font of this machine can write are left out, and their numbers tell them apart."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (WIDTH, HEAD + ROW * len(lines) + MARGIN), drawing.PAPER)
    pen = ImageDraw.Draw(picture)
    pen.text((MARGIN, MARGIN), _written(title), fill=drawing.INK, font=drawing.font(SIZE + 10))
    pen.text((MARGIN, MARGIN + 48), _written(remark), fill=drawing.FAINT, font=drawing.font(SIZE - 2))
    for number, (name, rates) in enumerate(lines):
        top = HEAD + ROW * number
        label = _fitting(f"{number + 1}. {_written(name)}", BARS - MARGIN - 20)
        pen.text((MARGIN, top + ROW / 2 - GAP), label, fill=drawing.INK, font=drawing.font(SIZE), anchor="lm")
        for at, (rate, colour) in enumerate(zip(rates, COLOURS, strict=True)):
            _bar(pen, top + 8 + at * (BAR + GAP), rate, colour)
    return drawing.png(picture)


def _bar(pen: Pen, top: int, rate: float | None, colour: str) -> None:
    room = WIDTH - MARGIN - BARS - 90
    pen.rectangle((BARS, top, BARS + room, top + BAR), fill=drawing.PALE_GREY)
    if rate is not None:
        pen.rectangle((BARS, top, BARS + max(2, round(room * rate)), top + BAR), fill=colour)
    figure = "–" if rate is None else f"{round(100 * rate)} %"
    right = (WIDTH - MARGIN, top + BAR / 2)
    pen.text(right, figure, fill=drawing.INK, font=drawing.font(SIZE - 4), anchor="rm")


def _written(text: str) -> str:
    """What a font of this machine can write of it."""
    kept = text if drawing.writes_chinese() else "".join(one for one in text if ord(one) < 0x2E80)
    return "".join(one for one in kept if ord(one) < 0x1F000).strip()


def _fitting(text: str, room: float) -> str:
    font = drawing.font(SIZE)
    while text and font.getlength(text) > room:
        text = text[:-2].rstrip("…") + "…"
    return text
