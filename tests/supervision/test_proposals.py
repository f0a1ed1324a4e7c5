"""Cases that should be supervised propose themselves, each with why: a third round, a promise moved twice."""

from datetime import date

from sqlalchemy import update

from handlers.conversation.outgoing import Outgoing
from handlers.core.actor import Actor as Acting
from handlers.core.casework.actions import commitments
from handlers.notifications.dispatch import notify
from storage.models.commitments import Commitment
from storage.models.opinions import Opinion
from storage.queries import people
from tests.representatives.conftest import FIRST
from tests.supervision.test_by_chat import EXPECTED
from tests.units.office import Office

NONE = ("Nothing proposes itself", "没有需要建议督办")


async def proposed(office: Office) -> None:
    """The clerk looks at what proposes itself."""
    await office.clerk.says("/supervise")
    await office.clerk.presses(office.says("💡 Proposed", "💡 建议督办"))


async def answered_in_vain(office: Office) -> None:
    """Wang answers, and Li is not satisfied."""
    says = office.says
    await office.opens()
    await office.wang.presses(says("💬 Answer", "💬 答复"))
    await office.wang.says("It is being looked at")
    await office.wang.presses(says("📨 Send", "📨 发送"))
    await office.li.presses(says("🙁 Dissatisfied", "🙁 不满意"))
    await office.li.says("It is dark again")


async def test_a_third_round_proposes_itself_and_so_does_what_is_past_the_last(office: Office) -> None:
    says, clerk = office.says, office.clerk
    await office.lamp()
    await answered_in_vain(office)
    await proposed(office)
    clerk.sees(says(*NONE))
    await answered_in_vain(office)
    await proposed(office)
    clerk.sees(FIRST, says("third handling", "第三次办理"))
    await answered_in_vain(office)
    await proposed(office)
    clerk.sees(FIRST, says("third handling", "第三次办理"))
    await clerk.presses(FIRST)
    clerk.sees(says("supervised by staff", "督办中"))


async def test_a_promise_that_was_moved_twice_proposes_itself(office: Office) -> None:
    says, clerk = office.says, office.clerk
    await office.referred()
    await office.gao.presses(
        says("💬 Reply", "💬 答复"), says("Planned", "计划解决"), says("2 Jun 2026", "2026年6月2日")
    )
    await office.gao.says("The new lamp is ordered")
    await office.gao.presses(says("Send the reply", "发送答复"))
    wang = await office.opens()
    await wang.presses(says("Pass the reply on", "转给选民"), says("📨 Pass it on", "📨 转给选民"))
    await office.li.presses(says("😀 Satisfied", "😀 满意"))
    async with office.town.database.writing() as session:
        post = Outgoing(session, office.town.place, office.town.clock.now())
        gao = await people.by_chat(session, office.gao.id)
        assert gao is not None
        version = (await session.get_one(Opinion, 1)).version
        await commitments.move_date(post, Acting(gao), 1, version, date(2026, 7, 1), "The lamp comes later")
        await notify(post)
    await proposed(office)
    clerk.sees(says(*NONE))
    async with office.town.database.writing() as session:
        await session.execute(update(Commitment).values(moves=Commitment.moves + 1))  # as staff allow a second time
    await proposed(office)
    clerk.sees(FIRST, says("promise moved twice", "承诺两次改期"))
    await clerk.presses(FIRST, says("👁 Supervise", "👁 督办"), says("On site", "现场督办"), says("Mon 9 Mar", "3月9日"))
    await clerk.says(EXPECTED)
    await clerk.presses(says("Take it under supervision", "列入督办"))
    office.gao.hears(says("is under supervision now", "已列入督办"), EXPECTED)
    await proposed(office)
    clerk.sees(says(*NONE))


async def test_what_is_merely_late_does_not(office: Office) -> None:
    await office.lamp()
    await office.town.passes(days=9)
    await proposed(office)
    office.clerk.sees(office.says(*NONE))
