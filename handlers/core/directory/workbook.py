"""Reading a directory file: a workbook with a sheet for each kind, or one kind as CSV."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from handlers.core.directory.book import Book, Kind, Row, Sheet, Trouble, Unreadable, say
from handlers.core.directory.cells import (
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    Dated,
    Line,
    Picture,
    clean,
    literal,
    too_many_rows,
)
from handlers.core.directory.columns import COLUMNS
from handlers.core.directory.embedded import Floating
from handlers.core.directory.foreign import foreign
from handlers.core.directory.pictures import Album
from handlers.core.directory.spreadsheet import Page, pages
from handlers.core.directory.text_encoding import decode
from handlers.core.directory.values import narrow

LARGEST_FILE = 20 * 1024 * 1024
"""Bytes: the Bot API lets bots download no larger files."""
_HEADER_WITHIN = 10
"""Rows: above the header there may be a title and remarks."""
_SEPARATORS = ",;\t|"

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
_LEFT_BEHIND = re.compile(r"_x[0-9A-Fa-f]{4}_")
_HIDDEN_ROW = Trouble(
    say("this row is hidden, by a filter perhaps"), say("every row shown; what is not meant, deleted")
)
_SEVERAL = Trouble(
    say("there is more than one picture in this cell, or writing beside one"), say("one picture, or its address")
)
PICTURE = "picture"
"""Key of the column whose cells may hold pictures."""
_HIDDEN_COLUMN = Trouble(say("this column is hidden"), say("every column shown; what is not meant, deleted"))


def read(name: str, content: bytes) -> Book:
    """Read a file. It takes up to seconds and much memory for a large one: not on the event loop.

    Raises `Unreadable` if it is too large, neither a workbook nor text, or lists nothing known.
    """
    if len(content) > LARGEST_FILE:
        raise Unreadable(say("This file is larger than {size} MB. Please split it.", size=LARGEST_FILE >> 20))
    if not content.strip():
        raise Unreadable(say("This file is empty."))
    if other := foreign(content):
        raise Unreadable(other)
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
    text = decode(content)
    try:
        separator = max(_SEPARATORS, key=lambda one: _columns_found(name, text, one))
        sheet = _sheet(name, None, _csv_lines(text, separator, MOST_ROWS))
    except csv.Error as error:
        raise Unreadable(say("This file cannot be read as CSV: a quotation mark is not closed, perhaps.")) from error
    return Book((sheet,) if sheet else ())


def _columns_found(name: str, text: str, separator: str) -> int:
    head = islice(_csv_lines(text, separator, MOST_ROWS), _HEADER_WITHIN)
    found = _header(None, list(head))
    return len(found[2]) if found else 0


def _csv_lines(text: str, separator: str, most: int) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    count = 0
    for number, row in enumerate(reader, 1):
        cells: list[Cell] = [_csv_cell(cell) for cell in row[:MOST_COLUMNS]]
        if any(cells):
            count += 1
            if count > most:
                raise too_many_rows(most)
            yield Line(number, cells)


def _csv_cell(text: str) -> str:
    same = literal(text)
    return clean(text if same is None else same)


def _read_workbook(content: bytes) -> Book:
    book = pages(content, MOST_ROWS)
    sheets: list[Sheet] = []
    ignored, album = list(book.hidden), Album(content)
    for page in book.pages:
        kind = SHEET_TITLES.get(narrow(page.title).lower())
        sheet = _sheet(page.title, kind, page.lines, page, album)
        if sheet:
            sheets.append(sheet)
        else:
            ignored.append(page.title)
    return Book(tuple(sheets), tuple(ignored), album.kept)


def _sheet(
    title: str, kind: Kind | None, lines: Iterable[Line], page: Page | None = None, album: Album | None = None
) -> Sheet | None:
    """Find the header and read what is below; None if this lists nothing we know. `page`: of a workbook."""
    rest = iter(lines)
    head = list(islice(rest, _HEADER_WITHIN))
    best = _header(kind, head)
    if best is None:
        # A sheet that is called right but has no header: an empty one is fine, others are complained about later.
        return Sheet(kind, title, head[0].number, {}, ()) if kind and head else None
    index, kind, columns = best
    lying = _by_row(page.floating if page else (), head[index].number)
    below = [line for part in (head[index + 1 :], rest) for line in part]
    rows = [_row(kind, columns, line, lying.get(line.number, ()), album) for line in below]
    # A row may hold only remarks in columns that are not ours.
    rows = [row for row in rows if row.troubles or any(row.cells.values())]
    header = head[index]
    places = {key: _place(at, header.cells[at]) for key, at in columns.items()}
    hidden = page.hidden_columns if page else frozenset()
    troubles = {key: _HIDDEN_COLUMN for key, at in columns.items() if at in hidden}
    return Sheet(kind, title, header.number, places, tuple(rows), troubles)


def _header(kind: Kind | None, head: Sequence[Line]) -> tuple[int, Kind, dict[str, int]] | None:
    """The line that names the most columns: which it is, of which kind, and where they are."""
    best: tuple[int, Kind, dict[str, int]] | None = None
    for index, line in enumerate(head):
        for candidate in (kind,) if kind else _TELLING:
            columns = _columns(candidate, line.cells)
            telling = len(columns) >= 2 if kind else _TELLING[candidate] <= columns.keys()
            if telling and (best is None or len(columns) > len(best[2])):
                best = (index, candidate, columns)
    return best


def _columns(kind: Kind, row: Sequence[Cell]) -> dict[str, int]:
    titles = {_title(title): column.key for column in COLUMNS[kind] for title in column.titles}
    found: dict[str, int] = {}
    for at, cell in enumerate(row):
        if isinstance(cell, str):
            for word in (_title(cell), *map(_title, re.split(r"[/\n|()（）\[\]【】]", cell))):
                if word in titles:
                    found.setdefault(titles[word], at)
                    break
    return found


def _title(cell: str) -> str:
    """A title without what offices put around and into it: blanks, stars, colons."""
    return re.sub(r"[\s_*:]", "", narrow(cell)).lower()


def _by_row(lying: Sequence[Floating], header: int) -> dict[int, list[Floating]]:
    """Pictures that lie below the header, by their rows: those above and beside the list only adorn it."""
    found: dict[int, list[Floating]] = {}
    for one in lying:
        if one.row > header:
            found.setdefault(one.row, []).append(one)
    return found


def _row(
    kind: Kind, columns: dict[str, int], line: Line, lying: Sequence[Floating] = (), album: Album | None = None
) -> Row:
    """The cells that are ours, and what is wrong with them as such."""
    texts: dict[str, str] = {}
    troubles: dict[str, Trouble] = {}
    for key, at in columns.items():
        cell = line.cells[at] if at < len(line.cells) else ""
        if key == PICTURE:
            cell = _pictured(cell, [one.picture for one in lying if one.column == at], album)
        texts[key] = cell if isinstance(cell, str) else cell.text if isinstance(cell, Dated) else ""
        trouble = cell if isinstance(cell, Trouble) else _lost(cell) if isinstance(cell, str) else cell.trouble
        if trouble:
            troubles[key] = trouble
    if line.hidden and "code" in columns and (troubles or any(texts.values())):
        troubles["code"] = _HIDDEN_ROW
    astray = [one for one in lying if one.column != columns.get(PICTURE)]
    if astray and any(texts.values()):
        troubles.setdefault(PICTURE if PICTURE in columns else "code", _astray(kind, columns, astray[0]))
    return Row(line.number, texts, troubles)


def _pictured(cell: Cell, lying: Sequence[Picture], album: Album | None) -> Cell:
    """What stands for the picture in this cell or on it."""
    found = [*([cell] if isinstance(cell, Picture) else []), *lying]
    if not found or album is None:
        return cell
    return _SEVERAL if len(found) > 1 or (cell and cell is not found[0]) else album.take(found[0])


def _astray(kind: Kind, columns: dict[str, int], one: Floating) -> Trouble:
    """Trouble with a picture that lies on somebody's row, in a column that is for something else."""
    wrong = say("a picture lies on {cell}, where none is expected", cell=f"{letters(one.column)}{one.row}")
    if PICTURE in columns:
        return Trouble(wrong, say("each picture within this column, in its person's row"))
    if kind is Kind.REPRESENTATIVES:
        return Trouble(wrong, say("the pictures in a column with the title “picture / 照片”, or none"))
    return Trouble(wrong, say("no pictures: only representatives have them"))


def _lost(text: str) -> Trouble | None:
    """Trouble that a program made of this text on the way; None if nothing can be seen."""
    if "\ufffd" in text:
        return Trouble(say("letters of this were lost when the file was saved"), say("the text anew, saved as .xlsx"))
    if left := _LEFT_BEHIND.search(text):
        return Trouble(say("a program left “{code}” in this", code=left.group()), say("the text without it"))
    return None


def letters(at: int) -> str:
    """A column as a spreadsheet calls it; `at`: from 0."""
    found = ""
    number = at + 1
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(65 + rest) + found
    return found


def _place(at: int, title: Cell) -> str:
    return f"{letters(at)} ({title})"
