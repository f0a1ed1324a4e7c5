"""Staff take cases under supervision, follow them with minutes, name who supervises, and end them with a result."""

import pytest
from sqlalchemy import select

from handlers.conversation.outgoing import Outgoing
from handlers.core.workdays.days import calendar
from handlers.notifications import supervised
from handlers.presentation.callbacks import BeginSupervision, OpenSupervision
from handlers.supervision.callbacks import (
    OF_UNIT,
    Finish,
    NameSupervisor,
    ReleaseSupervisor,
    SupervisionPage,
    WriteMinutes,
)
from storage.models.opinions import Entry, Event
from storage.models.supervision import Supervision
from storage.queries import mine, people
from storage.vocabulary import OF_SUPERVISION, Action, EntryKind, Role, Stage
from tests.representatives.conftest import FIRST
from tests.town import Actor
from tests.units.office import Office

EXPECTED = "The pole is to be replaced"


async def supervises(office: Office, english: str = "Key item", chinese: str = "重点督办") -> Actor:
    """The clerk takes the first case under supervision."""
    says, clerk = office.says, office.clerk
    await clerk.says(f"/find {FIRST}")
    await clerk.presses(says("👁 Supervise", "👁 督办"), says(english, chinese), says("Mon 9 Mar", "3月9日"))
    await clerk.says(EXPECTED)
    await clerk.presses(says("Take it under supervision", "列入督办"))
    return clerk


async def kept(office: Office) -> list[Supervision]:
    """All that were begun."""
    async with office.town.database.reading() as session:
        return list((await session.scalars(select(Supervision).order_by(Supervision.id))).unique())


async def test_everybody_concerned_is_told_what_is_expected_by_when(office: Office) -> None:
    says = office.says
    await office.referred()
    clerk = await supervises(office)
    clerk.sees(FIRST, EXPECTED, says("Supervised by: Chen", "督办人：Chen"), says("Mon 9 Mar", "3月9日"))
    for someone in (office.wang, office.gao):
        someone.hears(says("is under supervision now", "已列入督办"), says("Mon 9 Mar 2026", "2026年3月9日"), EXPECTED)
    office.li.hears(says("watched over by the staff", "已由工作人员督办"))
    office.li.hears_nothing(EXPECTED)
    (one,) = await kept(office)
    assert (one.kind, str(one.due_on), one.expected) == ("key_item", "2026-03-09", EXPECTED)
    assert "supervision.begin" in await office.noted()
    await clerk.says(f"/find {FIRST}")
    clerk.sees(says("Supervised until Mon 9 Mar", "督办中，至2026年3月9日"))


async def test_lists_show_what_is_supervised_and_key_items_apart(office: Office) -> None:
    says = office.says
    await office.referred()
    clerk = await supervises(office, "By meeting", "会议督办")
    await clerk.says("/supervise")
    clerk.sees(FIRST, says("By meeting", "会议督办"))
    await clerk.presses(says("Key items", "重点督办"))
    clerk.sees(says("No key item", "没有重点督办件"))
    await clerk.presses(says("👁 All", "👁 全部"), FIRST, says("All of this unit", "该单位的督办件"))
    clerk.sees(
        FIRST, says("Asked: ", "诉求："), says("Came: nothing yet", "收到：尚无"), says("Due: Mon 9", "2026年3月9日")
    )


async def test_minutes_in_words_and_photos_are_seen_by_no_author(office: Office) -> None:
    says = office.says
    await office.referred()
    clerk = await supervises(office)
    await clerk.presses(says("📝 Minutes", "📝 记录"))
    await clerk.says("We stood at the pole")
    await clerk.sends_photo(caption="The pole")
    clerk.sees(says("Kept with the minutes", "已存入督办记录"))
    await clerk.presses(says("Back", "返回"))
    clerk.sees("The pole", says("2 parts of minutes", "督办记录 2 条"), says("Photos of the minutes", "记录的照片"))
    async with office.town.database.reading() as session:
        found = (await session.scalars(select(Entry).where(Entry.kind == EntryKind.MINUTES))).all()
        assert [(one.text, len(one.attachments)) for one in found] == [("We stood at the pole", 0), ("The pole", 1)]
    await office.li.says("/mine")
    await office.li.presses(FIRST)
    await office.opened_by(office.gao)
    for someone in (office.li, office.gao):
        someone.hears_nothing("We stood at the pole")


