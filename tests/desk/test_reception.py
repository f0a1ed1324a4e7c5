"""Staff plan and keep reception days at the desk; the same is told as from the chat."""

import re
from datetime import date, datetime

import pytest
from sqlalchemy import select

from storage.models.reception import ReceptionDay, ReceptionRule, RosterPlace
from storage.vocabulary import Role
from tests.constituents.conftest import People
from tests.desk.browser import Browser, Page
from tests.town import ZONE

PLAN = "/staff/reception/plan"
RULE = {
    "what": "rule",
    "way": "nth_weekday.2",
    "weekday": "3",
    "date": "10",
    "starts": "09:00",
    "ends": "11:00",
    "place": "Village hall",
}


async def kept(people: People) -> list[ReceptionDay]:
    """All reception days, in order."""
    async with people.town.database.reading() as session:
        return list((await session.scalars(select(ReceptionDay).order_by(ReceptionDay.day))).all())


@pytest.fixture
async def clerk(people: People, browser: Browser) -> People:
    """The county's clerk is in."""
    await browser.enters(people.clerk)
    await browser.get("/staff/reception")
    return people


async def single(people: People, browser: Browser, on: str = "2026-03-12") -> int:
    """A single day at Maishi; its number."""
    station = people.furniture.stations["Maishi"]
    filled = {"what": "day", "station": station, "on": on, "starts": "09:00", "ends": "11:00", "place": "Village hall"}
    await browser.post(PLAN, {**filled, "sure": "1"})
    return (await kept(people))[-1].id


def deed(page: Page, **fields: object) -> dict[str, object]:
    """What a form of a day carries, and what is filled in."""
    return {"sequence": page.field("sequence"), **fields}


async def test_days_come_back_by_a_rule_that_is_seen_before_it_is_set(clerk: People, browser: Browser) -> None:
    station = clerk.furniture.stations["Maishi"]
    assert "Choose a station first" in (await browser.get(PLAN)).text
    filled = {**RULE, "station": station}
    preview = await browser.post(PLAN, filled)
    assert "the second Thursday of each month" in preview.text and "The next ones: Thu 12 Mar 2026" in preview.text
    assert await kept(clerk) == []
    done = await browser.post(PLAN, {**filled, "sure": "1"})
    assert "The rule is set" in done.text and "Village hall" in done.text
    month = await browser.get("/staff/reception?day=2026-03-01")
    assert "Reception days · March 2026" in month.text and "09:00–11:00" in month.text
    assert "nobody on the roster yet" in month.text and "1 without a roster" in month.text
    ended = await browser.post("/staff/reception/rules/end", {"rule": done.field("rule"), "station": station})
    assert "makes no more days" in ended.text and "There is no rule yet" in ended.text
    async with clerk.town.database.reading() as session:
        assert (await session.get_one(ReceptionRule, 1)).ended_at is not None


async def test_what_is_typed_wrong_is_said_and_stays(clerk: People, browser: Browser) -> None:
    station = clerk.furniture.stations["Maishi"]
    filled = {"what": "day", "station": station, "on": "2026-03-12", "starts": "11:00", "ends": "09:00"}
    wrong = await browser.post(PLAN, {**filled, "place": "The old mill"})
    assert wrong.status == 409 and "It has to end after it begins" in wrong.text and "The old mill" in wrong.source
    over = await browser.post(PLAN, {**filled, "ends": "12:00", "place": "The old mill", "on": "2020-01-01"})
    assert "choose a day from today on" in over.text and "The old mill" in over.source
    for odd in ({"way": "weekly.9"}, {"way": "nothing.1"}, {"weekday": "9"}, {"way": "monthly.1", "date": "32"}):
        assert "still missing" in (await browser.post(PLAN, {**RULE, "station": station, **odd})).text, odd
    assert await kept(clerk) == []


