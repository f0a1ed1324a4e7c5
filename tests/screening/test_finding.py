"""Staff and representatives find opinions by reference and by words."""

import pytest

from handlers.core.casework.references import meant
from handlers.finding import search as handlers
from storage.queries import finding
from storage.vocabulary import Action, Role
from tests.screening.office import LAMP, LAMP_AGAIN, WELL, Office

FIRST, SECOND = "TC-2026-000001", "TC-2026-000002"


@pytest.mark.parametrize(
    ("typed", "references"),
    [
        ("TC-2026-000123", ["TC-2026-000123"]),
        ("tc 2026 123", ["TC-2026-000123"]),
        ("2025-7", ["TC-2025-000007"]),
        ("123", ["TC-2026-000123", "TC-2025-000123"]),
        ("#123", ["TC-2026-000123", "TC-2025-000123"]),
        ("１２３", ["TC-2026-000123", "TC-2025-000123"]),
        ("编号 123", ["TC-2026-000123", "TC-2025-000123"]),
        ("lamp", []),
        ("TC-", []),
        ("lamp 123", []),
        ("1 2 3", []),
        ("", []),
    ],
)
def test_what_is_typed_for_a_reference_is_understood(typed: str, references: list[str]) -> None:
    assert meant(typed, "TC", [2025, 2026]) == references


async def test_a_reference_or_its_number_opens_the_card(office: Office) -> None:
    await office.writes(office.li, LAMP)
    for typed in (FIRST, "1", "tc-2026-1"):
        await office.clerk.says(f"/find {typed}")
        office.clerk.sees(FIRST, "dark for a week", office.say("Decline", "不予受理"))


async def test_words_find_texts_and_topics_newest_first(office: Office) -> None:
    await office.writes(office.li, LAMP)
    well = await office.writes(office.mei, WELL, topic="water")
    await office.writes(office.mei, LAMP_AGAIN)
    clerk = office.clerk
    await clerk.says("/find")
    clerk.sees(office.say("What are you looking for", "您要找什么"))
    await clerk.says("LAMP bridge")
    clerk.sees("TC-2026-000003.*TC-2026-000001")
    assert SECOND not in clerk.screen
    await clerk.presses(office.say("Search again", "重新查找"))
    await clerk.says("供水")
    clerk.sees(SECOND)
    await office.moves(well, Action.DECLINE, office.clerk, Role.STAFF, why="elsewhere")
    await clerk.presses(office.say("Only open ones", "仅看办理中"))
    clerk.sees(office.say("Nothing found", "没有找到"))
    await clerk.presses(office.say("Closed ones too", "包括已办结"), SECOND)
    clerk.sees("tastes of iron", office.say("declined", "不予受理"))


async def test_too_little_and_nothing_found_say_what_to_do(office: Office) -> None:
    clerk = office.clerk
    await clerk.says("/find x")
    clerk.sees(office.say("too short", "太短了"))
    await clerk.says("100% _sure")
    clerk.sees(office.say("Nothing found", "没有找到"), "100% _sure")
    await clerk.does(lambda world, me: world.sends_sticker(me))
    clerk.sees(office.say("I need words here", "这里需要文字"))
    await clerk.says("still nothing")
    clerk.sees(office.say("Nothing found", "没有找到"), "still nothing")
    await office.li.says("/find lamp")
    office.li.sees(office.say("another role", "其他身份"))


async def test_a_single_chinese_character_is_a_word(office: Office) -> None:
    await office.writes(office.li, "村口有个坑，车过不去")
    mine = await office.writes(office.mei, "桥边的灯坏了，请修一修")
    await office.assigns(mine)
    await office.clerk.says("/find 坑")
    office.clerk.sees(FIRST)
    assert SECOND not in office.clerk.screen
    await office.wang.says("/find 灯")
    office.wang.sees(SECOND)
    assert FIRST not in office.wang.screen


