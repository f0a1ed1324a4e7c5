"""Staff read the year's promises: late first, by what came of them, with what earlier years left unkept."""

from datetime import date, timedelta

from sqlalchemy import select

from handlers.league.callbacks import OpenPromise, PromisesPage
from handlers.presentation.callbacks import OpenScreening
from storage.models.commitments import Commitment, CommitmentReport
from storage.models.opinions import Opinion
from storage.queries.yearly_promises import Kept
from storage.vocabulary import CommitmentState
from tests.league.book import WEEK, Book
from tests.town import MONDAY

PAST, AHEAD, LAST_YEAR = date(2026, 2, 20), date(2026, 9, 1), date(2025, 11, 30)


async def several(book: Book) -> None:
    """Two open, one of them late; one reported done; one confirmed, one not, one refuted; one nobody waits for."""
    await book.promised("Power", 1, CommitmentState.OPEN, AHEAD)
    await book.promised("Water", 1, CommitmentState.OPEN, PAST)
    await book.promised("Power", 1, CommitmentState.REPORTED, date(2026, 5, 1))
    await book.promised("Roads", 1, CommitmentState.CONFIRMED, PAST)
    await book.promised("Roads", 1, CommitmentState.UNCONFIRMED, PAST)
    await book.promised("Roads", 1, CommitmentState.REFUTED, PAST)
    await book.promised("Roads", 1, CommitmentState.DROPPED, PAST)


def reference(number: int) -> str:
    """That of a case, by its place."""
    return f"TC-2026-{number:06d}"


async def test_open_ones_stand_late_first_below_the_counts(book: Book) -> None:
    says, clerk = book.says, book.clerk
    await several(book)
    await clerk.says("/promises")
    clerk.sees(
        says("🤝 Promises of 2026: 🤝 open", "🤝 2026年承诺：🤝 落实中"),
        says(
            "🤝 open 2, 🔴 late 1, 🏁 said to be done 1, ✅ confirmed 1",
            "🤝 落实中 2，🔴 已过期 1，🏁 已报办结 1，✅ 已确认 1",
        ),
        says("☑️ not confirmed 1, ❌ not kept 1", "☑️ 未确认 1，❌ 未落实 1"),
    )
    order = sorted((reference(number) for number in (1, 2)), key=clerk.screen.index)
    assert order == [reference(2), reference(1)]
    assert f"🔴 {reference(2)}" in clerk.screen and reference(3) not in clerk.screen


async def test_each_kind_has_its_list(book: Book) -> None:
    says, clerk = book.says, book.clerk
    await several(book)
    await clerk.says("/promises")
    for key, number in (
        (says("🔴 late (1)", "🔴 已过期"), 2),
        (says("🏁 said to be done (1)", "🏁 已报办结"), 3),
        (says("✅ confirmed (1)", "✅ 已确认"), 4),
        (says("☑️ not confirmed (1)", "☑️ 未确认"), 5),
        (says("❌ not kept (1)", "❌ 未落实"), 6),
    ):
        await clerk.presses(key)
        found = [one for one in map(reference, range(1, 8)) if one in clerk.screen]
        assert found == [reference(number)]


