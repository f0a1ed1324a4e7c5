"""What somebody who writes is shown before: public matters of their place, and nothing of anybody's own."""

import pytest

from handlers.constituents.already_known import ANSWER_HOLDS
from storage.models.matters import Endorsement, EndorsementWord
from storage.models.opinions import Opinion
from tests.matters.office import ANSWER, SUMMARY, TITLE, Office
from tests.screening.office import LAMP, WELL
from tests.town import Actor

SAME = "The lamps on East Street between bridge and school are dark again"


async def writes(office: Office, someone: Actor, text: str = SAME) -> Actor:
    """Somebody writes an opinion to whoever is responsible, and has what comes then before them."""
    say = office.say
    await someone.says("/opinion")
    await someone.says(text)
    await someone.presses(say("✅ Done", "✅ 写好了"), say("Whoever is responsible", "由负责的代表办理"))
    return someone


async def test_a_voice_is_added_in_place_of_one_more_opinion(office: Office) -> None:
    say, mei = office.say, office.mei
    await office.releases()
    await writes(office, mei)
    mei.sees(say("This is known here already", "此处已有人反映"), TITLE, SUMMARY)
    mei.hears_nothing(LAMP, "Li Lei", "TC-2026-000001")
    await mei.presses(say("Add my voice", "我也附议"))
    mei.sees(say("Your voice is added", "已附议"), TITLE)
    (word,) = await office.all(EndorsementWord)
    assert word.text == SAME
    assert len(await office.all(Opinion)) == 1
    await mei.presses(say("Send it by itself too", "另外单独发送"), say("✅ Done", "✅ 写好了"))
    await mei.presses(say("Whoever is responsible", "由负责的代表办理"))
    mei.sees(say("Send with my name", "署名发送"))


async def test_one_s_own_is_sent_with_one_key_all_the_same(office: Office) -> None:
    say, mei = office.say, office.mei
    await office.releases()
    await writes(office, mei)
    await mei.presses(say("Send mine anyway", "仍然发送我的"))
    mei.sees(say("Please look it over", "请过目"))
    await mei.presses(say("Send with my name", "署名发送"))
    mei.sees("TC-2026-000002")
    assert not await office.all(Endorsement)


async def test_an_answer_within_a_year_is_read_first(office: Office) -> None:
    say, mei, zhu = office.say, office.mei, office.zhu
    await office.releases()
    await office.tells(say("💬 Answer", "💬 答复"), ANSWER)
    await writes(office, mei)
    mei.sees(ANSWER, say("Does it help", "对您有帮助吗"))
    await mei.presses(say("It does not help: send mine", "没有帮助"))
    mei.sees(say("Please look it over", "请过目"))
    await office.town.passes(days=ANSWER_HOLDS.days + 1)
    await writes(office, zhu)
    zhu.sees(TITLE, say("Send mine anyway", "仍然发送我的"))
    assert ANSWER not in zhu.screen


@pytest.mark.parametrize(("place", "text"), [("Ditian", SAME), ("Jiufang", WELL)])
async def test_other_places_and_other_things_are_not_shown(office: Office, place: str, text: str) -> None:
    await office.releases()
    await office.lives(office.zhu, place)
    await writes(office, office.zhu, text)
    office.zhu.sees(office.say("Please look it over", "请过目"))
    office.zhu.hears_nothing(TITLE)


async def test_one_s_own_opinion_under_way_comes_first(office: Office) -> None:
    say, li = office.say, office.li
    await office.releases()
    await writes(office, li)
    first, *others = [button["text"] for button in li.messages[-1].buttons]
    assert "TC-2026-000001" in first
    assert not any(say("Add my voice", "我也附议") in one for one in others), "they count already"
    await li.presses(say("Add it to TC-2026-000001", "补充到TC-2026-000001"))
    li.hears(say("Noted in TC-2026-000001", "TC-2026-000001"))
    assert len(await office.all(Opinion)) == 1
