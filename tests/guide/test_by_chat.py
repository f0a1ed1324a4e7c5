"""Constituents read what belongs where, representatives how to write; county staff change the words, audited."""

from handlers.core.guide.pieces import pieces
from handlers.core.languages import LANGUAGES
from handlers.core.suggestions.unsuitable import unsuitable
from handlers.guide.callbacks import KeepPiece, WithdrawPiece, WritePiece
from storage.models.guide import GuideVersion
from storage.models.people import Audit
from storage.suggestion_vocabulary import SuggestionPart
from tests.screening.office import LAMP, Office


def test_every_part_of_a_suggestion_has_a_piece_and_every_piece_all_languages() -> None:
    assert {part.value for part in SuggestionPart} <= pieces().keys()
    for piece in pieces().values():
        assert set(piece.title) == set(piece.text) == set(LANGUAGES)


async def test_a_constituent_reads_what_belongs_where_and_goes_on_writing(desk: Office) -> None:
    li, say = desk.li, desk.say
    await li.says("/opinion")
    await li.presses(say("🧭 What belongs where", "🧭 什么事找谁"))
    li.sees("12345", "12348", "110")
    await li.says(LAMP)
    li.sees(say("Your opinion so far", "目前的意见|您的意见|意见内容|已写"), LAMP)
    await li.says("/guide")
    li.sees(say("Petition office", "信访"), say("Write an opinion", "写意见|提意见|写"))
    assert say("Before and after", "改前改后") not in li.screen


async def test_a_representative_reads_the_eight_kinds_with_their_doors_and_an_example(desk: Office) -> None:
    wang, say = desk.wang, desk.say
    await wang.says("/guide")
    await wang.presses(say("🚫 What is no suggestion", "🚫 哪些不作为建议"))
    language = say("en", "zh_Hans")
    for kind in unsuitable().values():
        assert kind.name[language] in wang.screen and kind.door[language] in wang.screen
    await wang.presses(say("📖 The whole guide", "📖 全部指南"), say("✏️ Before and after", "✏️ 改前改后"))
    wang.sees(say("Before: ", "改前："), say("After: ", "改后："))
    assert "✏️ English" not in wang.screen


async def test_county_staff_change_a_piece_and_take_it_back_and_each_version_is_kept(desk: Office) -> None:
    clerk, say = desk.clerk, desk.say
    await clerk.says("/guide")
    await clerk.presses(say("🧭 What belongs where", "🧭 什么事找谁"), say("✏️ English", "✏️ 中文"))
    clerk.sees(say("These words came with the release", "系统自带的文字"))
    await clerk.says("x" * 1501)
    clerk.sees("1,?500")
    await clerk.says("Call <b>us</b> first")
    clerk.sees(say("So it will be read", "读者将看到"), "Call <b>us</b> first")
    old = clerk.key(say("✅ Put it in place", "✅ 启用"))
    await clerk.says("Call us at 555 first")
    await clerk.presses(say("✅ Put it in place", "✅ 启用"))
    clerk.sees(say("Everybody reads these words", "此后大家看到"), say("Version 1", "第 1 版"))
    await clerk.presses(old)
    clerk.hears(say("Those words are not in place", "那段文字没有启用"))
    await desk.li.says("/guide")
    desk.li.sees("Call us at 555 first")
    await clerk.presses(say("↩️ Back to the words", "↩️ 恢复自带"))
    await desk.li.says("/guide")
    desk.li.sees("12345")
    assert [(one.version, one.text) for one in await desk.all(GuideVersion)] == [(1, "Call us at 555 first"), (2, None)]
    noted = [(one.action, one.detail) for one in await desk.all(Audit) if one.action.startswith("guide")]
    assert noted == [("guide.word", "version 1"), ("guide.withdraw", "version 2")]


async def test_nobody_else_changes_it(desk: Office) -> None:
    for who in (desk.li, desk.wang):
        await who.says("/guide")
        for data in (WritePiece(piece="where", language="en"), WithdrawPiece(piece="where", language="en")):
            await who.forges(data.pack())
        await who.says("Mine now")
        await who.forges(KeepPiece(draft="abc").pack())
    assert await desk.all(GuideVersion) == []
