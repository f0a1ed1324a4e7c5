"""Staff merge opinions that say the same; each author gets the answer and rates for themselves."""

from typing import Any

import pytest
from sqlalchemy import select

from handlers.core.casework import rules
from storage.models.opinions import Event, Rating
from storage.vocabulary import Action, Role, Satisfaction, Stage
from tests.screening.office import LAMP, LAMP_AGAIN, WELL, Office

FIRST, SECOND, THIRD = "TC-2026-000001", "TC-2026-000002", "TC-2026-000003"


async def merges(office: Office, opinion: int, main: str, who: Any = None) -> None:
    """The clerk merges an opinion into another one."""
    clerk = who or office.clerk
    await clerk.says(f"/find {opinion}")
    await clerk.presses("🔗", f"🔍 {office.say('Compare with', '与')} {main}")
    await clerk.presses(f"🔗 {office.say('Merge into', '并入')} {main}", office.say("Yes, merge", "确认并案"))


async def test_both_authors_get_the_answer_and_each_rates_it(office: Office) -> None:
    first = await office.writes(office.li, LAMP)
    await office.assigns(first)
    second = await office.writes(office.mei, LAMP_AGAIN, anonymous=True)
    clerk = office.clerk
    await clerk.says("/screen")
    await clerk.presses(office.say("Similar (1)", "相似（1）"))
    clerk.sees(FIRST, "2026", office.say("with the representative", "代表办理中"))
    clerk.sees(office.say("of the same words", "字句相同"))
    await clerk.presses(office.say("Compare with", "对照"))
    clerk.sees("dark for a week", "children stumble")
    clerk.hears_nothing("Han Mei")
    await clerk.presses(office.say("Not the same", "不是同一件事"))
    await clerk.presses(office.say("Compare with", "对照"))
    await clerk.presses(office.say("Merge into", "并入"))
    clerk.sees(office.say("rate it themselves", "自己评价"), "Wang", SECOND)
    await clerk.presses(office.say("Yes, merge", "确认并案"))
    clerk.hears(office.say("handled together", "并案办理"), office.say("Its author was told", "已告知提出人"))
    office.mei.hears(office.say(f"{SECOND} is about the same as {FIRST}", f"{SECOND} 与 {FIRST} 反映的是同一件事"))
    office.mei.hears_nothing("dark for a week", "Li Lei")
    office.wang.hears(office.say(f"{SECOND} says the same", f"{SECOND} 与您承办的一件内容相同"))
    await office.wang.presses(office.say("Open", "打开"))
    office.wang.sees("dark for a week", "children stumble", office.say("handled together with it", "并案办理"))
    office.wang.sees(office.say("Its author gets the answer too", "提出人也会收到答复"))
    office.wang.sees(office.say("name nobody", "请勿写出姓名"))

    await office.answers(first, "The lamp was replaced this morning")
    for author, reference in ((office.li, FIRST), (office.mei, SECOND)):
        author.hears(f"{reference}.*Wang", "replaced this morning")
    await office.mei.presses("😀")
    assert [(await office.opinion(one)).stage for one in (first, second)] == [Stage.ANSWERED, Stage.CLOSED]
    ratings = await office.all(Rating)
    assert [(one.opinion_id, one.satisfaction, one.representative_id is not None) for one in ratings] == [
        (second, Satisfaction.SATISFIED, True),
        (first, None, True),
    ]
    office.wang.hears(office.say(f"{SECOND} is rated: 😀", f"{SECOND}.*😀"))


async def test_silence_of_a_merged_author_is_reminded_of_and_closes(office: Office) -> None:
    first, second = await office.writes(office.li, LAMP), await office.writes(office.mei, LAMP_AGAIN)
    await merges(office, second, FIRST)
    await office.assigns(first)
    office.mei.hears(office.say(f"{SECOND} is now with representative Wang", f"{SECOND} 已交办Wang代表"))
    await office.answers(first, "The lamp was replaced this morning")
    await office.mei.says("/home")
    await office.li.presses("🙂")
    await office.town.passes(days=15)
    said = office.say(f"{SECOND} is answered", f"{SECOND} 已答复")
    assert sum(said in message.shown for message in office.mei.messages) == 1
    assert (await office.opinion(second)).stage is Stage.CLOSED


