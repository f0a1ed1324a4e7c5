"""A unit returns what is not theirs, staff take back, the author adds and withdraws; nobody reads what is others'."""

import pytest

from handlers.conversation.case_drafts import FORMS, Kind
from handlers.presentation.callbacks import OpenReferred, ReferredPage, ReferTo, RepresentativeAct, StaffAct, UnitAct
from handlers.units.callbacks import PlanFor, ReferredFiles, RightUnit, RightUnits
from handlers.writing.callbacks import (
    AskOutcome,
    AskUnit,
    ListUnits,
    Result,
    SendWords,
    TakeBack,
    ThrowAway,
    WhyUnit,
)
from storage.queries.files import Attached
from storage.vocabulary import Action, AttachmentKind, Outcome, Role, Stage
from tests.representatives.conftest import FIRST, LAMP
from tests.town import Actor
from tests.units.hall import Hall


async def returns(hall: Hall, *, to: str | None, why: str = "Lamps in villages are the Roads Bureau's") -> None:
    """Gao returns it, naming the right unit or not."""
    gao = await hall.referred()
    await gao.presses(hall.says("↩️ Not ours", "↩️ 不属于本单位"), to or "🤷")
    await gao.says(why)
    await gao.presses(hall.says("↩️ Return it", "↩️ 退回"))


async def test_what_is_returned_comes_back_with_the_reason_and_the_right_unit_first(hall: Hall) -> None:
    roads = hall.says("Roads Bureau", "交通局")
    await returns(hall, to=roads)
    hall.gao.sees(hall.says("is returned", "已退回"))
    for actor in (hall.wang, hall.clerk):
        actor.hears("Lamps in villages", hall.says("They think it belongs to Roads", "认为应由交通局"))
    hall.li.hears_nothing("Lamps in villages")
    wang = await hall.opens()
    wang.sees("Lamps in villages", roads)
    await wang.presses(hall.says("Refer to a unit", "转交承办单位"))
    wang.sees("⭐", roads)
    await wang.presses("💡")
    wang.sees(hall.says("Power Bureau returned it and says", "供电局退回时指出"))
    await wang.presses("⬅️", "⭐", hall.says("🏢 Refer it", "🏢 转交"))
    assert (await hall.opinion()).unit_id == hall.furniture.units["Roads"]
    opinion, returned = await hall.opinion(), (await hall.referrals())[0]
    assert opinion.stage is Stage.REFERRED and returned.returned_at is not None
    await hall.gao.says("/inbox")
    await hall.gao.presses("🗂", FIRST)
    hall.gao.sees(hall.says("returned as not yours", "已退回"), hall.says("to read only", "仅供查看"))


async def test_returned_without_a_name_the_topic_s_unit_is_not_suggested_again(hall: Hall) -> None:
    await returns(hall, to=None)
    wang = await hall.opens()
    await wang.presses(hall.says("Refer to a unit", "转交承办单位"))
    assert "⭐" not in wang.screen
    wang.sees(hall.says("Water Bureau", "水利局"))


async def test_a_reason_written_before_a_unit_is_named_is_taken_as_the_reason(hall: Hall) -> None:
    gao = await hall.referred()
    await gao.presses(hall.says("↩️ Not ours", "↩️ 不属于本单位"))
    await gao.says("Not a lamp of ours")
    await gao.presses(hall.says("↩️ Return it", "↩️ 退回"))
    assert (await hall.opinion()).stage is Stage.ASSIGNED
    hall.wang.hears("Not a lamp of ours")


async def test_a_name_typed_at_the_list_of_units_is_searched(hall: Hall) -> None:
    await returns(hall, to=None)
    wang = await hall.opens()
    await wang.presses(hall.says("Refer to a unit", "转交承办单位"))
    await wang.says("Nobody")
    wang.sees(hall.says("No unit is called “Nobody”", "没有名为“Nobody”|没有.*Nobody"))


async def test_returning_needs_a_reason_and_is_over_once_it_is_taken(hall: Hall) -> None:
    gao = await hall.referred()
    await gao.presses(hall.says("↩️ Not ours", "↩️ 不属于本单位"), "🤷")
    assert hall.says("↩️ Return it", "↩️ 退回") not in [button["text"] for button in gao.messages[-1].buttons]
    await gao.says("Not a lamp of ours")
    he = await hall.opened_by(hall.he)
    await he.presses(hall.says("✅ Take it", "✅ 接收"))
    await gao.presses(hall.says("↩️ Return it", "↩️ 退回"))
    gao.sees(hall.says("He has taken it already", "He已经接收"), "Not a lamp of ours")
    assert (await hall.opinion()).stage is Stage.REFERRED


