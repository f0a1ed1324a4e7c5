"""Rosters know who has joined: who cannot be told comes last, is marked, invited or called, and is never absent."""

from collections.abc import AsyncIterator
from datetime import date

import pytest
from sqlalchemy import select

from handlers.core.directory.pinyin import sound
from handlers.people.callbacks import InviteRepresentative
from handlers.reception.callbacks import Record, Seat
from storage.models.directory import Representative
from storage.models.people import Audit
from storage.models.reception import RosterPlace
from storage.queries import people
from storage.vocabulary import Level, Role
from tests.reception.conftest import Station
from tests.town import Actor, Town

CROWD, MOST_ROWS = 120, 12
SURNAMES, GIVEN = "赵钱孙周吴郑王冯陈", "一二三四五六七八九十百千万"


async def seats_both(station: Station) -> None:
    """The clerk takes the proposal for the ninth, whoever is in it."""
    await station.sets_the_ninth()
    await station.clerk.presses(station.say["maishi"], station.say["9 mar"], station.say["roster"], "⭐")


async def manages(station: Station) -> None:
    """The clerk looks at the ninth."""
    await station.clerk.says("/reception")
    await station.clerk.presses(station.say["plan"], station.say["9 mar"])


async def invited(station: Station, say: dict[str, str]) -> Actor:
    """Wang, whom the clerk invites from the day's screen, joins."""
    await manages(station)
    await station.clerk.presses(say["invite"], say["make"])
    return await joins(station, say)


async def joins(station: Station, say: dict[str, str]) -> Actor:
    """Wang uses the link that the clerk made."""
    link = next(m.shown for m in reversed(station.clerk.messages) if "?start=" in m.shown)
    await station.wang.says("/start " + link.split("?start=")[1].split()[0])
    await station.wang.presses(say["join"])
    return station.wang


def rows(actor: Actor) -> list[str]:
    """The labels of the newest message's keys, a row each."""
    return [" | ".join(key["text"] for key in row) for row in keyboard(actor)]


def keyboard(actor: Actor) -> list[list[dict[str, str]]]:
    """The rows of keys of the newest message of the bot."""
    message = next(one for one in reversed(actor.messages) if one.from_bot and one.buttons)
    found: list[list[dict[str, str]]] = (message.reply_markup or {})["inline_keyboard"]
    return found


async def test_who_has_joined_is_proposed_first_and_who_has_not_is_marked_everywhere(
    half: Station, say: dict[str, str]
) -> None:
    await half.sets_the_ninth()
    await half.clerk.presses(say["maishi"], say["9 mar"], say["roster"])
    half.clerk.sees(say["propose sun"])
    assert [row.split(" · ")[0] for row in rows(half.clerk)[1:4]] == ["Sun", "💤 Wang", "💤 Zhou"]
    await half.clerk.presses("⭐")
    assert say["not told"] in half.clerk.toast
    half.sun.hears(say["sits"])
    half.clerk.sees(say["on it"].format("Sun(, |、)Wang"))
    assert [row.split(" · ")[0] for row in rows(half.clerk)[:3]] == ["✅ Sun", "✅ 💤 Wang", "💤 Zhou"]
    await half.clerk.presses("⬅️")
    half.clerk.sees("• Sun", say["not in"], say["call"], say["invite"])
    await half.clerk.says("/reception")
    await half.clerk.presses(say["9 mar"])
    half.clerk.sees(say["who sits"] + "Sun(, |、)💤 Wang")
    await half.li.says("/reception")
    await half.li.presses(say["9 mar"])
    assert "💤" not in half.li.screen  # who has joined is no business of constituents


async def test_where_nobody_has_joined_those_who_waited_longest_are_proposed_all_the_same(
    town: Town, say: dict[str, str]
) -> None:
    station = await Station(town, say).settle()
    await station.sets_the_ninth()
    await station.clerk.presses(say["maishi"], say["9 mar"], say["roster"])
    station.clerk.sees(say["nobody"])


async def test_who_could_not_be_told_is_not_absent_though_they_join_the_day_after(
    half: Station, say: dict[str, str]
) -> None:
    await seats_both(half)
    half.goes_to(2026, 3, 9, 10, 50)
    await half.town.passes(hours=1)
    await manages(half)
    half.clerk.sees("❌ Sun", say["untold"])
    await half.town.grant(half.wang, Role.REPRESENTATIVE, representative_id=half.furniture.representatives["Wang"])
    await half.town.passes(days=1)
    half.clerk.hears(say["account"], "❌ Sun", say["untold"], say["call"].split(",")[0], say["open it"])
    half.clerk.hears_nothing(say["no check"])


