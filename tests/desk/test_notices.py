"""Staff write notices at the desk, look at them as their readers will, and see how far they are."""

from typing import Any

import pytest
from sqlalchemy import select

from storage.models.notices import Notice
from storage.vocabulary import NoticeState
from tests.desk.browser import Browser, Page, opened
from tests.notices.office import Office
from tests.town import Town

WORDS = "The road will be mended next week"
NEW: dict[str, Any] = {"text_en": WORDS, "column": "news"}
EVIL = '<script>alert(1)</script> "quoted" & more'


class AtDesk:
    """Chen, who writes, and Du, who releases; each has a browser."""

    def __init__(self, office: Office, browser: Browser) -> None:
        self.office, self.chen = office, browser
        self.du = Browser(browser.base, office.town)

    async def notice(self, number: int = 1) -> Notice:
        """As it is kept."""
        async with self.office.town.database.reading() as session:
            return (await session.scalars(select(Notice).where(Notice.id == number))).one()

    async def does(self, who: Browser, move: str, **fields: object) -> Page:
        """A move of the first notice as the page offers it."""
        page = await who.get("/staff/notices/1")
        return await who.post(f"/staff/notices/1/{move}", {"version": page.field("version"), **fields})


@pytest.fixture
async def desk(town: Town) -> Any:
    """Both are in."""
    async with opened(town) as browser:
        office = await Office(town, "en").settle()
        both = AtDesk(office, browser)
        await both.chen.enters(office.chen)
        await both.chen.get("/staff/notices")
        await both.du.enters(office.du)
        await both.du.get("/staff/notices")
        yield both


async def test_a_notice_is_written_seen_counted_and_released_by_a_second_person(desk: AtDesk) -> None:
    li, wu = await desk.office.people(Li="en", Wu="zh-hans")
    page = await desk.chen.post("/staff/notices/new", {**NEW, "text_en": f"{WORDS} {EVIL}"})
    assert "The draft is kept" in page.text and EVIL in page.text and "<script>alert" not in page.source
    assert "No more: News" in page.text and "also for readers of Chinese" in page.text
    await desk.office.notices.step()
    page = await desk.chen.get("/staff/notices/1")
    assert "people get it" in page.text and "1 of them reads Chinese and gets the text in English" in page.text
    handed = await desk.does(desk.chen, "hand_over")
    assert "Handed over" in handed.text and "Release it" not in handed.text
    assert "1 waits for your release" in (await desk.du.get("/staff/notices")).text
    back = await desk.does(desk.du, "send_back", remark="Say which road")
    assert "Sent back; its author was told" in back.text
    seen = await desk.chen.get("/staff/notices/1")
    assert "Say which road" in seen.text
    form = await desk.chen.get("/staff/notices/1/change")
    changed = {**NEW, "text_en": "East Street will be mended", "text_zh_Hans": "东街下周维修"}
    page = await desk.chen.post("/staff/notices/1/change", {**changed, "version": form.field("version")})
    assert "东街下周维修" in page.text and "不再接收：工作动态" in page.text
    await desk.does(desk.chen, "hand_over")
    released = await desk.does(desk.du, "release")
    assert "Released" in released.text
    while await desk.office.works():
        await desk.office.sends()
    li.hears("East Street will be mended")
    wu.hears("东街下周维修")
    done = await desk.chen.get("/staff/notices/1")
    assert "100 %" in done.text and "arrived" in done.text and "http-equiv" not in done.source
    assert (await desk.notice()).state is NoticeState.DONE


async def test_what_goes_out_renews_itself_and_is_stopped(desk: AtDesk) -> None:
    await desk.office.people(Li="en", Wu="en")
    await desk.chen.post("/staff/notices/new", NEW)
    await desk.does(desk.chen, "hand_over")
    desk.chen.settles = desk.du.settles = False
    await desk.does(desk.du, "release")
    for _ in range(3):
        await desk.office.works()
    page = await desk.chen.get("/staff/notices/1")
    assert 'data-renew="3"' in page.source and "<noscript><meta http-equiv" in page.source
    paused = await desk.does(desk.chen, "pause")
    assert "Paused" in paused.text and "data-renew" not in paused.source and "Go on" in paused.text
    old = await desk.chen.post("/staff/notices/1/resume", {"version": "1"})
    assert old.status in (404, 409) and "moved on meanwhile" in old.text
    cancelled = await desk.does(desk.chen, "cancel")
    assert "Cancelled" in cancelled.text and (await desk.notice()).state is NoticeState.CANCELLED
    assert "cancelled" in (await desk.chen.get("/staff/notices?which=over&words=road")).text
    assert "There is no notice like that" in (await desk.chen.get("/staff/notices?which=drafts")).text