async def test_another_unit_is_listed_or_found_by_name_and_why_is_said(hall: Hall) -> None:
    await hall.lamp()
    wang = await hall.opens()
    await wang.presses(hall.says("Refer to a unit", "转交承办单位"))
    wang.sees("⭐ " + hall.says("Power Bureau", "供电局"))
    await wang.presses("💡")
    wang.sees(hall.says("Roads and traffic. to this unit", "道路交通”类意见由该单位承办"))
    await wang.presses("⬅️", hall.says("Another unit", "其他单位"))
    wang.sees("💤 " + hall.says("Roads Bureau", "交通局"))
    await wang.presses("🔤")
    await wang.says("nobody")
    wang.sees(hall.says("No unit is called .nobody.", "没有名为“nobody”的承办单位"))
    await wang.presses("🔤")
    await wang.says(hall.says("wat", "水"))
    await wang.presses(hall.says("Water Bureau", "水利局"), hall.says("🏢 Refer it", "🏢 转交"))
    hall.luo.sees(LAMP)
    hall.gao.hears_nothing("lamp")


async def test_a_unit_for_which_nobody_has_joined_is_marked_and_said(hall: Hall) -> None:
    await hall.lamp()
    await hall.refers(unit=hall.says("Roads Bureau", "交通局"))
    hall.wang.sees(hall.says("Nobody has joined for Roads", "交通局还没有人加入"))


async def test_a_topic_without_a_unit_shows_all_units_at_once(hall: Hall) -> None:
    await hall.lamp(topic=None)
    wang = await hall.opens()
    await wang.presses(hall.says("Refer to a unit", "转交承办单位"))
    wang.sees(hall.says("Power Bureau", "供电局"), hall.says("Water Bureau", "水利局"))
    assert "⭐" not in wang.screen


async def test_staff_refer_and_take_back(hall: Hall) -> None:
    await hall.lamp()
    await hall.clerk.says("/find 1")
    await hall.clerk.presses(hall.says("Refer to a unit", "转交承办单位"), "⭐")
    await hall.clerk.says("Please be quick")
    await hall.clerk.presses(hall.says("🏢 Refer it", "🏢 转交"))
    hall.wang.sees(hall.says("Staff referred", "工作人员已将"))
    hall.gao.sees("Please be quick")
    await hall.clerk.says("/find 1")
    hall.clerk.sees(hall.says("With Power Bureau", "由供电局办理"))
    await hall.clerk.presses(hall.says("Take it back for Wang", "收回并交还Wang"))
    hall.gao.sees(hall.says("Staff have taken", "工作人员已收回"))
    opinion = await hall.opinion()
    assert (opinion.stage, opinion.unit_id) == (Stage.ASSIGNED, None)
    assert (await hall.referrals())[0].ended_at is not None


async def test_old_keys_of_an_officer_say_what_happened(hall: Hall) -> None:
    gao = await hall.referred()
    accept = gao.key(hall.says("✅ Take it", "✅ 接收"))
    await hall.clerk.says("/find 1")
    await hall.clerk.presses(hall.says("Take it back for Wang", "收回并交还Wang"))
    await gao.presses(accept)
    gao.hears(hall.says("Staff have taken it back", "工作人员已收回"), hall.says("to read only", "仅供查看"))
    await gao.forges(UnitAct(opinion=1, version=99, action=Action.REPLY))
    assert await hall.happened() == ["submit", "assign", "refer", "assign"]


async def test_the_author_adds_and_withdraws_and_the_unit_hears_of_it(hall: Hall) -> None:
    await hall.referred()
    await hall.li.replies(hall.says("passed to Power", "已转交供电局"), "It is dark at the school too")
    hall.gao.sees("It is dark at the school too")
    hall.wang.hears("It is dark at the school too")
    await hall.opened_by(hall.gao)
    hall.gao.sees("It is dark at the school too")
    await hall.li.says("/mine")
    await hall.li.presses(FIRST, hall.says("↩️ Withdraw", "↩️ 撤回"), hall.says("Yes, withdraw it", "是，撤回"))
    for actor in (hall.gao, hall.he, hall.wang):
        actor.sees(hall.says("was withdrawn by its author", "撤回"))
    opinion = await hall.opinion()
    assert (opinion.stage, opinion.unit_id) == (Stage.WITHDRAWN, None)


async def test_what_is_said_after_it_left_is_not_read_there(hall: Hall) -> None:
    await returns(hall, to=None)
    await hall.town.passes(hours=1)
    await hall.li.replies(hall.says("passed to Power", "已转交供电局"), "My neighbour Zhang saw it")
    await hall.gao.forges(OpenReferred(opinion=1))
    hall.gao.sees(LAMP, hall.says("to read only", "仅供查看"))
    hall.gao.hears_nothing("My neighbour Zhang")


async def test_another_unit_s_remark_and_reply_are_not_read(hall: Hall) -> None:
    wang = await hall.replied()
    await hall.clerk.says("/find 1")
    await hall.clerk.presses(hall.says("Take it back for Wang", "收回并交还Wang"))
    await hall.refers("Can you do it?", unit=hall.says("Water Bureau", "水利局"))
    luo = await hall.opened_by(hall.luo)
    luo.sees(LAMP, "Can you do it")
    luo.hears_nothing("third lamp", "A new lamp")
    await hall.opens()
    wang.sees("third lamp", "A new lamp", "Can you do it")


