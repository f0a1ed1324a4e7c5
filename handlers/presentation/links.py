"""Links that bring people here: the address, its picture, and a sheet of paper that shows both."""

import io
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from handlers.conversation import drawing
from handlers.conversation.texts import Html, Translator, shortened, translator
from handlers.core.directory.pinyin import has_chinese, readings
from handlers.core.unit_of_work import County

if TYPE_CHECKING:
    from PIL import ImageDraw

_DPI = 200
_SHEET = (1654, 2339)
"""A4, in dots: 210 by 297 mm."""
_EDGE, _CODE = 150, 1000
"""Dots: the margin, and at most the width of the code: our own choice."""
_TITLE, _FACT = 36, 60
"""Characters: so much leaves room for the code; our own choice."""
_WORD = re.compile(r"[!-~]+ ?|.")


def start_link(county: County, payload: str) -> str:
    """The address that opens the bot with this payload."""
    return f"https://t.me/{county.bot_username}?start={payload}"


def qr(link: str, scale: int = 10) -> bytes:
    """The link as a PNG that a phone reads from a screen or from paper."""
    import segno

    picture = io.BytesIO()
    segno.make(link, error="m", micro=False).save(picture, kind="png", scale=scale)
    return picture.getvalue()


def svg(link: str) -> str:
    """The link as a picture for a page."""
    import segno

    drawn: str = segno.make(link, error="m", micro=False).svg_inline(omitsize=True, svgclass=None, lineclass=None)
    return drawn


def svgs(links: Sequence[str]) -> list[str]:
    """The same for several: some 14 ms each, so many of them are drawn beside."""
    return [svg(link) for link in links]


def writer(t: Translator) -> Translator:
    """The words for a sheet: English where the machine has no Chinese font."""
    return t if drawing.writes_chinese() else translator("en", t.zone)


def written(name: str) -> str:
    """A name as it can be drawn here: in pinyin where the machine has no Chinese font."""
    if drawing.writes_chinese() or not has_chinese(name):
        return name
    spelt = (f" {readings(sign)[0].capitalize()} " if has_chinese(sign) else sign for sign in name)
    return " ".join("".join(spelt).split())


def sheet(link: str, title: str, facts: list[str], what_to_do: list[Html]) -> bytes:
    """An A4 sheet to print (PDF): whom the link leads to, what to do, and the picture of the link."""
    from PIL import Image, ImageDraw

    # Black and white, a bit a dot: sharp on paper, and drawn in a fraction of the time that shades take.
    page = Image.new("1", _SHEET, 1)
    pen = ImageDraw.Draw(page)
    at = _EDGE + 50
    for text, size, longest in ((title, 110, _TITLE), *((fact, 52, _FACT) for fact in facts)):
        at = _centred(pen, shortened(text, longest), size, at) + size // 4
    code = Image.open(io.BytesIO(qr(link, scale=1))).convert("1")
    scale = _CODE // code.width
    code = code.resize((code.width * scale, code.height * scale), Image.Resampling.NEAREST)
    page.paste(code, ((_SHEET[0] - code.width) // 2, at + 40))
    at += code.height + 90
    for text in what_to_do:
        at = _centred(pen, text.plain, 56, at) + 18
    _centred(pen, link, 36, max(at + 30, _SHEET[1] - _EDGE - 60))
    made = io.BytesIO()
    page.save(made, "PDF", resolution=_DPI)
    return made.getvalue()


def _centred(pen: "ImageDraw.ImageDraw", text: str, size: int, at: int) -> int:
    """Write `text` in as many lines as it takes; where the next one begins."""
    font, room, lines = drawing.font(size), _SHEET[0] - 2 * _EDGE, [""]
    for word in _WORD.findall(text):
        if lines[-1] and pen.textlength(lines[-1] + word, font=font) > room:
            lines.append("")
        lines[-1] += word
    for line in lines:
        pen.text((_SHEET[0] / 2, at), line.strip(), fill=0, font=font, anchor="ma")
        at += size * 4 // 3
    return at
