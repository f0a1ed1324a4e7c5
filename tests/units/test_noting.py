"""Notes that only a unit reads, questions through the representative, and what it replied before."""

from sqlalchemy import select

from handlers.units.callbacks import EarlierReplies, NotesPage, WriteNote
from storage.models.unit_work import UnitNote
from storage.vocabulary import EntryKind, Stage
from tests.representatives.conftest import LAMP
from tests.town import Actor
from tests.units.hall import Hall

SECRETLY = "The foreman is on leave until Monday"
WHICH = "Which side of the street?"


async def notes(hall: Hall, officer: Actor, words: str = SECRETLY) -> None:
    """An officer who has it open writes a note."""
    await officer.presses(hall.says("Write a note", "写备注"))
    await officer.says(words)


async def test_a_note_is_read_by_the_unit_and_by_nobody_else(hall: Hall) -> None:
    gao = await hall.referred()
    await notes(hall, gao)
    gao.sees(SECRETLY, hall.says("read by your unit only", "仅本单位可见"))
    he = await hall.opened_by(hall.he)
    he.sees(SECRETLY, "Gao")
    await hall.replies()
    wang = await hall.opens()
    await wang.presses(hall.says("📨 Pass the reply on", "📨 转给选民"), hall.says("📨 Pass it on", "📨 转给选民"))
    await hall.clerk.says("/find 1")
    for actor in (hall.li, wang, hall.clerk, hall.luo):
        actor.hears_nothing("foreman")
    assert not [one for one in await hall.exported(hall.li) if "foreman" in one]


async def test_a_unit_that_gets_it_next_reads_no_note_of_the_one_before(hall: Hall) -> None:
    gao = await hall.referred()
    await notes(hall, gao)
    await gao.presses(hall.says("↩️ Not ours", "↩️ 不属于本单位"), hall.says("Water Bureau", "水利局"))
    await gao.says("Not ours")
    await gao.presses(hall.says("↩️ Return it", "↩️ 退回"))
    await hall.refers()
    luo = await hall.opened_by(hall.luo)
    luo.hears_nothing("foreman")
    await luo.forges(NotesPage(opinion=1, page=0))
    luo.hears_nothing("foreman")


async def test_who_is_no_officer_writes_no_note(hall: Hall) -> None:
    await hall.referred()
    await hall.luo.says("/inbox")
    await hall.luo.forges(WriteNote(opinion=1))
    await hall.luo.forges(EarlierReplies(opinion=1))
    hall.luo.hears_nothing(LAMP)
    async with hall.town.database.reading() as session:
        assert not (await session.scalars(select(UnitNote))).all()


async def test_many_notes_have_a_page_and_a_long_one_is_refused(hall: Hall) -> None:
    gao = await hall.referred()
    for number in range(5):
        await notes(hall, gao, f"note {number}")
    assert "note 0" not in gao.screen
    await gao.presses(hall.says("All notes", "全部备注"))
    gao.sees("note 0", "note 4")
    await gao.presses("⬅️")
    await notes(hall, gao, "x" * 1_001)
    gao.sees("1,?000")
    await gao.sends_photo()
    gao.sees(hall.says("I need words here", "这里需要文字"))
    await gao.says("short")
    gao.sees("short", hall.says("read by your unit only", "仅本单位可见"))


async def test_a_note_is_left_with_cancel(hall: Hall) -> None:
    gao = await hall.referred()
    await gao.presses(hall.says("Write a note", "写备注"))
    await gao.says("/cancel")
    await gao.presses(hall.says("Open", "打开"))
    gao.sees(LAMP)


async def test_the_unit_asks_the_author_through_the_representative(hall: Hall) -> None:
    gao = await hall.referred()
    await gao.presses(hall.says("✅ Take it", "✅ 接收"))
    due = (await hall.opinion()).due_at
    await gao.presses(hall.says("Ask its author", "请代表询问选民"))
    await gao.says(WHICH)
    await gao.presses(hall.says("Send to the representative", "发给代表"))
    hall.wang.hears(WHICH, hall.says("Power Bureau asks about", "供电局想就"))
    hall.li.hears_nothing(WHICH)
    wang = await hall.opens()
    await wang.presses(hall.says("❓ Ask back", "❓ 提问"))
    wang.sees(WHICH)
    await wang.presses(hall.says("📨 Send", "📨 发送"))
    hall.li.sees(WHICH, hall.says("whoever handles it reads it too", "承办单位也会看到"))
    hall.gao.hears(hall.says("its author was asked", "已询问选民"))
    await hall.li.replies(WHICH.rstrip("?"), "The north side")
    for actor in (hall.wang, hall.gao):
        actor.hears("The north side")
    opinion = await hall.opinion()
    assert (opinion.stage, opinion.due_at) == (Stage.REFERRED, due)
    async with hall.town.database.reading() as session:
        kinds = [entry.kind for entry in await hall.said(session)]
    assert EntryKind.UNIT_QUESTION in kinds and EntryKind.QUESTION in kinds


async def test_earlier_replies_on_the_same_topic_and_place(hall: Hall) -> None:
    wang = await hall.replied()
    await wang.presses(hall.says("📨 Pass the reply on", "📨 转给选民"), hall.says("📨 Pass it on", "📨 转给选民"))
    number = await hall.case("The lamp by the school", by=hall.zhang)
    async with hall.town.database.writing() as session:
        await hall.same_matter(session, number)
    await hall.wang.says("/inbox")
    await hall.wang.presses("TC-2026-000002")
    await hall.wang.presses(hall.says("Refer to a unit", "转交承办单位"), "⭐", hall.says("🏢 Refer it", "🏢 转交"))
    await hall.gao.says("/inbox")
    await hall.gao.presses("TC-2026-000002", hall.says("Earlier replies", "以往答复"))
    hall.gao.sees("A new lamp is up", "TC-2026-000001", hall.says("Resolved", "已解决"))
    hall.gao.hears_nothing("Li Lei")