async def test_it_ends_with_a_result(office: Office) -> None:
    says = office.says
    await office.referred()
    clerk = await supervises(office)
    await clerk.presses(says("✅ Result", "✅ 结果"))
    await clerk.says("r" * 501)
    clerk.sees(says("at most 500", "500"))
    await clerk.says("Replaced on Friday")
    await clerk.presses(says("End it and tell them", "结束督办并告知"))
    clerk.sees(says("The supervision has ended", "督办已结束"), "Replaced on Friday")
    for someone in (office.wang, office.gao):
        someone.hears(says("has come to its result", "的督办结果"), "Replaced on Friday")
    await clerk.forges(Finish(supervision=1))
    await clerk.says("/supervise")
    clerk.sees(says("Nothing is under supervision", "目前没有督办件"))
    assert len(await kept(office)) == 1


async def test_somebody_of_another_office_supervises_it_and_others_do_not_reach_it(office: Office) -> None:
    says = office.says
    await office.referred()
    ma = await office.town.grant(
        office.town.person("Ma", office.language), Role.STAFF, station_id=office.furniture.stations["Tanghu"]
    )
    clerk = await supervises(office, "Joint", "联合督办")
    await ma.says("/supervise")
    await ma.forges(OpenSupervision(supervision=1))
    ma.hears_nothing(EXPECTED, FIRST)
    await clerk.presses(says("Who supervises", "督办人"), "Ma")
    ma.hears(says("You supervise", "由您督办"), EXPECTED)
    await ma.says("/supervise")
    await ma.presses(FIRST)
    ma.sees(EXPECTED, says("Chen.*Ma|Ma.*Chen", "Chen.*Ma|Ma.*Chen"))
    ma.hears_nothing("Li Lei")
    for someone in (office.wang, office.li, office.luo):
        await someone.says("/home")
        for data in (
            OpenSupervision(supervision=1),
            WriteMinutes(supervision=1),
            NameSupervisor(supervision=1, person=1),
            SupervisionPage(of=0, page=0),
        ):
            await someone.forges(data)
        assert says("Supervised by", "督办人") not in someone.screen


async def test_a_case_is_supervised_once_and_an_old_key_says_so(office: Office) -> None:
    await office.referred()
    clerk = await supervises(office)
    version = (await office.opinion()).version
    await clerk.forges(BeginSupervision(opinion=1, version=version))
    clerk.hears(office.says("under supervision already", "已在督办"))
    assert len(await kept(office)) == 1


@pytest.mark.parametrize(("typed", "english"), [("soon", "I cannot read"), ("2020-01-01", "Choose a day after")])
async def test_a_day_that_cannot_be_is_asked_for_anew(office: Office, typed: str, english: str) -> None:
    says, clerk = office.says, office.clerk
    await office.referred()
    await clerk.says(f"/find {FIRST}")
    await clerk.presses(says("👁 Supervise", "👁 督办"), says("On site", "现场督办"))
    await clerk.says(typed)
    clerk.sees(says(english, "无法识别|请选择"), says("By when should", "要求何时前落实"))
    assert not await kept(office)


async def test_what_is_very_late_proposes_itself_with_why(office: Office) -> None:
    says = office.says
    await office.referred()
    await office.town.passes(days=30)
    await office.clerk.says("/supervise")
    await office.clerk.presses(says("Proposed", "建议督办"))
    office.clerk.sees(FIRST, says("very late", "严重逾期"))
    await supervises_late(office)
    await office.clerk.says("/supervise")
    await office.clerk.presses(says("Proposed", "建议督办"))
    office.clerk.sees(says("Nothing proposes itself", "没有需要建议督办"))


async def supervises_late(office: Office) -> None:
    """The clerk takes what proposes itself under supervision."""
    says, clerk = office.says, office.clerk
    await clerk.presses(FIRST, says("👁 Supervise", "👁 督办"), says("Follow-up", "跟踪督办"))
    await clerk.says("2026-04-30")
    await clerk.says(EXPECTED)
    await clerk.presses(says("Take it under supervision", "列入督办"))


async def weekly(office: Office) -> str:
    """What the clerk's digest says of key items now."""
    async with office.town.database.writing() as session:
        post = Outgoing(session, office.town.place, office.town.clock.now())
        clerk = await people.by_chat(session, office.clerk.id)
        assert clerk is not None
        return (await supervised.weekly(post, post.t(clerk), clerk, await calendar(post))).plain


