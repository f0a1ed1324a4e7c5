"""Ratings that disagree wait for staff, who have it handled again, ask its author back, or let it stand."""

from itertools import product

import pytest
from sqlalchemy import select, text, update

from handlers.core.casework.mismatches import whys
from handlers.core.casework.policy import Interval
from handlers.presentation.callbacks import OpenMismatch, RateHandling
from handlers.screening.callbacks import DoSettle, Settle
from storage.models.opinions import DISAGREE, Opinion, Rating
from storage.models.people import Audit, Grant
from storage.queries.mismatches import found
from storage.vocabulary import Outcome, Role, Satisfaction, Stage
from tests.town import Actor
from tests.units.promises import Promises
from tests.units.rounds import Rounds

FIRST = "TC-2026-000001"
BADLY, WELL = ("👎 Badly", "👎 办得不好"), ("👍 Well", "👍 办得好")
SATISFIED = ("😀 Satisfied", "😀 满意")
ASK, SEND = ("❓ Ask its author back", "❓ 询问提出人"), ("❓ Send the question", "❓ 发送提问")
LEFT = ("No ratings disagree", "没有互相矛盾的评价")


async def disagrees(rounds: Rounds) -> Actor:
    """Li is satisfied, Wang finds that the unit handled it badly; the clerk has the list open."""
    await rounds.first()
    await rounds.wang.presses(rounds.says(*BADLY))
    await rounds.li.presses(rounds.says(*SATISFIED))
    return await lists(rounds)


async def lists(rounds: Rounds) -> Actor:
    await rounds.clerk.says("/mismatch")
    return rounds.clerk


async def settles(rounds: Rounds, how: tuple[str, str], words: str, last: tuple[str, str] | None = None) -> Actor:
    """The clerk deals with the first of the list."""
    clerk, says = rounds.clerk, rounds.says
    await clerk.presses(FIRST, says(*how))
    await clerk.says(words)
    clerk.sees(words)
    await clerk.presses(says(*(last or how)))
    return clerk


async def audited(rounds: Rounds) -> dict[str, str]:
    async with rounds.town.database.reading() as session:
        return {row.action: row.detail for row in await session.execute(select(Audit.action, Audit.detail))}


async def test_it_stands_in_the_list_with_why_and_on_the_home_screen(rounds: Rounds) -> None:
    says = rounds.says
    clerk = await disagrees(rounds)
    why = says("finds it handled badly, its author is satisfied", "代表认为办得不好，提出人满意")
    clerk.sees(FIRST, why)
    await clerk.presses(FIRST)
    clerk.sees(why, "Wang", says("Power Bureau", "供电局"), says(*SATISFIED), says(*BADLY))
    await clerk.says("/start")
    clerk.sees(says("Ratings that disagree \\(1\\)", "评价矛盾.*1"))
    await clerk.presses(says("⚖️ Ratings that disagree (1)", "⚖️ 评价矛盾（1）"))
    clerk.sees(FIRST)


async def test_what_agrees_is_not_in_it(rounds: Rounds) -> None:
    await rounds.first()
    await rounds.wang.presses(rounds.says(*WELL))
    await rounds.li.presses(rounds.says(*SATISFIED))
    (await lists(rounds)).sees(rounds.says(*LEFT))


async def test_resolved_and_dissatisfied_stays_until_it_is_settled_though_it_is_handled_again(rounds: Rounds) -> None:
    says = rounds.says
    await rounds.second()
    clerk = await lists(rounds)
    clerk.sees(says("calls it resolved, its author is dissatisfied", "承办单位称已解决，提出人不满意"))
    await clerk.presses(FIRST)
    clerk.sees(says("The second handling has begun since", "此后第二次办理已开始"))
    assert says("🔁 Have it handled again", "🔁 重新办理") not in clerk.screen
    await clerk.presses(says("⚖️ All of them", "⚖️ 全部"))
    clerk = await settles(rounds, ("✅ Let it stand", "✅ 维持现状"), "It is handled again anyway")
    clerk.sees(says("it stands", "维持现状"), says(*LEFT))
    assert (await audited(rounds))["mismatch.stand"] == "It is handled again anyway"


