"""A representative answers: over several messages, previewed as the constituent will read it, sent once."""

import pytest
from sqlalchemy import update

from handlers.conversation.case_drafts import FORMS, Kind
from storage.models.opinions import Opinion
from storage.vocabulary import Stage
from tests.representatives.conftest import FIRST, House
from tests.town import Actor


async def begins(house: House, actor: Actor | None = None) -> Actor:
    """Wang begins an answer."""
    actor = await house.opens(actor)
    await actor.presses(house.says("💬 Answer", "💬 答复"))
    return actor


async def test_an_answer_of_several_messages_is_previewed_and_arrives_with_what_is_attached(house: House) -> None:
    await house.case()
    wang = await begins(house)
    wang.sees(house.says("Write your answer", "请写下您的答复"))
    await wang.says("The lamp was replaced.")
    await wang.sends_album(3, caption="Before and after")
    await wang.does(lambda world, me: world.sends_document(me, b"%PDF", "receipt.pdf"))
    wang.sees(
        house.says("will read", "将看到"),
        house.says("representative Wang answers", "Wang代表答复如下"),
        "replaced.\nBefore and after",
        house.says("3 photos.*1 document", "3 张照片.*1 个文件"),
    )
    previews = [message for message in wang.messages if message.from_bot and "replaced." in message.shown]
    assert len(previews) == 1, "a card that grows is one message"
    await wang.presses("📨")
    wang.sees(house.says("Sent", "已发送"))
    assert [message.kind for message in house.li.messages[-5:]] == ["photo", "photo", "photo", "document", "text"]
    house.li.sees(house.says("Wang answers", "Wang代表答复"), "replaced.\nBefore and after", "😀")
    assert await house.happened() == ["submit", "assign", "reply"]


async def test_an_edited_message_changes_the_preview_and_the_one_before_cannot_be_sent(house: House) -> None:
    await house.case()
    wang = await begins(house)
    await wang.says("The lamp was replased")
    old = wang.key("📨").data
    await wang.edits("replased", "The lamp was replaced")
    wang.sees("replaced")
    newest = wang.message("replaced")
    await wang.does(lambda world, me: world.presses(me, newest, old))
    assert house.says("look it over again", "再过目一遍") in wang.toast
    house.li.hears_nothing("replased", "replaced")
    await wang.presses("📨")
    house.li.sees("was replaced")


async def test_pictures_and_videos_come_side_by_side_and_the_rest_one_by_one(house: House) -> None:
    await house.case()
    wang = await begins(house)
    await wang.does(lambda world, me: world.sends_voice(me))
    await wang.does(lambda world, me: world.sends_photo(me, b"lamp"))
    await wang.does(lambda world, me: world.sends_location(me, 29.2, 113.8))
    await wang.does(lambda world, me: world.sends_video(me))
    await wang.presses("📨")
    came = house.li.messages[-5:]
    assert [message.kind for message in came] == ["photo", "video", "voice", "location", "text"]
    assert came[0].media_group_id == came[1].media_group_id is not None


async def test_a_voice_message_alone_is_an_answer(house: House) -> None:
    await house.case()
    wang = await begins(house)
    await wang.does(lambda world, me: world.sends_voice(me))
    await wang.presses("📨")
    assert house.li.messages[-2].kind == "voice"
    house.li.sees(house.says("1 voice message", "1 条语音"))


async def test_a_sticker_is_no_answer_and_what_was_written_stays(house: House) -> None:
    await house.case()
    wang = await begins(house)
    await wang.says("It is being repaired")
    await wang.does(lambda world, me: world.sends_sticker(me))
    wang.sees(house.says("but not this", "但这个不行"), "It is being repaired", "📨")


async def test_an_empty_answer_cannot_be_sent(house: House) -> None:
    await house.case()
    wang = await begins(house)
    with pytest.raises(AssertionError, match="no button"):
        wang.key("📨")
    version = (await house.opinion()).version
    await wang.forges(f"rs:1:{version}:letter:000000000000")
    assert house.says("has changed", "内容有变化") in wang.toast
    assert await house.happened() == ["submit", "assign"]


async def test_too_long_an_answer_says_how_long_and_can_be_shortened(house: House) -> None:
    await house.case()
    wang = await begins(house)
    await wang.says("x" * (FORMS[Kind.LETTER].longest + 1))
    wang.sees("3401", "3400", house.says("Edit a message to shorten it", "请修改消息加以缩短"))
    assert "📨" not in wang.screen
    assert house.says("take the last one back", "撤回最后一条") not in wang.screen  # there is only one
    await wang.says("and more")
    wang.sees(house.says("too long already", "已经过长"))
    await wang.edits("xxxx", "Short enough")
    wang.sees("Short enough", "📨")
    assert "and more" not in wang.screen