async def test_a_dissatisfied_merged_author_gets_a_round_of_their_own(office: Office) -> None:
    first, second = await office.writes(office.li, LAMP), await office.writes(office.mei, LAMP_AGAIN)
    await merges(office, second, FIRST)
    await office.assigns(first)
    await office.answers(first, "The lamp was replaced this morning")
    await office.mei.presses("🙁")
    await office.mei.says("It is dark again")
    reopened = await office.opinion(second)
    assert (reopened.stage, reopened.round, reopened.merged_into_id) == (Stage.ASSIGNED, 2, None)
    assert reopened.representative_id == office.furniture.representatives["Wang"]
    assert reopened.due_at is not None
    assert (await office.opinion(first)).stage is Stage.ANSWERED
    await office.wang.says("/inbox")
    await office.wang.presses(SECOND)
    office.wang.sees("dark again", "replaced this morning", "children stumble")


@pytest.mark.parametrize("how", ["withdrawn", "declined"])
async def test_when_the_main_one_ends_without_an_answer_the_others_are_screened_again(office: Office, how: str) -> None:
    first, second = await office.writes(office.li, LAMP), await office.writes(office.mei, LAMP_AGAIN)
    await merges(office, second, FIRST)
    if how == "withdrawn":
        await office.moves(first, Action.WITHDRAW, office.li, Role.CONSTITUENT)
    else:
        await office.clerk.says("/screen")
        await office.clerk.presses(office.say("Decline", "不予受理"))
        await office.clerk.says("Lamps belong to the power company")
        office.clerk.sees(office.say("1 opinion merged into it comes back", "并入它的1件意见将退回"))
        await office.clerk.presses(office.say("Decline and tell", "不予受理并告知"))
    back = await office.opinion(second)
    assert (back.stage, back.merged_into_id, back.due_at is not None) == (Stage.SUBMITTED, None, True)
    office.mei.hears(office.say(f"{SECOND} goes on by itself again", f"{SECOND} 恢复单独办理"))
    office.mei.hears_nothing("power company")
    office.clerk.hears(office.say("waits for screening", "待审核"), SECOND)


async def test_one_that_has_others_merged_into_it_takes_them_along(office: Office) -> None:
    first, second, third = [
        await office.writes(author, text)
        for author, text in ((office.li, LAMP), (office.mei, LAMP_AGAIN), (office.clerk, LAMP + "!"))
    ]
    await merges(office, second, FIRST)
    await office.clerk.says(f"/find {first}")
    await office.clerk.presses("🔗", office.say(f"Compare with {THIRD}", f"与 {THIRD} 对照"), THIRD)
    office.clerk.sees(office.say("1 opinion merged into it moves along", "已并入它的1件意见随之转入"))
    await office.clerk.presses(office.say("Yes, merge", "确认并案"))
    assert [(await office.opinion(one)).merged_into_id for one in (first, second)] == [third, third]
    office.mei.hears(office.say(f"{SECOND} is about the same as {THIRD}", f"{SECOND} 与 {THIRD} 反映的是同一件事"))
    await office.assigns(third)
    await office.answers(third, "The lamp was replaced this morning")
    for author in (office.li, office.mei):
        author.hears("replaced this morning")
    assert {(await office.opinion(one)).stage for one in (first, second, third)} == {Stage.ANSWERED}


async def test_what_is_answered_already_takes_nothing_in(office: Office) -> None:
    first = await office.writes(office.li, LAMP)
    await office.assigns(first)
    second = await office.writes(office.mei, LAMP_AGAIN)
    await office.clerk.says("/screen")
    await office.clerk.presses(office.say("Similar (1)", "相似（1）"), office.say("Compare with", "对照"))
    await office.clerk.presses(office.say("Merge into", "并入"))
    await office.answers(first, "The lamp was replaced this morning")
    await office.clerk.presses(office.say("Yes, merge", "确认并案"))
    assert office.say("answered already", "不会再有新的答复") in office.clerk.toast
    assert (await office.opinion(second)).stage is Stage.SUBMITTED
    await office.clerk.presses(office.say("Back", "返回"))
    office.clerk.sees(office.say("needs an answer of its own", "需要单独答复"))
    assert office.say("Merge into", "并入") not in office.clerk.screen
    await office.clerk.presses(office.say("Assign to Wang too", "也交办给Wang"))
    assert (await office.opinion(second)).stage is Stage.ASSIGNED


