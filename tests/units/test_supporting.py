"""Units support the one that leads: asked, reminded, their parts shown as theirs, in the reply too."""

from sqlalchemy import select

from handlers.units.callbacks import WritePart
from storage.models.opinions import Entry
from storage.models.supporting import Supporting
from storage.vocabulary import EntryKind, Stage
from tests.representatives.conftest import FIRST, LAMP
from tests.town import Actor
from tests.units.hall import Hall

PART = "The pump draws from the same line"


async def asks(hall: Hall, asker: Actor, unit: str = "", need: str = "Is your pump on that line?") -> None:
    """Somebody who has it open has the Water Bureau support, or another unit."""
    await asker.presses(hall.says("Have a unit support", "增加协办单位"), unit or hall.says("Water Bureau", "水利局"))
    if need:
        await asker.says(need)
    await asker.presses(hall.says("🤝 Ask for support", "🤝 请求协办"))


async def writes(hall: Hall, words: str = PART) -> None:
    """Luo of the Water Bureau opens what is wanted and writes the part."""
    await hall.luo.says("/inbox")
    await hall.luo.presses(hall.says("We support", "我们协办"), FIRST)
    await hall.luo.presses(hall.says("Write our part", "写协办意见"))
    await hall.luo.says(words)
    await hall.luo.presses(hall.says("Send our part", "发送协办意见"))


async def rows(hall: Hall) -> list[Supporting]:
    async with hall.town.database.reading() as session:
        return list(await session.scalars(select(Supporting).order_by(Supporting.id)))


async def test_the_lead_asks_and_the_reply_shows_whose_part_is_whose(hall: Hall) -> None:
    gao = await hall.referred()
    await gao.presses(hall.says("✅ Take it", "✅ 接收"))
    await asks(hall, gao)
    gao.sees(hall.says("Water Bureau was asked", "已请水利局协办"))
    hall.luo.hears("Is your pump on that line", LAMP, hall.says("by Mon 9 Mar", "3月9日"))
    hall.luo.hears_nothing("Li Lei", "The third lamp")
    await writes(hall)
    hall.luo.sees(hall.says("Sent to Power Bureau", "已发给主办单位供电局"))
    for officer in (hall.gao, hall.he):
        officer.hears(PART, "Water|水利局")
    hall.li.hears_nothing(PART)
    await hall.opened_by(gao)
    gao.sees(PART, hall.says("Water Bureau has written its part", "水利局已提出协办意见"))
    await gao.presses(hall.says("💬 Reply", "💬 答复"))
    gao.sees(hall.says("With it goes", "一并转给选民"), PART)
    await gao.presses(hall.says("Resolved", "已解决"))
    await gao.says("A new lamp is up")
    await gao.presses(hall.says("Send the reply", "发送答复"))
    wang = await hall.opens()
    wang.sees(PART)
    await wang.presses(hall.says("📨 Pass the reply on", "📨 转给选民"), hall.says("📨 Pass it on", "📨 转给选民"))
    hall.li.sees(
        "A new lamp is up",
        hall.says(f"Water Bureau adds:.*{PART}", f"水利局补充.*{PART}"),
        hall.says("Power", "供电局"),
    )
    async with hall.town.database.reading() as session:
        kinds = list(await session.scalars(select(Entry.kind).where(Entry.unit_id.is_not(None))))
    assert kinds == [EntryKind.PASSED_PART]
    (row,) = await rows(hall)
    assert row.ended_at is not None and row.answered_at is not None
    await hall.li.presses(hall.says("Open", "打开"))
    hall.li.hears(hall.says("Part of a supporting unit · Water Bureau", "协办单位意见 · 水利局"))


