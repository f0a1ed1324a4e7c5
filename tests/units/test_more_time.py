"""Who must act asks for more time; staff give it, or say why not; everybody concerned reads what it means for them."""

from datetime import date

import pytest

from handlers.conversation.outgoing import Outgoing
from handlers.core.casework import transitions
from handlers.core.casework.events import Step
from handlers.presentation.callbacks import RepresentativeAct, StaffAct, UnitAct
from handlers.writing.extending_callbacks import ExtendTo
from storage.models.opinions import Opinion
from storage.vocabulary import Action, Role, Stage
from tests.representatives.conftest import FIRST
from tests.town import ZONE
from tests.units.office import NO, WHY, Office


async def test_granted_time_moves_the_due_day_and_everybody_reads_it(office: Office) -> None:
    says = office.says
    wang = await office.asked()
    wang.sees(says("Staff decide whether", "由工作人员决定"), office.monday)
    assert await office.due() == date(2026, 3, 9)
    office.clerk.sees(
        says("Wang asks for more time", "Wang为"), FIRST, office.monday, says("instead of Mon 9 Mar", "3月9日"), WHY
    )
    before = (await office.opinion()).stage_since
    await office.grants()
    office.clerk.hears(says("has until Mon 23 Mar 2026 and was told", "可延期到2026年3月23日"))
    wang.hears(says("has more time: until Mon 23 Mar", "已获准延期到2026年3月23日"))
    office.aide.hears(says("has more time: until Mon 23 Mar", "已获准延期到2026年3月23日"))
    office.li.hears(
        says("takes longer than we told you", "办理时间比原先告诉您的要长"),
        says("Wang now answers by Mon 23 Mar", "代表Wang将在2026年3月23日"),
        WHY,
    )
    opinion = await office.opinion()
    assert (await office.due(), opinion.stage, opinion.stage_since) == (date(2026, 3, 23), Stage.ASSIGNED, before)
    (clock,) = await office.planned("case.clock")
    assert clock.once.endswith(f":{int(opinion.due_at.timestamp()) if opinion.due_at else 0}")
    assert await office.happened() == ["submit", "assign", "ask_extension", "grant_extension"]
    assert "opinion.grant_extension" in await office.noted()
    await office.li.says("/mine")
    await office.li.presses(FIRST)
    office.li.sees(says("it was given more time", "办理时限延长"), office.monday)


async def test_time_is_given_once(office: Office) -> None:
    await office.asked()
    await office.grants()
    wang = await office.opens()
    wang.sees(office.says("More time was given, until Mon 23 Mar", "已延期到2026年3月23日"))
    assert not office.may_ask(wang)
    version = (await office.opinion()).version
    await wang.forges(RepresentativeAct(opinion=1, version=version, action=Action.ASK_EXTENSION))
    assert office.says("that once", "已经延期过一次") in wang.toast
    assert len(await office.requests()) == 1


async def test_a_second_asking_while_one_waits_is_refused_kindly(office: Office) -> None:
    await office.asked()
    aide = await office.opens(office.aide)
    aide.sees(office.says("More time was asked for, until Mon 23 Mar", "已申请延期到2026年3月23日"), WHY)
    assert not office.may_ask(aide)
    version = (await office.opinion()).version
    for pressed in (
        RepresentativeAct(opinion=1, version=version, action=Action.ASK_EXTENSION),
        ExtendTo(opinion=1, version=version, by=Role.REPRESENTATIVE, day="2026-03-23"),
    ):
        await aide.forges(pressed)
        assert office.says("asked for already", "已经申请过延期") in aide.toast
    assert len(await office.requests()) == 1


async def test_refused_time_leaves_the_due_day_and_says_why(office: Office) -> None:
    says = office.says
    wang = await office.asked()
    await office.clerk.presses(says("✋ No more time", "✋ 不予延期"))
    office.clerk.sees(says("Whoever asked reads this", "申请人会看到"), says("Mon 9 Mar", "3月9日"))
    await office.clerk.says(NO)
    office.clerk.sees(NO, says("no more time for", "不予延期"))
    await office.clerk.presses(says("Refuse and tell", "不予延期并告知"))
    office.clerk.hears(says("Wang was told", "已告知Wang"))
    wang.hears(says("No more time for .* it stays due Mon 9 Mar", "不予延期，到期日仍为2026年3月9日"), NO)
    office.li.hears_nothing(NO, WHY)
    assert await office.due() == date(2026, 3, 9)
    (request,) = await office.requests()
    assert (request.granted, request.refusal) == (False, NO)
    assert (await office.happened())[-1] == "refuse_extension"
    assert "opinion.refuse_extension" in await office.noted()
    await office.opens()
    wang.sees(says("No more time was given", "延期申请未获同意"), NO, says("Ask for time", "申请延期"))


