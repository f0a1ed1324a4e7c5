"""Who is reminded, and where it stands, while a request for more time waits and after it was given."""

from datetime import date

from handlers import registry
from handlers.conversation.outgoing import Outgoing
from handlers.presentation.callbacks import StaffAct
from storage.vocabulary import Action, Role
from tests.representatives.conftest import FIRST
from tests.units.office import WHY, Office


async def test_reminders_follow_the_new_day(office: Office) -> None:
    await office.asked()
    await office.grants()
    await office.town.passes(days=8)  # the day after it was due at first
    assert "🔴" not in office.wang.heard
    await office.town.passes(days=14)
    office.wang.hears(office.says("is due today, Mon 23 Mar", "今天.*到期|3月23日.*今天"))


async def test_a_reminder_says_that_staff_have_not_decided_yet(office: Office) -> None:
    await office.asked()
    await office.town.passes(days=3, hours=1)
    office.wang.hears(office.says("staff have not decided yet", "工作人员尚未决定"))
    await office.refuses()
    await office.wang.says("/home")
    await office.town.passes(days=7)
    assert office.says("due today", "到期") in office.wang.news
    assert office.says("staff have not decided yet", "工作人员尚未决定") not in office.wang.news


async def test_it_waits_in_the_queue_and_is_counted_at_home(office: Office) -> None:
    says = office.says
    await office.asked()
    await office.clerk.says("/home")
    office.clerk.sees(says("To screen .1.", "审核（1）|审核.*1"))
    await office.clerk.says("/screen")
    office.clerk.sees(FIRST, says("1 of 1", "1"), WHY, says("Give more time", "同意延期"))
    await office.grants()
    await office.clerk.says("/screen")
    office.clerk.sees(says("Nothing waits for screening", "没有待审核"))


async def test_staff_are_reminded_while_it_waits(office: Office) -> None:
    says, clerk = office.says, office.clerk
    await office.asked()
    await clerk.says("/home")
    await office.town.passes(days=2, hours=1)  # Wednesday
    assert says("asks for more time", "申请延期") in clerk.news
    await clerk.says("/home")
    await office.town.passes(days=1)
    assert WHY not in clerk.news
    await office.town.passes(days=4)  # Monday, the third working day
    assert WHY in clerk.news
    await office.grants()
    assert not await office.planned("extension.reminder")


async def test_staff_elsewhere_hear_nothing(office: Office) -> None:
    ma = office.town.person("Ma", office.language)
    await office.town.grant(ma, Role.STAFF, station_id=office.furniture.stations["Tanghu"])
    hu = office.town.person("Hu", office.language)
    await office.town.grant(hu, Role.STAFF, station_id=office.furniture.stations["Maishi"])
    await office.asked()
    ma.hears_nothing(WHY)
    hu.hears(WHY)
    version = (await office.opinion()).version
    await ma.says("/home")
    await ma.forges(StaffAct(opinion=1, version=version, action=Action.GRANT_EXTENSION))
    assert await office.due() == date(2026, 3, 9)


async def test_a_reminder_has_the_key_and_a_late_case_counts_from_today(office: Office) -> None:
    says, wang = office.says, office.wang
    await office.lamp()
    await office.town.passes(days=9)  # Wednesday: two working days late
    await wang.presses(says("⏳ Ask for time", "⏳ 申请延期"))
    wang.sees(says("Mon 16 Mar", "3月16日"), says("Wed 25 Mar", "3月25日"))
    assert says("Thu 12 Mar", "3月12日 周四") not in wang.screen


async def test_the_digest_and_the_home_screen_count_it_by_itself(office: Office) -> None:
    says, clerk = office.says, office.clerk
    await office.town.grant(clerk, Role.UNIT, unit_id=office.furniture.units["Roads"])  # of two roles, each has a line
    async with office.town.database.writing() as session:
        await registry.plant(Outgoing(session, office.town.place, office.town.clock.now()))
    await office.asked()
    await office.li.says("/start")
    await clerk.says("/home")
    clerk.sees(says("1 request for more time", "1 件延期申请"), says("To screen .1.", "审核（1）|审核.*1"))
    assert says("opinion to screen", "件待审核") not in clerk.screen
    await office.town.passes(days=1)
    digest = next(one.shown for one in clerk.messages if "☀️" in one.shown)
    assert says("⏳ 1 request for more time", "⏳ 1 件延期申请") in digest
    assert says("opinion to screen", "件待审核") not in digest
