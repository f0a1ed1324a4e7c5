"""Staff write a notice, a second person releases it, everybody it is for gets it once."""

import re

from sqlalchemy import delete, select

from storage.models.people import Grant, Person
from storage.vocabulary import NoticeState, Role
from tests.notices.office import Office


async def test_a_notice_goes_out_to_everybody_once_it_is_released(office: Office) -> None:
    li, zhang = await office.people(Li="en", Zhang="zh-hans")
    await office.drafts("The road will be mended next week")
    office.chen.sees("The road will be mended", "4 people get it|4 人会收到")
    await office.chen.presses(office.say["hand over"])
    office.du.hears("Chen", "The road will be mended")
    li.hears_nothing("road")
    await office.du.presses(office.say["look"])
    office.du.hears("The road will be mended next week")
    await office.du.presses(office.say["release"])
    for person in (li, zhang):
        person.hears("The road will be mended next week")
        assert len(office.calls(person, "sendMessage")) == 1
    notice = await office.notice()
    assert (notice.state, notice.recipients, notice.sent) == (NoticeState.DONE, 4, 4)
    office.chen.hears("Du released your notice 1|Du已放行您的公告 1")


async def test_the_end_is_told_with_a_picture_and_a_workbook(office: Office) -> None:
    await office.people(Li="en")
    await office.sends_out()
    (photo,) = office.calls(office.chen, "sendPhoto")
    assert photo.outcome == "ok"
    assert re.search("🟩 (sent: 3|已发送：3)", photo.params["caption"])
    (document,) = office.calls(office.chen, "sendDocument")
    assert document.outcome == "ok"
    office.chen.hears("▓▓▓▓▓▓▓▓▓▓▓▓ 100 %")
    assert not office.calls(office.du, "sendDocument")


async def test_each_reads_it_in_their_language_when_there_are_two(office: Office) -> None:
    li, zhang = await office.people(Li="en", Zhang="zh-hans")
    await office.drafts("The road will be mended")
    office.chen.sees("Language: English|语言：英文")
    await office.chen.presses(office.say["add"])
    await office.chen.says("道路下周维修")
    own, other = "The road will be mended", "道路下周维修"
    if office.chen.someone.language != "en":
        own, other = other, own
    office.chen.sees(own)
    await office.chen.says("/notice")
    assert other not in office.chen.screen
    await office.chen.presses(own)
    await office.releases()
    li.hears("The road will be mended")
    li.hears_nothing("道路")
    zhang.hears("道路下周维修")
    zhang.hears_nothing("road")


async def test_the_second_person_sees_the_count_even_if_the_author_did_not_wait_for_it(office: Office) -> None:
    await office.people(Li="en")
    await office.drafts()
    await office.chen.presses(office.say["column"])
    office.town.beside.clear()
    await office.chen.presses(office.say["news"], office.say["hand over"])
    office.town.beside.append(office.works)
    await office.town.settle()
    await office.du.presses(office.say["look"])
    office.du.sees("3 people get it|3 人会收到")


async def test_who_reads_the_other_language_is_counted_and_gets_it_all_the_same(office: Office) -> None:
    await office.people(Li="en", Zhang="zh-hans", Wu="zh-hans")
    await office.drafts("The road will be mended")
    others = 2 if office.chen.someone.language == "en" else 4
    office.chen.sees(f"{others} of them read Chinese|其中 {others} 人使用中文")


async def test_what_was_taken_for_the_wrong_language_is_set_right(office: Office) -> None:
    await office.drafts("12345")
    await office.chen.presses(office.say["this is"])
    (text,) = (await office.notice()).texts
    assert text.language == ("zh_Hans" if office.chen.someone.language == "en" else "en")


async def test_a_draft_that_is_thrown_away_is_gone(office: Office) -> None:
    await office.drafts()
    await office.chen.presses(office.say["drop"])
    await office.chen.says("/notice")
    assert "The road" not in office.chen.screen


async def test_a_draft_waits_in_the_list_for_another_day(office: Office) -> None:
    await office.drafts()
    await office.chen.says("/cancel")
    await office.chen.says("/notice")
    await office.chen.presses("The road will")
    office.chen.sees("The road will be mended next week")
    await office.releases()
    assert (await office.notice()).sent == 2


async def test_a_draft_is_its_authors_alone(office: Office) -> None:
    await office.drafts()
    await office.du.says("/notice")
    assert "The road" not in office.du.screen
    await office.du.does(lambda world, me: world.presses(me, office.du.messages[-1].id, "no:1"))
    office.du.sees("cannot find that notice|没有找到这一条")


async def test_the_author_does_not_release_their_own(office: Office) -> None:
    await office.drafts()
    await office.chen.presses(office.say["hand over"])
    version = (await office.notice()).version
    await office.chen.does(lambda world, me: world.presses(me, office.chen.messages[-1].id, f"na:1:{version}:release"))
    office.chen.sees("A second person|另一位工作人员")
    assert (await office.notice()).state is NoticeState.HANDED