async def test_acting_makes_the_request_void(office: Office) -> None:
    says = office.says
    wang = await office.asked()
    await office.opens()
    await wang.presses(says("💬 Answer", "💬 答复"))
    await wang.says("It shines again")
    await wang.presses(says("📨 Send", "📨 发送"))
    (request,) = await office.requests()
    assert request.ended_at is not None and request.granted is None
    assert not (await office.opinion()).extension_asked
    await office.grants()
    assert says("has answered it meanwhile", "答复") in office.clerk.toast
    assert (await office.opinion()).stage is Stage.ANSWERED
    office.li.hears_nothing(WHY)


async def test_referring_makes_it_void_and_the_unit_has_a_clock_of_its_own(office: Office) -> None:
    await office.asked()
    await office.refers()
    (request,) = await office.requests()
    assert request.ended_at is not None and request.granted is None
    gao = await office.opened_by(office.gao)
    gao.sees(office.says("Ask for time", "申请延期"))
    gao.hears_nothing(WHY)


async def test_until_when_is_typed_as_people_write_it(office: Office) -> None:
    says = office.says
    await office.lamp()
    wang = await office.opens()
    await wang.presses(says("⏳ Ask for time", "⏳ 申请延期"))
    await wang.says(says("3/5", "五三"))  # in English it could be two days
    wang.sees(says("I cannot read", "无法识别日期"))
    await wang.says(says("next Friday", "下周五"))
    wang.sees(says("until Fri 13 Mar 2026", "2026年3月13日 周五"))
    await wang.presses(says("🗓 Another day", "🗓 换一个日期"))
    await wang.says(says("3/13", "3/13"))
    wang.sees(says("until Fri 13 Mar 2026", "2026年3月13日 周五"))


async def test_a_unit_asks_for_time_to_reply(office: Office) -> None:
    says, gao = office.says, office.gao
    await office.referred()
    await gao.presses(says("✅ Take it", "✅ 接收"))
    await office.asks(gao, says("30 Mar", "3月30日"))
    office.clerk.sees(says("Power Bureau asks for more time", "供电局为"), WHY)
    await office.grants()
    assert await office.due() == date(2026, 3, 30)
    (referral,) = await office.referrals()
    assert referral.reply_due_at == (await office.opinion()).due_at
    gao.hears(says("has more time: until Mon 30 Mar", "已获准延期到2026年3月30日"))
    office.he.hears(says("has more time: until Mon 30 Mar", "已获准延期到2026年3月30日"))
    office.wang.hears(says("Power Bureau has more time, until Mon 30 Mar", "供电局获准延期到2026年3月30日"), WHY)
    office.li.hears(says("Power Bureau now has until Mon 30 Mar", "供电局的办理期限延至2026年3月30日"), WHY)
    for officer in (gao, office.he):
        officer.hears_nothing("Li Lei")


async def test_time_to_accept_and_time_to_reply_are_two_things(office: Office) -> None:
    says, gao = office.says, office.gao
    await office.referred()
    await office.asks(gao, says("Mon 23 Mar", "3月23日"))
    await office.grants()
    (referral,) = await office.referrals()
    opinion = await office.opinion()
    assert opinion.due_at == referral.accept_due_at == referral.reply_due_at
    await office.opened_by(gao)
    assert not office.may_ask(gao)
    await office.town.passes(hours=1)
    await gao.presses(says("✅ Take it", "✅ 接收"))
    await office.asks(gao, says("26 Mar", "3月26日"))
    await office.grants()
    assert await office.due() == date(2026, 3, 26)


async def test_taking_it_makes_the_request_for_time_to_accept_void(office: Office) -> None:
    await office.referred()
    await office.asks(office.gao, office.says("12 Mar", "3月12日"))
    await office.opened_by(office.he)
    office.he.sees(office.says("More time was asked for", "已申请延期到"))
    await office.he.presses(office.says("✅ Take it", "✅ 接收"))
    await office.grants()
    assert office.says("Its unit has taken it meanwhile", "承办单位") in office.clerk.toast
    (request,) = await office.requests()
    assert request.granted is None and request.ended_at is not None


async def test_time_to_check_a_reply(office: Office) -> None:
    says = office.says
    wang = await office.replied()
    await office.asks(wang, says("12 Mar", "3月12日"))
    await office.grants()
    assert await office.due() == date(2026, 3, 12)
    office.li.hears(says("Wang checks the reply of Power Bureau until Thu 12 Mar", "Wang将在2026年3月12日"), WHY)


@pytest.mark.parametrize(
    ("typed", "english", "chinese"),
    [
        ("next month", "I cannot read", "无法识别|读不懂|看不懂"),
        ("2026-03-09", "Choose a day after Mon 9 Mar 2026, Mon 30 Mar 2026 at the latest", "2026年3月30日"),
        ("2026-03-31", "Mon 30 Mar 2026 at the latest", "2026年3月30日"),
        ("2025-01-01", "Mon 30 Mar 2026 at the latest", "2026年3月30日"),
    ],
)
async def test_a_day_that_cannot_be_is_asked_for_anew(office: Office, typed: str, english: str, chinese: str) -> None:
    await office.lamp()
    wang = await office.opens()
    await wang.presses(office.says("⏳ Ask for time", "⏳ 申请延期"))
    wang.sees(office.says("The latest is", "最晚"), office.says("Thu 12 Mar", "3月12日"))
    await wang.says(typed)
    wang.sees(office.says(english, chinese), office.says("Thu 12 Mar", "3月12日"), office.says("Back", "返回"))
    await wang.says("2026-03-14")  # a Saturday: the next working day is meant
    wang.sees(office.says("until Mon 16 Mar 2026", "延期到2026年3月16日"))