async def test_more_pictures_than_fit_are_refused(house: House) -> None:
    await house.case()
    wang = await begins(house)
    for _ in range(3):
        await wang.sends_album(10)
    await wang.does(lambda world, me: world.sends_voice(me))
    wang.sees(house.says("At most 30", "最多附 30"), house.says("30 photos", "30 张照片"))


async def test_the_last_message_is_taken_back_and_all_is_thrown_away(house: House) -> None:
    await house.case()
    wang = await begins(house)
    await wang.says("First")
    await wang.says("Wrong")
    await wang.presses(house.says("Without the last message", "去掉最后一条"))
    wang.sees("First")
    assert "Wrong" not in wang.screen
    await wang.presses(house.says("Throw away", "丢弃"))
    wang.sees(house.says("It is thrown away", "已丢弃"))
    await wang.presses(house.says("Open", "打开"))
    wang.sees(FIRST, house.says("💬 Answer", "💬 答复"))
    await wang.presses(house.says("💬 Answer", "💬 答复"))
    assert "First" not in wang.screen


async def test_what_was_thrown_away_is_brought_back_above_what_was_begun_since(house: House) -> None:
    await house.case()
    wang = await begins(house)
    await wang.says("First")
    await wang.presses(house.says("Throw away", "丢弃"))
    back = wang.key(house.says("↩️ Bring it back", "↩️ 恢复"))
    await wang.presses(house.says("Open", "打开"), house.says("💬 Answer", "💬 答复"))
    await wang.says("Second")
    await wang.presses(back)
    wang.hears("First\nSecond")
    await wang.presses(back)
    assert house.says("sent or thrown away already", "已经发送或丢弃") in wang.toast


async def test_two_presses_on_send_send_once(house: House) -> None:
    await house.case()
    wang = await begins(house)
    await wang.says("Done")
    message, _, data = wang.key("📨")
    house.town.world.presses(wang.someone, message.id, data)
    await wang.does(lambda world, me: world.presses(me, message.id, data))
    assert house.says("sent or thrown away already", "已经发送或丢弃") in wang.toast
    assert sum("Done" in message.shown for message in house.li.messages) == 1


async def test_of_two_who_act_for_one_the_slower_keeps_their_words(house: House) -> None:
    await house.case()
    wang, aide = await begins(house), await begins(house, house.aide)
    await wang.says("Wang's words")
    await aide.says("The aide's words")
    await wang.presses("📨")
    await aide.presses("📨")
    aide.sees(FIRST, house.says("answered", "已答复"), house.says("to copy", "可以复制"), "The aide's words")
    house.li.hears("Wang's words")
    house.li.hears_nothing("The aide's words")


async def test_a_case_given_to_somebody_else_meanwhile_gives_the_words_back(house: House) -> None:
    await house.case()
    wang = await begins(house)
    await wang.says("Half of it")
    await house.assigned_to("Zhao")
    await wang.says("the other half")
    wang.sees(house.says("is with Zhao now", "现由Zhao办理"), "Half of it\nthe other half")
    await wang.says("/inbox")
    wang.sees(house.says("Nothing waits", "没有待办件"))


async def test_a_case_that_moved_on_is_previewed_again_before_it_is_sent(house: House) -> None:
    await house.case()
    wang = await begins(house)
    await wang.says("Done")
    async with house.town.database.writing() as session:
        await session.execute(update(Opinion).values(version=Opinion.version + 1))
    await wang.presses("📨")
    assert house.says("look it over again", "再过目一遍") in wang.toast
    await wang.presses("📨")
    house.li.sees("Done")


async def test_an_answer_that_was_interrupted_is_offered_again(house: House) -> None:
    await house.case()
    wang = await begins(house)
    await wang.says("Half of it")
    await wang.says("/cancel")
    wang.sees(house.says("is kept", "已保留"))
    await wang.says("/inbox")
    wang.sees(house.says("✏️ begun", "✏️ 未写完"))
    await wang.presses(FIRST, house.says("Go on with your answer", "继续写答复"))
    wang.sees("Half of it", "📨")
    await wang.presses("⬅️")
    await wang.edits("Half of it", "All of it")
    wang.sees(house.says("is changed", "已更新"))
    await wang.presses(house.says("Open", "打开"), house.says("Go on with your answer", "继续写答复"), "📨")
    house.li.sees("All of it")


