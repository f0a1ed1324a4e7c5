"""A unit's templates of replies: kept with placeholders that are checked, offered where they fit, filled in."""

import pytest
from sqlalchemy import select

from handlers.core.casework import placeholders
from handlers.units.templates_callbacks import OpenTemplate, RemoveTemplate
from storage.models.unit_work import ReplyTemplate
from tests.units.hall import Hall

TEXT = '{name or "Sir or Madam"}, {reference} in {place} was looked at on {date}.'


@pytest.mark.parametrize(
    "text", [TEXT, "No braces", "{ reference }", "{name or “您”}", "{name or '同志'}", "{姓名或“您”}，{编号}"]
)
def test_placeholders_as_people_write_them(text: str) -> None:
    assert placeholders.fault(text) is None


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("{referense}", "{referense}"),
        ("{name}", "{name}"),
        ("{name or }", "{name or }"),
        ("{reference", "{"),
        ("reference}", "}"),
        ("{{date}}", "{"),
    ],
)
def test_what_is_no_placeholder_is_named(text: str, wrong: str) -> None:
    assert placeholders.fault(text) == wrong


def test_the_name_is_filled_in_apart() -> None:
    facts = {"reference": "TC-1", "place": "Jiufang", "date": "3 Mar"}
    filled = placeholders.filled(TEXT, facts)
    assert "TC-1 in Jiufang was looked at on 3 Mar" in filled
    assert placeholders.named(filled, "Li Lei").startswith("Li Lei, ")
    assert placeholders.named(filled, None).startswith("Sir or Madam, ")
    assert placeholders.named(placeholders.filled("{姓名 或“您”}：{编号}", facts), "李雷") == "李雷：TC-1"


async def keeps(hall: Hall, title: str = "Looked at", text: str = TEXT) -> None:
    """Gao keeps a template."""
    await hall.gao.says("/inbox")
    await hall.gao.presses(hall.says("📝 Templates", "📝 答复模板"), hall.says("A new template", "新模板"))
    await hall.gao.says(title)
    await hall.gao.says(text)


async def test_a_wrong_placeholder_is_said_clearly_and_nothing_is_lost(hall: Hall) -> None:
    await keeps(hall, text="Dear {nmae}, soon")
    hall.gao.sees("{nmae}", hall.says("is no placeholder", "不是可用的占位符"), hall.says("{reference}", "{编号}"))
    await hall.gao.sends_photo()
    hall.gao.sees(hall.says("I need words here", "这里需要文字"))
    await hall.gao.says(TEXT)
    hall.gao.sees("Looked at", "{place}")
    async with hall.town.database.reading() as session:
        (kept,) = await session.scalars(select(ReplyTemplate))
    assert (kept.text, kept.unit_id) == (TEXT, hall.furniture.units["Power"])


async def test_its_words_begin_a_reply_and_the_name_is_for_its_author_only(hall: Hall) -> None:
    await keeps(hall)
    gao = await hall.referred()
    await gao.presses(hall.says("💬 Reply", "💬 答复"), hall.says("From a template", "使用模板"), "Looked at")
    gao.sees("TC-2026-000001 in", "Jiufang|九房村")
    await gao.presses(hall.says("Resolved", "已解决"), hall.says("Send the reply", "发送答复"))
    wang = await hall.opens()
    await wang.presses(hall.says("📨 Pass the reply on", "📨 转给选民"), hall.says("📨 Pass it on", "📨 转给选民"))
    hall.li.sees("Li Lei, TC-2026-000001")
    gao.hears_nothing("Li Lei")
    await gao.says("/inbox")
    await gao.presses("🗂", "TC-2026-000001")
    gao.sees("Sir or Madam, TC-2026-000001")


async def test_who_stayed_anonymous_reads_the_salutation(hall: Hall) -> None:
    await keeps(hall)
    gao = await hall.referred(anonymous=True)
    await gao.presses(hall.says("💬 Reply", "💬 答复"), hall.says("From a template", "使用模板"), "Looked at")
    await gao.presses(hall.says("Resolved", "已解决"), hall.says("Send the reply", "发送答复"))
    wang = await hall.opens()
    await wang.presses(hall.says("📨 Pass the reply on", "📨 转给选民"), hall.says("📨 Pass it on", "📨 转给选民"))
    hall.li.sees("Sir or Madam, TC-2026-000001")
    wang.hears_nothing("Li Lei,")


async def test_templates_are_offered_by_topic_and_result(hall: Hall) -> None:
    await keeps(hall)
    await hall.gao.presses(hall.says("☑️ Result", "☑️ 结果"), hall.says("Deferred", "暂不能解决"))
    await hall.gao.presses(hall.says("🏷 Topic", "🏷 主题"), hall.says("Any topic", "不限主题"))
    gao = await hall.referred()
    await gao.presses(hall.says("💬 Reply", "💬 答复"), hall.says("Resolved", "已解决"))
    await gao.presses(hall.says("From a template", "使用模板"))
    gao.sees(hall.says("No template fits", "没有适用"))


async def test_another_unit_s_template_is_not_there(hall: Hall) -> None:
    await keeps(hall)
    await hall.luo.says("/inbox")
    await hall.luo.forges(OpenTemplate(template=1))
    hall.luo.hears(hall.says("no such template", "该模板已不存在"))
    hall.luo.hears_nothing("Looked at")


async def test_a_template_is_reworded_and_removed(hall: Hall) -> None:
    await keeps(hall)
    await hall.gao.presses(hall.says("Word it anew", "重新撰写"))
    await hall.gao.says("x" * 41)
    hall.gao.sees("40")
    await hall.gao.says("Seen")
    await hall.gao.says("{reference} was seen")
    hall.gao.sees("Seen", "was seen")
    await hall.gao.presses(hall.says("🗑 Remove", "🗑 删除"), hall.says("Yes, remove", "确认删除"))
    hall.gao.sees(hall.says("keeps no templates", "还没有模板"))
    await hall.gao.forges(RemoveTemplate(template=1, sure=True))
    hall.gao.hears(hall.says("no such template", "该模板已不存在"))
