"""Pictures where people would rather look than read: fonts and colours that all of them share."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image, ImageFont

INK, FAINT, PAPER, LINE = "#1f2933", "#8a94a0", "#ffffff", "#e3e7ec"
GREEN, RED, AMBER, BLUE = "#2f9e6e", "#d64545", "#e0a030", "#3b7dd8"
PALE_GREEN, PALE_RED, PALE_GREY = "#d9f2e6", "#fbdcdc", "#f0f2f5"

FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts", "/Library/Fonts", "C:/Windows/Fonts")
CHINESE = ("NotoSansCJK-Regular.ttc", "NotoSansSC-Regular.otf", "wqy-microhei.ttc", "PingFang.ttc", "msyh.ttc")
"""Fonts that hold Chinese, the best first."""


@cache
def _chinese_font() -> str | None:
    """A font of this machine that holds Chinese; None if it has none, so that pictures stay with digits and Latin."""
    for name in CHINESE:
        for folder in FOLDERS:
            found = next(Path(folder).rglob(name), None) if Path(folder).is_dir() else None
            if found is not None:
                return str(found)
    return None


def writes_chinese() -> bool:
    """True if pictures made here can hold Chinese characters."""
    return _chinese_font() is not None


@cache
def font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """A font of so many pixels: with Chinese where the machine has one, else the one Pillow brings."""
    from PIL import ImageFont

    chinese = _chinese_font()
    return ImageFont.truetype(chinese, size) if chinese else ImageFont.load_default(size)


def written(text: str) -> str:
    """What a font of this machine can write of a text."""
    kept = text if writes_chinese() else "".join(one for one in text if ord(one) < 0x2E80)
    return "".join(one for one in kept if ord(one) < 0x1F000).strip()


def fitting(text: str, size: int, room: float) -> str:
    """So much of a text as fits into `room` pixels in a font of this size."""
    while text and font(size).getlength(text) > room:
        text = text[:-2].rstrip("…") + "…"
    return text


def png(picture: Image.Image) -> bytes:
    """The picture as a file."""
    stream = BytesIO()
    picture.save(stream, "PNG", optimize=True)
    return stream.getvalue()
