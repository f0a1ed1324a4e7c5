"""Workbooks (.xlsx) as rows of cells that say what people see: read part by part, what stands empty costs nothing.

Read here, not by a library: none tells hidden rows, merged cells and number formats without holding the whole sheet.
ECMA-376 part 1, 18.3 (sheets), 18.4 (texts), 18.8 (formats), in the transitional and in the strict form.
"""

import io
import re
import zipfile
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import IO, NamedTuple
from xml.etree.ElementTree import ParseError

from handlers.core.directory.archive import NO_WORKBOOK, Collected, blocks, local, look_inside, parsed, related
from handlers.core.directory.book import Trouble, Unreadable, say
from handlers.core.directory.cells import MOST_COLUMNS, Cell, Dated, Line, clean, literal, too_many_rows
from handlers.core.directory.embedded import Floating, InCells, floating
from handlers.core.directory.shown import BUILT_IN, GENERAL, as_date, is_date, plain, same_number, shown

MOST_COVERED = 2_000_000
"""Cells that merged ones may cover: our own choice."""
USUAL_HEIGHT, USUAL_WIDTH = 15.0, 8.43
"""Points of a row, characters of a column, where a sheet says nothing."""
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_EMPTY_CELL = re.compile(rb'<(?:\w+:)?c\s(?=[^<>]*\br="[A-Z])[^<>]*(?:/>|></(?:\w+:)?c>)')
_EMPTY_ROW = re.compile(rb'<(?:\w+:)?row\s(?=[^<>]*\br="\d)[^<>]*(?:/>|>\s*</(?:\w+:)?row>)')


class Page(NamedTuple):
    """A sheet of a workbook."""

    title: str
    lines: list[Line]
    hidden_columns: frozenset[int]
    floating: list[Floating]
    """Pictures that lie on its cells."""


class Workbook(NamedTuple):
    """Sheets of a workbook."""

    pages: list[Page]
    hidden: list[str]
    """Titles of sheets that are not shown."""


def pages(content: bytes, most: int) -> Workbook:
    """The sheets of a workbook, at most so many rows with something in them. Raises `Unreadable`."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            look_inside(archive)
            return _pages(archive, most)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError, zlib.error) as error:
        raise Unreadable(NO_WORKBOOK) from error
    except (ParseError, KeyError, IndexError, ValueError, UnicodeError) as error:
        raise Unreadable(NO_WORKBOOK) from error


def _pages(archive: zipfile.ZipFile, most: int) -> Workbook:
    book = next((to for kind, to in related(archive, "").values() if kind == "officeDocument"), "xl/workbook.xml")
    belongs = related(archive, book)
    listed = parsed(archive, book, Collected({"sheet", "workbookPr"}))
    texts = _Texts()
    formats: Sequence[str] = ()
    for kind, part in belongs.values():
        if kind == "sharedStrings" and part in archive.namelist():
            parsed(archive, part, texts)
        elif kind == "styles" and part in archive.namelist():
            formats = _formats(parsed(archive, part, Collected({"numFmt", "cellXfs", "cellStyleXfs", "xf"})))
    in_cells = InCells(archive, belongs)
    from_1904 = any(tag == "workbookPr" and _true(one.get("date1904")) for tag, one in listed.found)
    found: list[Page] = []
    hidden: list[str] = []
    left = most
    for tag, sheet in listed.found:
        kind, part = belongs.get(_relation(sheet), ("", ""))
        if tag != "sheet" or kind != "worksheet":
            continue
        title = clean(unescaped(sheet.get("name", "")))
        if sheet.get("state", "visible") != "visible":
            hidden.append(title)
            continue
        cells = _Cells(_Shared(texts.found, formats, from_1904, in_cells), left, most)
        read = parsed(archive, part, cells, _written)
        left -= len(read.lines)
        _cover(read.lines, read.merged)
        lying = floating(archive, part, read.height, read.width)
        found.append(Page(title, read.lines, frozenset(read.hidden_columns), lying))
    return Workbook(found, hidden)


def _relation(sheet: Mapping[str, str]) -> str:
    return next((value for name, value in sheet.items() if name.endswith("}id")), "")


def _written(stream: IO[bytes]) -> Iterator[bytes]:
    """The same without cells and rows that have a format only: a sheet may have a million of them."""
    kept = b""
    for block in blocks(stream):
        whole, mark, kept = (kept + block).rpartition(b"<")
        kept = mark + kept
        yield _EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", whole))
    yield kept


def _true(word: str | None) -> bool:
    return word in ("1", "true", "on")


def unescaped(text: str) -> str:
    """Text with what `_x000D_` and its like stand for."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _formats(styles: Collected) -> list[str]:
    """The number format of each style that cells name."""
    codes = dict(BUILT_IN)
    found: list[str] = []
    of_cells = False
    for tag, one in styles.found:
        if tag == "numFmt":
            codes[int(one["numFmtId"])] = one.get("formatCode", GENERAL)
        elif tag == "xf":
            if of_cells:
                found.append(codes.get(int(one.get("numFmtId", "0")), GENERAL))
        else:
            of_cells = tag == "cellXfs"
    return found


