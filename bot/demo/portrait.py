"""Drawn portraits: a head and shoulders in a few colours, the same for the same name, as PNG."""

import hashlib
import struct
import zlib

SIZE = 240
"""Pixels of a side: our own choice."""
_BACKGROUNDS = ((214, 228, 222), (226, 219, 236), (238, 226, 208), (211, 224, 238), (235, 217, 217), (222, 232, 208))
_CLOTHES = ((47, 125, 109), (90, 100, 164), (138, 58, 58), (60, 72, 92), (124, 74, 134), (70, 110, 60))
_HAIR = ((38, 33, 32), (58, 46, 40), (84, 84, 88), (28, 28, 34), (120, 118, 116))
_SKIN = ((238, 206, 176), (226, 188, 154), (244, 216, 190))
_BACK, _CLOTH, _DARK, _FACE, _LIPS = range(5)


def portrait(name: str) -> bytes:
    """A picture of `SIZE` by `SIZE` pixels."""
    seed = hashlib.sha256(name.encode()).digest()
    palette = (
        _BACKGROUNDS[seed[0] % len(_BACKGROUNDS)],
        _CLOTHES[seed[1] % len(_CLOTHES)],
        _HAIR[seed[2] % len(_HAIR)],
        _SKIN[seed[3] % len(_SKIN)],
        (176, 96, 88),
    )
    fringe, broad = 64 + seed[5] % 16, 44 + seed[6] % 8
    rows = [bytearray(SIZE) for _ in range(SIZE)]
    _ellipse(rows, 120, 250, 92, 82, _CLOTH)
    if seed[4] % 2:
        _ellipse(rows, 120, 122, broad + 16, 74, _DARK)
    _ellipse(rows, 120, 176, 20, 26, _FACE)
    _ellipse(rows, 120, 100, broad + 7, 62, _DARK)
    _ellipse(rows, 120, 116, broad, 54, _FACE, above=fringe)
    for x in (102, 138):
        _ellipse(rows, x, 112, 5, 5, _DARK)
    _ellipse(rows, 120, 144, 13, 4, _LIPS)
    return _png(rows, palette)


def _ellipse(rows: list[bytearray], x: int, y: int, wide: int, high: int, colour: int, above: int = 0) -> None:
    """Fill an ellipse, no higher than row `above`."""
    for row in range(max(0, y - high, above), min(SIZE, y + high + 1)):
        half = int(wide * (1.0 - ((row - y) / high) ** 2) ** 0.5)
        left, right = max(0, x - half), min(SIZE, x + half + 1)
        rows[row][left:right] = bytes([colour]) * (right - left)


def _png(rows: list[bytearray], palette: tuple[tuple[int, int, int], ...]) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", SIZE, SIZE, 8, 3, 0, 0, 0)),
        (b"PLTE", bytes(part for colour in palette for part in colour)),
        (b"IDAT", zlib.compress(b"".join(b"\0" + bytes(row) for row in rows))),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)