async def test_who_blocks_the_bot_comes_last_and_is_not_absent(station: Station, say: dict[str, str]) -> None:
    await station.with_a_roster()
    await station.wang.does(lambda world, me: world.blocks(me))
    await manages(station)
    station.clerk.sees(say["silent"], say["call"], say["reach"])
    await station.clerk.presses(say["reach"])
    station.clerk.sees("Wang", "🔕", say["no phone"])
    await station.clerk.presses("⬅️")
    station.clerk.sees(say["silent"])
    await station.clerk.presses(say["roster"])
    assert [row.split(" · ")[0] for row in rows(station.clerk)[:2]] == ["✅ Sun", "✅ 🔕 Wang"]
    await station.town.passes(days=8)
    station.clerk.hears(say["account"], "❌ Sun", say["untold"])


async def test_who_can_be_told_through_an_aide_is_told(station: Station, say: dict[str, str]) -> None:
    aide = station.town.person("Aide", say["language"])
    await station.town.grant(aide, Role.REPRESENTATIVE, representative_id=station.furniture.representatives["Wang"])
    await station.wang.does(lambda world, me: world.blocks(me))
    await station.with_a_roster()
    aide.hears(say["sits"])
    await station.town.passes(days=8)
    station.clerk.hears(say["account"], say["no check"])


async def test_whose_role_has_ended_has_not_joined_any_more(station: Station, say: dict[str, str]) -> None:
    await station.with_a_roster()
    async with station.town.database.writing() as session:
        wang = await people.by_chat(session, station.wang.id)
        assert wang is not None
        await people.end(session, wang, wang.grants[0].id, station.town.clock.now())
    await manages(station)
    station.clerk.sees(say["not in"], say["invite"])
    await station.town.passes(days=8)
    station.clerk.hears(say["account"], say["untold"])


async def test_who_joins_before_the_day_hears_of_it_and_is_reminded(half: Station, say: dict[str, str]) -> None:
    await seats_both(half)
    wang = await invited(half, say)
    wang.hears(say["sits on these"])
    await manages(half)
    half.clerk.sees("• Wang")
    await half.town.passes(days=7)
    wang.hears(say["comes"], say["today"])
    half.goes_to(2026, 3, 9, 9, 5)
    await wang.presses(say["here"])
    wang.sees(say["welcome"])


async def test_who_joins_and_sits_nowhere_hears_of_no_day(half: Station, say: dict[str, str]) -> None:
    await seats_both(half)
    await half.clerk.presses("✅ 💤 Wang", "⬅️")
    await half.clerk.forges(InviteRepresentative(representative=half.furniture.representatives["Wang"], last=0))
    await joins(half, say)
    half.wang.hears_nothing(say["sits on these"], "9 mar")


async def test_the_way_to_the_invitation_leads_back_to_the_day(half: Station, say: dict[str, str]) -> None:
    await seats_both(half)
    async with half.town.database.writing() as session:
        wang = await session.get_one(Representative, half.furniture.representatives["Wang"])
        wang.phone = "0715-5550123"
    await manages(half)
    await half.clerk.presses(say["invite"])
    half.clerk.sees("Wang", "0715-5550123", say["make"])
    await half.clerk.presses("⬅️")
    half.clerk.sees(say["not in"])
    async with half.town.database.reading() as session:
        assert "phone.seen" in (await session.scalars(select(Audit.action))).all()


async def test_staff_record_by_hand_that_somebody_came_and_take_it_back(half: Station, say: dict[str, str]) -> None:
    await seats_both(half)
    wang = half.furniture.representatives["Wang"]
    day = await half.the_day(date(2026, 3, 9))
    await half.clerk.forges(Record(day=day.id, representative=wang, came=True, page=0))
    assert say["from an hour"] in half.clerk.toast
    half.goes_to(2026, 3, 9, 8, 30)
    await manages(half)
    await half.clerk.presses(say["wang came"])
    half.clerk.sees(say["recorded"])
    await half.clerk.presses(say["did not"])
    half.clerk.sees(say["not in"])
    await half.town.passes(days=1, hours=2)
    half.clerk.sees(say["account"], say["untold"])
    await half.clerk.presses(say["open"], say["wang came"])
    half.clerk.sees(say["recorded"], "❌ Sun")
    half.sun.hears_nothing("Wang")
    async with half.town.database.reading() as session:
        noted = (await session.scalars(select(Audit.action).where(Audit.action.startswith("reception.came")))).all()
    assert noted == ["reception.came", "reception.came.withdraw", "reception.came"]


async def test_who_checked_in_is_not_recorded_over_and_who_is_off_the_roster_not_at_all(
    station: Station, say: dict[str, str]
) -> None:
    await station.with_a_roster()
    station.goes_to(2026, 3, 9, 8, 40)
    day = await station.the_day(date(2026, 3, 9))
    await station.wang.forges(f"rci:{day.id}")
    wang, zhou = (station.furniture.representatives[name] for name in ("Wang", "Zhou"))
    for came in (True, False):
        await station.clerk.forges(Record(day=day.id, representative=wang, came=came, page=0))
        station.clerk.sees("✅ Wang")
        assert say["recorded"] not in station.clerk.screen
    await station.clerk.forges(Record(day=day.id, representative=zhou, came=True, page=0))
    assert say["meanwhile"] in station.clerk.toast
    async with station.town.database.reading() as session:
        assert (await session.scalars(select(RosterPlace.recorded_by_id))).all() == [None, None]


