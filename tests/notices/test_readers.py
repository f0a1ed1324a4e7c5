"""Constituents say which notices they want; who blocked the bot comes back by themselves."""

import pytest

from storage.vocabulary import RecipientState
from tests.notices.office import SAYS, Office
from tests.town import Actor

WORDS = {
    "en": ("No more notices of “News”", "News again", "“News” comes again", "News: comes", "News: muted"),
    "zh-hans": ("不再发送“工作动态”", "恢复接收：工作动态", "“工作动态”已恢复", "工作动态：接收", "工作动态：已屏蔽"),
}


@pytest.fixture
async def li(office: Office, language: str) -> Actor:
    """A constituent who reads the language."""
    return await office.lives("Li", "Jiufang", language)


async def test_one_tap_under_a_notice_mutes_its_column_and_another_brings_it_back(
    office: Office, li: Actor, language: str
) -> None:
    muted, again, back, *_ = WORDS[language]
    await office.sends_out("The first notice")
    await li.presses(office.say["no more"])
    assert muted in li.toast
    li.sees("The first notice", again)
    await office.sends_out("The second notice")
    li.hears_nothing("The second notice")
    await li.presses(again)
    assert back in li.toast
    await office.sends_out("The third notice")
    li.hears("The third notice")


async def test_the_screen_of_columns_leaves_the_notice_above_it_as_it_was(
    office: Office, li: Actor, language: str
) -> None:
    *_, comes, muted = WORDS[language]
    await office.sends_out("The first notice")
    await li.presses({"en": "My notices", "zh-hans": "公告设置"}[language])
    li.hears("The first notice")
    await li.presses(comes)
    li.sees(muted)
    await li.presses(muted)
    li.sees(comes)


async def test_urgent_cannot_be_muted(office: Office, li: Actor) -> None:
    await li.says("/notices")
    assert SAYS[li.someone.language]["urgent"] not in "".join(
        button["text"] for message in li.messages for button in message.buttons
    )


async def test_who_muted_after_the_release_is_left_out_and_counted(office: Office, li: Actor) -> None:
    office.town.beside.clear()
    await office.sends_out()
    await li.says("/notices")
    await li.presses(["News", "工作动态"][li.someone.language != "en"])
    office.town.beside.append(office.works)
    office.notices._piece = 1
    await office.town.settle()
    li.hears_nothing("The road")


async def test_who_blocks_the_bot_is_marked_and_comes_back_by_themselves(office: Office, li: Actor) -> None:
    office.town.messenger.holds_notices = True
    await office.sends_out("The first notice")
    await li.does(lambda world, me: world.blocks(me))
    office.town.messenger.holds_notices = False
    await office.town.settle()
    assert (await office.ledger())[li.id] is RecipientState.UNREACHABLE
    notice = await office.notice()
    assert (notice.unreachable, notice.sent) == (1, 2)
    await li.does(lambda world, me: world.unblocks(me))
    await li.says("/start")
    await office.sends_out("The second notice")
    li.hears("The second notice")


async def test_what_one_muted_is_exported_and_erased_with_the_rest(office: Office, li: Actor) -> None:
    await li.says("/notices")
    await li.presses(["News", "工作动态"][li.someone.language != "en"])
    await li.says("/privacy")
    await li.presses({"en": "Export", "zh-hans": "导出"}[li.someone.language])
    exported = [office.town.world.files.by_id[message.content["document"]["file_id"]].content
                for message in li.messages if "document" in message.content]  # fmt: skip
    assert any(b'"muted_notices": [\n    "news"' in content for content in exported)
    await li.says("/privacy")
    await li.presses("🗑", {"en": "Yes, erase", "zh-hans": "是"}[li.someone.language])
    async with office.town.database.reading() as session:
        from sqlalchemy import func, select

        from storage.models.notices import MutedColumn

        assert await session.scalar(select(func.count()).select_from(MutedColumn)) == 0