class _Texts:
    """Texts that cells share: without the readings that stand above them."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._parts: list[str] = []
        self._in_text = False
        self._in_reading = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        name = local(tag)
        if name == "si":
            self._parts = []
        elif name == "rPh":
            self._in_reading = True
        self._in_text = name == "t" and not self._in_reading

    def data(self, text: str) -> None:
        """Take in text."""
        if self._in_text:
            self._parts.append(text)

    def end(self, tag: str) -> None:
        """End an element."""
        name = local(tag)
        self._in_text = False
        if name == "rPh":
            self._in_reading = False
        elif name == "si":
            self.found.append("".join(self._parts))


class _Shared(NamedTuple):
    """What the cells of all sheets refer to."""

    texts: Sequence[str]
    formats: Sequence[str]
    from_1904: bool
    in_cells: InCells


class _Cells:
    """The cells of a sheet: rows in which something is written, what is merged, what is hidden."""

    def __init__(self, shared: _Shared, left: int, most: int) -> None:
        self.lines: list[Line] = []
        self.merged: list[tuple[int, int, int, int]] = []
        """Rows and columns of merged areas: first row, first column, last row, last column; columns from 0."""
        self.hidden_columns: set[int] = set()
        self._shared = shared
        self._heights: dict[int, float] = {}
        self._widths: dict[int, float] = {}
        self._usual_height = USUAL_HEIGHT
        self._left, self._most = left, most
        self._row, self._column, self._hidden, self._height = 0, -1, False, USUAL_HEIGHT
        self._cells: dict[int, Cell] = {}
        self._kind, self._style, self._rich = "n", 0, 0
        self._value: list[str] = []
        self._formula: list[str] | None = None
        self._into: list[str] | None = None
        self._in_reading = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        name = local(tag)
        if name == "c":
            reference = _REFERENCE.fullmatch(attributes.get("r", ""))
            self._column = _number(reference[1]) - 1 if reference else self._column + 1
            self._kind, self._style = attributes.get("t", "n"), int(attributes.get("s", "0"))
            self._rich = int(attributes.get("vm", "0"))
            self._value, self._formula = [], None
        elif name == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._column, self._cells = -1, {}
            self._height = float(attributes.get("ht", self._usual_height))
            self._hidden = _true(attributes.get("hidden")) or self._height == 0
        elif name == "v" or (name == "t" and not self._in_reading):
            self._into = self._value
        elif name == "f":
            self._into = self._formula = []
        elif name == "rPh":
            self._in_reading = True
        elif name == "col":
            self._column_settings(attributes)
        elif name == "sheetFormatPr":
            self._usual_height = float(attributes.get("defaultRowHeight", USUAL_HEIGHT))
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def data(self, text: str) -> None:
        """Take in text."""
        if self._into is not None:
            self._into.append(text)

    def end(self, tag: str) -> None:
        """End an element."""
        name = local(tag)
        self._into = None
        if name == "c":
            if (self._value or self._formula is not None) and self._column < MOST_COLUMNS:
                self._cells[self._column] = self._cell("".join(self._value))
        elif name == "row":
            self._end_row()
        elif name == "rPh":
            self._in_reading = False

    def _end_row(self) -> None:
        if not any(self._cells.values()):
            return
        if len(self.lines) >= self._left:
            raise too_many_rows(self._most)
        width = max(self._cells) + 1
        self._heights[self._row] = self._height
        self.lines.append(Line(self._row, [self._cells.get(at, "") for at in range(width)], self._hidden))

    def _column_settings(self, attributes: Mapping[str, str]) -> None:
        first, last = int(attributes.get("min", "1")), int(attributes.get("max", "1"))
        columns = range(first - 1, min(last, MOST_COLUMNS))
        width = float(attributes.get("width", USUAL_WIDTH))
        if _true(attributes.get("hidden")) or width == 0:
            self.hidden_columns.update(columns)
        self._widths.update(dict.fromkeys(columns, width))

    def height(self, row: int) -> float:
        """Height of a row in points."""
        return self._heights.get(row, self._usual_height)

    def width(self, column: int) -> float:
        """Width of a column, from 0, in characters."""
        return self._widths.get(column, USUAL_WIDTH)

    def _merge(self, reference: str) -> None:
        corners = [_REFERENCE.fullmatch(corner) for corner in reference.split(":")]
        if len(corners) == 2 and corners[0] and corners[1]:
            (a, b), (c, d) = corners[0].groups(), corners[1].groups()
            self.merged.append((int(b), _number(a) - 1, int(d), min(_number(c), MOST_COLUMNS) - 1))

    def _cell(self, value: str) -> Cell:
        """A cell's value as text, its picture, or why it has none."""
        formula = None if self._formula is None else unescaped("".join(self._formula))
        if picture := self._shared.in_cells.find(self._rich, formula):
            return picture
        if formula is not None and self._kind != "e":
            same = literal("=" + formula)
            return _FORMULA if same is None else clean(same)
        if self._kind == "s":
            return clean(unescaped(self._shared.texts[int(value)]))
        if self._kind in ("str", "inlineStr"):
            return clean(unescaped(value))
        if self._kind == "b":
            return "yes" if _true(value.strip()) else "no"
        if self._kind == "e":
            return Trouble(say("this cell shows an error: {value}", value=value), say("a value"))
        if self._kind == "d":
            return Dated(value.strip().removesuffix("T00:00:00")[:19])
        formats = self._shared.formats
        code = formats[self._style] if self._style < len(formats) else GENERAL
        return _counted(float(value), code, self._shared.from_1904)


