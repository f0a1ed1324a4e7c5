"""Staff pass a promise on to another unit: who had it and who has it, its author and the representative read why."""

from handlers.presentation.callbacks import OpenReferred, OpenScreening, StaffAct
from handlers.screening.callbacks import EntrustTo
from storage.vocabulary import Action, CommitmentState, Stage
from tests.representatives.conftest import FIRST
from tests.town import Actor
from tests.units.promises import Promises

WHY = "The lamp stands on a dam"


async def passed_on(place: Promises, why: str = WHY) -> Actor:
    """The clerk passes what the Power Bureau promised on to the Water Bureau."""
    says, clerk = place.says, place.clerk
    await clerk.forges(OpenScreening(opinion=1))
    await clerk.presses(says("🏢 Pass the promise on", "🏢 承诺转其他单位"))
    clerk.sees(says("Which unit keeps what Power Bureau promised", "供电局承诺的事项，今后由哪个单位"))
    await clerk.says("shuili")
    await clerk.presses(says("Water", "水利"))
    clerk.sees(says("Why?", "为什么"))
    await clerk.says(why)
    await clerk.presses(says("🏢 Pass it on and tell them", "🏢 转给该单位并告知"))
    return place.luo


async def test_both_units_the_author_and_the_representative_hear_of_it(promises: Promises) -> None:
    says = promises.says
    await promises.held_to()
    luo = await passed_on(promises)
    words = says("Water Bureau keeps from now on what Power Bureau promised", "供电局承诺的事项今后由水利局落实")
    for reader in (luo, promises.gao, promises.li, promises.wang):
        reader.hears(words, WHY)
    luo.hears(says("It is yours now", "现由贵单位落实"))
    promises.gao.hears(says("need not do anything more", "无需再办理"))
    opinion, promise = await promises.opinion(), await promises.commitment()
    units = promises.furniture.units
    assert (opinion.stage, opinion.unit_id) == (Stage.IMPLEMENTING, units["Water"])
    assert (promise.unit_id, promise.first_unit_id) == (units["Water"], units["Power"])
    assert (await promises.happened())[-1] == "entrust"
    await promises.li.says("/mine")
    await promises.li.presses(FIRST)
    promises.li.sees(says("Water Bureau keeps what Power Bureau promised", "供电局承诺的事项由水利局落实"))


async def test_the_new_unit_keeps_it_and_the_old_one_only_reads(promises: Promises) -> None:
    says = promises.says
    await promises.held_to()
    luo = await passed_on(promises)
    await luo.says("/inbox")
    await luo.presses(says("📌 Our promises", "📌 我们的承诺"), FIRST)
    luo.sees("The new lamp is ordered", says("Report progress", "报告进展"))
    luo.hears_nothing("The third lamp from the bridge")
    await promises.gao.says("/inbox")
    promises.gao.sees(says("Nothing waits", "没有待办件"))
    await promises.gao.forges(OpenReferred(opinion=1))
    assert says("Report progress", "报告进展") not in promises.gao.screen
    await promises.town.passes(days=31)
    luo.hears(says("how far is what you promised", "进展如何"))
    await promises.promise_opened(luo)
    await promises.reports_done(luo)
    await promises.li.presses(says("Yes, it is done", "是，已办好"))
    assert (await promises.commitment()).state is CommitmentState.CONFIRMED


async def test_passed_on_and_back_before_its_author_has_rated_it_is_as_before(promises: Promises) -> None:
    says, clerk = promises.says, promises.clerk
    li = await promises.promised()
    await passed_on(promises)
    opinion, units = await promises.opinion(), promises.furniture.units
    assert (opinion.stage, opinion.unit_id) == (Stage.ANSWERED, units["Water"])
    await clerk.forges(OpenScreening(opinion=1))
    assert says("Take it back", "收回") not in clerk.screen
    await clerk.presses(says("🏢 Pass the promise on", "🏢 承诺转其他单位"), says("Power", "供电"))
    await clerk.says("It does not after all")
    await clerk.presses(says("🏢 Pass it on and tell them", "🏢 转给该单位并告知"))
    promise = await promises.commitment()
    assert (promise.unit_id, promise.first_unit_id) == (units["Power"], None)
    await promises.promise_opened()
    promises.gao.sees(says("Report progress", "报告进展"))
    await li.presses(says("😀 Satisfied", "😀 满意"))
    assert (await promises.opinion()).stage is Stage.IMPLEMENTING


async def test_what_is_reported_done_or_was_passed_on_meanwhile_is_not_passed_on(promises: Promises) -> None:
    says, clerk = promises.says, promises.clerk
    gao = await promises.held_to()
    version = (await promises.opinion()).version
    await promises.reports_done(gao)
    await clerk.forges(OpenScreening(opinion=1))
    assert says("Pass the promise on", "承诺转其他单位") not in clerk.screen
    now = (await promises.opinion()).version
    unit = promises.furniture.units["Water"]
    for at in (version, now):
        await clerk.forges(StaffAct(opinion=1, version=at, action=Action.ENTRUST))
        await clerk.forges(EntrustTo(opinion=1, version=at, unit=unit))
        await clerk.says(WHY)
    clerk.hears(says("Nothing that was promised waits here", "没有待落实的承诺"))
    assert (await promises.commitment()).unit_id == promises.furniture.units["Power"]


async def test_only_staff_of_the_station_pass_it_on(promises: Promises) -> None:
    await promises.held_to()
    version = (await promises.opinion()).version
    for other in (promises.luo, promises.gao, promises.li, promises.wang):
        await other.says("/home")
        await other.forges(StaffAct(opinion=1, version=version, action=Action.ENTRUST))
        await other.forges(EntrustTo(opinion=1, version=version, unit=promises.furniture.units["Water"]))
        await other.says(WHY)
    assert (await promises.commitment()).unit_id == promises.furniture.units["Power"]