async def test_a_day_off_is_questioned(clerk: People, browser: Browser) -> None:
    station = clerk.furniture.stations["Maishi"]
    filled = {
        "what": "day",
        "station": station,
        "on": "2026-03-14",
        "starts": "09:00",
        "ends": "11:00",
        "place": "Hall",
    }
    seen = await browser.post(PLAN, filled)
    assert "It is a day off" in seen.text and "Keep it: add the day" in seen.text
    assert "is a day off. Keep it" in (await browser.post(PLAN, {**filled, "sure": "1"})).text
    done = await browser.post(PLAN, {**filled, "sure": "1", "on_day_off": "1"})
    assert "The day is added" in done.text and [one.day for one in await kept(clerk)] == [date(2026, 3, 14)]


async def test_the_roster_is_drawn_up_and_they_are_told(clerk: People, browser: Browser) -> None:
    number = await single(clerk, browser)
    page = await browser.get(f"/staff/reception/{number}")
    assert "Nobody is on the roster yet" in page.text and "Propose:" in page.text
    done = await browser.post(f"/staff/reception/{number}/propose", deed(page))
    assert "The proposal is on the roster" in done.text and "hears nothing of this day" in done.text
    clerk.wang.hears("You sit on the reception day")
    wang = clerk.furniture.representatives["Wang"]
    off = await browser.post(f"/staff/reception/{number}/unseat", deed(done, representative=wang))
    clerk.wang.hears("You need not come")
    assert "never yet" in off.text, "whom one can put on, and when they sat last"
    await browser.post(f"/staff/reception/{number}/seat", deed(off, representative=wang))
    assert "still missing" in (await browser.post(f"/staff/reception/{number}/seat", deed(off))).text
    week = await browser.get("/staff/reception?view=week&day=2026-03-12")
    assert "9 Mar to Sun 15 Mar 2026" in week.text and "Wang" in week.text and "Village hall" in week.text


async def test_who_came_is_written_down_by_hand(clerk: People, browser: Browser) -> None:
    number, wang = await single(clerk, browser), clerk.furniture.representatives["Wang"]
    page = await browser.post(f"/staff/reception/{number}/seat", {"representative": wang})
    early = await browser.post(f"/staff/reception/{number}/came", deed(page, representative=wang))
    assert early.status == 409 and "recorded from an hour before" in early.text
    clerk.town.clock.instant = datetime(2026, 3, 12, 12, tzinfo=ZONE)
    await browser.enters(clerk.clerk)
    page = await browser.get(f"/staff/reception/{number}")
    assert "Wang did not check in" in page.text and "Move" not in page.text
    came = await browser.post(f"/staff/reception/{number}/came", deed(page, representative=wang))
    assert "Wang, recorded by staff" in came.text
    assert "came: 1 of 1" in (await browser.get("/staff/reception")).text
    back = await browser.post(f"/staff/reception/{number}/absent", deed(came, representative=wang))
    assert "Taken back" in back.text
    async with clerk.town.database.reading() as session:
        assert list(await session.scalars(select(RosterPlace.came_at))) == [None]


async def test_a_day_is_moved_and_called_off_after_a_look_at_who_is_told(clerk: People, browser: Browser) -> None:
    number, wang = await single(clerk, browser), clerk.furniture.representatives["Wang"]
    page = await browser.post(f"/staff/reception/{number}/seat", {"representative": wang})
    await browser.post(f"/staff/reception/{number}/calendar", deed(page))
    filled = deed(page, on="2026-03-13", starts="14:30", ends="16:30", reason="The hall is being painted")
    seen = await browser.post(f"/staff/reception/{number}/move", filled)
    assert "moves to Fri 13 Mar 2026, 14:30–16:30: The hall is being painted" in seen.text
    assert "Told: 1 person" in seen.text and "1 more has this day in their calendar" in seen.text
    assert (await kept(clerk))[0].day == date(2026, 3, 12)
    moved = await browser.post(f"/staff/reception/{number}/move", {**filled, "sure": "1"})
    assert "Moved; everybody concerned is told" in moved.text
    clerk.wang.hears("The hall is being painted")
    late = await browser.post(f"/staff/reception/{number}/cancel", {**filled, "sure": "1", "reason": "No power"})
    assert late.status == 409 and "changed meanwhile" in late.text and "No power" in late.source
    again = deed(late, reason="No power")
    assert "is cancelled: No power" in (await browser.post(f"/staff/reception/{number}/cancel", again)).text
    gone = await browser.post(f"/staff/reception/{number}/cancel", {**again, "sure": "1"})
    assert "does not take place" in gone.text and "Put on the roster" not in gone.text
    clerk.wang.hears("No power")


