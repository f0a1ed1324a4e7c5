"""Writing a league as a workbook."""

import io
from collections.abc import Sequence
from decimal import Decimal

_NAMES, _FIGURES = 30, 14
"""Widths of columns, in characters: our own choice."""
_HEADER = 4
"""Row that names the columns; a name longer than its column goes on below."""

Cell = str | int | float | Decimal
"""A name or words, a number, a share from 0 to 1 (float), or a measure (Decimal)."""


def write(title: str, remark: str, header: Sequence[Cell], rows: Sequence[Sequence[Cell]]) -> bytes:
    """A workbook (.xlsx) with a line for each row.

    What is text is written as text, so that no spreadsheet takes a name for a formula.
    """
    # Slow to import, and needed for a file only.
    import openpyxl
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = openpyxl.Workbook()
    page = book.worksheets[0]
    for number, cells in enumerate([[title], [remark], [], header, *rows], 1):
        for at, value in enumerate(cells, 1):
            cell = page.cell(number, at, value)
            if isinstance(value, str):
                cell.data_type, cell.number_format = "s", "@"
            elif isinstance(value, float):
                cell.number_format = "0 %"
            if number in (1, _HEADER):
                cell.font = Font(bold=True)
            if number == _HEADER:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    for at in range(1, len(header) + 1):
        page.column_dimensions[get_column_letter(at)].width = _NAMES if at == 1 else _FIGURES
    page.freeze_panes = "B5"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
