"""Workbooks written by hand, part by part, as no library here writes them."""

import io
import zipfile
from collections.abc import Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEADER = ("code", "name", "parent")


def sheet_file(sheet: str, *, strict: bool = False, more: Mapping[str, str] | None = None) -> bytes:
    """A workbook with one sheet called areas; `sheet` stands inside its `worksheet` element."""
    main, relations = (STRICT_MAIN, STRICT_RELATIONS) if strict else (MAIN, RELATIONS)

    def related(**to: str) -> str:
        rows = "".join(
            f'<Relationship Id="{kind}" Type="{relations}/{kind}" Target="{part}"/>' for kind, part in to.items()
        )
        return f'<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'

    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": related(officeDocument="xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets>'
        f'<sheet name="areas" sheetId="1" r:id="worksheet"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": related(worksheet="worksheets/sheet1.xml", sharedStrings="sharedStrings.xml"),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}">{sheet}</worksheet>',
        **(more or {}),
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def row(number: int, *texts: str, attributes: str = "") -> str:
    """A row of texts."""
    cells = "".join(
        f'<c r="{chr(65 + at)}{number}" t="inlineStr"><is><t>{text}</t></is></c>' for at, text in enumerate(texts)
    )
    return f'<row r="{number}" {attributes}>{cells}</row>'


def heavy(rows: int) -> bytes:
    """One line of data below a merged title, and borders around empty cells down to row `rows`."""
    cells = "".join(f'<c r="{letter}%d" s="0"/>' for letter in "ABCDEFGH")
    empty = "".join(f'<row r="{number}">{cells.replace("%d", str(number))}</row>' for number in range(4, rows))
    data = row(1, "通城县") + row(2, *HEADER) + row(3, "V1", "李塅村", "") + empty
    return sheet_file(f'<sheetData>{data}</sheetData><mergeCells><mergeCell ref="A1:H1"/></mergeCells>')