async def test_leaving_an_empty_answer_keeps_nothing(house: House) -> None:
    await house.case()
    wang = await begins(house)
    await wang.says("/cancel")
    assert house.says("is kept", "已保留") not in wang.screen
    await wang.presses(house.says("Open", "打开"))
    wang.sees(house.says("💬 Answer", "💬 答复"))


async def test_a_question_with_a_picture_stops_the_clock_and_is_answered_by_replying(house: House) -> None:
    await house.case()
    wang = await house.opens()
    due = (await house.opinion()).due_at
    await wang.presses(house.says("❓ Ask back", "❓ 提问"))
    await wang.does(lambda world, me: world.sends_photo(me, b"map", "Which of these lamps?"))
    wang.sees(
        house.says("your representative asks", "代表向您提问"), "Which of these lamps", house.says("1 photo", "1 张")
    )
    await wang.presses("📨")
    waiting = await house.opinion()
    assert (waiting.stage, waiting.paused_due_at) == (Stage.WAITING, due)
    await wang.says("/inbox")
    wang.sees("⏸")
    picture = next(message for message in house.li.messages if message.kind == "photo")
    await house.li.says("The left one", reply_to=picture)
    wang.hears("The left one|is answered|已有回答")
    assert (await house.opinion()).stage is Stage.ASSIGNED


async def test_what_was_to_be_a_question_is_asked_about_when_one_waits_already(house: House) -> None:
    await house.case()
    wang, aide = await house.opens(), await house.opens(house.aide)
    for actor, words in ((wang, "Which lamp?"), (aide, "Since when?")):
        await actor.presses(house.says("❓ Ask back", "❓ 提问"))
        await actor.says(words)
    await wang.presses("📨")
    await aide.presses("📨")
    aide.sees("Since when", house.says("This is my answer", "这是我的答复"))
    assert house.says("question back", "❓ 这是提问") not in aide.screen


async def test_those_whose_opinions_were_merged_get_the_answer_too(house: House) -> None:
    await house.case()
    await house.case("The lamp there is dark", by=house.zhang)
    async with house.town.database.writing() as session:
        merged = await session.get_one(Opinion, 2)
        merged.stage, merged.merged_into_id, merged.representative_id = Stage.MERGED, 1, None
    wang = await begins(house)
    await wang.does(lambda world, me: world.sends_photo(me, b"lamp", "It shines again"))
    await wang.presses("📨")
    house.zhang.sees("TC-2026-000002", "It shines again", "😀")
    assert house.zhang.messages[-2].kind == "photo"


async def test_a_message_edited_after_it_was_sent_changes_nothing_and_says_so(house: House) -> None:
    await house.case()
    wang = await begins(house)
    await wang.says("Repared")
    await wang.presses("📨")
    await wang.edits("Repared", "Repaired")
    wang.sees(FIRST, house.says("gone out already", "已经发出"))
    house.li.hears_nothing("Repaired")


async def test_nobody_answers_somebody_elses_case(house: House) -> None:
    await house.case()
    zhao = house.zhao
    await zhao.says("/inbox")
    for data in (
        "oc:1",
        "ra:1:2:reply",
        "rs:1:2:letter:000000000000",
        "rf:1",
        "rd:1:letter",
        "rm:1:reply",
        "rt:1:letter",
    ):
        await zhao.forges(data)
        assert house.says("cannot find", "没有找到") in zhao.toast
    zhao.hears_nothing(FIRST, "lamp", "Li Lei")
    await house.li.forges("oc:1")
    assert house.says("older screen", "较早的页面") in house.li.toast


async def test_an_edit_that_changes_nothing_to_read_is_no_edit(house: House) -> None:
    await house.case()
    wang = await begins(house)
    await wang.says("See https://example.org")
    before = wang.message("example.org")
    await wang.edits("See https", "See https://example.org")
    assert wang.message("example.org").id == before.id
    await wang.presses("📨")
    sent = wang.screen
    await wang.edits("See https", "See https://example.org")
    assert wang.screen == sent


async def test_words_of_another_language_than_the_authors_are_marked_before_they_go_out(house: House) -> None:
    hint = house.says(
        "Its author reads English; what you write is not translated.", "对方使用中文；您写的内容不会被翻译。"
    )
    foreign, own = ("路灯已经修好。", "The lamp is lit.") if house.language == "en" else ("It is lit.", "路灯亮了。")
    await house.case()
    wang = await begins(house)
    await wang.says(foreign)
    wang.sees(foreign, hint)
    await wang.edits(foreign, own)
    wang.sees(own)
    assert hint not in wang.screen
