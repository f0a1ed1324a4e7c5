"""Whole lists as offices might keep them: of each cell is kept what is seen there, or the cell is named.

What is seen is worked out here from how the cell was made, not by what reads it.
"""

import io
from typing import Any, NamedTuple

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from handlers.core.directory.book import Kind
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


def _workbook(rows: list[Listed], order: list[str], title: bool, hidden: str | None) -> bytes:
    """The list with its columns in this order, perhaps with a merged title above and a hidden column."""
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "区域"
    if title:
        page.append(["通城县村、社区一览表"])
        page.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(order))
    page.append([HEADERS[key] for key in order])
    page.append([{"code": ABOVE, "name": "通城县"}.get(key) for key in order])
    for row in rows:
        number = page.max_row + 1
        made = {"code": row.code, "name": row.name, "name_en": row.name_en, "parent": Made(ABOVE, "@", ABOVE)}
        for at, key in enumerate(order, 1):
            cell = page.cell(number, at, made[key].value)
            cell.number_format = made[key].number_format
        page.row_dimensions[number].hidden = row.hidden
    if hidden is not None:
        page.column_dimensions[get_column_letter(order.index(hidden) + 1)].hidden = True
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _named(plan: Plan) -> set[tuple[int | None, str]]:
    """Rows and columns of which the plan complains; a column as its letter."""
    return {(problem.row, (problem.column or "").partition(" ")[0]) for problem in plan.problems}


@given(
    st.lists(_ROWS, min_size=1, max_size=6),
    st.permutations(list(HEADERS)),
    st.booleans(),
    st.sampled_from([None, None, None, *HEADERS]),
)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_of_each_cell_is_kept_what_is_seen_or_it_is_named(
    rows: list[Listed], order: list[str], title: bool, hidden: str | None
) -> None:
    plan = make_plan(read("list.xlsx", _workbook(rows, order, title, hidden)), {})
    named, header = _named(plan), 2 if title else 1
    letters = {key: get_column_letter(at) for at, key in enumerate(order, 1)}
    kept = {str(record["code"]): record for record in plan.new[Kind.AREAS]}
    assert hidden is None or (header, letters[hidden]) in named
    seen_before: set[str] = {ABOVE}
    for number, row in enumerate(rows, header + 2):
        made = {"code": row.code, "name": row.name, "name_en": row.name_en}
        if row.hidden:
            assert (number, letters["code"]) in named
            continue
        for key, cell in made.items():
            assert cell.seen is not None or (number, letters[key]) in named, (key, cell)
        if row.code.seen is None or row.code.seen in seen_before:
            assert (number, letters["code"]) in named
            continue
        seen_before.add(row.code.seen)
        for key in ("name", "name_en"):
            if (number, letters[key]) not in named:
                assert (kept[row.code.seen][key] or "") == made[key].seen, (key, made[key])
