"""A matter from the first opinion to "was it really done?"."""

import pytest
from sqlalchemy import select

from handlers.core.casework.policy import Interval
from handlers.core.matters.rules import MatterAction
from handlers.matters.callbacks import AlikePage, KeepWritten, MatterAct, SaidPage, SendNews, TellFollowers, WithinPage
from handlers.presentation.callbacks import Endorse, JudgeMatter, MatterFor, OpenMatter, OpenPublicMatter
from storage.matter_vocabulary import MatterState
from storage.models.matters import Endorsement, EndorsementWord, Matter, MatterOpinion
from storage.vocabulary import Done
from tests.matters.office import ANSWER, SUMMARY, TITLE, Office
from tests.screening.office import LAMP, LAMP_AGAIN


async def test_a_matter_is_opened_from_an_opinion_and_takes_in_what_is_like_it(office: Office) -> None:
    say = office.say
    await office.writes(office.mei, LAMP_AGAIN)
    clerk = await office.opens()
    clerk.sees(TITLE, say("draft", "草稿"), say("1 opinion", "1 件"), say("Nothing of it is public", "尚未公开"))
    await clerk.presses(say("Add opinions", "归入意见"))
    clerk.sees("TC-2026-000002")
    await clerk.presses("TC-2026-000002")
    clerk.sees(say("2 opinions", "2 件"))
    await clerk.presses(say("Its opinions", "所含意见"), "TC-2026-000002")
    clerk.sees(say("Part of", "所属事项"), TITLE)
    await clerk.presses(say("In a matter", "所属事项"), say("Take it out", "移出"))
    clerk.sees(say("1 opinion", "1 件"))
    await clerk.says("/find 2")
    await clerk.presses(say("🧩 Matter", "🧩 事项"))
    clerk.sees("⭐", TITLE)
    await clerk.presses(TITLE)
    await clerk.says("/find 2")
    await clerk.presses(say("In a matter", "所属事项"))
    (one,) = await office.all(Matter)
    assert (one.opinions, one.state) == (2, MatterState.DRAFT)
    await office.li.forges(OpenPublicMatter(matter=1))
    office.li.hears_nothing(TITLE)


async def test_what_is_public_is_checked_by_somebody_else_and_looked_over(office: Office) -> None:
    say, ma = office.say, office.ma
    clerk = await office.opens()
    await clerk.presses(say("Title and summary", "标题和概述"))
    await clerk.says("t" * 61)
    clerk.sees("60")
    await clerk.says(TITLE)
    await clerk.says("Li Lei says, call 13800138000")
    clerk.sees(say("a phone number", "电话号码"), "13800138000", say("somebody's name", "人名"), "Li Lei")
    await clerk.says(SUMMARY)
    await clerk.presses(say("Keep it so", "就这样保存"))
    assert say("Make it public]", "📣 公开]") not in clerk.screen
    (one,) = await office.all(Matter)
    await clerk.forges(MatterAct(matter=1, version=one.version, act=MatterAction.RELEASE, sure=True))
    clerk.hears(say("Somebody else than who wrote it", "由撰写人以外的人"))
    await clerk.presses(say("Have it checked", "请人复核"))
    ma.hears(say("Please check", "待您复核"), TITLE)
    await ma.says("/home")
    ma.sees(say("Matters to check", "待复核的事项"))
    await ma.presses(say("Open", "打开"), say("Give it back", "退回"))
    await ma.says("Say since when")
    clerk.hears("Say since when")
    await clerk.presses(say("Open", "打开"), say("Have it checked", "请人复核"))
    await ma.presses(say("Open", "打开"), say("Make it public", "公开"))
    ma.sees(say("Every constituent", "每位选民"), SUMMARY)
    await ma.presses(say("Yes, make it public", "确认公开"))
    clerk.hears(say("is public now", "已公开"))
    (one,) = await office.all(Matter)
    assert one.state is MatterState.RELEASED


async def test_a_single_clerk_releases_where_no_second_is_needed(office: Office) -> None:
    await office.town.sets(Interval.MATTER_SECOND, 0)
    clerk = await office.writes_it()
    await clerk.presses(office.say("Make it public", "公开"), office.say("Yes, make it public", "确认公开"))
    clerk.sees(office.say("· public", "· 已公开"))