async def test_who_left_office_can_still_be_taken_off(station: Station, say: dict[str, str]) -> None:
    await station.with_a_roster()
    async with station.town.database.writing() as session:
        (await session.get_one(Representative, station.furniture.representatives["Wang"])).active = False
    await station.opens(say["roster"], "✅ Wang")
    station.wang.hears(say["not"])
    with pytest.raises(AssertionError, match="no button"):
        station.clerk.key("Wang ·")


@pytest.fixture
async def crowded(half: Station) -> AsyncIterator[Station]:
    """A station with a county's hundred and twenty; three have one name."""
    async with half.town.database.writing() as session:
        for number in range(CROWD - 3):
            name = (
                "李明"
                if number % 39 == 0
                else f"{'赵钱孙周吴郑王冯陈'[number % 9]}{'一二三四五六七八九十百千万'[number // 9]}"
            )
            session.add(
                Representative(
                    code=f"C{number}",
                    name=name,
                    sound=sound(name),
                    level=Level.TOWNSHIP,
                    constituency=f"选区{number}",
                    station_id=half.furniture.stations["Maishi"],
                )
            )
    yield half


async def test_a_countys_roster_is_turned_by_page_with_few_rows(crowded: Station, say: dict[str, str]) -> None:
    await crowded.sets_the_ninth()
    await crowded.clerk.presses(say["maishi"], say["9 mar"], say["roster"])
    crowded.clerk.sees(say["page"].format(1, 15), say["propose sun"].split("、")[0].split(",")[0])
    seen: list[str] = []
    for page in range(1, 16):
        assert len(keyboard(crowded.clerk)) <= MOST_ROWS
        seen += [
            key["callback_data"]
            for row in keyboard(crowded.clerk)
            for key in row
            if key["callback_data"].startswith(f"{Seat.__prefix__}:")
        ]
        if page < 15:
            await crowded.clerk.presses("▶")
    assert len({data.split(":")[2] for data in seen}) == CROWD


async def test_the_page_stays_when_somebody_is_put_on_or_taken_off(crowded: Station, say: dict[str, str]) -> None:
    await crowded.sets_the_ninth()
    await crowded.clerk.presses(say["maishi"], say["9 mar"], say["roster"], "▶", "▶")
    before = rows(crowded.clerk)
    name = before[3].split(" · ")[0]
    await crowded.clerk.presses(name)
    crowded.clerk.sees(say["page"].format(3, 15), say["on it"].format(name.removeprefix("💤 ")))
    after = rows(crowded.clerk)
    shown = [row for row in after if row.startswith("✅")]
    assert shown == [f"✅ {name}"]
    await crowded.clerk.presses(f"✅ {name}")
    assert rows(crowded.clerk) == before
    await crowded.clerk.presses(say["search"])
    crowded.clerk.sees(say["type"])
    await crowded.clerk.presses("⬅️")
    crowded.clerk.sees(say["page"].format(3, 15))


async def test_the_roster_is_searched_by_name_and_pinyin(crowded: Station, say: dict[str, str]) -> None:
    clerk = crowded.clerk
    await crowded.sets_the_ninth()
    await clerk.presses(say["maishi"], say["9 mar"], say["roster"], say["search"])
    for typed in ("李明", "liming", "lm"):
        await clerk.says(typed)
        clerk.sees(say["fits"].format(typed), "选区0", "选区39", "选区78")  # namesakes are told apart
        assert len(rows(clerk)) == 4
    await clerk.presses("选区39")
    clerk.sees(say["fits"].format("lm"), "✅ 💤 李明 · C39 · 选区39", say["on it"].format("李明"))
    await clerk.says("Nobody")
    clerk.sees(say["no such"].format("Nobody"))
    await clerk.says("zhao")
    clerk.sees(say["page"].format(1, 2))
    await clerk.presses("▶")
    clerk.sees(say["page"].format(2, 2), say["fits"].format("zhao"))
    assert len(keyboard(clerk)) <= MOST_ROWS
    await clerk.presses("✖️")
    clerk.sees(say["page"].format(1, 15))


async def test_many_who_cannot_be_told_have_keys_in_pages(crowded: Station, say: dict[str, str]) -> None:
    await crowded.sets_the_ninth()
    await crowded.clerk.presses(say["maishi"], say["9 mar"], say["roster"], "▶")
    for row in rows(crowded.clerk)[1:6]:
        await crowded.clerk.presses(row.split(" · ")[0])
    await crowded.clerk.presses("▶")
    for row in rows(crowded.clerk)[1:6]:
        await crowded.clerk.presses(row.split(" · ")[0])
    await manages(crowded)
    assert len(keyboard(crowded.clerk)) <= MOST_ROWS
    await crowded.clerk.presses("▶", "✉️", "⬅️")
    assert any("◀" in row for row in rows(crowded.clerk))  # back at the page one came from
