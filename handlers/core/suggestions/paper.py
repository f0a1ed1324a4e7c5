"""A suggestion as the paper form that offices use, and each reply as a letter its class at the top right (DOCX)."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

FONT, CHINESE_FONT = "Times New Roman", "SimSun"
"""Fonts of letters and of Chinese characters: every office has them, or one that stands in for them."""
SIZE, HEADING_SIZE = 12, 18
"""Points."""
QR_SIZE = 2.2
"""Centimetres."""


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
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(SIZE)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), CHINESE_FONT)
    right, centre = WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.CENTER

    def said(words: str, *, bold: bool = False, size: int = SIZE, where: WD_ALIGN_PARAGRAPH | None = None) -> None:
        paragraph: Paragraph = document.add_paragraph()
        run = paragraph.add_run(words)
        run.bold, run.font.size, paragraph.alignment = bold, Pt(size), where  # type: ignore[assignment]

    said(paper.reference, bold=True, where=right)
    picture = document.add_paragraph()
    picture.alignment = right
    picture.add_run().add_picture(io.BytesIO(_qr(paper.reference)), width=Cm(QR_SIZE))
    said(paper.heading, bold=True, size=HEADING_SIZE, where=centre)
    _table(document, paper.facts)
    for heading, words in paper.parts:
        said(heading, bold=True)
        for line in words.splitlines():
            said(line)
    for reply in paper.replies:
        document.add_page_break()  # type: ignore[no-untyped-call]
        said(reply.outcome, bold=True, where=right)
        said(reply.heading, bold=True, size=HEADING_SIZE, where=centre)
        for line in reply.text.splitlines():
            said(line)
        for line in reply.closing:
            said(line, where=right)
        if reply.opinions:
            said(paper.opinions, bold=True)
            _table(document, reply.opinions)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _table(document: "Document", lines: Sequence[tuple[str, str]]) -> None:
    from docx.shared import Cm

    table = document.add_table(rows=0, cols=2, style="Table Grid")
    for what, value in lines:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = what, value
        cells[0].width, cells[1].width = Cm(4), Cm(12)
    document.add_paragraph()


def _qr(words: str) -> bytes:
    import segno

    stream = io.BytesIO()
    segno.make(words, error="m").save(stream, kind="png", scale=6, border=2)
    return stream.getvalue()