async def test_the_day_is_changed_before_it_is_sent_and_the_words_stay(office: Office) -> None:
    says = office.says
    await office.lamp()
    wang = await office.opens()
    await wang.presses(says("⏳ Ask for time", "⏳ 申请延期"), office.monday)
    wang.sees(says("Why do you need it", "为什么需要延期"))
    assert says("Send the request", "提交申请") not in wang.screen
    await wang.says(WHY)
    await wang.presses(says("Another day", "换一个日期"), says("Mon 16 Mar", "3月16日"))
    wang.sees(WHY, says("until Mon 16 Mar", "延期到2026年3月16日"))
    await wang.presses(says("Send the request", "提交申请"))
    (request,) = await office.requests()
    assert request.until.astimezone(ZONE).date() == date(2026, 3, 16)


async def test_it_is_left_or_thrown_away(office: Office) -> None:
    says = office.says
    await office.lamp()
    wang = await office.opens()
    await wang.presses(says("⏳ Ask for time", "⏳ 申请延期"))
    await wang.says("/cancel")
    wang.sees(says("Left", "已退出|已离开"))
    await office.opens()
    await wang.presses(says("⏳ Ask for time", "⏳ 申请延期"), office.monday)
    await wang.says(WHY)
    await office.opens()
    await wang.presses(says("Go on asking for time", "继续写延期申请"), office.monday)
    wang.sees(WHY)
    await wang.presses("🗑", says("Open", "打开"))
    wang.sees(says("Ask for time", "申请延期"))
    assert not await office.requests()


async def test_the_slower_of_two_clerks_reads_who_was_quicker(office: Office) -> None:
    other = await office.town.grant(office.town.person("Deng", office.language), Role.STAFF)
    await office.asked()
    await office.grants()
    await other.presses(office.says("✋ No more time", "✋ 不予延期"))
    assert office.says("Chen has given more time already", "Chen已同意延期") in other.toast
    assert await office.due() == date(2026, 3, 23)


async def test_a_refusal_that_comes_too_late_is_given_back(office: Office) -> None:
    await office.asked()
    await office.clerk.presses(office.says("✋ No more time", "✋ 不予延期"))
    await office.clerk.says(NO)
    wang = await office.opens()
    await wang.presses(office.says("❓ Ask back", "❓ 提问"))
    await wang.says("Which lamp?")
    await wang.presses(office.says("📨 Send", "📨 发送"))
    await office.clerk.presses(office.says("Refuse and tell", "不予延期并告知"))
    office.clerk.sees(NO, office.says("Nothing was sent", "没有发出|未发出"))


async def test_nothing_to_decide_is_said(office: Office) -> None:
    await office.lamp()
    await office.clerk.says(f"/find {FIRST}")
    assert office.says("✅ Give more time", "同意延期") not in office.clerk.screen
    version = (await office.opinion()).version
    for action in (Action.GRANT_EXTENSION, Action.REFUSE_EXTENSION):
        await office.clerk.forges(StaffAct(opinion=1, version=version, action=action))
        assert office.says("Nobody asks for more time", "没有待决定的延期申请") in office.clerk.toast


async def test_staff_who_decide_late_add_the_days_it_waited(office: Office) -> None:
    await office.lamp()
    await office.asks(await office.opens(), office.says("12 Mar", "3月12日"))
    await office.town.passes(days=14)
    await office.grants()
    assert await office.due() == date(2026, 3, 23)


async def test_an_old_key_of_a_unit_shows_where_it_stands(office: Office) -> None:
    gao = await office.referred()
    old = UnitAct(opinion=1, version=(await office.opinion()).version, action=Action.ASK_EXTENSION)
    await office.he.says("/inbox")
    await office.he.presses(FIRST)
    await office.asks(office.he, office.says("12 Mar", "3月12日"))
    await gao.forges(old)
    assert office.says("asked for already", "已经申请过延期") in gao.toast
    await office.luo.says("/home")
    await office.luo.forges(old)
    office.luo.hears_nothing(FIRST)


async def test_those_handled_together_are_told_too(office: Office) -> None:
    await office.lamp()
    await office.case("The lamp again", by=office.zhang)
    async with office.town.database.writing() as session:
        post = Outgoing(session, office.town.place, office.town.clock.now())
        first, second = await session.get_one(Opinion, 1), await session.get_one(Opinion, 2)
        await transitions.move(post, second, Action.MERGE, Step(None, Role.STAFF, merged_into=first))
    await office.asks(await office.opens())
    await office.grants()
    office.zhang.hears("TC-2026-000002", office.says("takes longer", "办理时间比原先"), WHY)