async def test_attachments_are_seen_and_no_name_where_one_was_given_or_not(hall: Hall) -> None:
    photo = Attached(AttachmentKind.PHOTO, hall.file("photo"))
    await hall.case(files=[photo])
    await hall.refers(unit=hall.says("Power Bureau", "供电局"))
    gao = await hall.opened_by(hall.gao)
    await gao.presses("📎")
    assert gao.messages[-1].photo
    gao.hears_nothing("Li Lei")


def keys_of_officers() -> list[object]:
    """Every key an officer may be shown, for the first case."""
    return [
        OpenReferred(opinion=1),
        ReferredFiles(opinion=1),
        *(UnitAct(opinion=1, version=3, action=action) for action in (Action.ACCEPT, Action.REPLY, Action.RETURN)),
        RightUnit(opinion=1, version=3, unit=0),
        RightUnits(opinion=1, version=3, page=0),
        AskOutcome(opinion=1),
        Result(opinion=1, outcome=Outcome.A),
        PlanFor(opinion=1, day="2026-06-30"),
        SendWords(opinion=1, version=3, kind=Kind.UNIT_REPLY, mark="0"),
        TakeBack(opinion=1, kind=Kind.UNIT_REPLY),
        ThrowAway(opinion=1, kind=Kind.RETURNING),
        ReferredPage(past=True, page=0),
    ]


def keys_of_referrers() -> list[object]:
    """Every key about referring, for the first case."""
    return [
        RepresentativeAct(opinion=1, version=2, action=Action.REFER),
        StaffAct(opinion=1, version=2, action=Action.REFER),
        *(
            key
            for by in (Role.REPRESENTATIVE, Role.STAFF, Role.UNIT)
            for key in (
                ListUnits(opinion=1, version=2, by=by, page=0),
                AskUnit(opinion=1, version=2, by=by),
                WhyUnit(opinion=1, version=2, by=by),
                ReferTo(opinion=1, version=2, by=by, unit=1),
            )
        ),
        RepresentativeAct(opinion=1, version=2, action=Action.PASS_ON),
        RepresentativeAct(opinion=1, version=2, action=Action.SEND_BACK),
        SendWords(opinion=1, version=2, kind=Kind.REFERRAL, mark="0"),
        SendWords(opinion=1, version=2, kind=Kind.STAFF_REFERRAL, mark="0"),
    ]


@pytest.mark.parametrize("language", ["en"], indirect=True)
async def test_nobody_else_reaches_what_is_with_a_unit(hall: Hall) -> None:
    await hall.referred()
    before = await hall.happened()
    stranger = hall.town.person("Stranger", "en")
    for actor in (hall.luo, hall.wang, hall.zhao, hall.zhang, hall.clerk, stranger):
        await actor.says("/start")
        await presses_all(actor, keys_of_officers())
        if actor not in (hall.wang, hall.clerk):
            actor.hears_nothing("lamp", "Li Lei")
    assert await hall.happened() == before


@pytest.mark.parametrize("language", ["en"], indirect=True)
async def test_nobody_else_refers(hall: Hall) -> None:
    await hall.lamp()
    before = await hall.happened()
    for actor in (hall.luo, hall.zhao, hall.zhang):
        await actor.says("/start")
        await presses_all(actor, keys_of_referrers())
        actor.hears_nothing("lamp", "Li Lei")
    assert await hall.happened() == before


async def presses_all(actor: Actor, keys: list[object]) -> None:
    """Press all of these keys, which were never shown."""
    for key in keys:
        await actor.forges(key)  # type: ignore[arg-type]


async def test_too_long_a_reply_is_not_sent(hall: Hall) -> None:
    gao = await hall.referred()
    await gao.presses(hall.says("💬 Reply", "💬 答复"), hall.says("Resolved", "已解决"))
    await gao.says("x" * (FORMS[Kind.UNIT_REPLY].longest + 1))
    gao.sees("✂️")
    assert not any("📨" in button["text"] for button in gao.messages[-1].buttons)


async def test_a_reply_is_left_and_gone_on_with(hall: Hall) -> None:
    gao = await hall.referred()
    await gao.presses(hall.says("💬 Reply", "💬 答复"), hall.says("Resolved", "已解决"))
    await gao.says("A new lamp")
    await gao.says("/cancel")
    gao.sees(hall.says("What you wrote is kept", "已保留|内容会保留|保留"))
    await gao.presses(hall.says("Open", "打开"), hall.says("Go on with your reply", "继续写答复"))
    gao.sees("A new lamp", hall.says("Resolved", "已解决"))
    await gao.presses("🗑", hall.says("Open", "打开"))
    gao.sees(LAMP)
