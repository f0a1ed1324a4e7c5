"""Whole lists as offices might keep them, by whatever wrote them: of each cell is kept what is seen, or it is named.

What is seen is worked out here from how the cell was made, not by what reads it.
"""

import csv
import io
from collections.abc import Callable
from typing import Any, Literal, NamedTuple

import openpyxl
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from handlers.core.directory.book import Kind, Unreadable
from handlers.core.directory.rules import Plan, make_plan
from handlers.core.directory.workbook import read

HEADERS = {"code": "编　码", "name": "name (required)", "parent": "上级编码", "name_en": "English\nname"}
HAN = "王李张刘陈村社区东西南北柳溪石桥一二三"
ABOVE = "TOP"
"""Code of the area in which all others lie."""


class Made(NamedTuple):
    """A cell as it was made, and what is seen of it; None: nothing that could be kept, so that it must be named."""

    value: Any
    number_format: str
    seen: str | None


class Listed(NamedTuple):
    """A row of the list."""

    code: Made
    name: Made
    name_en: Made
    hidden: bool


def _text(alphabet: str, most: int) -> st.SearchStrategy[Made]:
    return st.text(alphabet, min_size=1, max_size=most).map(lambda text: Made(text, "General", text))


def _padded(text: str) -> Made:
    return Made("　".join(text), "@", text)


def _noughts(number: int, width: int) -> Made:
    return Made(number, "0" * width, str(number).zfill(width))


_CODES = st.one_of(
    _text("ABCXYZ0123456789.-", 8),
    st.builds(_noughts, st.integers(0, 9999), st.integers(4, 8)),
    st.integers(1, 10**9).map(lambda number: Made(number, "General", str(number))),
    st.integers(1, 9999).map(lambda number: Made(f"'{number:05d}", "General", f"{number:05d}")),
    st.integers(10**12, 10**14).map(lambda number: Made(number, "0.00E+00", None)),
    st.integers(10**12, 10**14).map(lambda number: Made(f"{number:.5E}", "General", None)),
    st.integers(1, 9999).map(lambda number: Made(number + 0.25, "0", None)),
    st.dates().map(lambda day: Made(day, "yyyy-mm-dd", None)),
    st.just(Made("=A1", "General", None)),
    st.just(Made("V1_x000D_", "@", "V1")),
    st.just(Made("V 1", "@", None)),
)
_NAMES = st.one_of(
    _text(HAN, 8),
    st.text(HAN, min_size=2, max_size=3).map(_padded),
    st.integers(1, 99).map(lambda number: Made(number, '0"号村"', f"{number}号村")),
    st.dates().map(lambda day: Made(day, "yyyy-mm-dd", None)),
    st.just(Made("???", "General", None)),
    st.just(Made("=CONCATENATE(A1,B1)", "General", None)),
    st.just(Made("柳溪\ufffd村", "General", None)),
)
_ENGLISH = st.one_of(
    st.just(Made(None, "General", "")),
    _text("ABCdef'", 8),
    st.just(Made("  West   Pond ", "General", "West Pond")),
    st.booleans().map(lambda value: Made(value, "General", "yes" if value else "no")),
)
_ROWS = st.builds(Listed, _CODES, _NAMES, _ENGLISH, st.sampled_from([False, False, False, True]))


class Table(NamedTuple):
    """A list with its columns in this order, perhaps with a merged title above and a hidden column."""

    rows: list[Listed]
    order: list[str]
    title: bool
    hidden: str | None = None

    @property
    def lines(self) -> list[list[Made]]:
        """Cells from the header on, in the order of the columns."""
        head = [Made(HEADERS[key], "General", HEADERS[key]) for key in self.order]
        top = [Made({"code": ABOVE, "name": "通城县"}.get(key), "General", "") for key in self.order]
        return [head, top, *([self.cells(row)[key] for key in self.order] for row in self.rows)]

    def cells(self, row: Listed) -> dict[str, Made]:
        """The cells of a row by their columns."""
        return {"code": row.code, "name": row.name, "name_en": row.name_en, "parent": Made(ABOVE, "@", ABOVE)}


TITLE = "通城县村、社区一览表"


def by_openpyxl(table: Table) -> bytes:
    """The table as openpyxl writes it: texts shared."""
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "区域"
    if table.title:
        page.append([TITLE])
        page.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(table.order))
    hidden = [False, False, *(row.hidden for row in table.rows)]
    for number, (cells, out_of_sight) in enumerate(zip(table.lines, hidden, strict=True), 2 if table.title else 1):
        for at, made in enumerate(cells, 1):
            page.cell(number, at, made.value).number_format = made.number_format
        page.row_dimensions[number].hidden = out_of_sight
    if table.hidden is not None:
        page.column_dimensions[get_column_letter(table.order.index(table.hidden) + 1)].hidden = True
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def by_xlsxwriter(table: Table) -> bytes:
    """The table as xlsxwriter writes it: texts shared, what looks like an escape escaped once more."""
    return _by_xlsxwriter(table, in_rows=False)


def by_xlsxwriter_in_rows(table: Table) -> bytes:
    """The table as xlsxwriter writes it row by row: texts in their cells, a format for each row."""
    return _by_xlsxwriter(table, in_rows=True)


