"""Writing a directory file: an export, or the template to start from."""

import io
from collections.abc import Iterable, Mapping

from handlers.core.directory.book import Kind, Record, Value
from handlers.core.directory.columns import COLUMNS

_WIDTH = 22
"""Of a column, in characters: our own choice."""


def write(directory: Mapping[Kind, Iterable[Record]]) -> bytes:
    """A workbook (.xlsx) that reads back as the same records.

    Every cell is text, so that no spreadsheet takes a phone number for a number or a name for a formula.
    """
    # Slow to import, and needed for a directory file only.
    import openpyxl
    from openpyxl.comments import Comment
    from openpyxl.styles import Font

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for kind in Kind:
        page = book.create_sheet(kind.value)
        columns = [column for column in COLUMNS[kind] if not column.helper]
        for at, column in enumerate(columns, 1):
            cell = page.cell(1, at, column.title + (" *" if column.needed else ""))
            cell.font = Font(bold=True)
            cell.comment = Comment(column.note, "Huiyin", height=90, width=260)
            page.column_dimensions[cell.column_letter].width = _WIDTH
        page.freeze_panes = "A2"
        for number, record in enumerate(directory.get(kind, ()), 2):
            for at, column in enumerate(columns, 1):
                text = written(record.get(column.key))
                if text:
                    cell = page.cell(number, at, text)
                    cell.data_type = "s"
                    cell.number_format = "@"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def written(value: Value) -> str:
    """A value as a cell's text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "; ".join(value) if isinstance(value, tuple) else str(value)


def template() -> bytes:
    """A workbook with an example of each kind that fits together, remarks on each header, and imports as it is."""
    examples: dict[Kind, list[Record]] = {kind: [_example(kind)] for kind in Kind}
    village = examples[Kind.AREAS][0]
    nothing: Record = dict.fromkeys(village)
    county: Record = nothing | {"code": "C01", "kind": "county", "name": "通城县", "name_en": "Tongcheng County"}
    town: Record = nothing | {
        "code": "T01",
        "parent": "C01",
        "kind": "town",
        "name": "城关镇",
        "name_en": "Chengguan Town",
    }
    return write(examples | {Kind.AREAS: [county, town, village]})


def _example(kind: Kind) -> Record:
    return {column.key: column.example for column in COLUMNS[kind] if not column.helper}
