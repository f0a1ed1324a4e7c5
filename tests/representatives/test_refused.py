"""Files that Telegram refuses come in another form; what comes in none is told to whom it concerns."""

from tests.representatives.conftest import FIRST, House
from tests.representatives.test_answering import begins

FORBIDDEN = "Bad Request: VOICE_MESSAGES_FORBIDDEN"
MANY = 1000


async def test_a_voice_that_its_reader_forbids_comes_as_a_sound_file(house: House) -> None:
    await house.case()
    house.town.world.faults.refuse(MANY, FORBIDDEN, method="sendVoice", chat_id=house.li.id)
    wang = await begins(house)
    await wang.sends_voice()
    await wang.presses("📨")
    assert [message.kind for message in house.li.messages[-2:]] == ["text", "audio"] or [
        message.kind for message in house.li.messages[-2:]
    ] == ["audio", "text"]
    wang.hears_nothing("⚠️")
    house.clerk.hears_nothing("⚠️")


async def test_what_comes_in_no_form_is_told_to_its_reader_its_writer_and_the_staff(house: House) -> None:
    await house.case()
    for method in ("sendVoice", "sendAudio", "sendDocument"):
        house.town.world.faults.refuse(MANY, FORBIDDEN, method=method, chat_id=house.li.id)
    house.town.messenger.refusals_expected = True
    wang = await begins(house)
    await wang.sends_voice()
    await wang.sends_voice()
    await wang.says("Please listen.")
    await wang.presses("📨")
    house.li.hears("Please listen.", house.says("belongs here.*2 voice messages", "这里本应有.*2 条语音"))
    house.li.hears(house.says("Privacy and Security", "隐私"))
    wang.hears(f"⚠️ {FIRST}", house.says("did not get through.*2 voice messages", "未能送达.*2 条语音"))
    house.clerk.hears(f"⚠️ {FIRST}", house.says("its author did not get this.*2 voice", "提出人没有收到.*2 条语音"))
    assert house.clerk.heard.count("⚠️") == 1, "one message that grows"
    await house.clerk.presses(house.says("Open", "打开"))
    house.clerk.sees(FIRST)
    await wang.presses(house.says("Open", "打开"))
    wang.sees(FIRST)


async def test_an_author_learns_that_their_voice_cannot_be_heard(house: House) -> None:
    await house.case()
    for method in ("sendVoice", "sendAudio", "sendDocument"):
        house.town.world.faults.refuse(MANY, FORBIDDEN, method=method, chat_id=house.wang.id)
    house.town.messenger.refusals_expected = True
    last = house.li.messages[-1]
    await house.li.does(lambda world, me: world.sends_voice(me, reply_to=last))
    await house.opens()
    await house.wang.presses(house.says("attachments", "附件"))
    house.wang.sees("⚠️")
    house.li.sees(f"⚠️ {FIRST}", house.says("Say it in words", "请改用文字"))
    house.clerk.hears(house.says("the representative did not get this", "代表没有收到"))


async def test_the_staffs_digest_names_it(house: House) -> None:
    await house.case()
    for method in ("sendVoice", "sendAudio", "sendDocument"):
        house.town.world.faults.refuse(MANY, FORBIDDEN, method=method, chat_id=house.li.id)
    house.town.messenger.refusals_expected = True
    wang = await begins(house)
    await wang.sends_voice()
    await wang.presses("📨")
    screen = await house.digest(house.clerk)
    assert FIRST in screen
    assert house.says("Telegram did not let something through", "Telegram 没有放行") in screen
