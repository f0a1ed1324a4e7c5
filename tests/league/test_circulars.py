"""County staff write circulars from the league: proposed in both languages, changed by hand, sent out as a notice."""

import pytest
from sqlalchemy import select

from bot.notices import Notices
from bot.sweep import sweep
from handlers.league.callbacks import Circulars, ProposeCircular
from storage.models.notices import Notice
from storage.vocabulary import CommitmentState, NoticeColumn, NoticeState, Role, Satisfaction
from tests.league.book import SECRET, WEEK, Book
from tests.league.test_promises import PAST
from tests.town import Actor


async def figures(book: Book) -> None:
    """Power does well, Water badly, Roads has too few cases to be named."""
    await book.wrote("Power", 12, rated=Satisfaction.SATISFIED)
    await book.promised("Power", 10, CommitmentState.CONFIRMED, PAST, rated=Satisfaction.MOSTLY)
    await book.wrote("Water", 6, rated=Satisfaction.SATISFIED)
    await book.wrote("Water", 6, rated=Satisfaction.DISSATISFIED, replied=4 * WEEK)
    await book.wrote("Roads", 9, rated=Satisfaction.DISSATISFIED)


async def proposes(book: Book, english: str, chinese: str) -> Actor:
    """The county's clerk has a circular drafted."""
    await figures(book)
    await book.clerk.says("/units")
    await book.clerk.presses(book.says("✍️ Circulars", "✍️ 通报"), book.says(english, chinese))
    return book.clerk


async def drafts(book: Book) -> list[Notice]:
    """All notices, in order."""
    async with book.town.database.reading() as session:
        return list((await session.scalars(select(Notice).order_by(Notice.id))).unique())


async def test_who_did_well_is_commended_in_both_languages(book: Book) -> None:
    clerk = await proposes(book, "🏅 Commend (1)", "🏅 表扬")
    clerk.sees(book.says("Units? and representatives|Unit", "承办单位"))
    (draft,) = await drafts(book)
    assert (draft.state, draft.column, draft.station_id) == (NoticeState.DRAFT, NoticeColumn.NEWS, None)
    assert draft.audience == {"roles": [Role.UNIT, Role.REPRESENTATIVE]}
    english, chinese = (one.body["text"] for one in draft.texts)
    assert "1. Power Bureau: 22 received, 100 % replied to in time" in english
    assert "100 % of promises confirmed, 100 % satisfied" in english
    assert "1. 供电局：收到 22 件，按期办复率 100 %，承诺落实率 100 %，满意率 100 %" in chinese
    for text in (english, chinese):
        assert "Water" not in text and "水利" not in text and "Roads" not in text and "交通局" not in text
        assert SECRET not in text and "Li Lei" not in text


async def test_who_lags_is_named_and_who_has_too_few_cases_is_not(book: Book) -> None:
    await proposes(book, "📣 Criticise (1)", "📣 通报批评")
    (draft,) = await drafts(book)
    english, chinese = (one.body["text"] for one in draft.texts)
    assert "1. Water Bureau: 12 received, 50 % replied to in time, 50 % satisfied" in english
    assert "1. 水利局：收到 12 件，按期办复率 50 %，满意率 50 %" in chinese
    assert "below 92 %" in english and "Roads" not in english and "Power" not in english


async def test_it_is_changed_by_hand_and_reaches_units_and_representatives_once_released(book: Book) -> None:
    says, town = book.says, book.town
    du = await town.grant(town.person("Du", book.language), Role.STAFF)
    clerk = await proposes(book, "🏅 Commend", "🏅 表扬")
    await clerk.presses(says("Preview", "预览"))
    clerk.hears(says("🏅 Commended", "🏅 表扬"), says("Power Bureau: 22", "供电局：收到 22 件"))
    await clerk.presses(says("✏️ Text", "✏️ 中文内容"))
    await clerk.says(says("Well done, Power Bureau", "供电局，做得好"))
    feeder = Notices(town.database, town.place, town.clock, recall=lambda seconds: None, on_commit=town.committed)

    async def works() -> bool:
        await sweep(town.database, town.place, town.clock, town.committed)
        return await feeder.step()

    await clerk.presses(says("Hand over", "提交放行"))
    town.beside.append(works)
    await du.presses(says("Look at it", "查看"), says("Release it", "放行"))
    for someone in (book.gao, book.wang):
        someone.hears(says("Well done, Power Bureau", "供电局，做得好"))
    book.li.hears_nothing("Well done", "做得好")


async def test_where_nobody_is_to_be_named_it_is_said(book: Book) -> None:
    says, clerk = book.says, book.clerk
    await book.wrote("Roads", 9, rated=Satisfaction.DISSATISFIED)
    await clerk.says("/units")
    await clerk.presses(says("✍️ Circulars", "✍️ 通报"), says("🏅 Commend", "🏅 表扬"))
    assert says("A longer one has more cases", "更长的期间") in clerk.toast
    await clerk.presses(says("📣 Criticise", "📣 通报批评"))
    assert says("below a floor", "均已达标") in clerk.toast
    assert not await drafts(book)


@pytest.mark.parametrize("who", ["ma", "wang", "gao", "li"])
async def test_only_the_county_office_writes_them(book: Book, who: str) -> None:
    await figures(book)
    someone: Actor = getattr(book, who)
    await someone.says("/units")
    assert book.says("Circulars", "通报") not in someone.screen
    await someone.forges(Circulars())
    await someone.forges(ProposeCircular(praise=True))
    assert not await drafts(book)
    someone.hears_nothing("🏅")