async def test_staff_have_it_handled_again_and_everybody_reads_why(rounds: Rounds) -> None:
    says, why = rounds.says, "The pole is missing"
    await disagrees(rounds)
    again = ("🔁 Have it handled again", "🔁 重新办理")
    clerk = await settles(rounds, again, why, ("🔁 Have it handled again and tell them", "🔁 重新办理并告知各方"))
    clerk.sees(says("is handled again", "已重新办理"), says(*LEFT))
    opinion = await rounds.opinion()
    assert (opinion.stage, opinion.round) == (Stage.ASSIGNED, 2)
    rounds.li.hears(says("The second handling begins", "第二次办理开始"), why, "Wang")
    rounds.wang.hears(says("staff have it taken up anew; the second handling", "工作人员决定重新办理，第二次办理"), why)
    wang = await rounds.opens()
    wang.sees(says("staff had it taken up anew", "由工作人员决定重新办理"), why)
    await rounds.li.says("/mine")
    await rounds.li.presses(FIRST)
    rounds.li.sees(says("had it taken up anew: the second handling begins", "决定重新办理：第二次办理开始"))
    assert (await audited(rounds))["mismatch.reopen"] == why


async def test_after_the_last_handling_staff_take_it_in_hand(rounds: Rounds) -> None:
    says = rounds.says
    await rounds.town.sets(Interval.ROUNDS, 1)
    await disagrees(rounds)
    again = ("🔁 Have it handled again", "🔁 重新办理")
    await settles(rounds, again, "No pole", ("🔁 Have it handled again and tell them", "🔁 重新办理并告知各方"))
    assert (await rounds.opinion()).stage is Stage.SUPERVISED
    rounds.li.hears(says("takes it in hand itself", "直接督办"), "No pole")


async def test_its_author_is_asked_back_and_the_answer_comes_to_staff(rounds: Rounds) -> None:
    says, li = rounds.says, rounds.li
    await disagrees(rounds)
    await settles(
        rounds,
        ("❓ Ask its author back", "❓ 询问提出人"),
        "Is the pole there?",
        ("❓ Send the question", "❓ 发送提问"),
    )
    li.hears(says("looks into how this was handled, and asks", "正在了解办理情况，想问您"), "Is the pole there?")
    assert (await rounds.opinion()).stage is Stage.CLOSED
    clerk = await lists(rounds)
    clerk.sees(says("❓ asked on", "已询问"))
    await clerk.presses(FIRST)
    clerk.sees(says("They have not answered yet", "尚未答复"))
    assert says("❓ Ask its author back", "❓ 询问提出人") not in clerk.screen
    await li.replies(says("looks into how this was handled", "正在了解办理情况"), "Only half of it")
    clerk.hears(says("its author answers what staff asked back", "提出人答复了工作人员的询问"), "Only half of it")
    rounds.wang.hears("Only half of it")
    opinion = await rounds.opinion()
    assert (opinion.stage, opinion.asked_back) == (Stage.CLOSED, False)
    await lists(rounds)
    clerk.sees(says("answered", "已答复"))
    await clerk.presses(FIRST)
    clerk.sees(says("They answered:", "其答复："), "Only half of it")


async def test_the_question_can_be_answered_from_the_card_once(rounds: Rounds) -> None:
    says, li = rounds.says, rounds.li
    await disagrees(rounds)
    await settles(
        rounds, ("❓ Ask its author back", "❓ 询问提出人"), "Is it there?", ("❓ Send the question", "❓ 发送提问")
    )
    await li.presses(says("Open", "打开"), says("💬 Answer the question", "💬 回答提问"))
    await li.says("It is")
    rounds.clerk.hears("It is")
    await li.says("/mine")
    await li.presses(FIRST)
    assert says("💬 Answer the question", "💬 回答提问") not in li.screen


async def test_a_question_waits_though_the_unit_reports_meanwhile_what_it_promised(promises: Promises) -> None:
    says, li = promises.says, promises.li
    await promises.held_to()
    await promises.wang.forges(RateHandling(opinion=1, round=1, satisfaction=Satisfaction.DISSATISFIED))
    clerk = promises.clerk
    await clerk.says("/mismatch")
    await clerk.presses(FIRST, says(*ASK))
    await clerk.says("Is it there?")
    await clerk.presses(says(*SEND))
    await promises.promise_opened()
    await promises.reports_done(promises.gao)
    await li.replies(says("looks into how this was handled", "正在了解办理情况"), "Half of it")
    clerk.hears(says("its author answers what staff asked back", "提出人答复了工作人员的询问"), "Half of it")