async def test_who_supervises_key_items_reads_of_them_once_a_week(office: Office) -> None:
    await office.referred()
    await supervises(office)
    assert "TC-2026-000001" in await weekly(office)
    await office.town.passes(days=1)  # Tuesday
    assert not await weekly(office)
    await office.town.passes(days=6)
    assert office.says("You supervise 1 key item", "您督办 1 件重点督办件") in await weekly(office)


async def moves(office: Office, day: str, why: str) -> None:
    """The clerk, on the card, expects it by another day."""
    says, clerk = office.says, office.clerk
    await clerk.presses(says("📅 Move the day", "📅 调整期限"))
    await clerk.says(day)
    await clerk.says(why)
    await clerk.presses(says("Move the day and tell them", "调整期限并告知"))


async def test_the_day_is_moved_with_a_reason_that_who_handles_it_reads(office: Office) -> None:
    says, clerk = office.says, office.clerk
    await office.referred()
    await supervises(office)
    heard = len(office.li.messages)
    await clerk.presses(says("📅 Move the day", "📅 调整期限"))
    await clerk.says("soon")
    clerk.sees(says("I cannot read", "无法识别"), says("By when instead", "改到何时"))
    await clerk.says("2026-03-09")
    clerk.sees(says("has already", "就是这一天"), says("By when instead", "改到何时"))
    await clerk.presses(says("Back", "返回"))
    await moves(office, "2026-03-20", "The crane comes on the 18th")
    clerk.sees(says("Fri 20 Mar", "3月20日"), says("the day was moved", "期限已调整"), "The crane comes")
    for someone in (office.wang, office.gao):
        someone.hears(says("Fri 20 Mar 2026", "2026年3月20日"), says("Mon 9 Mar", "3月9日"), "The crane comes")
    assert len(office.li.messages) == heard, "its author was told no day, and so of none that is moved"
    assert str((await kept(office))[0].due_on) == "2026-03-20"
    assert "supervision.move" in await office.noted()


async def test_each_reader_sees_its_way_in_their_own_words(office: Office) -> None:
    says, clerk = office.says, office.clerk
    await office.referred()
    await supervises(office)
    await clerk.presses(says("📝 Minutes", "📝 记录"))
    await clerk.says("We stood at the pole")
    await clerk.presses(says("Back", "返回"))
    await moves(office, "2026-03-20", "The crane comes on the 18th")
    await clerk.says(f"/find {FIRST}")
    clerk.sees(
        says("Under supervision", "督办中"), says("minutes were written", "已写督办记录"), "The crane comes", EXPECTED
    )
    await office.opened_by(office.gao)
    await office.opens(office.wang)
    for someone in (office.wang, office.gao):
        someone.sees(says("Under supervision", "督办中"), EXPECTED, "The crane comes")
    assert says("Minutes", "督办记录") not in office.gao.screen
    await office.li.says("/mine")
    await office.li.presses(FIRST)
    office.li.sees(says("watches over it, so that it gets done", "正在督办，直到落实"))
    for inner in ("The crane comes", EXPECTED, "pole", says("minutes", "记录"), says("moved", "调整")):
        assert inner not in office.li.screen
    await clerk.says("/supervise")
    await clerk.presses(FIRST, says("✅ Result", "✅ 结果"))
    await clerk.says("Replaced on Friday")
    await clerk.presses(says("End it and tell them", "结束督办并告知"))
    await office.opened_by(office.gao)
    office.gao.sees(says("has come to its result", "督办已有结果"), "Replaced on Friday")
    async with office.town.database.reading() as session:
        found = (await session.scalars(select(Event).where(Event.action.in_(OF_SUPERVISION)).order_by(Event.id))).all()
    assert [one.action for one in found] == [
        Action.BEGIN_SUPERVISION,
        Action.MINUTE_SUPERVISION,
        Action.MOVE_SUPERVISION,
        Action.END_SUPERVISION,
    ]
    assert all(one.stage_before is one.stage_after is Stage.REFERRED for one in found), "the case stays where it stood"