_FORMULA = Trouble(
    say("this is a formula; formulas are not calculated here"), say("its value: copy, then paste as values")
)


def _counted(value: float, code: str, from_1904: bool) -> Cell:
    """A number as its cell shows it."""
    if is_date(code):
        meant: date | None = as_date(value, from_1904=from_1904)
        return Dated("" if meant is None else meant.isoformat())
    if abs(value) >= 1e15:
        return Trouble(say("this number is too long: a spreadsheet keeps 15 digits"), say("the cell formatted as text"))
    text = shown(value, code)
    if text is None or not same_number(value, text):
        wrong = say("this cell holds {value} and shows something else", value=plain(value))
        return Trouble(wrong, say("the cell formatted as text, with what is meant"))
    return clean(text)


def _number(letters: str) -> int:
    """A column's number from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _cover(lines: list[Line], merged: Sequence[tuple[int, int, int, int]]) -> None:
    """A merged cell's value stands in each cell it covers, in the rows in which something is written."""
    numbers = [line.number for line in lines]
    left = MOST_COVERED
    for top, first, bottom, last in merged:
        start, stop = bisect_left(numbers, top), bisect_right(numbers, bottom)
        if start == stop or numbers[start] != top or first >= len(lines[start].cells):
            continue
        value = lines[start].cells[first]
        left -= (stop - start) * max(0, last - first + 1)
        if left < 0:
            raise Unreadable(say("This workbook has more merged cells than can be read. Please split them."))
        for line in lines[start:stop] if value else ():
            line.cells.extend([""] * (last + 1 - len(line.cells)))
            line.cells[first : last + 1] = [value] * (last + 1 - first)
