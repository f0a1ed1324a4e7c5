"""Whatever a representative replies to a message about a case begins an answer, or a question, in that case."""

from storage.queries.files import Attached
from storage.vocabulary import AttachmentKind, Stage
from tests.representatives.conftest import FIRST, House
from tests.town import Actor

SECOND = "TC-2026-000002"


def asks_which(house: House, actor: Actor) -> None:
    """It is to be said whether it is an answer."""
    actor.sees(house.says("Is this your answer, or a question", "这是答复，还是提问"))
    assert "📨" not in actor.screen


async def test_a_reply_to_the_news_of_a_case_is_an_answer_once_it_is_said_to_be(house: House) -> None:
    await house.case()
    await house.wang.replies(FIRST, "Repaired this morning")
    asks_which(house, house.wang)
    await house.wang.presses(house.says("This is my answer", "这是我的答复"))
    house.wang.sees(house.says("Wang answers", "Wang代表答复"), "Repaired this morning")
    house.li.hears_nothing("Repaired this morning")
    await house.wang.presses("📨")
    house.li.sees("Repaired this morning", "😀")


async def test_a_reply_to_the_card_can_be_a_question(house: House) -> None:
    await house.case()
    wang = await house.opens()
    card = wang.message("East Street.*💬")
    await wang.says("Which lamp?", reply_to=card)
    asks_which(house, wang)
    assert wang.message("East Street.*💬").id == card.id, "the card stays where it was"
    await wang.presses(house.says("question back", "这是提问"), "📨")
    house.li.sees("Which lamp")
    assert (await house.opinion()).stage is Stage.WAITING


async def test_a_reply_to_an_attachment_is_about_its_case(house: House) -> None:
    photo = Attached(AttachmentKind.PHOTO, house.file("photo"))
    await house.case(files=[photo])
    wang = await house.opens()
    await wang.presses(house.says("Attachments (1)", "附件（1）"))
    shown = wang.messages[-1]
    assert shown.kind == "photo"
    await wang.says("I see it", reply_to=shown)
    asks_which(house, wang)
    wang.sees(FIRST, "I see it")


async def test_a_reply_to_the_question_that_waits_can_only_be_an_answer(house: House) -> None:
    await house.case()
    wang = await house.opens()
    await wang.presses(house.says("❓ Ask back", "❓ 提问"))
    await wang.says("Which lamp?")
    await wang.presses("📨")
    await wang.says("No matter, all are repaired", reply_to=wang.message("Which lamp", mine=True))
    wang.sees(house.says("This is my answer", "这是我的答复"))
    assert house.says("question back", "❓ 这是提问") not in wang.screen
    await wang.presses(house.says("This is my answer", "这是我的答复"), "📨")
    house.li.sees("all are repaired", "😀")


async def test_an_album_in_reply_is_one_letter(house: House) -> None:
    await house.case()
    wang, news = house.wang, house.wang.message(FIRST)
    for number in range(3):
        picture = b"lamp %d" % number
        wang.town.world.sends_photo(wang.someone, picture, None, "13", reply_to=news)
    await wang.town.settle()
    wang.sees(house.says("3 photos", "3 张照片"))
    assert sum(house.says("Is this your answer", "这是答复") in message.shown for message in wang.messages) == 1


async def test_two_cases_each_keep_what_was_begun(house: House) -> None:
    await house.case()
    await house.case("The well is dry")
    await house.wang.replies(FIRST, "About the lamp")
    await house.wang.replies(SECOND, "About the well")
    await house.wang.says("and more about it")
    house.wang.sees("About the well\nand more about it")
    await house.wang.replies(FIRST, "and the lamp again")
    house.wang.sees("About the lamp\nand the lamp again")


async def test_who_is_a_constituent_too_is_understood_by_whose_opinion_it_is(house: House) -> None:
    await house.case()
    await house.case("My own street is flooded", by=house.wang, to="Zhao")
    wang = house.wang
    await wang.replies(FIRST, "I am on my way")
    asks_which(house, wang)
    await wang.replies(SECOND, "And the cellar too")
    assert await house.happened(2) == ["submit", "assign", "add"]
    await wang.says("/inbox")
    await wang.presses(FIRST)
    wang.sees(house.says("💬 Answer", "💬 答复") + "|" + house.says("Go on", "继续写"))
    await house.zhao.replies(SECOND, "I take care of it")
    asks_which(house, house.zhao)


async def test_an_opinion_of_ones_own_is_added_to_while_an_answer_is_being_written(house: House) -> None:
    await house.case()
    await house.case("My own street is flooded", by=house.wang, to="Zhao")
    wang = await house.opens()
    await wang.presses(house.says("💬 Answer", "💬 答复"))
    await wang.replies(SECOND, "And the cellar too")
    assert await house.happened(2) == ["submit", "assign", "add"]
    house.zhao.hears("added something|作了补充")


async def test_a_reply_to_a_case_that_is_answered_is_given_back(house: House) -> None:
    await house.case()
    await house.wang.replies(FIRST, "Repaired")
    await house.wang.presses(house.says("This is my answer", "这是我的答复"), "📨")
    await house.aide.replies(FIRST, "Repaired as well")
    house.aide.sees(FIRST, house.says("not possible now", "现在不能这样做"), "Repaired as well")
    assert (await house.happened())[-1] == "reply"


async def test_a_reply_to_a_case_that_somebody_else_has_now_says_who(house: House) -> None:
    await house.case()
    await house.assigned_to("Zhao")
    await house.wang.replies(FIRST, "Repaired")
    house.wang.sees(house.says("is with Zhao now", "现由Zhao办理"), "Repaired")
    assert "East Street" not in house.wang.screen


async def test_a_sticker_in_reply_is_told_what_can_be_sent(house: House) -> None:
    await house.case()
    wang, news = house.wang, house.wang.message(FIRST)
    sticker = wang.town.world.files.add("sticker", b"sticker").described()
    wang.town.world._writes(wang.someone, {"sticker": sticker}, news)
    await wang.town.settle()
    wang.sees(house.says("but not this", "但这个不行"), FIRST)
    await wang.says("Repaired")
    asks_which(house, wang)
