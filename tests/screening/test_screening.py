"""Staff work through the queue: news of it, skipping, assigning, proposals to decline, topics, and each other."""

import pytest

from storage.models.opinions import Event
from storage.models.people import Audit, Person
from storage.queries import opinions
from storage.vocabulary import Action, Role, Stage
from tests.screening.office import LAMP, LAMP_AGAIN, WELL, Office

FIRST, SECOND = "TC-2026-000001", "TC-2026-000002"


async def test_one_message_tells_how_many_wait_until_the_queue_is_opened(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = office.clerk
    for number in range(3):
        await office.writes(office.li, f"{LAMP} {number}")
    assert sum(office.say("for screening", "待审核") in one.shown for one in clerk.messages) == 1
    clerk.sees(office.say("3 opinions wait", "有3件意见待审核"), "TC-2026-000003", f"{LAMP} 2")
    await clerk.presses(office.say("Open the queue", "打开待审核列表"))
    clerk.sees(FIRST, office.say("1 of 3", "第 1 件，共 3 件"))
    await office.writes(office.mei, WELL)
    clerk.sees(office.say("4 opinions wait", "有4件意见待审核"))
    await clerk.says("/screen")
    monkeypatch.setattr(opinions, "COUNTED", 3)
    await office.writes(office.mei, LAMP_AGAIN)
    clerk.sees(office.say(r"2\+ opinions wait", r"有2\+件意见待审核"))
    await clerk.says("/start")
    clerk.hears(r"2\+")


async def test_staff_of_a_station_hear_of_its_own_alone(office: Office) -> None:
    desk = office.town.person("Desk", office.language)
    await office.town.grant(desk, Role.STAFF, station_id=office.furniture.stations["Maishi"])
    await office.writes(office.li, LAMP, place="Ditian", station="Tanghu")
    assert desk.news == ""
    await office.writes(office.mei, WELL)
    desk.sees(office.say("1 opinion waits", "有1件意见待审核"), SECOND)
    office.clerk.sees(FIRST)


async def test_skipping_leads_through_the_queue_and_round_again(office: Office) -> None:
    await office.writes(office.li, LAMP)
    await office.writes(office.mei, WELL)
    clerk = office.clerk
    await clerk.says("/screen")
    clerk.sees(FIRST)
    await clerk.presses(office.say("Skip", "跳过"))
    clerk.sees(SECOND, office.say("2 of 2", "第 2 件，共 2 件"))
    await clerk.presses(office.say("Skip", "跳过"))
    clerk.sees(FIRST, office.say("the last one", "最后一件"))


async def test_the_slower_of_two_sees_who_was_quicker(office: Office) -> None:
    other = office.town.person("Zheng", office.language)
    await office.town.grant(other, Role.STAFF)
    await office.writes(office.li, LAMP)
    for clerk in (office.clerk, other):
        await clerk.says("/screen")
    await other.presses(office.say("Assign to Wang", "交办给Wang"))
    await office.clerk.presses(office.say("Decline", "不予受理"))
    assert office.say("Zheng has assigned it to Wang already", "Zheng已将其交办Wang") in office.clerk.toast
    office.clerk.hears(office.say("with the representative", "代表办理中"))
    await other.presses(office.say(f"Open {FIRST}", f"打开 {FIRST}"))
    assert [event.action for event in await office.all(Event)] == [Action.SUBMIT, Action.ASSIGN]
    await office.clerk.says("/find 1")
    await office.clerk.presses(office.say("Decline", "不予受理"))
    await other.says("/find 1")
    await other.presses("👤", "Sun")
    await office.clerk.says("Please call 95598")
    office.clerk.sees(office.say("Zheng has assigned it to Sun already", "Zheng已将其交办Sun"), FIRST)
    office.li.hears_nothing("95598")


async def test_who_has_not_joined_gets_a_case_and_staff_are_told(office: Office) -> None:
    await office.writes(office.li, LAMP)
    clerk = office.clerk
    await clerk.says("/screen")
    await clerk.presses("👤")
    clerk.sees("💤 Sun", "⭐ Wang")
    await clerk.presses("💤 Sun")
    clerk.hears(office.say("Sun has not joined yet", "Sun尚未加入"))
    office.li.hears(office.say("now with representative Sun", "已交办Sun代表"))
    assert (await office.opinion(1)).stage is Stage.ASSIGNED
    await clerk.says("/find 1")
    await clerk.presses("👤", office.say("🔤 Search", "🔤 查找"))
    await clerk.says("wan")
    await clerk.presses("Wang")
    office.wang.hears(FIRST)
    await clerk.says("/find 1")
    await clerk.presses("👤")
    await clerk.says("nobody")
    clerk.sees("nobody")


async def test_an_author_out_of_reach_is_not_said_to_have_been_told(office: Office) -> None:
    await office.writes(office.li, LAMP)
    heard = len(office.li.messages)
    await office.change(Person, Person.chat_id == office.li.id, reachable=False)
    await office.clerk.says("/screen")
    await office.clerk.presses(office.say("Assign to Wang", "交办给Wang"))
    office.clerk.hears(office.say("cannot be reached on Telegram at present", "无法联系到提出人"))
    assert len(office.li.messages) == heard
    office.wang.hears(FIRST)


@pytest.mark.parametrize("how", ["keep", "decline", "assign"])
async def test_staff_decide_on_a_proposal_to_decline(office: Office, how: str) -> None:
    await office.writes(office.li, LAMP)
    await office.assigns(1)
    why = "It is the power company's lamp"
    await office.moves(1, Action.PROPOSE_DECLINE, office.wang, Role.REPRESENTATIVE, why=why)
    clerk = office.clerk
    await clerk.says("/screen")
    clerk.sees(FIRST, "power company's lamp", office.say("Wang proposes to decline it", "Wang建议不予受理"))
    if how == "keep":
        await clerk.presses(office.say("Wang keeps it", "仍由Wang办理"))
        office.wang.hears(office.say("ask you to take it on after all", "仍请您办理"))
    elif how == "decline":
        await clerk.presses(office.say("Decline", "不予受理"))
        await clerk.says("Please call 95598")
        await clerk.presses(office.say("Decline and tell", "不予受理并告知"))
        office.li.hears("95598")
    else:
        await clerk.presses("👤", "Sun")
        office.wang.hears(office.say("was given to Sun", "已交给Sun"))
    stands = await office.opinion(1)
    assert not stands.decline_proposed
    assert stands.stage is (Stage.DECLINED if how == "decline" else Stage.ASSIGNED)
    clerk.hears(office.say("Nothing waits for screening", "没有待审核的意见"))


async def test_the_topic_is_corrected_on_the_card(office: Office) -> None:
    await office.writes(office.li, WELL, topic="roads")
    clerk = office.clerk
    await clerk.says("/screen")
    older, _, data = clerk.key(office.say("Decline", "不予受理"))
    await clerk.presses(office.say("🏷 Topic", "🏷 主题"))
    clerk.sees(office.say("• Roads and traffic", "• 道路交通"))
    await clerk.presses(office.say("Water", "供水"))
    clerk.sees(office.say("Topic: Water", "主题：供水"))
    assert (await office.opinion(1)).topic_id == office.furniture.topics["water"]
    assert [(event.action, event.why) for event in await office.all(Event)][-1] == (Action.CLASSIFY, "water")
    assert [one.action for one in await office.all(Audit)][-2] == "opinion.classify"
    await clerk.does(lambda world, me: world.presses(me, older.id, data))  # nothing moved on: other keys still serve
    clerk.sees(office.say("Why is TC-2026-000001 declined", "为什么不予受理"))
