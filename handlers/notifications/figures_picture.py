"""Figures as a picture: two bars a line, a period's and that of the one before. Drawn beside the transaction."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.conversation import drawing

WIDTH, MARGIN, HEAD, LEGEND, ROW, BAR, GAP = 1080, 40, 160, 104, 92, 26, 6
BARS = 520
"""Where bars begin: before them stands what is counted."""
COLOURS = (drawing.BLUE, "#b9c4d0")
SIZE = 24
ROOM = WIDTH - MARGIN - BARS - 90

Line = tuple[str, float, float, str, str]
"""What is counted, the lengths of its two bars from 0 to 1, and its two values in words."""


def draw(title: str, periods: tuple[str, str], lines: Sequence[Line]) -> bytes:
    """A PNG; `periods`: what the two colours stand for. What no font of this machine can write is left out."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (WIDTH, HEAD + ROW * len(lines) + MARGIN), drawing.PAPER)
    pen = ImageDraw.Draw(picture)
    pen.text((MARGIN, MARGIN), drawing.written(title), fill=drawing.INK, font=drawing.font(SIZE + 10))
    left = float(MARGIN)
    for name, colour in zip(periods, COLOURS, strict=True):
        pen.rectangle((left, LEGEND, left + BAR, LEGEND + BAR), fill=colour)
        words, font = drawing.written(name), drawing.font(SIZE - 2)
        pen.text((left + BAR + 10, LEGEND + BAR / 2), words, fill=drawing.INK, font=font, anchor="lm")
        left += BAR + 50 + font.getlength(words)
    for number, (label, now, was, *values) in enumerate(lines):
        top = HEAD + ROW * number
        name = drawing.fitting(drawing.written(label), SIZE, BARS - MARGIN - 20)
        pen.text((MARGIN, top + BAR + GAP / 2 + 8), name, fill=drawing.INK, font=drawing.font(SIZE), anchor="lm")
        for at, (length, value, colour) in enumerate(zip((now, was), values, COLOURS, strict=True)):
            above = top + 8 + at * (BAR + GAP)
            pen.rectangle((BARS, above, BARS + max(2, round(ROOM * length)), above + BAR), fill=colour)
            right = (WIDTH - MARGIN, above + BAR / 2)
            pen.text(right, value, fill=drawing.INK, font=drawing.font(SIZE - 2), anchor="rm")
    return drawing.png(picture)
