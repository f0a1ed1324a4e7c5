"""Reading a directory file: a workbook with a sheet for each kind, or one kind as CSV."""

import csv
import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import chain, islice
from typing import Any

from handlers.core.directory.book import Book, Kind, Row, Sheet, Trouble, Unreadable, say
from handlers.core.directory.columns import COLUMNS, narrow

LARGEST_FILE = 20 * 1024 * 1024
"""Bytes: the Bot API lets bots download no larger files."""
LARGEST_UNPACKED = 150 * 1024 * 1024
"""Bytes: our own choice."""
MOST_ROWS = 150_000
"""Of a file: our own choice."""
MOST_COLUMNS = 60
"""Of a sheet: our own choice."""
_HEADER_WITHIN = 10
"""Rows: above the header there may be a title and remarks."""

SHEET_TITLES: dict[str, Kind] = {
    **dict.fromkeys(("areas", "area", "区域", "村", "村社区", "村（社区）"), Kind.AREAS),
    **dict.fromkeys(("stations", "station", "联络站", "代表联络站"), Kind.STATIONS),
    **dict.fromkeys(("units", "unit", "handling units", "承办单位", "单位"), Kind.UNITS),
    **dict.fromkeys(("representatives", "representative", "代表", "人大代表", "代表名册"), Kind.REPRESENTATIVES),
    **dict.fromkeys(("topics", "topic", "主题", "分类"), Kind.TOPICS),
}
_TELLING: dict[Kind, frozenset[str]] = {
    Kind.REPRESENTATIVES: frozenset({"code", "level"}),
    Kind.TOPICS: frozenset({"code", "keywords"}),
    Kind.STATIONS: frozenset({"code", "area"}),
    Kind.AREAS: frozenset({"code", "parent"}),
    Kind.UNITS: frozenset({"code", "name"}),
}
"""Columns that tell a kind where no sheet title does; the first that fits, units last."""
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell[ s]")
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ufffe\uffff\ud800-\udfff]"
)

_Cell = str | Trouble
_Line = tuple[int, list[_Cell]]


def read(name: str, content: bytes) -> Book:
    """Read a file. It takes up to seconds and much memory for a large one: not on the event loop.

    Raises `Unreadable` if it is too large, neither a workbook nor text, or lists nothing known.
    """
    if len(content) > LARGEST_FILE:
        raise Unreadable(say("This file is larger than {size} MB. Please split it.", size=LARGEST_FILE >> 20))
    if not content.strip():
        raise Unreadable(say("This file is empty."))
    book = _read_workbook(content) if content.startswith(b"PK") else _read_csv(name, content)
    if not book.sheets:
        raise Unreadable(
            say(
                "No areas, stations, representatives, units or topics were found in this file. "
                "The first row must name the columns: please start from the template."
            )
        )
    return book


def _read_csv(name: str, content: bytes) -> Book:
    text = _decode(content)
    if "\x00" in text:
        raise Unreadable(say("This is neither a workbook (.xlsx) nor a table as text (.csv)."))
    first = text.lstrip().split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        lines = _numbered(([clean(cell) for cell in row[:MOST_COLUMNS]] for row in reader), MOST_ROWS)
        sheet = _sheet(name, None, lines)
    except csv.Error as error:
        raise Unreadable(say("Line {line} cannot be read as CSV.", line=reader.line_num)) from error
    return Book((sheet,) if sheet else ())


def _decode(content: bytes) -> str:
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(
            say("This is an old or password-protected Excel file. Please save it as .xlsx without a password.")
        )
    utf_16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ["utf-16"] if utf_16 else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(say("This is neither a workbook (.xlsx) nor text in UTF-8 or GB18030. Please save it as .xlsx."))


def _read_workbook(content: bytes) -> Book:
    merged = _look_inside(content)
    # Slow to import, and needed for a directory file only.
    import openpyxl

    sheets: list[Sheet] = []
    ignored: list[str] = []
    left = MOST_ROWS
    try:
        # Only a fully loaded sheet knows its merged cells; it takes much more memory.
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=not merged, keep_links=False)
        for page in book.worksheets:
            title = clean(page.title)
            sheet = _sheet(title, SHEET_TITLES.get(narrow(title).lower()), _numbered(_page(page, merged), left))
            if sheet:
                sheets.append(sheet)
                left -= len(sheet.rows)
            else:
                ignored.append(title)
        book.close()
    except (Unreadable, MemoryError):
        raise
    except Exception as error:  # openpyxl answers a damaged file with whatever broke first
        raise Unreadable(_NO_WORKBOOK) from error
    return Book(tuple(sheets), tuple(ignored))


_NO_WORKBOOK = say("This is not a workbook that can be read. Please open it in a spreadsheet and save it as .xlsx.")


