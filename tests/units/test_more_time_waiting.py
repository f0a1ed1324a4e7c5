"""Nobody is blamed while a request for more time waits for staff; staff give more time by themselves, twice in all."""

from datetime import date

from handlers.core.actor import Actor as Acting
from handlers.core.casework.actions import representative
from handlers.core.unit_of_work import UnitOfWork
from handlers.presentation.callbacks import LatePage, StaffAct
from handlers.supervision.callbacks import PROPOSED, SupervisionPage
from storage.models.people import Person
from storage.queries import people
from storage.vocabulary import Action, Role
from tests.actor import stands
from tests.representatives.conftest import FIRST
from tests.units.office import NO, WHY, Office


async def give(office: Office, day: str, why: str = "The frost") -> None:
    """The clerk gives more time by themselves."""
    says, clerk = office.says, office.clerk
    await clerk.says(f"/find {FIRST}")
    await clerk.presses(says("⏳ Give more time", "⏳ 给予延期"))
    await clerk.says(day)
    await clerk.says(why)
    await clerk.presses(says("Give it and tell them", "延期并告知"))


async def test_who_waits_for_staff_is_not_late(office: Office) -> None:
    says = office.says
    wang = await office.asked()
    await office.town.passes(days=11)  # to Friday, four working days after the due day
    await wang.says("/inbox")
    assert "🔴" not in wang.screen
    wang.hears_nothing("working days? late", "逾期")
    office.clerk.hears_nothing("twice as long", "超过一倍")
    office.clerk.hears(says("waits for your decision|asks for more time", "待您决定|申请延期"))
    await office.refuses()
    assert await office.due() == date(2026, 3, 20)
    office.clerk.hears(says("Wang was told that .* is due Fri 20 Mar 2026", "已告知Wang：.*2026年3月20日"))
    wang.hears(says("it stays due Fri 20 Mar", "到期日仍为2026年3月20日"), NO)


async def test_a_refusal_names_the_day_with_the_days_it_waited_before_it_is_sent(office: Office) -> None:
    says = office.says
    await office.asked()
    await office.town.passes(days=3)
    await office.clerk.presses(says("✋ No more time", "✋ 不予延期"))
    office.clerk.sees(says("stays due Thu 12 Mar", "2026年3月12日"))
    await office.clerk.says(NO)
    await office.clerk.presses(says("Refuse and tell", "不予延期并告知"))
    assert await office.due() == date(2026, 3, 12)


async def test_who_asks_once_late_stays_late_by_as_much(office: Office) -> None:
    await office.lamp()
    await office.town.passes(days=9)  # two working days after the due day
    await office.asks(await office.opens(), office.says("18 Mar", "3月18日"))
    await office.town.passes(days=2)
    assert await office.due() > date(2026, 3, 12)
    await office.refuses()
    assert await office.due() == date(2026, 3, 11)


async def test_a_unit_that_waits_is_not_late_either_and_its_reply_moves(office: Office) -> None:
    gao = await office.referred()
    await gao.presses(office.says("✅ Take it", "✅ 接收"))
    await office.asks(gao, office.says("30 Mar", "3月30日"))
    await office.town.passes(days=25)
    await gao.says("/inbox")
    assert "🔴" not in gao.screen
    await office.refuses()
    (referral,) = await office.referrals()
    opinion = await office.opinion()
    assert opinion.due_at == referral.reply_due_at
    assert await office.due() == date(2026, 4, 20)  # 19 working days; Qingming is a day off


async def test_a_colleague_who_takes_over_gets_the_days_it_waited(office: Office) -> None:
    await office.asked()
    await office.town.passes(days=3)
    async with office.town.database.writing() as session:
        person: Person | None = await people.by_chat(session, office.wang.id)
        assert person is not None
        work = UnitOfWork(session, office.town.place, office.town.clock.now())
        version = (await office.opinion()).version
        other = office.furniture.representatives["Sun"]
        await representative.hand_over(work, Acting(person), 1, version, other, "")
    assert await office.due() == date(2026, 3, 12)


async def test_an_extended_case_is_not_shown_as_overdue(office: Office) -> None:
    wang = await office.asked()
    await office.grants()
    await office.town.passes(days=10)
    await wang.says("/inbox")
    assert "🔴" not in wang.screen
    await office.town.passes(days=12)
    await wang.says("/inbox")
    assert "🔴" in wang.screen