def _by_xlsxwriter(table: Table, *, in_rows: bool) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"constant_memory": in_rows, "in_memory": not in_rows}) as book:
        page = book.add_worksheet("区域")
        codes = {made.number_format for line in table.lines for made in line}
        formats = {code: book.add_format({"num_format": code}) for code in codes}
        if table.hidden is not None:
            at = table.order.index(table.hidden)
            page.set_column(at, at, None, None, {"hidden": True})
        first = 1 if table.title else 0
        if table.title:
            page.merge_range(0, 0, 0, len(table.order) - 1, TITLE)
        hidden = [False, False, *(row.hidden for row in table.rows)]
        for number, (cells, out_of_sight) in enumerate(zip(table.lines, hidden, strict=True), first):
            if out_of_sight:
                page.set_row(number, None, None, {"hidden": True})
            for at, made in enumerate(cells):
                _write(page, number, at, made, formats[made.number_format])
    return stream.getvalue()


def _write(page: Any, row: int, at: int, made: Made, look: Any) -> None:
    value = made.value
    if value is None:
        page.write_blank(row, at, None, look)
    elif isinstance(value, str):
        # What openpyxl writes as the escape of a sign, xlsxwriter makes of the sign itself.
        as_formula, text = value.startswith("="), value.replace("_x000D_", "")
        page.write_formula(row, at, value, look) if as_formula else page.write_string(row, at, text, look)
    elif isinstance(value, bool):
        page.write_boolean(row, at, value, look)
    elif isinstance(value, int | float):
        page.write_number(row, at, value, look)
    else:
        page.write_datetime(row, at, value, look)


def _named(plan: Plan) -> set[tuple[int | None, str]]:
    """Rows and columns of which the plan complains; a column as its letter."""
    return {(problem.row, (problem.column or "").partition(" ")[0]) for problem in plan.problems}


def _check(table: Table, plan: Plan) -> None:
    """Of each cell is kept what is seen, or it is named."""
    named, header = _named(plan), 2 if table.title else 1
    letters = {key: get_column_letter(at) for at, key in enumerate(table.order, 1)}
    kept = {str(record["code"]): record for record in plan.new[Kind.AREAS]}
    assert table.hidden is None or (header, letters[table.hidden]) in named
    seen_before: set[str] = {ABOVE}
    for number, row in enumerate(table.rows, header + 2):
        if row.hidden:
            assert (number, letters["code"]) in named
            continue
        made = {key: cell for key, cell in table.cells(row).items() if key != "parent"}
        for key, cell in made.items():
            assert cell.seen is not None or (number, letters[key]) in named, (key, cell)
        if row.code.seen is None or row.code.seen in seen_before:
            assert (number, letters["code"]) in named
            continue
        seen_before.add(row.code.seen)
        for key in ("name", "name_en"):
            if (number, letters[key]) not in named:
                assert (kept[row.code.seen][key] or "") == made[key].seen, (key, made[key])


@given(
    st.lists(_ROWS, min_size=1, max_size=6),
    st.permutations(list(HEADERS)),
    st.booleans(),
    st.sampled_from([None, None, None, *HEADERS]),
    st.sampled_from([by_openpyxl, by_xlsxwriter, by_xlsxwriter_in_rows]),
)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_of_each_cell_of_a_workbook_is_kept_what_is_seen_or_it_is_named(
    rows: list[Listed], order: list[str], title: bool, hidden: str | None, write: Callable[[Table], bytes]
) -> None:
    table = Table(rows, order, title, hidden)
    _check(table, make_plan(read("list.xlsx", write(table)), {}))


def _in_csv(made: Made) -> str:
    """The cell as a spreadsheet saves it as text: what is shown, of formulas and days nothing else is left."""
    if made.value is None or isinstance(made.value, str):
        return (made.value or "").replace("_x000D_", "")
    return f"{made.value:.5E}" if made.number_format == "0.00E+00" else str(made.seen)


def _survives(row: Listed) -> bool:
    """True if all of the row that is wrong can be told from its text too."""
    return not row.hidden and all(
        cell.seen is not None
        or cell.number_format == "0.00E+00"
        or (isinstance(cell.value, str) and not cell.value.startswith("="))
        for cell in row[:3]
    )


@given(
    st.lists(_ROWS.filter(_survives), min_size=1, max_size=6),
    st.permutations(list(HEADERS)),
    st.booleans(),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"]),
)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_of_each_cell_of_a_text_is_kept_what_is_seen_or_it_is_named(
    rows: list[Listed],
    order: list[str],
    title: bool,
    separator: str,
    quoting: Literal[0, 1],
    ending: str,
    encoding: str,
) -> None:
    table, stream = Table(rows, order, title), io.StringIO()
    written = csv.writer(stream, delimiter=separator, quoting=quoting, lineterminator=ending)
    written.writerows([[TITLE, "", "", ""]] if title else [])
    written.writerows([_in_csv(cell) for cell in line] for line in table.lines)
    try:
        book = read("list.csv", stream.getvalue().encode(encoding))
    except Unreadable as refused:
        # Signs that no list has much of make an encoding unsure; then its file is refused as a whole, and why.
        assert encoding in ("gb18030", "utf-16-le")
        assert "encoding" in str(refused.saying) or "neither" in str(refused.saying)
        return
    _check(table, make_plan(book, {}))
