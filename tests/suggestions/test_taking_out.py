"""The paper form is whole, with the class at the top right and a QR code; the office's workbook has a line for each."""

import io

import docx
import openpyxl
from docx.enum.text import WD_ALIGN_PARAGRAPH

from tests.suggestions.congress import MATTER, REFERENCE, REPLY, TITLE, Congress
from tests.town import Actor


def file_of(congress: Congress, actor: Actor) -> io.BytesIO:
    """The newest document that somebody was sent."""
    sent = [one.content["document"]["file_id"] for one in actor.messages if "document" in one.content]
    return io.BytesIO(congress.town.world.files.by_id[sent[-1]].content)


async def test_the_paper_form_has_all_of_it(congress: Congress) -> None:
    says, wang = congress.says, congress.wang
    await congress.assigned()
    await congress.replied("灯都修好了。\n" + REPLY)
    await wang.presses(says("Say what you think", "发表意见"), says("😀 Satisfied", "😀 满意"))
    await wang.presses(says("Paper form", "书面格式"))
    document = docx.Document(file_of(congress, wang))
    words = "\n".join(one.text for one in document.paragraphs)
    for said in (REFERENCE, MATTER, REPLY, "灯都修好了。", says("Class: A", "办理结果：A 类")):
        assert said in words
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert TITLE in cells and "Zhao" in cells and says("Satisfied", "满意") in cells
    right = [one.text for one in document.paragraphs if one.alignment == WD_ALIGN_PARAGRAPH.RIGHT]
    assert says("Class: A", "办理结果：A 类") in right
    assert len(document.inline_shapes) == 1


async def test_the_office_takes_the_list_out(congress: Congress) -> None:
    says, clerk = congress.says, congress.clerk
    await congress.assigned(supporting=True)
    await congress.replied()
    await clerk.says("/suggestions")
    await clerk.presses(says("📜 All", "📜 全部"), says("Workbook", "导出表格"))
    page = openpyxl.load_workbook(file_of(congress, clerk)).worksheets[0]
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    assert any(REFERENCE in row and TITLE in row and "A" in row for row in rows)
    assert says("Replied to: 1 of 1", "已答复 1/1 件") in str(rows[1][0])