async def test_staff_of_a_station_have_their_own_days(people: People, browser: Browser) -> None:
    await browser.enters(people.clerk)
    await browser.get("/staff/reception")
    number = await single(people, browser)
    other = await people.town.grant(
        people.town.person("Elsewhere"), Role.STAFF, station_id=people.furniture.stations["Tanghu"]
    )
    await browser.enters(other)
    assert "Village hall" not in (await browser.get("/staff/reception?view=week&day=2026-03-12")).text
    assert (await browser.get(f"/staff/reception/{number}")).status == 403
    station = people.furniture.stations["Maishi"]
    filled = {**RULE, "station": station, "sure": "1"}
    assert (await browser.post(PLAN, filled)).status in (403, 409) and len(await kept(people)) == 1


async def test_a_representative_sees_their_days_and_checks_in(clerk: People, browser: Browser) -> None:
    number, wang = await single(clerk, browser), clerk.furniture.representatives["Wang"]
    await browser.post(f"/staff/reception/{number}/seat", {"representative": wang})
    await browser.enters(clerk.wang)
    month = await browser.get("/representative/reception")
    assert "My reception days · March 2026" in month.text and "09:00–11:00" in month.text
    page = await browser.get(f"/representative/reception/{number}")
    assert "Village hall" in page.text and "Move" not in page.text and "checks in from an hour before" in page.text
    file = await browser.post(f"/representative/reception/{number}/calendar")
    assert file.headers["Content-Type"].startswith("text/calendar") and "BEGIN:VEVENT" in file.source
    early = await browser.post(f"/representative/reception/{number}/here")
    assert early.status == 409 and "an hour before" in early.text
    clerk.town.clock.instant = datetime(2026, 3, 12, 8, 30, tzinfo=ZONE)
    await browser.enters(clerk.wang)
    page = await browser.get(f"/representative/reception/{number}")
    assert "You are checked in" in (await browser.post(f"/representative/reception/{number}/here")).text
    assert (await browser.post(f"/staff/reception/{number}/cancel", {"sure": "1", "reason": "x"})).status == 403


async def test_who_came_is_for_staff_alone(clerk: People, browser: Browser) -> None:
    """Representatives see who sits on a day, whosever it is, as the chat says it: by name."""
    number, ids = await single(clerk, browser), clerk.furniture.representatives
    for name in ("Wang", "Sun"):
        await browser.post(f"/staff/reception/{number}/seat", {"representative": ids[name]})
    elsewhere = await clerk.town.grant(clerk.town.person("Zhao"), Role.REPRESENTATIVE, representative_id=ids["Zhao"])
    clerk.town.clock.instant = datetime(2026, 3, 12, 12, tzinfo=ZONE)
    await browser.enters(clerk.clerk)
    page = await browser.get(f"/staff/reception/{number}")
    assert "Wang did not check in" in page.text and "Sun" in page.text
    await browser.post(f"/staff/reception/{number}/came", deed(page, representative=ids["Wang"]))
    await browser.enters(elsewhere)
    seen = (await browser.get(f"/representative/reception/{number}")).text
    assert "Wang" in seen and "Sun" in seen
    assert not re.search("check in|recorded by staff|not in the bot", seen), "how they stand is for staff"


async def test_odd_addresses_show_this_month(clerk: People, browser: Browser) -> None:
    for odd in ("day=zzz", "day=0001-01-01", "day=9999-12-31", "view=zzz&station=9999999999999999999", "station=-1"):
        page = await browser.get(f"/staff/reception?{odd}")
        assert page.status == 200 and re.search("Reception days · March 2026", page.text), odd
    assert (await browser.get("/staff/reception/999")).status == 404
    assert (await browser.post("/staff/reception/999/move", {"sure": "1"})).status == 404
