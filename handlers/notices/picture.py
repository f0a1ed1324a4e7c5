"""The report's picture: what became of a notice, and how it went out over time. Pure Python, no words in it.

A drawing library would cost more memory than the rest of the bot for one small picture, and Chinese needs a font that
few servers have. So the picture holds colours and numbers alone, and the caption under it says what they mean.
"""

import struct
import zlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from storage.vocabulary import RecipientState

WIDTH, HEIGHT, MARGIN = 960, 440, 40
BACKGROUND, INK, GRID = (255, 255, 255), (60, 64, 72), (226, 229, 233)
COLOURS = {
    RecipientState.SENT: (46, 158, 91),
    RecipientState.UNREACHABLE: (120, 120, 128),
    RecipientState.FAILED: (208, 64, 60),
    RecipientState.AMBIGUOUS: (236, 178, 46),
    RecipientState.MUTED: (74, 124, 196),
    RecipientState.WAITING: (200, 204, 210),
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
GLYPHS = {
    "0": "01110100011001110101110011000101110",
    "1": "00100011000010000100001000010001110",
    "2": "01110100010000100010001000100011111",
    "3": "11111000100010000010000011000101110",
    "4": "00010001100101010010111110001000010",
    "5": "11111100001111000001000011000101110",
    "6": "00110010001000011110100011000101110",
    "7": "11111000010001000100010000100001000",
    "8": "01110100011000101110100011000101110",
    "9": "01110100011000101111000010001001100",
    ":": "00000001000010000000001000010000000",
    ",": "00000000000000000000001000010001000",
    "%": "11000110010001000100010001001100011",
    ".": "00000000000000000000000000110001100",
    " ": "00000000000000000000000000000000000",
}
"""Digits, five dots wide and seven high, row by row."""


class Canvas:
    """A picture of few colours to draw rectangles and numbers on."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._palette: list[tuple[int, int, int]] = [BACKGROUND]
        self._rows = [bytearray(width) for _ in range(height)]

    def fill(self, left: int, top: int, right: int, bottom: int, colour: tuple[int, int, int]) -> None:
        """A rectangle, right and bottom excluded; what lies outside is cut off."""
        left, right = max(0, left), min(self.width, right)
        if left >= right:
            return
        stripe = bytes([self._number(colour)]) * (right - left)
        for row in self._rows[max(0, top) : max(0, bottom)]:
            row[left:right] = stripe

    def write(self, left: int, top: int, figures: str, size: int = 2, *, right: bool = False) -> None:
        """Digits and what else `GLYPHS` has; `right`: they end at `left`."""
        if right:
            left -= len(figures) * 6 * size
        for place, figure in enumerate(figures):
            for at, dot in enumerate(GLYPHS[figure]):
                if dot == "1":
                    x, y = left + (place * 6 + at % 5) * size, top + at // 5 * size
                    self.fill(x, y, x + size, y + size, INK)

    def png(self) -> bytes:
        """The picture as a PNG file."""
        header = struct.pack(">IIBBBBB", self.width, self.height, 8, 3, 0, 0, 0)
        palette = b"".join(bytes(colour) for colour in self._palette)
        pixels = zlib.compress(b"".join(b"\0" + bytes(row) for row in self._rows), 9)
        chunks = ((b"IHDR", header), (b"PLTE", palette), (b"IDAT", pixels), (b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(map(_chunk, chunks))

    def _number(self, colour: tuple[int, int, int]) -> int:
        if colour not in self._palette:
            self._palette.append(colour)
        return self._palette.index(colour)


def _chunk(chunk: tuple[bytes, bytes]) -> bytes:
    kind, content = chunk
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def draw(outcomes: Mapping[RecipientState, int], sent: Mapping[int, int], zone: ZoneInfo) -> bytes:
    """A PNG: the outcomes as a bar with their numbers, and `sent` (minute since 1970: how many) as columns."""
    canvas = Canvas(WIDTH, HEIGHT)
    canvas.fill(0, 0, WIDTH, HEIGHT, BACKGROUND)
    _bar(canvas, outcomes)
    columns = gathered(sent)
    if columns:
        _columns(canvas, columns, min(sent), max(sent), zone)
    return canvas.png()


def _bar(canvas: Canvas, outcomes: Mapping[RecipientState, int]) -> None:
    total = sum(outcomes.values()) or 1
    left, done, legend = MARGIN, 0, MARGIN
    for state, colour in COLOURS.items():
        count = outcomes.get(state, 0)
        if not count:
            continue
        done += count
        end = MARGIN + (WIDTH - 2 * MARGIN) * done // total
        canvas.fill(left, BAR[0], max(end, left + 2), BAR[1], colour)
        left = end
        canvas.fill(legend, 112, legend + 16, 128, colour)
        canvas.write(legend + 24, 113, f"{count:,}")
        legend += 24 + 12 * len(f"{count:,}") + 28


def gathered(sent: Mapping[int, int]) -> list[int]:
    """The minutes from the first to the last in at most `MOST_COLUMNS` equal pieces: how many in each."""
    if not sent:
        return []
    first, last = min(sent), max(sent)
    width = -(-(last - first + 1) // MOST_COLUMNS)
    columns = [0] * ((last - first) // width + 1)
    for minute, count in sent.items():
        columns[(minute - first) // width] += count
    return columns


def _columns(canvas: Canvas, columns: Sequence[int], first: int, last: int, zone: ZoneInfo) -> None:
    top, bottom = CHART
    most, label = max(columns), 12 * len(f"{max(columns):,}")
    left, right = MARGIN + label + 8, WIDTH - MARGIN
    for part in range(5):
        y = bottom - (bottom - top) * part // 4
        canvas.fill(left, y, right, y + 1, GRID)
    canvas.write(left - 8, top - 6, f"{most:,}", right=True)
    canvas.write(left - 8, bottom - 12, "0", right=True)
    step = (right - left) / len(columns)
    for number, count in enumerate(columns):
        x = left + round(number * step)
        gap = 2 if step > 6 else 0
        height = max(2, (bottom - top) * count // most) if count else 0
        canvas.fill(x, bottom - height, min(x + 120, left + round((number + 1) * step) - gap), bottom, COLOURS[_SENT])
    canvas.fill(left, bottom, right, bottom + 2, INK)
    canvas.write(left, bottom + 14, _clock(first, zone))
    if last > first:
        canvas.write(right, bottom + 14, _clock(last, zone), right=True)


_SENT = RecipientState.SENT


def _clock(minute: int, zone: ZoneInfo) -> str:
    return f"{datetime.fromtimestamp(minute * 60, zone):%d.%m. %H:%M}"