async def test_a_voice_is_added_with_words_that_staff_read_and_neighbours_do_not(office: Office) -> None:
    say, mei = office.say, await office.endorses()
    mei.sees(say("Your voice is added", "已附议"))
    await mei.says("I fell there last week, says Mei")
    await mei.sends_photo(caption="the hole")
    mei.sees(say("Kept with your voice", "随您"))
    await mei.presses(say("✅ Done", "✅ 写好了"))
    mei.sees(TITLE, SUMMARY, say("Your voice counts", "起附议"))
    await mei.says("/mine")
    await mei.presses(say("What I follow", "我关注的事项"), TITLE)
    await office.clerk.says("/matters")
    await office.clerk.presses(TITLE, say("What voices said", "附议者的补充"))
    office.clerk.sees("I fell there", "the hole")
    office.clerk.hears_nothing("Han Mei")
    await office.clerk.presses("📎")
    await office.zhu.forges(OpenPublicMatter(matter=1))
    office.zhu.sees(TITLE, SUMMARY)
    office.zhu.hears_nothing("I fell", "hole", "bridge on East Street", "Li Lei", "Han Mei", "2 neighbours")
    await office.li.forges(Endorse(matter=1))
    office.li.hears(say("You wrote about this yourself", "您本人已反映"))
    assert [one.endorsements for one in await office.all(Matter)] == [1]
    assert len(await office.all(EndorsementWord)) == 2


async def test_those_who_follow_hear_each_answer_and_promise_and_say_whether_it_was_done(office: Office) -> None:
    say, mei = office.say, await office.endorses()
    await office.answers_first()
    office.clerk.hears(say("Something came of TC-2026-000001", "TC-2026-000001 有了进展"))
    await office.tells(say("💬 Answer", "💬 答复"), ANSWER)
    mei.hears(say("There is an answer", "有了答复"), ANSWER)
    mei.hears_nothing("We look at it")
    await office.tells(say("🤝 Promise", "🤝 承诺"), "They will shine", say("Mon 9 Mar", "3月9日"))
    mei.hears("They will shine", say("Mon 9 Mar 2026", "2026年3月9日"))
    await office.tells(say("Reported done", "报告已落实"), "All lamps are up")
    mei.hears("All lamps are up", say("Was it really done", "真的"))
    await mei.presses("❌")
    await mei.says("Only two of five")
    office.clerk.hears(say("not done: 1", "未落实：1"))
    await office.clerk.says("/matters")
    await office.clerk.presses(TITLE)
    office.clerk.sees(ANSWER, say("1 were asked", "询问 1 人"))
    await mei.says("/mine")
    await mei.presses(say("What I follow", "我关注的事项"), TITLE, say("Follow it no longer", "不再关注"))
    await office.tells(say("💬 Answer", "💬 答复"), "Again")
    mei.hears_nothing("• Again")
    assert [one.done for one in await office.all(Endorsement)] == [Done.NO]


async def test_what_is_withdrawn_is_seen_by_nobody_and_told_to_nobody(office: Office) -> None:
    say, mei = office.say, await office.endorses()
    await office.clerk.says("/matters")
    await office.clerk.presses(TITLE, say("Make it public no longer", "停止公开"))
    await office.clerk.forges(TellFollowers(matter=1))
    office.clerk.hears(say("changed since", "已有变动"))
    for someone in (mei, office.zhu):
        await someone.says("/start")
        await someone.forges(OpenPublicMatter(matter=1))
        await someone.forges(Endorse(matter=1))
        assert TITLE not in someone.screen
    await mei.says("/mine")
    assert say("What I follow", "我关注的事项") not in mei.screen


async def test_erasing_leaves_the_voice_counted_and_nothing_else(office: Office) -> None:
    mei = await office.endorses()
    await mei.says("I fell there")
    await mei.sends_photo()
    await mei.says("/privacy")
    await mei.presses("🗑", office.say("Yes, erase it all", "全部删除"))
    (voice,), (one,) = await office.all(Endorsement), await office.all(Matter)
    assert (voice.person_id, voice.follows, one.endorsements) == (None, False, 1)
    assert not await office.all(EndorsementWord)
    await office.tells(office.say("💬 Answer", "💬 答复"), ANSWER)


async def test_nobody_but_the_staff_of_its_station_reaches_a_matter(office: Office) -> None:
    await office.releases()
    for someone in (office.wang, office.li):
        await someone.says("/start")
        for data in (
            OpenMatter(matter=1),
            MatterFor(opinion=1),
            WithinPage(matter=1, page=0),
            AlikePage(matter=1, page=0),
            SaidPage(matter=1, page=0),
            KeepWritten(matter=1, version=1),
            SendNews(matter=1, version=1),
        ):
            await someone.forges(data)
        someone.hears_nothing(SUMMARY)
    await office.zhu.forges(JudgeMatter(matter=1, done=Done.NO))
    office.zhu.hears(office.say("have not added your voice", "尚未附议"))
    async with office.town.database.reading() as session:
        assert len((await session.scalars(select(MatterOpinion))).all()) == 1
    assert LAMP not in office.zhu.heard


@pytest.mark.parametrize("place", ["Lengduan", "Ditian"])
async def test_a_matter_spreads_with_what_is_put_into_it(office: Office, place: str) -> None:
    await office.opens()
    await office.writes(office.mei, LAMP_AGAIN, place=place)
    await office.clerk.says("/find 2")
    await office.clerk.presses(office.say("🧩 Matter", "🧩 事项"), TITLE)
    (one,) = await office.all(Matter)
    assert one.area_id == (office.furniture.areas["Maishi"] if place == "Lengduan" else None)