async def test_staff_give_a_second_time_by_themselves_and_no_third(office: Office) -> None:
    says = office.says
    wang = await office.asked()
    await office.grants()
    await give(office, says("Fri 27 Mar", "3月27日"))
    office.clerk.sees(says("is due Fri 27 Mar 2026 now", "现于2026年3月27日"))
    wang.hears(says("has more time: until Fri 27 Mar", "延期到2026年3月27日"), "The frost")
    office.li.hears(says("Wang now answers by Fri 27 Mar", "代表Wang将在2026年3月27日"), "The frost")
    assert await office.due() == date(2026, 3, 27)
    assert "opinion.extend" in await office.noted()
    assert (await office.happened())[-1] == "extend"
    await office.clerk.says(f"/find {FIRST}")
    assert says("⏳ Give more time", "⏳ 给予延期") not in office.clerk.screen
    version = (await office.opinion()).version
    await office.clerk.forges(StaffAct(opinion=1, version=version, action=Action.EXTEND))
    assert says("given twice already", "已经延期两次") in office.clerk.toast
    assert not office.may_ask(await office.opens())


async def test_staff_decide_what_is_asked_before_they_give_by_themselves(office: Office) -> None:
    await office.asked()
    await office.clerk.says(f"/find {FIRST}")
    assert office.says("⏳ Give more time", "⏳ 给予延期") not in office.clerk.screen
    version = (await office.opinion()).version
    await office.clerk.forges(StaffAct(opinion=1, version=version, action=Action.EXTEND))
    assert office.says("give that, or say why not", "请批准，或说明") in office.clerk.toast
    assert len(await office.requests()) == 1


async def test_a_unit_gets_time_that_it_did_not_ask_for(office: Office) -> None:
    says = office.says
    gao = await office.referred()
    await gao.presses(says("✅ Take it", "✅ 接收"))
    await give(office, says("30 Mar", "3月30日"))
    gao.hears(says("has more time: until Mon 30 Mar", "延期到2026年3月30日"), "The frost")
    office.wang.hears(says("staff gave Power Bureau more time, until Mon 30 Mar", "给予供电局延期至2026年3月30日"))
    (referral,) = await office.referrals()
    assert referral.reply_due_at == (await office.opinion()).due_at


async def test_a_day_too_far_is_asked_for_anew_and_others_cannot_give(office: Office) -> None:
    says = office.says
    await office.lamp()
    await office.clerk.says(f"/find {FIRST}")
    await office.clerk.presses(says("⏳ Give more time", "⏳ 给予延期"))
    await office.clerk.says("2027-01-01")
    office.clerk.sees(says("at the latest", "最晚"))
    version = (await office.opinion()).version
    for someone in (office.wang, office.li, office.luo):
        await someone.says("/home")
        await someone.forges(StaffAct(opinion=1, version=version, action=Action.EXTEND))
        someone.hears_nothing("Until when do you need", WHY)
    assert not [one for one in await office.requests() if one.by_role is Role.STAFF]


async def test_no_screen_says_that_an_extended_case_is_late(office: Office) -> None:
    """The unit was given two weeks: in each of their lists, cards, lights and digests it is in time until then."""
    says, gao, clerk = office.says, await office.referred(), office.clerk
    await gao.presses(says("✅ Take it", "✅ 接收"))
    await office.asks(gao, says("7 Apr", "4月7日"))
    await office.grants()
    late = says("· (very )?late|is overdue|twice as long", "已逾期|严重逾期|超过一倍")
    await office.town.passes(days=24)  # three working days after the day that was
    for actor in (office.wang, gao):
        await actor.says("/inbox")
        screens = [actor.screen]
        await actor.presses(FIRST)
        assert not [one for one in (*screens, actor.screen) if "🔴" in one or stands(late, one)], actor.screen
    await clerk.says(f"/find {FIRST}")
    clerk.sees("🟢 " + FIRST)
    assert not stands(late, clerk.screen)
    await clerk.forges(LatePage(page=0))
    assert FIRST not in clerk.screen
    await clerk.forges(SupervisionPage(of=PROPOSED, page=0))
    assert FIRST not in clerk.screen
    await office.li.says("/mine")
    await office.li.presses(FIRST)
    assert "🔴" not in office.li.screen and not stands(says("was due", "超期|逾期"), office.li.screen)
    for actor in (office.wang, gao, clerk):
        assert not stands(late, await office.digest(actor)), actor
        actor.hears_nothing(says("working days? late", "已逾期"))
    await office.town.passes(days=20)
    await gao.says("/inbox")
    assert "🔴" in gao.screen