async def test_what_is_settled_meanwhile_is_said_and_nothing_is_lost(rounds: Rounds) -> None:
    says = rounds.says
    clerk = await disagrees(rounds)
    await clerk.presses(FIRST, says("✅ Let it stand", "✅ 维持现状"))
    async with rounds.town.database.writing() as session:
        await session.execute(update(Rating).values(settled_at=rounds.town.clock.now()))
    await clerk.says("It is fine")
    await clerk.presses(says("✅ Let it stand", "✅ 维持现状"))
    clerk.sees(says("no longer disagree, or a colleague has settled", "已不再矛盾，或同事已处理"))


async def test_words_that_are_too_long_or_none_are_asked_for_again(rounds: Rounds) -> None:
    says = rounds.says
    clerk = await disagrees(rounds)
    await clerk.presses(FIRST, says("✅ Let it stand", "✅ 维持现状"))
    await clerk.says("x" * 501)
    clerk.sees("500")
    await clerk.forges(DoSettle(rating=1, how="stand"))
    clerk.sees(says("has changed since that preview", "预览之后内容有变化"))
    assert (await rounds.ratings())[0].settled_at is None


async def test_staff_of_another_station_see_and_reach_nothing_of_it(rounds: Rounds) -> None:
    await disagrees(rounds)
    async with rounds.town.database.writing() as session:
        other = next(one for name, one in rounds.furniture.stations.items() if name != "Maishi")
        await session.execute(update(Grant).where(Grant.role == Role.STAFF).values(station_id=other))
    clerk = await lists(rounds)
    clerk.sees(rounds.says(*LEFT))
    for forged in (OpenMismatch(rating=1), Settle(rating=1, how="stand"), DoSettle(rating=1, how="stand")):
        await clerk.forges(forged)
        assert FIRST not in clerk.screen


@pytest.mark.parametrize("language", ["en"])
async def test_the_index_and_the_rule_say_the_same(rounds: Rounds) -> None:
    values = [(None, *Satisfaction), (None, *Outcome), (None, *Satisfaction)]
    await rounds.first()
    async with rounds.town.database.writing() as session:
        for satisfaction, outcome, handling in product(*values):
            said = {"satisfaction": satisfaction, "outcome": outcome, "handling": handling}
            await session.execute(update(Rating).values(**said))
            disagreeing = (await session.scalars(select(Rating.id).where(DISAGREE))).all()
            assert bool(disagreeing) == bool(whys(satisfaction, outcome, handling)), said


@pytest.mark.parametrize("language", ["en"])
async def test_the_list_is_found_by_its_indexes(rounds: Rounds) -> None:
    if rounds.town.database.engine.dialect.name != "sqlite":
        return
    async with rounds.town.database.reading() as session:
        for stations, index in ((None, "ix_rating_disagree"), ([1, 2], "ix_rating_disagree_of_station")):
            asked = found(stations).compile(session.get_bind(), compile_kwargs={"literal_binds": True})
            plan = " ".join(str(row[3]) for row in await session.execute(text(f"EXPLAIN QUERY PLAN {asked}")))
            assert index in plan


async def test_what_was_closed_too_long_ago_can_only_stand_or_be_asked_about(rounds: Rounds) -> None:
    says = rounds.says
    await disagrees(rounds)
    await rounds.town.passes(days=100)
    clerk = await lists(rounds)
    await clerk.presses(FIRST)
    clerk.sees(says("It cannot be handled again", "现在不能重新办理"), says("✅ Let it stand", "✅ 维持现状"))
    assert says("🔁 Have it handled again", "🔁 重新办理") not in clerk.screen
    await clerk.forges(Settle(rating=1, how="reopen"))
    await clerk.says("Please")
    await clerk.presses(says("🔁 Have it handled again and tell them", "🔁 重新办理并告知各方"))
    async with rounds.town.database.reading() as session:
        assert (await session.get_one(Opinion, 1)).stage is Stage.CLOSED
