"""Cells and lines of a table, however its file is written."""

import re
import unicodedata
from typing import NamedTuple

from handlers.core.directory.book import Trouble, Unreadable, say

MOST_ROWS = 10_000
"""In all sheets together: our own choice. Large counties list a thousand villages, a few thousand representatives."""
MOST_COLUMNS = 60
"""Of a sheet: our own choice."""
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ufffe\uffff\ud800-\udfff]"
)
_LITERAL = re.compile(r'="((?:[^"]|"")*)"')


class Dated(NamedTuple):
    """A cell that the spreadsheet keeps as a day or an instant."""

    text: str
    """YYYY-MM-DD, with a time behind it where there is one."""

    @property
    def trouble(self) -> Trouble:
        """Its fault wherever no day is wanted."""
        return Trouble(say("the spreadsheet turned this into a date"), say("the cell formatted as text"))


class Picture(NamedTuple):
    """A cell with a picture in it."""

    part: str | None
    """Part of the workbook that holds it; None: it is elsewhere, or lost."""

    @property
    def trouble(self) -> Trouble:
        """Its fault wherever no picture is wanted."""
        return Trouble(say("there is a picture in this cell"), say("text"))


Cell = str | Trouble | Dated | Picture


class Line(NamedTuple):
    """A row in which something is written."""

    number: int
    """As the spreadsheet numbers it, from 1."""
    cells: list[Cell]
    hidden: bool = False


def clean(text: str) -> str:
    """Without what cannot be seen: spaces around it, doubled or wide ones in it, control signs."""
    text = _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = (" ".join(line.split()) for line in unicodedata.normalize("NFC", text).split("\n"))
    return "\n".join(line for line in lines if line)


def literal(formula: str) -> str | None:
    """The text of a formula that is nothing else, such as `="0007"`: so programs keep noughts. None for another."""
    match = _LITERAL.fullmatch(formula.strip())
    return match[1].replace('""', '"') if match else None


def too_many_rows(most: int) -> Unreadable:
    """The refusal of a file with more rows than are read."""
    return Unreadable(say("This file has more than {count} rows. Please split it.", count=most))
