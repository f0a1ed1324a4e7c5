"""Reception days from the rule to the account of who came, as staff, representatives and constituents live them."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import vobject
from sqlalchemy import select

from storage.models.reception import ReceptionDay, RosterPlace
from storage.queries import calendar
from storage.vocabulary import Role
from tests.reception.conftest import Station
from tests.town import ZONE, Actor


async def test_a_rule_makes_days_and_the_longest_waiting_are_proposed(station: Station, say: dict[str, str]) -> None:
    await station.clerk.says("/reception")
    await station.clerk.presses(say["plan"], say["rules"], say["monthly"], "9", "09:00-11:00")
    await station.clerk.says("Village hall")
    station.clerk.sees(say["next"])
    await station.clerk.presses(say["set rule"])
    station.clerk.sees(say["rule is set"])
    await station.clerk.presses(say["maishi"])
    station.clerk.sees(say["9 mar"])
    await station.clerk.presses(say["9 mar"], say["roster"], say["propose"])
    station.wang.hears(say["sits"])
    station.sun.hears(say["sits"])
    await station.clerk.presses("✅ Sun")
    station.sun.hears(say["not"])
    await station.clerk.says("/reception")  # named no place, and works here
    await station.clerk.presses(say["9 mar"])
    async with station.town.database.reading() as session:
        assert len((await session.scalars(select(RosterPlace))).all()) == 1


async def test_the_roster_is_reminded_checks_in_and_staff_learn_who_came(station: Station, say: dict[str, str]) -> None:
    await station.with_a_roster()
    await station.town.passes(days=6, hours=12)
    assert station.wang.heard.count(say["comes"]) == 1  # on Friday: three days before, and before the free Sunday
    station.wang.hears_nothing(say["today"])
    station.goes_to(2026, 3, 9, 7, 30)
    await station.wang.says("/reception")
    await station.wang.presses(say["9 mar"])
    assert say["here"] not in station.wang.screen
    await station.town.passes(hours=2)
    station.wang.hears(say["today"])
    station.goes_to(2026, 3, 9, 9, 20)
    await station.wang.presses(say["here"])
    station.wang.sees(say["welcome"])
    await station.town.passes(days=1)
    station.clerk.hears(say["account"], say["late"], say["absent"])


async def test_coming_on_time_counts_from_the_first_press_and_only_while_doors_are_open(
    station: Station, say: dict[str, str]
) -> None:
    await station.with_a_roster()
    await station.town.passes(days=6, hours=23)
    day = await station.the_day(date(2026, 3, 9))
    press = f"rci:{day.id}"
    station.goes_to(2026, 3, 9, 7, 30)
    station.town.world.presses(station.wang.someone, station.wang.messages[-1].id, press)
    await station.town.settle()
    assert say["doors"] in station.wang.toast
    for minute in (5, 40):
        station.goes_to(2026, 3, 9, 9, minute)
        station.town.world.presses(station.wang.someone, station.wang.messages[-1].id, press)
        await station.town.settle()
    await station.clerk.says("/reception")
    await station.clerk.presses(say["plan"], say["9 mar"])
    station.clerk.sees(say["came"])
    station.town.world.presses(station.li.someone, station.li.messages[-1].id, press)
    await station.town.settle()
    assert say["welcome"] not in station.li.toast


async def the_file(actor: Actor) -> Any:
    """The calendar file that came last, read by another library."""
    document = next(m.content["document"] for m in reversed(actor.messages) if "document" in m.content)
    assert document["file_name"].endswith(".ics")
    return vobject.readOne(actor.town.world.files.content(document["file_id"]).decode())


async def test_a_constituent_sees_the_days_and_takes_one_into_the_calendar(
    station: Station, say: dict[str, str]
) -> None:
    await station.with_a_roster()
    await station.li.says("/reception")
    station.li.sees(say["near"])
    await station.li.presses(say["9 mar"])
    station.li.sees("Wang(, |、)Sun", "Village hall")
    await station.li.presses(say["calendar"])
    file = await the_file(station.li)
    event = file.vevent
    assert event.organizer.value.startswith("https://t.me/")
    assert event.organizer.cn_param == str(event.summary.value).split(",")[-1].split("，")[-1].strip()
    assert event.dtstart.value == datetime(2026, 3, 9, 9, tzinfo=ZONE)
    assert event.dtend.value - event.dtstart.value == timedelta(hours=2)
    assert (event.sequence.value, event.status.value, event.location.value) == ("0", "CONFIRMED", "Village hall")
    assert file.vtimezone.tzid.value == "Asia/Shanghai"
    uid = event.uid.value
    await station.opens(say["cancel"])
    await station.clerk.says("Flood")
    await station.clerk.presses(say["cancel now"])
    station.li.hears(say["cancelled"])
    station.wang.hears(say["cancelled"])
    await station.li.presses(say["update"])
    event = (await the_file(station.li)).vevent
    assert (event.uid.value, event.sequence.value, event.status.value) == (uid, "1", "CANCELLED")
    await station.town.passes(days=8)
    station.wang.hears_nothing(say["comes"], say["today"])
    station.clerk.hears_nothing(say["account"])


async def test_a_day_is_moved_and_everybody_concerned_is_told(station: Station, say: dict[str, str]) -> None:
    await station.with_a_roster()
    await station.opens(say["move"], "11", "14:30-16:30")
    await station.clerk.says("The hall is taken")
    station.clerk.sees("The hall is taken")
    await station.clerk.presses(say["move now"])
    station.wang.hears(say["moves"])
    await station.town.passes(days=8)
    station.wang.hears_nothing(say["comes"], say["today"])
    day = await station.the_day(date(2026, 3, 11))
    assert (day.sequence, day.moved_by_hand, day.planned) == (1, True, date(2026, 3, 9))


async def test_words_typed_at_the_days_or_at_the_end_lose_nothing(station: Station, say: dict[str, str]) -> None:
    clerk = station.clerk
    await clerk.says("/reception")
    await clerk.presses(say["plan"], say["add"])
    clerk.sees(say["which day"], r"\[(Mon|一)\] \[(Tue|二)\]")
    await clerk.says("next week perhaps")
    clerk.sees("next week perhaps", r"\[11\]")
    await clerk.says("1.3.2026")  # yesterday
    clerk.sees(say["from today"], r"\[11\]")
    await clerk.says("next Thursday" if say["language"] == "en" else "下周四")
    await clerk.sends_sticker()
    clerk.sees(say["in words"], "09:00-11:00")
    await clerk.says("in the morning")
    clerk.sees(say["hours"], "09:00-11:00")
    await clerk.says("上午9点到11点")
    await clerk.says("Hall " * 50)
    clerk.sees("200", say["home"])
    await clerk.says("Hall")
    await clerk.says("yes please")
    clerk.sees(say["not yet"], "Hall", say["add now"])
    await clerk.presses(say["add now"])
    clerk.sees(say["added"])
    day = await station.the_day(date(2026, 3, 12))
    assert (day.starts.hour, day.ends.hour, day.place) == (9, 11, "Hall")


async def test_stepping_back_loses_nothing_that_was_typed(station: Station, say: dict[str, str]) -> None:
    await station.with_a_roster()
    await station.opens(say["move"], "11")
    await station.clerk.says("10:15-11:45")
    await station.clerk.says("The hall is taken")
    await station.clerk.presses("⬅️")
    station.clerk.sees("✏️ The hall is taken")
    await station.clerk.presses("⬅️")
    station.clerk.sees("✏️ 10:15-11:45")
    await station.clerk.presses("⬅️", "12", "✏️ 10:15-11:45", "✏️ The hall is taken", say["move now"])
    assert (await station.the_day(date(2026, 3, 12))).starts.minute == 15


async def test_a_day_off_is_questioned_before_it_is_kept(station: Station, say: dict[str, str]) -> None:
    clerk = station.clerk
    await clerk.says("/reception")
    await clerk.presses(say["plan"], say["add"])
    await clerk.says("7.3.2026")
    await clerk.says("9-11")
    await clerk.presses(say["home"])
    clerk.sees("⚠️ " + say["off on 7"], "09:00–11:00")
    await clerk.presses(say["another"])
    clerk.sees(say["which day"])
    await clerk.presses("·8·", "✏️ 09:00-11:00", "✏️")
    clerk.sees(say["off on 8"])
    await clerk.presses(say["keep and add"])
    clerk.sees(say["added"])
    assert (await station.the_day(date(2026, 3, 8))).moved_by_hand


async def test_another_day_than_a_day_off_is_not_questioned(station: Station, say: dict[str, str]) -> None:
    clerk = station.clerk
    await clerk.says("/reception")
    await clerk.presses(say["plan"], say["add"], "·7·", "09:00-11:00", say["home"], say["another"], "6")
    await clerk.presses("✏️ 09:00-11:00", "✏️")
    assert "⚠️" not in clerk.screen
    with pytest.raises(AssertionError):
        clerk.key(say["keep and add"])
    await clerk.presses(say["add now"])
    clerk.sees(say["added"])


async def test_a_move_to_a_day_off_is_questioned_and_one_in_place_is_not(station: Station, say: dict[str, str]) -> None:
    await station.with_a_roster()
    await station.opens(say["move"], "·7·")
    await station.clerk.says("9 - 11:30")
    await station.clerk.says("The hall is taken")
    station.clerk.sees("⚠️ " + say["off on 7"])
    await station.clerk.presses(say["keep and move"])
    station.clerk.sees(say["moved"])
    await station.clerk.presses(say["move"], "·7·", "14:30-16:30")
    await station.clerk.says("Later that day")
    assert "⚠️" not in station.clerk.screen  # the day stays the one that was meant
    await station.clerk.presses(say["move now"])
    day = await station.the_day(date(2026, 3, 7))
    assert (day.sequence, day.starts.hour) == (2, 14)


async def test_a_day_that_became_free_since_the_preview_is_questioned(station: Station, say: dict[str, str]) -> None:
    county = await station.town.grant(station.town.person("County", say["language"]), Role.STAFF)
    clerk = station.clerk
    await clerk.says("/reception")
    await clerk.presses(say["plan"], say["add"], "11", "09:00-11:00", say["home"])
    await county.says("/calendar")
    await county.presses("✏️", "11")
    await county.presses("Make it" if say["language"] == "en" else "改为休息日")
    await county.says("Flood drill")
    await clerk.presses(say["add now"])
    assert "⚠️" in clerk.screen
    await clerk.presses(say["keep and add"])
    clerk.sees(say["added"])


async def test_a_roster_that_is_closed_stays_as_it_was(station: Station, say: dict[str, str]) -> None:
    await station.with_a_roster()
    roster = station.clerk.messages[-1]
    taking_off = station.clerk.key("✅ Sun").data
    await station.opens(say["cancel"])
    await station.clerk.says("Flood")
    await station.clerk.presses(say["cancel now"])
    await station.clerk.forges(taking_off, on=roster)
    assert say["closed"] in station.clerk.toast
    station.clerk.sees("✖️ .*Flood")
    async with station.town.database.reading() as session:
        assert len((await session.scalars(select(RosterPlace))).all()) == 2


async def test_a_key_of_an_older_setting_does_nothing(station: Station, say: dict[str, str]) -> None:
    await station.with_a_roster()
    await station.opens(say["move"], "11", "14:30-16:30")
    await station.clerk.says("The hall is taken")
    old = station.clerk.key("⬅️")
    await station.opens(say["cancel"])
    await station.clerk.forges(old.data)
    assert "/reception" in station.clerk.toast


async def test_a_day_off_moves_it_to_the_next_working_day(station: Station, say: dict[str, str]) -> None:
    await station.clerk.says("/reception")
    await station.clerk.presses(
        say["plan"], say["rules"], say["monthly"], "5", "09:00-11:00", say["home"], say["set rule"]
    )
    assert (await station.the_day(date(2026, 4, 7))).planned == date(2026, 4, 5)  # Tomb-Sweeping: 4th to 6th of April


async def test_a_changed_calendar_moves_it_too(station: Station, say: dict[str, str]) -> None:
    county = await station.town.grant(station.town.person("County", say["language"]), Role.STAFF)
    await station.with_a_roster()
    await county.says("/calendar")
    await county.presses("✏️", "9")
    await county.presses("Make it" if say["language"] == "en" else "改为休息日")
    await county.says("Flood drill")
    station.wang.hears(say["day off"])
    assert (await station.the_day(date(2026, 3, 10))).sequence == 1


async def test_what_another_list_of_holidays_moves_is_said_by_day(station: Station, say: dict[str, str]) -> None:
    await station.with_a_roster()
    async with station.town.database.writing() as session:
        await calendar.enter(session, date(2026, 3, 9), False, "A new release knows it", 1, station.town.clock.now())
    await station.town.passes(hours=23)  # past the night's look at the rules
    station.wang.hears_nothing(say["day off"])
    await station.town.passes(hours=1)
    station.wang.hears(say["day off"])
    assert (await station.the_day(date(2026, 3, 10))).sequence == 1


async def test_reminders_that_a_day_off_puts_off_to_one_morning_are_one(station: Station, say: dict[str, str]) -> None:
    await station.with_a_roster()
    async with station.town.database.writing() as session:
        for day in (5, 6):
            await calendar.enter(session, date(2026, 3, day), False, "Flood", 1, station.town.clock.now())
    await station.town.passes(days=7)
    assert station.wang.heard.count(say["today"]) == 1
    station.wang.hears_nothing(say["comes"])


async def test_weekly_and_nth_weekday_rules_and_single_days(station: Station, say: dict[str, str]) -> None:
    await station.clerk.says("/reception")
    friday, second = ("Friday", "second") if say["language"] == "en" else ("星期五", "第二个")
    await station.clerk.presses(
        say["plan"], say["rules"], say["weekly"], say["second"], friday, "09:00-11:00", say["home"]
    )
    await station.clerk.presses(say["set rule"], say["maishi"])
    await station.the_day(date(2026, 3, 20))
    await station.clerk.presses(say["rules"], say["nth"], second, friday, "14:30-16:30", say["home"], say["set rule"])
    await station.the_day(date(2026, 3, 13))
    await station.clerk.presses(say["maishi"], say["add"], "·7·", "09:00-11:00", say["home"], say["add now"])
    station.clerk.sees(say["added"])
    assert (await station.the_day(date(2026, 3, 7))).rule_id is None
    await station.clerk.says("/reception")
    await station.clerk.presses(say["plan"], say["rules"], say["end rule"])
    await station.town.passes(days=40)
    async with station.town.database.reading() as session:
        weekly = await session.scalars(select(ReceptionDay.planned).where(ReceptionDay.rule_id == 1))
        assert max(weekly.all()) <= date(2026, 5, 1)


async def test_what_cannot_be_read_is_said_and_old_keys_are_told(station: Station, say: dict[str, str]) -> None:
    await station.clerk.says("/reception")
    await station.clerk.presses(say["plan"], say["add"], "11")
    await station.clerk.says("in the morning")
    station.clerk.sees(say["hours"])
    await station.clerk.says("9:00-11:00")
    await station.clerk.says("Hall")
    await station.clerk.presses(say["add now"])
    message = station.clerk.messages[-1]
    station.town.world.presses(station.clerk.someone, message.id, "rcy:deadbeef")
    await station.town.settle()
    assert say["nothing"] in station.clerk.toast
    day = await station.the_day(date(2026, 3, 11))
    station.town.world.presses(station.clerk.someone, message.id, f"rcc:{day.id}:7:cancel")
    await station.town.settle()
    assert say["meanwhile"] in station.clerk.toast


async def test_others_neither_plan_nor_see_another_stations_desk(station: Station, say: dict[str, str]) -> None:
    await station.with_a_roster()
    day = await station.the_day(date(2026, 3, 9))
    furniture_station = day.station_id
    other = station.town.person("Other", say["language"])
    async with station.town.database.reading() as session:
        from storage.models.directory import Station as Stations

        tanghu = await session.scalar(select(Stations.id).where(Stations.id != furniture_station))
    await station.town.grant(other, Role.STAFF, station_id=tanghu)
    await other.says("/reception")
    for actor in (other, station.li, station.wang):
        number = actor.messages[-1].id
        for data in (
            f"rcm:{day.id}",
            f"rcs:{furniture_station}",
            f"rcr:{furniture_station}",
            f"rcc:{day.id}:0:cancel",
            f"rcc:{day.id}:0:roster",
            f"rrs:{day.id}:1:0:0:0",
            f"rrp:{day.id}:0:0",
            f"rrq:{day.id}:0",
            f"rrc:{day.id}:1:1:0",
            f"rmp:{day.id}:0",
            "rcx:1",
            f"rca:{furniture_station}",
            f"rcn:{furniture_station}:weekly:1:1",
        ):
            station.town.world.presses(actor.someone, number, data)
            await station.town.settle()
    assert (await station.the_day(date(2026, 3, 9))).sequence == 0
    async with station.town.database.reading() as session:
        assert len((await session.scalars(select(RosterPlace))).all()) == 2


async def test_days_at_the_same_time_are_told_apart_by_who_sits_there(station: Station, say: dict[str, str]) -> None:
    await station.with_a_roster()
    ninth = await station.the_day(date(2026, 3, 9))
    at = {"station_id": ninth.station_id, "starts": ninth.starts, "ends": ninth.ends, "place": "Pier"}
    async with station.town.database.writing() as session:
        for later in range(7):
            day = ninth.day + timedelta(days=later)
            session.add(ReceptionDay(planned=day, day=day, **at))
    await station.li.says("/reception")
    at_nine = _keys_of(station.li, say["9 mar"])
    names = "Wang, Sun" if say["language"] == "en" else "Wang、Sun"
    assert sorted(label.split(" · ")[1] for label in at_nine) == ["Pier", names]
    await station.li.presses("🔤")
    await station.li.says("sun")
    assert _keys_of(station.li, say["9 mar"]) == [label for label in at_nine if names in label]


def _keys_of(actor: Actor, day: str) -> list[str]:
    newest = next(one for one in reversed(actor.messages) if one.from_bot and one.buttons)
    return [button["text"] for button in newest.buttons if day in button["text"]]
