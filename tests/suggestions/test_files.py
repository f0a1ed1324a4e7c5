"""Photos and files belong to a suggestion: who signs, the office and the units see them, the paper form names them."""

import docx
from sqlalchemy import func, select

from storage.models.files import File
from storage.models.suggestions import SuggestionFile
from storage.suggestion_vocabulary import SuggestionStage
from tests.suggestions.congress import Congress
from tests.suggestions.test_taking_out import file_of


async def test_who_signs_sees_them_first_and_signs_anew_once_there_is_another(congress: Congress) -> None:
    says, wang = congress.says, congress.wang
    await congress.drafted()
    await wang.presses(says("📷 Photos and files", "📷 照片和文件"))
    await wang.sends_photo()
    await wang.sends_photo(b"another")
    wang.sees("✖️ 2.")
    await wang.presses("✖️ 2.")
    wang.sees(says("It is out again", "已移除"))
    await congress.opens_suggestion(wang)
    zhao = await congress.asked()
    assert [message for message in zhao.messages if message.photo], "before they are asked to sign"
    zhao.sees(says("With it: 📷", "附件：📷"))
    await zhao.presses(says("✍️ Sign it", "✍️ 签名"))
    await congress.opens_suggestion(wang)
    await wang.presses(says("📷 Photos and files", "📷 照片和文件"))
    await wang.sends_document("plan.pdf", b"%PDF", caption=None)
    await congress.opens_suggestion(wang)
    wang.sees("🔁")
    await wang.presses(says("🔁 Ask those", "🔁 请"))
    await zhao.presses(says("📖 Read it", "📖 阅读"), says("✍️ Sign it", "✍️ 签名"))
    await congress.hands_in()
    assert (await congress.suggestion()).stage is SuggestionStage.HANDED_IN
    before = len([message for message in congress.clerk.messages if message.photo])
    await congress.clerk.presses(says("Open", "打开"), says("📷 Photos and files", "📷 照片和文件"))
    assert len([message for message in congress.clerk.messages if message.photo]) == before + 1
    await congress.clerk.presses(says("🖨 Paper form", "🖨 书面格式"))
    form = docx.Document(file_of(congress, congress.clerk))
    assert any("plan.pdf" in cell.text for row in form.tables[0].rows for cell in row.cells)
    congress.zhang.hears_nothing("plan.pdf")


async def test_a_photo_with_words_of_a_part_is_kept_and_ten_are_enough(congress: Congress) -> None:
    says, wang = congress.says, congress.wang
    await wang.says("/suggestions")
    await wang.presses(says("Begin one", "起草建议"))
    await wang.sends_photo(caption="Street lamps for the school road")
    assert (await congress.suggestion()).title == "Street lamps for the school road"
    for number in range(9):
        await wang.sends_photo(f"photo {number}".encode())
    await wang.presses(
        says("📜 To the suggestion", "📜 查看建议"), says("📷 Photos and files (10)", "📷 照片和文件（10）")
    )
    await wang.sends_photo(b"one more")
    wang.sees("10")
    assert (await congress.rows(func.count(SuggestionFile.id))) == [(10,)]
    for _ in range(10):
        await wang.presses("✖️ 1.")
    async with congress.town.database.reading() as session:
        assert list(await session.scalars(select(File.id))) == []