def _look_inside(content: bytes) -> bool:
    """Refuse what would unpack to too much; tell whether any sheet has merged cells."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            # zipfile never unpacks more of a part than the size it declares.
            if sum(part.file_size for part in parts) > LARGEST_UNPACKED or len(parts) > 5000:
                raise Unreadable(say("This workbook unpacks to more than can be read. Please split it."))
            if "[Content_Types].xml" not in archive.namelist():
                raise Unreadable(_NO_WORKBOOK)
            pages = [part for part in parts if part.filename.startswith("xl/worksheets/")]
            return any(_mentions_merging(archive, part) for part in pages)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError, zlib.error) as error:
        raise Unreadable(_NO_WORKBOOK) from error


def _mentions_merging(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    with archive.open(part) as stream:
        tail = b""
        while block := stream.read(1 << 20):
            if _MERGED.search(tail + block):
                return True
            tail = block[-32:]
    return False


def _page(page: Any, merged: bool) -> Iterator[list[_Cell]]:
    """The sheet's rows; a merged cell's value stands in each cell it covers."""
    covered: dict[tuple[int, int], tuple[int, int]] = {}
    if merged:
        for area in page.merged_cells.ranges:
            for row in range(area.min_row, min(area.max_row, MOST_ROWS) + 1):
                for column in range(area.min_col, min(area.max_col, MOST_COLUMNS) + 1):
                    covered[row, column] = (area.min_row, area.min_col)
    else:
        # Some programs write a wrong size of the sheet, and rows would be missed.
        page.reset_dimensions()
    for number, cells in enumerate(page.iter_rows(max_col=MOST_COLUMNS if merged else None), 1):
        line = [_plain(cell) for cell in cells[:MOST_COLUMNS]]
        for index in range(len(line)):
            origin = covered.get((number, index + 1))
            if origin and origin != (number, index + 1):
                line[index] = _plain(page.cell(*origin))
        yield line


def _plain(cell: Any) -> _Cell:
    """A cell's value as text, or why it has none."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str) and cell.data_type not in {"f", "e"}:
        return clean(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        if abs(value) >= 1e15:
            return Trouble(
                say("this number is too long: a spreadsheet keeps 15 digits"), say("the cell formatted as text")
            )
        return str(int(value)) if value == int(value) else repr(value)
    if isinstance(value, datetime | date | time | timedelta):
        return Trouble(say("the spreadsheet turned this into a date"), say("the cell formatted as text"))
    if cell.data_type == "e":
        return Trouble(say("this cell shows an error: {value}", value=value), say("a value"))
    return Trouble(
        say("this is a formula; formulas are not calculated here"), say("its value: copy, then paste as values")
    )


def clean(text: str) -> str:
    """Without what cannot be seen: spaces around it, doubled or wide ones in it, control signs."""
    text = _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = (" ".join(line.split()) for line in unicodedata.normalize("NFC", text).split("\n"))
    return "\n".join(line for line in lines if line)


def _numbered(rows: Iterable[Sequence[_Cell]], most: int) -> Iterator[_Line]:
    """Rows with something in them and their numbers. Raises `Unreadable` beyond `most`."""
    count = 0
    for number, row in enumerate(rows, 1):
        if any(row):
            count += 1
            if count > most:
                raise Unreadable(say("This file has more than {count} rows. Please split it.", count=MOST_ROWS))
            yield number, list(row)


def _sheet(title: str, kind: Kind | None, lines: Iterator[_Line]) -> Sheet | None:
    """Find the header and read what is below; None if this lists nothing we know."""
    head = list(islice(lines, _HEADER_WITHIN))
    best: tuple[int, Kind, dict[str, int]] | None = None
    for index, (_, row) in enumerate(head):
        for candidate in (kind,) if kind else _TELLING:
            columns = _columns(candidate, row)
            telling = len(columns) >= 2 if kind else _TELLING[candidate] <= columns.keys()
            if telling and (best is None or len(columns) > len(best[2])):
                best = (index, candidate, columns)
    if best is None:
        return _headless(title, kind, head)
    index, kind, columns = best
    rows = tuple(_row(number, columns, row) for number, row in chain(head[index + 1 :], lines))
    # A row may hold only remarks in columns that are not ours.
    rows = tuple(row for row in rows if row.troubles or any(row.cells.values()))
    header_row, header = head[index]
    return Sheet(kind, title, header_row, {key: _place(at, header[at]) for key, at in columns.items()}, rows)


def _headless(title: str, kind: Kind | None, head: list[_Line]) -> Sheet | None:
    """A sheet that is called right but has no header: an empty one is fine, others are complained about later."""
    return Sheet(kind, title, head[0][0], {}, ()) if kind and head else None


def _columns(kind: Kind, row: list[_Cell]) -> dict[str, int]:
    titles = {title: column.key for column in COLUMNS[kind] for title in column.titles}
    found: dict[str, int] = {}
    for at, cell in enumerate(row):
        if isinstance(cell, str):
            for word in (_title(cell), *map(_title, re.split(r"[/\n(（]", cell))):
                if word in titles:
                    found.setdefault(titles[word], at)
                    break
    return found


def _title(cell: str) -> str:
    return narrow(cell).strip("*: ").lower()


def _row(number: int, columns: dict[str, int], row: list[_Cell]) -> Row:
    cells = {key: row[at] if at < len(row) else "" for key, at in columns.items()}
    return Row(
        number,
        {key: cell if isinstance(cell, str) else "" for key, cell in cells.items()},
        {key: cell for key, cell in cells.items() if isinstance(cell, Trouble)},
    )


def _place(at: int, title: _Cell) -> str:
    letters = ""
    number = at + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters} ({title})"