async def test_where_one_person_is_enough_the_author_releases_it(office: Office) -> None:
    office.set(notice_needs_second=False)
    (li,) = await office.people(Li="en")
    await office.drafts()
    assert office.say["hand over"] not in office.chen.screen
    await office.chen.presses(office.say["release"])
    li.hears("The road will be mended")


async def test_who_is_alone_is_told_that_a_second_person_is_needed(office: Office) -> None:
    async with office.town.database.writing() as session:
        du = select(Person.id).where(Person.chat_id == office.du.id)
        await session.execute(delete(Grant).where(Grant.person_id.in_(du)))
    await office.drafts()
    await office.chen.presses(office.say["hand over"])
    office.chen.sees("NOTICE_NEEDS_SECOND")
    assert (await office.notice()).state is NoticeState.DRAFT


async def test_it_is_sent_back_with_a_reason_changed_and_handed_over_again(office: Office) -> None:
    (li,) = await office.people(Li="en")
    await office.drafts("The road will be mended next weak")
    await office.chen.presses(office.say["hand over"])
    await office.du.presses(office.say["look"], office.say["send back"])
    await office.du.says("Week is misspelt")
    office.du.sees("All notices|全部公告", "🏠")
    office.chen.hears("Week is misspelt")
    li.hears_nothing("road")
    await office.chen.presses(office.say["open"])
    office.chen.sees("Week is misspelt")
    await office.chen.presses(["Another text", "换一个内容"][office.chen.someone.language != "en"])
    await office.chen.says("The road will be mended next week")
    await office.releases()
    li.hears("next week")
    li.hears_nothing("weak")


async def test_the_author_takes_it_back_before_it_is_released(office: Office) -> None:
    await office.drafts()
    await office.chen.presses(office.say["hand over"])
    look = office.du.key(office.say["look"])
    await office.chen.presses(office.say["take back"])
    assert (await office.notice()).state is NoticeState.DRAFT
    office.du.sees("has taken this notice back|已暂时收回这条公告")
    await office.du.presses(look)
    office.du.sees("cannot find that notice|没有找到这一条")


async def test_a_second_request_stands_alone(office: Office) -> None:
    await office.drafts()
    await office.chen.presses(office.say["hand over"], office.say["take back"], office.say["hand over"])
    asked = [one for one in office.du.messages if re.search("asks you to release|请您放行", one.shown)]
    assert len(asked) == 1


async def test_an_old_button_says_so_and_releases_nothing_twice(office: Office) -> None:
    (li,) = await office.people(Li="en")
    await office.drafts()
    await office.chen.presses(office.say["hand over"])
    await office.du.presses(office.say["look"])
    message, _, data = office.du.key(office.say["release"])
    await office.du.presses(office.say["release"])
    await office.du.does(lambda world, me: world.presses(me, message.id, data))
    office.du.sees("moved on meanwhile|其间已有变化")
    assert len(office.calls(li, "sendMessage")) == 1


async def test_what_is_missing_is_said_and_nothing_is_handed_over(office: Office) -> None:
    await office.chen.says("/notice")
    await office.chen.presses(office.say["new"])
    await office.chen.says("The road will be mended")
    office.chen.sees("Still missing: the column|还缺：栏目")
    assert office.say["hand over"] not in office.chen.screen
    await office.chen.does(lambda world, me: world.presses(me, office.chen.messages[-1].id, "na:1:1:hand_over"))
    office.chen.sees("Still missing|还缺")


async def test_station_staff_reach_the_people_of_their_station_only(office: Office) -> None:
    here, elsewhere = await office.lives("Li", "Jiufang"), await office.lives("Hu", "Ditian")
    office.chen = await office.town.grant(
        office.town.person("Mei", office.chen.someone.language),
        Role.STAFF,
        station_id=office.furniture.stations["Maishi"],
    )
    await office.drafts()
    office.chen.sees("Maishi station|麦市镇代表联络站")
    version = (await office.notice()).version
    ditian = office.furniture.areas["Ditian"]
    await office.chen.does(
        lambda world, me: world.presses(me, office.chen.messages[-1].id, f"ng:1:{version}:areas:{ditian}")
    )
    office.chen.sees("not to be had here|没有这一项")
    await office.releases()
    here.hears("The road")
    elsewhere.hears_nothing("The road")
    assert set(await office.ledger()) == {here.id, office.chen.id}


async def test_a_stranger_gets_nowhere_near_notices(office: Office) -> None:
    await office.drafts()
    stranger = office.town.person("Stranger", "en")
    await stranger.says("/start")
    for data in ("no:1", "nn:0", "na:1:2:release", "nd:1:2:drop", "ng:1:2:areas:1"):
        await stranger.does(lambda world, me, data=data: world.presses(me, stranger.messages[-1].id, data))  # type: ignore[misc]
    await stranger.says("/notice")
    stranger.hears_nothing("The road")
    assert (await office.notice()).state is NoticeState.DRAFT
