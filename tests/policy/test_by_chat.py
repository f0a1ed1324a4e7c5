"""County staff read and change in the chat how long everything may take."""

import pytest

from handlers.core.casework.policy import Interval
from handlers.policy.callbacks import ChooseNumber, ClockTopics, OpenClock, ResetClock
from handlers.policy.staff import read_number
from storage.models.people import Audit
from storage.models.policy import Policy
from storage.vocabulary import CaseKind, Role
from tests.screening.office import LAMP, WELL, Office
from tests.town import Actor

OPINION = CaseKind.OPINION


async def test_the_clocks_are_listed_with_their_days_and_their_source(desk: Office) -> None:
    clerk, say = desk.clerk, desk.say
    await clerk.says("/policy")
    clerk.sees(say("How long everything may take: Opinions", "各环节办理期限：意见建议"))
    clerk.sees(say("Staff screen it · 2 working days", "工作人员审核 · 2 个工作日"))
    await clerk.presses("▶︎")
    clerk.sees(say("Silence closes an answered opinion · 14 days", "未评价视为办结 · 14 天"))
    await clerk.presses(say("Formal suggestions", "代表建议"))
    clerk.sees(say("The unit replies · 65", "承办单位答复 · 65"))
    await clerk.presses(say("The unit replies · 65", "承办单位答复 · 65"))
    clerk.sees(
        say("This is the default", "此为默认值"), say("3 months from the day of assignment", "自交办之日起 3 个月")
    )
    await clerk.presses(say("Back", "返回"))
    clerk.sees(say("How long everything may take: Formal", "各环节办理期限：代表建议"))


async def test_a_typed_number_counts_for_clocks_that_start_from_then_on(desk: Office) -> None:
    clerk, say = desk.clerk, desk.say
    await desk.writes(desk.li, LAMP)
    await clerk.says("/policy")
    await clerk.presses(say("Staff screen it", "工作人员审核"))
    clerk.sees(say("Now: 2 working days", "现为：2 个工作日"), say("from 1 to 10", "1 至 10"))
    await clerk.says(say("4 working days", "４个工作日"))
    clerk.sees(say("From now on 4 working days; it was 2 working days", "此后为 4 个工作日；原为 2 个工作日"))
    clerk.sees(say("Set by the county on Mon 2 Mar 2026; the default is 2", "本县于2026年3月2日.*默认为 2 个工作日"))
    await desk.writes(desk.mei, WELL)
    await clerk.says("/screen")
    clerk.hears("4 Mar|3月4日")
    assert [await due_day(desk, n) for n in (1, 2)] == [4, 6]
    noted = [(one.action, one.subject, one.detail) for one in await desk.all(Audit) if "policy" in one.action]
    assert noted == [("policy.change", "opinion:screening", "2 to 4 days")]


async def test_rounds_and_the_second_person_are_chosen_by_keys(desk: Office) -> None:
    clerk, say = desk.clerk, desk.say
    await clerk.says("/policy")
    await clerk.presses("▶︎", "▶︎", say("handled at most · 3 times", "最多办理 · 3 次"))
    clerk.sees(say("choose below", "在下方选择"))
    assert say("For one topic", "按主题设定") not in clerk.screen
    await clerk.presses("5")
    clerk.sees(say("From now on 5 times; it was 3 times", "此后为 5 次；原为 3 次"))
    await clerk.presses(say("Back to the default", "恢复默认"), say("Back", "返回"))
    await clerk.presses(say("A second person checks", "须经第二人复核"), say("no", "否"))
    clerk.sees(say("From now on no; it was yes", "此后为 否；原为 是"))
    await clerk.forges(OpenClock(kind=CaseKind.SUGGESTION, interval=Interval.ROUNDS, topic=1))
    clerk.sees(say("handled at most", "最多办理"), say("Opinions", "意见建议"))
    await clerk.forges(ChooseNumber(interval=Interval.ROUNDS, number=99))
    clerk.hears(say("can be from 1 to 9", "可设为 1 至 9"))
    rows = [(one.kind, one.name, one.topic_id, one.days) for one in await desk.all(Policy)]
    assert rows == [(OPINION, "matter_second", None, 0)]


@pytest.mark.parametrize("typed", ["0", "11", "-1", "999999999"])
async def test_a_number_out_of_reach_is_refused_and_can_be_typed_again(desk: Office, typed: str) -> None:
    clerk, say = desk.clerk, desk.say
    await clerk.says("/policy")
    await clerk.presses(say("Staff screen it", "工作人员审核"))
    await clerk.says(typed)
    clerk.sees(say("can be from 1 to 10 days", "可设为 1 至 10 天"), say("Now: 2 working", "现为：2 个工作日"))
    await clerk.says("3")
    clerk.sees(say("From now on 3 working days", "此后为 3 个工作日"))