async def test_what_was_typed_is_not_lost(desk: AtDesk) -> None:
    empty = await desk.chen.post("/staff/notices/new", {"reason": "The dam", "for": "roles:staff"})
    assert empty.status == 409 and "still missing" in empty.text and 'value="The dam"' in empty.source
    assert 'value="roles:staff" checked' in empty.source
    short = await desk.chen.post("/staff/notices/new", {**NEW, "column": "urgent", "reason": "Dam"})
    assert short.status == 409 and "at least a few words" in short.text and WORDS in short.text
    for odd in (
        {"on": "2026-03-20"},
        {"on": "2020-01-01", "at_hour": "10:00"},
        {"on": "2027-01-01", "at_hour": "10:00"},
    ):
        page = await desk.chen.post("/staff/notices/new", {**NEW, **odd})
        assert page.status == 409 and WORDS in page.text, odd
    long = await desk.chen.post("/staff/notices/new", {**NEW, "text_en": "long " * 900})
    assert long.status == 409 and "4096" in long.text.replace(",", "")
    nowhere = await desk.chen.post("/staff/notices/new", {**NEW, "for": ["areas:999", "roles:king"]})
    assert nowhere.status == 409 and WORDS in nowhere.text
    async with desk.office.town.database.reading() as session:
        assert list(await session.scalars(select(Notice.id))) == []


async def test_a_draft_is_changed_as_it_is_ticked_and_planned(desk: AtDesk) -> None:
    areas, stations = desk.office.furniture.areas, desk.office.furniture.stations
    chosen = [f"areas:{areas['Jiufang']}", "languages:en", f"stations:{stations['Maishi']}"]
    filled = {**NEW, "for": chosen, "on": "2026-03-10", "at_hour": "09:30"}
    page = await desk.chen.post("/staff/notices/new", filled)
    assert "Tue 10 Mar 2026 09:30" in page.text and "readers of English" in page.text
    kept = await desk.notice()
    assert kept.audience == {"areas": [areas["Jiufang"]], "stations": [stations["Maishi"]], "languages": ["en"]}
    form = await desk.chen.get("/staff/notices/1/change")
    assert f'value="{chosen[0]}" checked' in form.source and 'value="2026-03-10"' in form.source
    away = {**NEW, "for": "roles:staff", "version": form.field("version")}
    await desk.chen.post("/staff/notices/1/change", away)
    kept = await desk.notice()
    assert kept.audience == {"roles": ["staff"]} and kept.send_at is None
    emptied = await desk.chen.post("/staff/notices/1/change", {**away, "text_en": "", "version": kept.version})
    assert emptied.status == 409 and "cannot be left empty" in emptied.text
    gone = await desk.does(desk.chen, "drop")
    assert "thrown away" in gone.text


async def test_marks_from_the_chat_are_seen_and_stay_as_long_as_the_words(desk: AtDesk) -> None:
    await desk.chen.post("/staff/notices/new", NEW)
    marks = [{"type": "bold", "offset": 0, "length": 8}, {"type": "text_link", "offset": 9, "length": 4, "url": 'x"y'}]
    async with desk.office.town.database.writing() as session:
        notice = await session.get_one(Notice, 1)
        notice.texts[0].body = {"text": WORDS, "entities": marks}
    page = await desk.chen.get("/staff/notices/1/change")
    assert "Its marks" in page.text
    seen = await desk.chen.post("/staff/notices/1/change", {**NEW, "version": page.field("version")})
    assert "<b>The road</b>" in seen.source and 'Links lead to: x"y' in seen.text
    assert (await desk.notice()).texts[0].body["entities"] == marks


async def test_one_whose_time_has_passed_is_sent_now_or_not(desk: AtDesk) -> None:
    await desk.chen.post("/staff/notices/new", {**NEW, "on": "2026-03-10", "at_hour": "09:30"})
    await desk.does(desk.chen, "hand_over")
    await desk.office.town.passes(days=9)
    await desk.du.enters(desk.office.du)
    page = await desk.du.get("/staff/notices/1")
    assert "That time has passed" in page.text and "Send it now" in page.text
    late = await desk.du.post("/staff/notices/1/release", {"version": page.field("version")})
    assert late.status == 409 and "That time has passed" in late.text
    assert "Released" in (await desk.does(desk.du, "release", at_once="1")).text


async def test_odd_addresses(desk: AtDesk) -> None:
    for odd in ("page=9999999", "which=zzz", "words=%00%FF"):
        assert (await desk.chen.get(f"/staff/notices?{odd}")).status == 200, odd
    for path in ("9999", "0", "zzz"):
        assert (await desk.chen.get(f"/staff/notices/{path}")).status == 404, path
        assert (await desk.chen.post(f"/staff/notices/{path}/release")).status == 404, path
