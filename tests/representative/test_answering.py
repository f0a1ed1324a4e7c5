"""A representative answers: over several messages, previewed as the constituent will read it, sent once."""

from tests.representative.conftest import House


async def test_an_answer_of_several_messages_is_previewed_and_arrives_with_what_is_attached(house: House) -> None:
    await house.case()
    wang = await house.opens()
    await wang.presses(house.says("💬 Answer", "💬 答复"))
    wang.sees(house.says("Write your answer", "请写下您的答复"))
    await wang.says("The lamp was replaced.")
    await wang.sends_album(3, "Before and after")
    await wang.does(lambda world, me: world.sends_document(me, b"%PDF", "receipt.pdf"))
    wang.sees(
        house.says("will read", "将看到"),
        house.says("representative Wang answers", "Wang代表答复如下"),
        "replaced.\nBefore and after",
        house.says("3 photos.*1 document", "3 张照片.*1 个文件"),
    )
    previews = [message for message in wang.messages if "replaced." in message.shown and message.from_bot]
    assert len(previews) == 1, "a card that grows is one message"
    await wang.presses("📨")
    wang.sees(house.says("Sent", "已发送"))
    li = house.li.messages
    assert [message.kind for message in li[-5:]] == ["photo", "photo", "photo", "document", "text"]
    house.li.sees(house.says("Wang answers", "Wang代表答复"), "replaced.\nBefore and after", "😀")
    assert await house.happened() == ["submit", "assign", "reply"]