async def test_the_representative_asks_as_they_refer_and_the_lead_hears_of_it(hall: Hall) -> None:
    await hall.lamp()
    await hall.refers()
    await hall.wang.presses(hall.says("Another unit supports", "增加协办单位"), hall.says("Water Bureau", "水利局"))
    hall.wang.sees(hall.says("Ask Water Bureau to support Power Bureau", "请水利局协助供电局"))
    await hall.wang.presses(hall.says("🤝 Ask for support", "🤝 请求协办"))
    hall.gao.hears(hall.says("Water Bureau supports you", "水利局协助贵单位"))
    hall.luo.hears(LAMP)
    wang = await hall.opens()
    wang.sees(hall.says("Water Bureau supports; its part is due", "水利局协办"))


async def test_staff_ask_too(hall: Hall) -> None:
    await hall.referred()
    await hall.clerk.says("/find 1")
    await asks(hall, hall.clerk, need="")
    assert [row.unit_id for row in await rows(hall)] == [hall.furniture.units["Water"]]


async def test_a_unit_is_asked_once_and_neither_is_the_lead(hall: Hall) -> None:
    gao = await hall.referred()
    await asks(hall, gao)
    await hall.opened_by(gao)
    await gao.presses(hall.says("Have a unit support", "增加协办单位"))
    assert hall.says("[Water", "[水利局") not in gao.screen and hall.says("[Power", "[供电局") not in gao.screen
    gao.sees(hall.says("Roads Bureau", "交通局"))


async def test_supporters_are_reminded_by_their_own_clock(hall: Hall) -> None:
    gao = await hall.referred()
    await asks(hall, gao)
    await gao.presses(hall.says("Open", "打开"))
    await gao.presses(hall.says("✅ Take it", "✅ 接收"))
    await hall.town.passes(days=8)
    hall.luo.hears(hall.says("Power Bureau waits for your part.*it was due", "供电局在等贵单位.*已逾期"))
    await writes(hall)
    before = len(hall.luo.messages)
    await hall.town.passes(days=7)
    assert not [m for m in hall.luo.messages[before:] if "🔴" in m.shown and "part" in m.shown]


async def test_a_part_comes_too_late_once_the_reply_is_sent(hall: Hall) -> None:
    gao = await hall.referred()
    await asks(hall, gao)
    await hall.luo.says("/inbox")
    await hall.luo.presses(hall.says("We support", "我们协办"), FIRST, hall.says("Write our part", "写协办意见"))
    await hall.luo.says(PART)
    await hall.opened_by(gao)
    await hall.replies()
    await hall.luo.presses(hall.says("Send our part", "发送协办意见"))
    hall.luo.hears(hall.says("Nothing was sent", "没有发送|未发送|没有发出"), PART)
    wang = await hall.opens()
    await wang.presses(hall.says("📨 Pass the reply on", "📨 转给选民"), hall.says("📨 Pass it on", "📨 转给选民"))
    hall.luo.hears(hall.says("your part is no longer needed", "无需再提出协办意见"))
    await hall.luo.forges(WritePart(opinion=1))
    hall.luo.hears(hall.says("Nothing more is wanted", "无需再协办"))


async def test_who_was_not_asked_sees_nothing(hall: Hall) -> None:
    await hall.referred()
    await hall.luo.says("/inbox")
    await hall.luo.forges(WritePart(opinion=1))
    hall.luo.hears_nothing(LAMP)
    assert (await hall.opinion()).stage is Stage.REFERRED


async def test_a_swiped_message_becomes_the_part(hall: Hall) -> None:
    gao = await hall.referred()
    await asks(hall, gao)
    await hall.luo.replies("pump", PART)
    await hall.luo.presses(hall.says("Send our part", "发送协办意见"))
    hall.gao.hears(PART)


async def test_one_that_returned_it_may_support_afterwards(hall: Hall) -> None:
    await hall.lamp()
    await hall.refers(unit=hall.says("Water Bureau", "水利局"))
    luo = await hall.opened_by(hall.luo)
    await luo.presses(hall.says("↩️ Not ours", "↩️ 不属于本单位"), "🤷")
    await luo.says("Not water")
    await luo.presses(hall.says("↩️ Return it", "↩️ 退回"))
    await hall.refers()
    await asks(hall, await hall.opened_by(hall.gao))
    await writes(hall)
    hall.gao.hears(PART)
