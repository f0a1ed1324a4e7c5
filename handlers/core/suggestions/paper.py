"""A suggestion as the paper form that offices use, and each reply as a letter its class at the top right (DOCX)."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from docx.document import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.text.paragraph import Paragraph

FONT, CHINESE_FONT = "Times New Roman", "SimSun"
"""Fonts of letters and of Chinese characters: every office has them, or one that stands in for them."""
SIZE, HEADING_SIZE, SMALL = 12, 18, 9
"""Points."""
QR_SIZE, PAGE, MARGIN, COLUMNS = 2.2, (21.0, 29.7), 2.5, (4.0, 12.0)
"""Centimetres: the QR code, A4, its margins, the columns of a table."""


class ReplyLetter(NamedTuple):
    """A reply; all in the words of who reads it."""

    outcome: str
    """Class, as it stands at the top right."""
    heading: str
    text: str
    closing: Sequence[str]
    """The unit and the day, at the bottom right."""
    opinions: Sequence[tuple[str, str]]
    """Who signed, and what they think of it."""


class Paper(NamedTuple):
    """All that the form shows; all in the words of who reads it."""

    heading: str
    reference: str
    """In the QR code too."""
    facts: Sequence[tuple[str, str]]
    """Lines of the table: what, and its value."""
    parts: Sequence[tuple[str, str]]
    """Parts of the text: heading, words."""
    replies: Sequence[ReplyLetter]
    opinions: str
    """Heading above what those who signed think."""


def write(paper: Paper) -> bytes:
    """The form as a document (.docx), each reply on a page of its own. Chinese text stays text, whole."""
    # Slow to import, and needed for a file only.
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm

    document = docx.Document()
    _page(document, paper.reference)
    right, centre = WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.CENTER
    picture = document.add_paragraph()
    picture.alignment, picture.paragraph_format.keep_with_next = right, True
    picture.add_run().add_picture(io.BytesIO(_qr(paper.reference)), width=Cm(QR_SIZE))
    _say(document, paper.reference, right, bold=True)
    _say(document, paper.heading, centre, bold=True, size=HEADING_SIZE)
    _table(document, paper.facts)
    for heading, words in paper.parts:
        _say(document, heading, bold=True)
        _text(document, words)
    for reply in paper.replies:
        document.add_page_break()  # type: ignore[no-untyped-call]
        _say(document, reply.outcome, right, bold=True)
        _say(document, reply.heading, centre, bold=True, size=HEADING_SIZE)
        _text(document, reply.text)
        for line in reply.closing:
            _say(document, line, right)
        if reply.opinions:
            _say(document, paper.opinions, bold=True)
            _table(document, reply.opinions)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _page(document: "Document", reference: str) -> None:
    """A4 with its margins, the fonts, and at the foot of each page what it belongs to."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    section = document.sections[0]
    section.page_width, section.page_height = Cm(PAGE[0]), Cm(PAGE[1])
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(MARGIN)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(SIZE)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), CHINESE_FONT)
    style.paragraph_format.space_after, style.paragraph_format.line_spacing = Pt(6), 1.25
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot.add_run(reference).font.size = Pt(SMALL)


def _say(
    document: "Document", words: str, where: "WD_ALIGN_PARAGRAPH | None" = None, *, bold: bool = False, size: int = SIZE
) -> None:
    """A line; one in bold stays on the page of what it stands above."""
    from docx.shared import Pt

    paragraph: Paragraph = document.add_paragraph()
    run = paragraph.add_run(words)
    run.bold, run.font.size = bold, Pt(size)
    if where is not None:
        paragraph.alignment = where
    paragraph.paragraph_format.keep_with_next = bold


def _text(document: "Document", words: str) -> None:
    """Paragraphs, each begun two characters in, as letters are."""
    from docx.shared import Pt

    for line in filter(None, map(str.strip, words.splitlines())):
        document.add_paragraph(line).paragraph_format.first_line_indent = Pt(2 * SIZE)


def _table(document: "Document", lines: Sequence[tuple[str, str]]) -> None:
    """What, and its value; no line is torn by the end of a page."""
    from docx.oxml import OxmlElement
    from docx.shared import Cm, Pt

    table = document.add_table(rows=0, cols=2, style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, COLUMNS, strict=True):
        column.width = Cm(width)
    for number, line in enumerate(lines):
        row = table.add_row()
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, words, width in zip(row.cells, line, COLUMNS, strict=True):
            cell.text, cell.width = words, Cm(width)
            cell.paragraphs[0].paragraph_format.space_after = Pt(2)
            cell.paragraphs[0].paragraph_format.keep_with_next = number == 0
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _qr(words: str) -> bytes:
    import segno

    stream = io.BytesIO()
    segno.make(words, error="m").save(stream, kind="png", scale=6, border=2)
    return stream.getvalue()
