"""The chart of a notice's report: what became of it, and how it went out over time.

Colours and numbers alone, so that one picture serves every language; the caption under it says what they mean.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from handlers.conversation import drawing
from storage.vocabulary import RecipientState

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw as Pen

WIDTH, HEIGHT, MARGIN = 960, 440, 40
COLOURS = {
    RecipientState.SENT: drawing.GREEN,
    RecipientState.UNREACHABLE: drawing.INK,
    RecipientState.FAILED: drawing.RED,
    RecipientState.AMBIGUOUS: drawing.AMBER,
    RecipientState.MUTED: drawing.BLUE,
    RecipientState.WAITING: drawing.LINE,
}
SQUARES = {
    RecipientState.SENT: "🟩",
    RecipientState.UNREACHABLE: "⬛",
    RecipientState.FAILED: "🟥",
    RecipientState.AMBIGUOUS: "🟨",
    RecipientState.MUTED: "🟦",
    RecipientState.WAITING: "⬜",
}
"""The same colours for the caption."""
BAR = (MARGIN, 96)
CHART = (168, HEIGHT - 64)
MOST_COLUMNS = 60
SIZE = 22
"""Of the figures, in pixels."""


def draw(outcomes: Mapping[RecipientState, int], sent: Mapping[int, int], zone: ZoneInfo) -> bytes:
    """A PNG: the outcomes as a bar with their numbers, and `sent` (minute since 1970: how many) as columns."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (WIDTH, HEIGHT), drawing.PAPER)
    pen = ImageDraw.Draw(picture)
    _bar(pen, outcomes)
    columns = columns_of(sent)
    if columns:
        _columns(pen, columns, min(sent), max(sent), zone)
    return drawing.png(picture)


def _bar(pen: Pen, outcomes: Mapping[RecipientState, int]) -> None:
    total = sum(outcomes.values()) or 1
    left, done, legend = MARGIN, 0, float(MARGIN)
    for state, colour in COLOURS.items():
        count = outcomes.get(state, 0)
        if not count:
            continue
        done += count
        end = MARGIN + (WIDTH - 2 * MARGIN) * done // total
        _fill(pen, left, BAR[0], max(end, left + 2), BAR[1], colour)
        left = end
        _fill(pen, legend, 112, legend + 16, 128, colour)
        _write(pen, legend + 24, 120, f"{count:,}", "lm")
        legend += 24 + drawing.font(SIZE).getlength(f"{count:,}") + 28


def _fill(pen: Pen, left: float, top: int, right: float, bottom: int, colour: str) -> None:
    """A rectangle, right and bottom excluded."""
    pen.rectangle((left, top, right - 1, bottom - 1), fill=colour)


def _write(pen: Pen, left: float, top: float, figures: str, anchor: str) -> None:
    pen.text((left, top), figures, fill=drawing.INK, font=drawing.font(SIZE), anchor=anchor)


def columns_of(sent: Mapping[int, int]) -> list[int]:
    """The minutes from the first to the last in at most `MOST_COLUMNS` equal pieces: how many in each."""
    if not sent:
        return []
    first, last = min(sent), max(sent)
    width = -(-(last - first + 1) // MOST_COLUMNS)
    columns = [0] * ((last - first) // width + 1)
    for minute, count in sent.items():
        columns[(minute - first) // width] += count
    return columns


def _columns(pen: Pen, columns: Sequence[int], first: int, last: int, zone: ZoneInfo) -> None:
    top, bottom = CHART
    most = max(columns)
    left, right = MARGIN + round(drawing.font(SIZE).getlength(f"{most:,}")) + 8, WIDTH - MARGIN
    for part in range(5):
        y = bottom - (bottom - top) * part // 4
        _fill(pen, left, y, right, y + 1, drawing.LINE)
    _write(pen, left - 8, top, f"{most:,}", "rm")
    _write(pen, left - 8, bottom, "0", "rm")
    step = (right - left) / len(columns)
    for number, count in enumerate(columns):
        x = left + round(number * step)
        gap = 2 if step > 6 else 0
        height = max(2, (bottom - top) * count // most) if count else 0
        end = min(x + 120, left + round((number + 1) * step) - gap)
        if height:
            _fill(pen, x, bottom - height, end, bottom, COLOURS[RecipientState.SENT])
    _fill(pen, left, bottom, right, bottom + 2, drawing.INK)
    _write(pen, left, bottom + 24, _clock(first, zone), "lm")
    if last > first:
        _write(pen, right, bottom + 24, _clock(last, zone), "rm")


def _clock(minute: int, zone: ZoneInfo) -> str:
    return f"{datetime.fromtimestamp(minute * 60, zone):%d.%m. %H:%M}"