async def test_what_cannot_be_merged_is_said_and_why(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    await office.writes(office.li, LAMP)
    second = await office.writes(office.mei, WELL, topic="water")
    third = await office.writes(office.mei, LAMP_AGAIN)
    clerk = office.clerk
    await clerk.says(f"/find {second}")
    await clerk.presses(office.say("🔗 Merge", "🔗 并案"))  # nothing resembles it: the reference is asked for
    await clerk.says("99")
    clerk.sees(office.say("no opinion “99”", "没有找到“99”"))
    await clerk.says(SECOND)
    clerk.sees(office.say("the same opinion", "同一件意见"))
    await merges(office, third, FIRST)
    await clerk.says(f"/find {second}")
    await clerk.presses(office.say("🔗 Merge", "🔗 并案"))
    await clerk.says("3")
    clerk.sees(office.say(f"together with {FIRST}: merge into that one", f"已并入 {FIRST}"))
    monkeypatch.setattr(rules, "MAX_MERGED", 1)
    await clerk.presses(office.say("Back", "返回"))
    await clerk.says("1")
    clerk.sees(office.say("as many as can be", "达到上限"))
    assert (await office.opinion(second)).stage is Stage.SUBMITTED


async def test_merged_by_mistake_it_is_separated_again(office: Office) -> None:
    await office.writes(office.li, LAMP)
    second = await office.writes(office.mei, LAMP_AGAIN)
    await merges(office, second, FIRST)
    await office.clerk.says(f"/find {second}")
    office.clerk.sees(office.say(f"Handled together with {FIRST}", f"与 {FIRST} 并案办理"))
    await office.clerk.presses(office.say("Separate again", "取消并案"))
    assert (await office.opinion(second)).stage is Stage.SUBMITTED
    office.mei.hears(office.say("goes on by itself again", "恢复单独办理"))


async def test_the_slower_of_two_who_merge_sees_who_was_quicker(office: Office) -> None:
    await office.writes(office.li, LAMP)
    second = await office.writes(office.mei, LAMP_AGAIN)
    other = office.town.person("Zheng", office.language)
    await office.town.grant(other, Role.STAFF)
    for clerk in (other, office.clerk):
        await clerk.says(f"/find {second}")
        await clerk.presses("🔗", "🔍", office.say("Merge into", "并入"))
    await other.presses(office.say("Yes, merge", "确认并案"))
    await office.clerk.presses(office.say("Yes, merge", "确认并案"))
    assert office.say("Zheng has merged it already", "Zheng已并案") in office.clerk.toast
    async with office.town.database.reading() as session:
        merges = (await session.scalars(select(Event).where(Event.action == Action.MERGE))).all()
    assert [(event.opinion_id, event.why) for event in merges] == [(second, FIRST)]


async def test_who_had_it_and_who_gets_an_addition_is_told(office: Office) -> None:
    first, second = await office.writes(office.li, LAMP), await office.writes(office.mei, LAMP_AGAIN)
    await office.assigns(second)
    await office.assigns(first, "Sun")
    await merges(office, second, FIRST)
    office.wang.hears(
        office.say(
            f"{SECOND} is handled together with {FIRST}; you need not", f"{SECOND} 已与 {FIRST} 并案办理，您无需"
        )
    )
    await office.clerk.says(f"/find {first}")
    await office.clerk.presses("👤", "Wang")
    await office.mei.says("/mine")
    await office.mei.presses(SECOND, "➕")
    await office.mei.says("The bridge has no rail either")
    assert SECOND in office.wang.news
    await office.wang.presses(office.say("Open", "打开"))
    office.wang.sees("no rail either", FIRST)


async def test_staff_of_a_station_compare_and_merge_within_it_alone(office: Office) -> None:
    desk = office.town.person("Desk", office.language)
    await office.town.grant(desk, Role.STAFF, station_id=office.furniture.stations["Maishi"])
    await office.writes(office.li, LAMP, place="Ditian", station="Tanghu")
    second = await office.writes(office.mei, LAMP_AGAIN)
    await desk.says("/screen")
    await desk.presses(office.say("🔗 Merge", "🔗 并案"))
    await desk.says(FIRST)
    desk.sees(office.say("no opinion", "没有找到"))
    await office.clerk.says(f"/find {second}")
    await office.clerk.presses(office.say("🔗 Similar (1)", "🔗 相似（1）"))
    assert office.say("same place", "同一村") not in office.clerk.screen
    await office.clerk.presses(office.say("Another reference", "输入其他编号"))
    await office.clerk.says(FIRST)
    office.clerk.sees(office.say(f"Merge into {FIRST}", f"并入 {FIRST}"))


def test_nobody_who_is_merged_is_left_without_an_answer() -> None:
    """Each way on from where others are taken in either stays there or says what becomes of them."""
    onward = {move.to for move in rules.MOVES if move.at in rules.TAKES_IN}
    assert onward <= rules.TAKES_IN | set(rules.ALONG)
    for action in rules.ALONG.values():
        by = Role.REPRESENTATIVE if action is Action.REPLY else Role.SYSTEM
        assert rules.find(Stage.MERGED, action, by) is not None