async def test_whoever_takes_their_data_reads_of_its_supervision_only_that_it_began(office: Office) -> None:
    await office.referred()
    await supervises(office)
    await office.clerk.presses(office.says("📝 Minutes", "📝 记录"))
    await office.clerk.says("We stood at the pole")
    async with office.town.database.reading() as session:
        li = await people.by_chat(session, office.li.id)
        assert li is not None
        (one,) = await mine.opinions_in_full(session, li.id)
    steps = [(step["what"], step["why"]) for step in one["steps"] if step["what"] in OF_SUPERVISION]
    assert steps == [(Action.BEGIN_SUPERVISION, None)]
    assert "pole" not in str(one["entries"])


async def test_several_supervise_jointly_and_are_taken_away_again(office: Office) -> None:
    says = office.says
    await office.referred()
    ma, chu = [
        await office.town.grant(
            office.town.person(name, office.language), Role.STAFF, station_id=office.furniture.stations["Tanghu"]
        )
        for name in ("Ma", "Chu")
    ]
    clerk = await supervises(office, "Joint", "联合督办")
    await clerk.presses(says("Who supervises", "督办人"), "Ma", "Chu")
    for someone in (ma, chu):
        someone.hears(says("You supervise", "由您督办"))
    clerk.sees("✅ Chen", "✅ Ma", "✅ Chu")
    await clerk.presses("✅ Ma")
    ma.hears(says("You no longer supervise", "不再由您督办"))
    await ma.says("/supervise")
    ma.sees(says("Nothing is under supervision", "目前没有督办件"))
    (one,) = await kept(office)
    assert [person.name for person in one.supervisors] == ["Chen", "Chu"]
    await clerk.presses("✅ Chu")
    await clerk.forges(ReleaseSupervisor(supervision=1, person=one.supervisors[0].id))
    clerk.hears(says("Nobody else supervises it", "没有其他督办人"))
    (one,) = await kept(office)
    assert [person.name for person in one.supervisors] == ["Chen"]


async def test_who_supervised_alone_hears_that_somebody_else_does(office: Office) -> None:
    says = office.says
    await office.referred()
    wu = await office.town.grant(office.town.person("Wu", office.language), Role.STAFF)
    clerk = await supervises(office, "On site", "现场督办")
    await clerk.presses(says("Who supervises", "督办人"), "Wu")
    await wu.says("/supervise")
    await wu.presses(FIRST, says("Who supervises", "督办人"), "Chen")
    wu.hears_nothing(says("no longer supervise", "不再由您督办"))
    clerk.hears(says("You supervise", "由您督办"))
    (one,) = await kept(office)
    assert [person.name for person in one.supervisors] == ["Chen"]


async def test_a_units_supervised_cases_are_found_by_unit_in_pages(office: Office) -> None:
    says, clerk = office.says, office.clerk
    await office.referred()
    await supervises(office)
    await clerk.says("/supervise")
    await clerk.presses(says("By unit", "按单位"))
    clerk.sees(says("Units with cases", "有督办件的单位"))
    unit = says("Power", "供电局")
    await clerk.presses(unit)
    clerk.sees(FIRST, says("Asked: ", "诉求："), says("Due: Mon 9", "2026年3月9日"), "🟢")
    await office.town.passes(days=8)
    await clerk.presses(says("By unit", "按单位"), unit)
    clerk.sees("🔴")
    await clerk.forges(SupervisionPage(of=OF_UNIT + office.furniture.units["Water"], page=0))
    clerk.sees(says("Nothing that it has", "该单位目前没有督办件"))


async def test_who_supervises_is_reminded_when_the_day_is_near_and_when_it_has_passed(office: Office) -> None:
    says, clerk = office.says, office.clerk
    await office.referred()
    await supervises(office)
    reminded = says("What you expect under supervision is due", "您督办的事项已到期")
    await office.town.passes(days=3)  # Thursday
    clerk.hears_nothing(reminded)
    await office.town.passes(days=1, hours=1)  # Friday: due on the next working day
    clerk.hears(reminded, FIRST, says("due Mon 9 Mar", "3月9日"), "🟡")
    await office.town.passes(days=4)  # Tuesday: it passed yesterday
    clerk.hears(reminded, says("it was due Mon 9 Mar", "应于2026年3月9日"), "🔴")
    await clerk.presses(FIRST, says("✅ Result", "✅ 结果"))
    await clerk.says("Replaced on Friday")
    await clerk.presses(says("End it and tell them", "结束督办并告知"))
    count = len(clerk.messages)
    await office.town.passes(days=9)
    assert not [one for one in clerk.messages[count:] if reminded in str(one)]