async def test_many_are_leafed_through_and_an_older_search_says_that_it_is_gone(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handlers, "PAGE", 2)
    for number in range(5):
        await office.writes(office.li, f"{LAMP} {number}")
    clerk = office.clerk
    await clerk.says("/find lamp")
    clerk.sees("000005.*000004")
    newest, _, data = clerk.key(office.say("Older", "更早"))
    await clerk.presses(office.say("Older", "更早"), office.say("Older", "更早"))
    clerk.sees("000001")
    assert office.say("Older", "更早") not in clerk.screen
    await clerk.presses(office.say("Newest", "最新"))
    clerk.sees("000005.*000004")
    await clerk.says("/find bridge")
    await clerk.does(lambda world, me: world.presses(me, newest.id, data))
    assert office.say("searched for something else", "查找了别的内容") in clerk.toast
    clerk.hears(office.say("What are you looking for", "您要找什么"))


async def test_who_comes_back_from_a_case_finds_the_page(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handlers, "PAGE", 2)
    clerk, back = office.clerk, office.say("What was found", "找到的意见")
    for number in range(5):
        await office.writes(office.li, f"{LAMP} {number}")
    await clerk.says("/find lamp")
    await clerk.presses(office.say("Older", "更早"))
    page = clerk.screen
    await clerk.presses("000002", back)
    assert clerk.screen == page
    await clerk.presses("000003", office.say("Somebody else", "换一位"), office.say("Back", "返回"), back)
    assert clerk.screen == page
    await clerk.says("/home")
    await clerk.says("/screen")
    assert back not in clerk.screen


async def test_a_representative_comes_back_to_what_they_found(office: Office) -> None:
    mine = await office.writes(office.li, LAMP)
    await office.assigns(mine)
    await office.wang.says(f"/find {FIRST}")
    await office.wang.presses(FIRST, office.say("What was found", "找到的意见"))
    office.wang.sees(office.say("Found by its reference", "按编号找到"), FIRST)


async def test_what_lies_further_back_is_found_on_request(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "WINDOW", 2)
    await office.writes(office.li, WELL)
    for number in range(3):
        await office.writes(office.li, f"{LAMP} {number}")
    clerk = office.clerk
    await clerk.says("/find iron")
    clerk.sees(office.say("Looked through back to Mon 2 Mar 2026", "已查到2026年3月2日"))
    await clerk.presses(office.say("Look further back", "查更早的"))
    clerk.sees(FIRST)
    await clerk.says("/find gold")
    await clerk.presses(office.say("Look further back", "查更早的"))
    clerk.sees(office.say("Nothing further back", "更早的也没有了"))


async def test_each_finds_what_is_theirs_alone(office: Office) -> None:
    desk = office.town.person("Desk", office.language)
    await office.town.grant(desk, Role.STAFF, station_id=office.furniture.stations["Tanghu"])
    mine = await office.writes(office.li, LAMP)
    await office.writes(office.mei, LAMP_AGAIN)
    await office.assigns(mine)
    await office.wang.says("/find lamp")
    office.wang.sees(FIRST)
    assert SECOND not in office.wang.screen
    await office.wang.presses(FIRST)
    office.wang.sees("dark for a week", office.say("💬 Answer", "💬 答复"))
    await office.wang.says("/find 2")
    office.wang.sees(office.say("no opinion with that number", "没有这个编号的意见"))
    await office.wang.says("bridge")
    office.wang.sees(FIRST)
    for typed in ("lamp", SECOND):
        await desk.says(f"/find {typed}")
        desk.sees(office.say("Nothing found", "没有找到"))


async def test_who_is_both_chooses_in_which_role(office: Office) -> None:
    await office.town.grant(office.wang, Role.STAFF, station_id=office.furniture.stations["Maishi"])
    mine = await office.writes(office.li, LAMP)
    await office.writes(office.mei, LAMP_AGAIN)
    await office.assigns(mine)
    await office.wang.says("/find lamp")
    office.wang.sees(f"{SECOND}.*{FIRST}")
    await office.wang.presses(office.say("My own cases", "我承办的"))
    office.wang.sees(FIRST)
    assert SECOND not in office.wang.screen
    await office.wang.presses(office.say("All of my stations", "我的联络站全部"))
    office.wang.sees(SECOND)
