"""Staff read the league: the figures, either order, periods, topics and stations, small samples, rights, files."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from sqlalchemy import update

from bot import tries
from bot.aside import outcome_of
from handlers.core.aside import Outcome, Work
from handlers.core.league.figures import FRESH
from handlers.core.league.rules import Column
from handlers.league.callbacks import CountAnew, LeaguePage, OpenStanding, SetOrder, SetPeriod, TakeOut
from storage.models.directory import HandlingUnit
from storage.models.opinions import Opinion
from storage.vocabulary import CommitmentState, Satisfaction
from tests.league.book import SECRET, WEEK, Book
from tests.town import MONDAY, Actor

PAST, AHEAD = date(2026, 2, 20), date(2026, 9, 1)


async def figures(book: Book) -> None:
    """Power: 13 received, 11 in time and 2 late; Water: 12, of which 4 late and one returned; Roads: 9."""
    await book.wrote("Power", 8, rated=Satisfaction.SATISFIED)
    await book.wrote("Power", 3, rated=Satisfaction.MOSTLY)
    await book.wrote("Power", 1, replied=4 * WEEK)
    await book.wrote("Power", 1, replied=None)
    await book.wrote("Water", 7, rated=Satisfaction.DISSATISFIED)
    await book.wrote("Water", 4, replied=None, ended=4 * WEEK)
    await book.wrote("Water", 1, returned=True)
    await book.wrote("Roads", 9)


async def looks(book: Book, actor: Actor | None = None) -> Actor:
    """The clerk opens the league."""
    actor = actor or book.clerk
    await actor.says("/units")
    return actor


def names(actor: Actor, *wanted: str) -> list[str]:
    """In which order these stand on the screen."""
    return sorted(wanted, key=actor.screen.index)


async def test_each_units_figures_stand_in_a_line(book: Book) -> None:
    says = book.says
    await figures(book)
    clerk = await looks(book)
    clerk.sees(
        says("🏆 Units: the year 2026", "🏆 承办单位：2026年"),
        "📨 13 · ✅ 11 · 🔴 2 · ↩️ 0 · 🏁 0 \\+ 0 · 😀 100 % · 📅 0",
        "📨 12 · ✅ 7 · 🔴 4 · ↩️ 1 · 🏁 0 \\+ 0 · 😀 – · 📅 0",
        says("fewer than 10 cases", "不足 10 件"),
        says("1\\. Power Bureau", "1\\. 供电局"),
        says("– Roads Bureau", "– 交通局"),
    )
    power, water, roads = (says(f"{one} Bureau", chinese) for one, chinese in BUREAUS)
    assert names(clerk, roads, water, power) == [power, water, roads]


BUREAUS = (("Power", "供电局"), ("Water", "水利局"), ("Roads", "交通局"))


async def test_a_card_shows_three_rates_apart(book: Book) -> None:
    says = book.says
    await figures(book)
    await book.promised("Power", 9, CommitmentState.CONFIRMED, PAST)
    await book.promised("Power", 2, CommitmentState.UNCONFIRMED, PAST)
    await book.promised("Power", 1, CommitmentState.REFUTED, PAST)
    await book.promised("Power", 1, CommitmentState.OPEN, PAST, moves=1)
    await book.promised("Power", 1, CommitmentState.OPEN, AHEAD)
    await book.promised("Power", 1, CommitmentState.DROPPED, PAST)
    clerk = await looks(book)
    await clerk.presses(says("Power Bureau", "供电局"))
    clerk.sees(
        says("Replied in time: 93 %", "按期办复率：93 %"),
        says("Promises confirmed: 69 %", "承诺落实率：69 %"),
        says("mostly satisfied: 100 %", "满意率（满意和基本满意）：100 %"),
        says("Done and confirmed: 9", "已办结并确认：9"),
        says("Reported done, not confirmed: 2", "已报办结，未确认：2"),
        says("Not done, say who wrote: 1", "提出人认为未办：1"),
        says("Day passed: 1", "承诺已过期：1"),
        says("Dates moved: 1", "改期次数：1"),
        says("😀 Satisfied: 8", "😀 满意：8"),
        says("🙂 Mostly: 3", "🙂 基本满意：3"),
        says("🙁 Dissatisfied: 0", "🙁 不满意：0"),
    )
    await clerk.presses(says("Back", "返回"))
    clerk.sees(says("🏆 Units", "🏆 承办单位"))


async def test_nobody_is_late_while_staff_owe_a_decision_or_gave_time(book: Book) -> None:
    await figures(book)
    asked = await book.promised("Power", 1, CommitmentState.OPEN, PAST)
    given = await book.promised("Power", 1, CommitmentState.OPEN, PAST)
    async with book.town.database.writing() as session:
        (await session.get_one(Opinion, asked[0])).extension_asked = True
        (await session.get_one(Opinion, given[0])).due_at = MONDAY + WEEK
    clerk = await looks(book)
    await clerk.presses(book.says("Power Bureau", "供电局"))
    clerk.sees(book.says("Day passed: 0", "承诺已过期：0"))


async def test_it_is_ordered_either_way_by_each_figure(book: Book) -> None:
    says = book.says
    await figures(book)
    clerk = await looks(book)
    power, water, roads = (says(f"{one} Bureau", chinese) for one, chinese in BUREAUS)
    await clerk.presses(says("↕️ Order", "↕️ 排序"), says("👎 late", "👎 逾期件数"))
    clerk.sees(says("By late replies, worst first", "排序：逾期件数，从差到好"))
    assert names(clerk, roads, water, power) == [water, power, roads]
    for column in Column:
        for worst in (False, True):
            await clerk.forges(SetOrder(of=0, column=column, worst=worst))
            assert names(clerk, roads, water, power)[-1] == roads


async def test_a_period_counts_what_was_referred_in_it(book: Book) -> None:
    says = book.says
    await book.wrote("Power", 12, at=MONDAY - 60 * WEEK)
    await book.wrote("Power", 10, at=MONDAY - 4 * WEEK)
    clerk = await looks(book)
    clerk.sees("📨 10 ·")
    await clerk.presses(says("🗓 Period", "🗓 期间"), says("the year 2025", "2025年"))
    clerk.sees(says("the year 2025", "2025年"), "📨 12 ·")
    await clerk.presses(says("🗓 Period", "🗓 期间"), says("February 2026", "2026年2月"))
    clerk.sees("📨 10 ·")
    await clerk.presses(says("🗓 Period", "🗓 期间"), says("quarter 4 of 2025", "2025年第4季度"))
    assert "📨 1" not in clerk.screen


async def test_topics_and_stations_have_the_same_table(book: Book) -> None:
    says = book.says
    await figures(book)
    await book.wrote("Power", 10, station="Tanghu", topic="water")
    clerk = await looks(book)
    await clerk.presses(says("🏷 Topics", "🏷 主题"))
    clerk.sees(says("🏷 Topics: the year 2026", "🏷 主题：2026年"), "📨 34 ·", "📨 10 ·")
    await clerk.presses(says("📍 Stations", "📍 联络站"))
    clerk.sees(
        says("Maishi station", "麦市镇代表联络站"), says("Tanghu station", "塘湖镇代表联络站"), "📨 34 ·", "📨 10 ·"
    )


async def test_a_station_sees_figures_of_its_own_cases(book: Book) -> None:
    says = book.says
    await figures(book)
    await book.wrote("Power", 10, station="Tanghu")
    await book.promised("Power", 1, CommitmentState.CONFIRMED, PAST, station="Tanghu")
    await book.promised("Power", 1, CommitmentState.CONFIRMED, PAST)
    ma = await looks(book, book.ma)
    ma.sees("📨 11 · ✅ 11 ·", "🏁 1 \\+ 0")
    assert says("Water Bureau", "水利局") not in ma.screen
    await ma.forges(LeaguePage(of=2, page=0))
    ma.sees(says("Tanghu station", "塘湖镇代表联络站"))
    assert says("Maishi", "麦市") not in ma.screen
    await ma.forges(OpenStanding(of=2, subject=book.furniture.stations["Maishi"]))
    assert says("Maishi", "麦市") not in ma.screen


async def test_it_is_for_staff_only_and_shows_nothing_of_what_was_written(book: Book) -> None:
    await figures(book)
    for someone in (book.wang, book.gao, book.li):
        await someone.says("/units")
        for data in (
            LeaguePage(of=0, page=0),
            OpenStanding(of=0, subject=book.furniture.units["Power"]),
            SetPeriod(of=0, code="2026"),
            TakeOut(of=0, picture=False),
        ):
            await someone.forges(data)
        someone.hears_nothing("📨 13")
        assert not [one for one in someone.messages if "document" in one.content or "photo" in one.content]
    clerk = await looks(book)
    clerk.hears_nothing(SECRET, "Li Lei")


async def test_what_was_counted_stands_for_an_hour_unless_it_is_counted_anew(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = []

    async def beside(work: Work) -> Outcome:
        counted.append(work.name)
        return await outcome_of(work)

    monkeypatch.setattr(tries, "outcome_of", beside)
    await book.wrote("Power", 10)
    clerk = await looks(book)
    await book.wrote("Power", 1)
    await clerk.forges(LeaguePage(of=0, page=0))
    clerk.sees("📨 10 ·")
    await clerk.forges(CountAnew(of=0))
    clerk.sees("📨 11 ·")
    assert counted == ["storage.beside.answered"] * 2
    await book.wrote("Power", 1)
    book.town.clock.instant += FRESH + timedelta(minutes=1)
    await looks(book)
    clerk.sees("📨 12 ·")


async def test_a_name_is_found_and_what_is_not_there_is_said(book: Book) -> None:
    says = book.says
    async with book.town.database.writing() as session:
        session.add_all(HandlingUnit(code=f"X{n}", name=f"第{n}局", name_en=f"Office {n}") for n in range(9))
    await figures(book)
    clerk = await looks(book)
    await clerk.presses("🔤")
    await clerk.says("water")
    clerk.sees("📨 12 ·")
    assert says("Power Bureau", "供电局") not in clerk.screen
    await clerk.presses("🔤")
    await clerk.says("nowhere")
    clerk.sees(says("nothing with “nowhere”. Type something else", "没有含“nowhere”的内容"))
    await clerk.says("power")  # as they were told, without the key
    clerk.sees("📨 13 ·")


async def test_the_workbook_holds_all_and_no_formula(book: Book) -> None:
    says = book.says
    await figures(book)
    async with book.town.database.writing() as session:
        named = {"name": "=1+1", "name_en": "=1+1"}
        await session.execute(update(HandlingUnit).where(HandlingUnit.code == "U-Power").values(named))
    clerk = await looks(book)
    await clerk.presses("📊")
    sent = clerk.messages[-1].content["document"]
    assert sent["file_name"] == "huiyin-unit-2026.xlsx"
    content = book.town.world.files.content(sent["file_id"])
    page = openpyxl.load_workbook(io.BytesIO(content)).active
    assert page is not None
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=4)]
    assert rows[0][:3] == says("Name|Received|Replied in time", "名称|收到|按期答复").split("|")
    assert rows[1][:6] == ["=1+1", 13, 11, 2, 0, pytest.approx(11 / 13)]
    assert page.cell(5, 1).data_type == "s"
    assert page.cell(4, 2).alignment.wrap_text
    assert rows[3][1:] == ["–"] * 16
    assert "league.export" in await book.noted()


async def test_the_picture_shows_who_can_be_shown(book: Book) -> None:
    says = book.says
    clerk = await looks(book)
    await clerk.presses("🖼")
    assert says("nothing to draw", "暂无法作图") in clerk.toast
    await figures(book)
    await clerk.forges(CountAnew(of=0))
    await clerk.presses("🖼")
    assert "photo" in clerk.messages[-1].content
    clerk.hears(
        says(
            "🟦 replied in time · 🟩 promises confirmed · 🟨 satisfaction", "🟦 按期办复率 · 🟩 承诺落实率 · 🟨 满意率"
        )
    )
