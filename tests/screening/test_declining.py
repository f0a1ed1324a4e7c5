"""Staff decline for reasons that name the right door, in the constituent's language; the county keeps the reasons."""

import pytest
from sqlalchemy import select

from handlers.core.casework.actions import decline_templates as actions
from handlers.core.casework.starting_reasons import REASONS, plant_reasons
from storage.engine import Database
from storage.models.opinions import DeclineTemplate
from storage.models.people import Audit, Person
from storage.queries import decline_templates
from storage.vocabulary import Action, Role, Stage
from tests.screening.office import LAMP, WELL, Office


@pytest.fixture
async def offered(office: Office) -> Office:
    """The office with the reasons to start from."""
    async with office.town.database.writing() as session:
        assert await plant_reasons(session) == len(REASONS)
        assert await plant_reasons(session) == 0
    return office


async def test_the_reasons_to_start_from_are_kept_on_both_databases(database: Database) -> None:
    async with database.writing() as session:
        await plant_reasons(session)
    async with database.reading() as session:
        found = await decline_templates.listed(session)
        assert [one.title["en"] for one in found] == [one.title_en for one in REASONS]
        assert all(set(one.text) == {"en", "zh_Hans"} for one in found)
        assert await decline_templates.last_position(session) == len(REASONS)


async def test_a_reason_is_chosen_in_one_language_and_read_in_the_other(offered: Office) -> None:
    other = {"en": "zh_Hans", "zh-hans": "en"}[offered.language]
    await offered.writes(offered.li, LAMP)
    await offered.change(Person, Person.chat_id == offered.li.id, language=other, language_chosen=True)
    await offered.clerk.says("/screen")
    await offered.clerk.presses(offered.say("Decline", "不予受理"))
    await offered.clerk.presses(offered.say("A personal or family matter", "个人或家庭事项"))
    offered.clerk.sees(offered.say("will be declined", "将不予受理，告知内容如下"))
    offered.clerk.sees(offered.say("请向县信访局反映", "petition office"))
    await offered.clerk.presses(offered.say("Decline and tell", "不予受理并告知"))
    offered.li.hears(offered.say("不能在此受理.*信访局", "cannot be taken up.*petition office"))
    offered.clerk.hears(offered.say("is declined", "已决定不予受理"))
    assert (await offered.opinion(1)).stage is Stage.DECLINED


async def test_own_words_are_previewed_and_an_older_preview_is_not_sent(offered: Office) -> None:
    clerk = offered.clerk
    await offered.writes(offered.li, LAMP)
    await offered.writes(offered.mei, WELL)
    await clerk.says("/find 1")
    await clerk.presses(offered.say("Decline", "不予受理"))
    await clerk.says("Lamps belong to the <power> company")
    older, _, data = clerk.key(offered.say("Decline and tell", "不予受理并告知"))
    await clerk.says("/find 2")
    await clerk.presses(offered.say("Decline", "不予受理"))
    await clerk.says("Wells belong to the water board")
    await clerk.does(lambda world, me: world.presses(me, older.id, data))
    assert offered.say("written something else since", "又写了别的内容") in clerk.toast
    assert (await offered.opinion(1)).stage is Stage.SUBMITTED
    await clerk.says("Lamps belong to the <power> company")
    await clerk.presses(offered.say("Decline and tell", "不予受理并告知"))
    offered.li.hears("Lamps belong to the <power> company", offered.say("appeal once", "申诉一次"))
    offered.mei.hears_nothing("water board", "power")
    await clerk.says("/find 2")
    await clerk.presses(offered.say("Decline", "不予受理"))
    await clerk.says("x" * 3001)
    clerk.sees(offered.say("more than 3000 characters", "超过3000个字"))


async def test_what_was_said_when_declining_stays_to_be_read_and_is_appealed_by_one_tap(offered: Office) -> None:
    clerk, li = offered.clerk, offered.li
    await offered.writes(li, LAMP)
    await clerk.says("/find 1")
    await clerk.presses(offered.say("Decline", "不予受理"))
    await clerk.says("Lamps belong to the power company")
    await clerk.presses(offered.say("Decline and tell", "不予受理并告知"))
    await li.presses(offered.say("Open", "打开"))
    li.sees("Lamps belong to the power company")
    await clerk.says("/find 1")
    clerk.sees("Lamps belong to the power company")
    await li.presses(offered.say("Appeal", "申诉"))
    await li.says("The pole is the town's")
    li.hears(offered.say("Staff look at it by", "工作人员将在.*前复核"))
    await clerk.says("/find 1")
    clerk.sees(
        offered.say("appealed", "提出了申诉|申诉"), "Lamps belong to the power company", "The pole is the town's"
    )


async def test_a_second_decline_after_an_appeal_stands(offered: Office) -> None:
    await offered.writes(offered.li, LAMP)
    await offered.moves(1, Action.DECLINE, offered.clerk, Role.STAFF, why="elsewhere")
    await offered.moves(1, Action.APPEAL, offered.li, Role.CONSTITUENT)
    await offered.clerk.says("/find 1")
    offered.clerk.sees(offered.say("appealed", "申诉"))
    await offered.clerk.presses(offered.say("Decline", "不予受理"))
    await offered.clerk.says("It is not municipal")
    await offered.clerk.presses(offered.say("Decline and tell", "不予受理并告知"))
    offered.li.hears(offered.say("this stands", "维持原决定"))