async def test_what_a_year_left_unkept_stands_in_the_next_with_its_history(book: Book) -> None:
    says, clerk = book.says, book.clerk
    made = MONDAY - 30 * WEEK
    await book.promised("Power", 1, CommitmentState.OPEN, PAST, first=LAST_YEAR, moves=1, made=made)
    await book.promised("Power", 1, CommitmentState.CONFIRMED, LAST_YEAR, made=made, ended=MONDAY - 20 * WEEK)
    await book.promised("Water", 1, CommitmentState.OPEN, date(2027, 5, 1))
    async with book.town.database.writing() as session:
        first = (await session.scalars(select(Commitment).order_by(Commitment.id).limit(1))).unique().one()
        facts = {"commitment_id": first.id, "by_id": None, "told": True}
        moved = CommitmentReport(
            **facts, at=MONDAY - 20 * WEEK, text="Rain", percent=None, due_before=LAST_YEAR, due_on=PAST
        )
        session.add_all([moved, CommitmentReport(**facts, at=MONDAY - WEEK, text="The pole stands", percent=60)])
    await clerk.says("/promises")
    clerk.sees(f"↪️ {reference(1)}", says("carried over", "结转"), f"🤝 {reference(3)}")
    assert reference(2) not in clerk.screen and "🗓 2027" not in clerk.screen
    await clerk.presses(reference(1))
    clerk.sees(
        says("Carried over from 2025", "由2025年结转"),
        says("30 Nov 2025", "2025年11月30日"),
        says("Power Bureau promised this by", "供电局承诺于"),
        says("That day has passed", "已过"),
        says("moved from", "改为"),
        "Rain",
        "60 ?%",
        "The pole stands",
    )
    await clerk.presses(says("Back", "返回"), "🗓 2025")
    clerk.sees(says("🤝 Promises of 2025", "🤝 2025年承诺"), reference(1))
    assert "↪️" not in clerk.screen and reference(3) not in clerk.screen


async def test_the_card_opens_the_case_and_that_leads_back(book: Book) -> None:
    says, clerk = book.says, book.clerk
    await several(book)
    await clerk.says("/promises")
    clerk.sees(says("by 20 Feb · Water", "2月20日.* · 水利"))
    await clerk.presses(says("🔴 late (1)", "🔴 已过期"), reference(2), says("Open the case", "打开"))
    clerk.sees(reference(2), "Li Lei")
    await clerk.presses(says("⬅️ Back", "⬅️ 返回"))
    clerk.sees(says("🤝 Promises of 2026: 🔴 late", "🤝 2026年承诺：🔴 已过期"))
    await clerk.presses("🏠")
    await clerk.forges(OpenScreening(opinion=2))
    assert says("⬅️ Back", "⬅️ 返回") not in clerk.screen


async def test_time_that_staff_gave_or_owe_is_not_late(book: Book) -> None:
    asked = await book.promised("Power", 1, CommitmentState.OPEN, PAST)
    given = await book.promised("Power", 1, CommitmentState.OPEN, PAST)
    async with book.town.database.writing() as session:
        (await session.get_one(Opinion, asked[0])).extension_asked = True
        (await session.get_one(Opinion, given[0])).due_at = MONDAY + timedelta(days=3)
    await book.clerk.says("/promises")
    book.clerk.sees(book.says("🔴 late 0", "🔴 已过期 0"))


async def test_a_station_sees_its_own_and_others_see_none(book: Book) -> None:
    await several(book)
    await book.promised("Power", 1, CommitmentState.OPEN, AHEAD, station="Tanghu")
    await book.ma.says("/promises")
    book.ma.sees(reference(8))
    await book.ma.forges(OpenPromise(year=2026, kept=Kept.OPEN, promise=1))
    book.ma.hears_nothing(reference(1), "A new lamp")
    for someone in (book.wang, book.li):
        await someone.says("/promises")
        await someone.forges(PromisesPage(year=2026, kept=Kept.OPEN, page=0))
        await someone.forges(OpenPromise(year=2026, kept=Kept.OPEN, promise=1))
        someone.hears_nothing(reference(1), "A new lamp")


async def test_it_is_searched_by_unit_and_reference_and_turned(book: Book) -> None:
    says, clerk = book.says, book.clerk
    await book.promised("Power", 7, CommitmentState.OPEN, AHEAD)
    await book.promised("Water", 1, CommitmentState.OPEN, AHEAD)
    await clerk.says("/promises")
    assert reference(8) not in clerk.screen
    await clerk.presses("▶")
    clerk.sees(reference(7), reference(8))
    await clerk.presses("🔤")
    await clerk.says(says("water", "水利"))
    clerk.sees(reference(8))
    assert reference(7) not in clerk.screen
    await clerk.presses("🔤")
    await clerk.says("nowhere")
    clerk.sees(says("No promise here says so", "没有这样的承诺"))