@pytest.mark.parametrize("typed", ["soon", "1.5", "三四天", "<b>4</b>"])
async def test_what_is_no_number_is_said_to_be_none(desk: Office, typed: str) -> None:
    clerk, say = desk.clerk, desk.say
    await clerk.says("/policy")
    await clerk.presses(say("Staff screen it", "工作人员审核"))
    await clerk.says(typed)
    clerk.sees(say("I cannot read “.*” as a number", "不是可识别的天数"), say("Now: 2 working", "现为：2 个工作日"))
    await clerk.sends_photo()
    clerk.sees(say("Please write it in words", "请用文字"), say("Now: 2 working", "现为：2 个工作日"))


async def test_a_topic_gets_a_number_of_its_own_and_loses_it(desk: Office) -> None:
    clerk, say = desk.clerk, desk.say
    await clerk.says("/policy")
    await clerk.presses(say("Staff screen it", "工作人员审核"), say("For one topic", "按主题设定"))
    clerk.sees(say("for which topic", "为哪个主题"))
    await clerk.presses(say("Water", "供水"))
    clerk.sees(say("has no number of its own", "未单独设定"))
    await clerk.says("7")
    clerk.sees(say("From now on 7", "此后为 7"))
    await clerk.presses(say("Back", "返回"))
    clerk.sees(say("Water · 7", "供水 · 7"))
    await clerk.presses(say("Back", "返回"))
    clerk.sees(say("Water: 7 working days", "供水：7 个工作日"), say("Now: 2 working", "现为：2 个工作日"))
    await desk.writes(desk.li, LAMP, topic="water")
    await desk.writes(desk.mei, WELL, topic="roads")
    assert [await due_day(desk, n) for n in (1, 2)] == [11, 4]
    await clerk.says("/policy")
    await clerk.presses(say("✏️ Staff screen it", "✏️ 工作人员审核"), say("For one topic", "按主题设定"))
    await clerk.presses(say("✏️ Water · 7", "✏️ 供水 · 7"), say("As for all topics", "与全部主题一致"))
    clerk.sees(say("Taken back: from now on 2 working days", "已撤销：此后为 2 个工作日"))
    assert len([one for one in await desk.all(Audit) if "policy" in one.action]) == 2


async def test_the_default_comes_back(desk: Office) -> None:
    clerk, say = desk.clerk, desk.say
    await clerk.says("/policy")
    await clerk.presses(say("Staff screen it", "工作人员审核"))
    await clerk.says("5")
    await clerk.presses(say("Back to the default", "恢复默认"))
    clerk.sees(say("from now on 2 working days", "此后为 2 个工作日"), say("This is the default", "此为默认值"))


async def test_the_list_can_be_searched(desk: Office) -> None:
    clerk, say = desk.clerk, desk.say
    await clerk.says("/policy")
    await clerk.presses(say("Search", "查找"))
    await clerk.says(say("replies", "答复"))
    clerk.sees(say("The unit replies · 15", "承办单位答复 · 15"))
    assert say("Silence closes", "未评价视为办结") not in clerk.screen


async def due_day(desk: Office, number: int) -> int:
    """Day of the month on which an opinion is due."""
    due_at = (await desk.opinion(number)).due_at
    assert due_at is not None
    return due_at.day


def keys() -> list[OpenClock | ClockTopics | ResetClock]:
    """Buttons that others may have got hold of."""
    here = {"kind": OPINION, "interval": Interval.SCREENING}
    return [OpenClock(**here), ClockTopics(**here, page=0), ResetClock(**here, topic=0)]


async def test_nobody_but_county_staff_sees_or_changes_it(desk: Office) -> None:
    ma: Actor = desk.town.person("Ma", desk.language)
    await desk.town.grant(ma, Role.STAFF, station_id=desk.furniture.stations["Maishi"])
    for someone in (desk.li, desk.wang, ma):
        await someone.says("/policy")
        for key in keys():
            await someone.forges(key)
        someone.hears_nothing("How long everything may take", "各环节办理期限：", "Now:", "现为：")
        assert "/policy" not in someone.heard
    assert not [one for one in await desk.all(Audit) if "policy" in one.action]


async def test_a_topic_that_is_not_is_refused(desk: Office) -> None:
    await desk.clerk.says("/policy")
    await desk.clerk.forges(OpenClock(kind=OPINION, interval=Interval.SCREENING, topic=999))
    desk.clerk.hears_nothing("Now:", "现为：")


@pytest.mark.parametrize(
    ("typed", "days"), [("15", 15), (" １５ ", 15), ("15 Days", 15), ("15个工作日", 15), ("x", None), ("", None)]
)
def test_numbers_are_read_as_people_type_them(typed: str, days: int | None) -> None:
    assert read_number(typed) == days