async def test_who_had_it_learns_that_it_was_declined(offered: Office) -> None:
    await offered.writes(offered.li, LAMP)
    await offered.assigns(1)
    await offered.clerk.says("/find 1")
    await offered.clerk.presses(offered.say("Decline", "不予受理"), offered.say("An academic question", "学术探讨"))
    await offered.clerk.presses(offered.say("Decline and tell", "不予受理并告知"))
    offered.wang.hears(offered.say("was declined by staff", "已由工作人员决定不予受理"))


async def test_a_new_reason_is_written_previewed_and_offered(offered: Office) -> None:
    clerk = offered.clerk
    await clerk.says("/templates")
    clerk.sees(offered.say("A personal or family matter", "个人或家庭事项"))
    await clerk.presses(offered.say("A new reason", "新增理由"))
    clerk.sees(offered.say("English: type", "^中文"), offered.say("✏️ 中文", "✏️ English"))
    if offered.say("en", "zh") == "zh":  # it begins in the language of who writes
        await clerk.presses("✏️ English")
    await clerk.says("t" * 61)
    clerk.sees(offered.say("at most 60 characters", "最多60个字"))
    await clerk.says("Lost  things")
    await clerk.says("Please ask at the <b>lost property office</b>.")
    clerk.sees("Lost things", "<b>lost property office</b>", offered.say("The constituent reads", "选民看到的内容"))
    await clerk.says("Please ask at the lost property office.")
    await clerk.presses(offered.say("Keep it", "保存"))
    clerk.sees("English[:：] ?Lost things", "中文[:：] ?–", offered.say("Not written yet", "尚未填写"))
    await clerk.presses("✏️ 中文")
    await clerk.says("失物招领")
    await clerk.says("请到失物招领处询问。")
    await clerk.presses(offered.say("Keep it", "保存"))
    clerk.sees("English[:：] ?Lost things", "中文[:：] ?失物招领")
    await offered.writes(offered.li, LAMP)
    await clerk.says("/screen")
    await clerk.presses(offered.say("Decline", "不予受理"), "▶︎")
    clerk.sees(offered.say("Lost things", "失物招领"))
    noted = [(one.action, one.subject, one.detail) for one in await offered.all(Audit) if "template" in one.action]
    assert noted == [("template.add", "template:9", "en"), ("template.change", "template:9", "zh_Hans")]


async def test_a_reason_is_changed_moved_and_archived(offered: Office) -> None:
    clerk = offered.clerk
    await clerk.says("/templates")
    await clerk.presses(offered.say("court", "诉讼"), "✏️ English", offered.say("Keep “A case", "保留“A case"))
    clerk.sees("may not interfere")
    await clerk.says("Please turn to the court.")
    await clerk.presses(offered.say("Keep it", "保存"), "⬆️")
    assert offered.say("number 1 of 8", "第1位，共8条") in clerk.toast
    await clerk.presses("⬆️", "⬇️")
    await clerk.presses(offered.say("Archive", "停用"))
    clerk.sees(offered.say("No longer offered", "已停用"), "Please turn to the court.")
    await offered.writes(offered.li, LAMP)
    await clerk.says("/screen")
    await clerk.presses(offered.say("Decline", "不予受理"))
    assert offered.say("A case for a court", "诉讼、仲裁或复议案件") not in clerk.screen
    await clerk.says("/templates")
    await clerk.presses(offered.say("Archived (1)", "已停用（1）"), offered.say("court", "诉讼"))
    await clerk.presses(offered.say("Offer it again", "重新启用"))
    async with offered.town.database.reading() as session:
        found = await decline_templates.listed(session)
    assert found[-1].title["en"] == "A case for a court or arbitration"
    assert found[-1].text["en"] == "Please turn to the court."
    assert "代表不能干预个案" in found[-1].text["zh_Hans"]


async def test_a_reason_archived_meanwhile_is_not_used(offered: Office) -> None:
    await offered.writes(offered.li, LAMP)
    await offered.clerk.says("/screen")
    await offered.clerk.presses(offered.say("Decline", "不予受理"))
    async with offered.town.database.writing() as session:
        for one in await decline_templates.listed(session):
            one.archived = one.title["en"].startswith("An academic")
    await offered.clerk.presses(offered.say("An academic question", "学术探讨"))
    assert offered.say("no longer offered", "已停用") in offered.clerk.toast
    assert offered.say("An academic", "学术探讨") not in offered.clerk.screen


async def test_the_county_office_alone_keeps_the_reasons(offered: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = offered.town.person("Desk", offered.language)
    await offered.town.grant(desk, Role.STAFF, station_id=offered.furniture.stations["Maishi"])
    await desk.says("/templates")
    desk.sees(offered.say("another role", "其他身份"))
    await desk.says("/help")
    assert "/templates" not in desk.screen
    await desk.does(lambda world, me: world.presses(me, desk.messages[-1].id, "ta:1:1"))
    monkeypatch.setattr(actions, "MOST", len(REASONS))
    await offered.clerk.says("/templates")
    await offered.clerk.presses(offered.say("A new reason", "新增理由"))
    assert offered.say("as many as can be", "达到上限") in offered.clerk.toast
    await offered.clerk.does(lambda world, me: world.presses(me, offered.clerk.messages[-1].id, "to:999"))
    assert offered.say("no such reason", "没有这条理由") in offered.clerk.toast
    async with offered.town.database.reading() as session:
        assert not (await session.scalars(select(DeclineTemplate).where(DeclineTemplate.archived))).all()
