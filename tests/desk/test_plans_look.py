"""Months, notices and settings in a real browser: read by axe in both languages, light and dark, wide and narrow."""

from datetime import time

import pytest
from playwright.async_api import expect

from handlers.core.casework.policy import Interval
from storage.models.calendar import CalendarDay
from storage.models.notices import Notice, NoticeText
from storage.models.opinions import DeclineTemplate
from storage.models.policy import Policy
from storage.models.reception import ReceptionDay, RosterPlace
from storage.models.unit_work import ReplyTemplate
from storage.queries.people import by_chat
from storage.vocabulary import CaseKind, NoticeColumn, NoticeState, Role
from tests.constituents.conftest import People
from tests.desk.browser import opened
from tests.desk.test_looks import pytestmark as needs_chromium
from tests.desk.test_looks import read, seen
from tests.town import Town

pytestmark = needs_chromium


async def receives(people: People) -> None:
    """Wang sits on a reception day this week, and one was called off."""
    station, now = people.furniture.stations["Maishi"], people.town.clock.now()
    async with people.town.database.writing() as session:
        for off in (False, True):
            held = ReceptionDay(
                station_id=station,
                planned=now.date(),
                day=now.date(),
                starts=time(9),
                ends=time(11),
                place="Village hall",
                cancelled_at=now if off else None,
                reason="The hall is being painted" if off else None,
            )
            session.add(held)
            await session.flush()
            session.add(RosterPlace(day_id=held.id, representative_id=people.furniture.representatives["Wang"]))


async def writes(people: People) -> None:
    """The clerk has a draft; a colleague's waits for release, and one is on its way."""
    now = people.town.clock.now()
    body = {"text": "East Street\nis mended", "entities": [{"type": "bold", "offset": 0, "length": 11}]}
    async with people.town.database.writing() as session:
        clerk = await by_chat(session, people.clerk.id)
        colleague = await by_chat(session, people.wang.id)
        assert clerk is not None and colleague is not None
        for author, state in ((clerk, NoticeState.DRAFT), (colleague, NoticeState.HANDED), (clerk, NoticeState.PAUSED)):
            numbers = {"recipients": 1234, "sent": 900, "unreachable": 12, "failed": 3, "ambiguous": 2, "muted": 5}
            session.add(
                Notice(
                    author=author,
                    state=state,
                    created_at=now,
                    column=NoticeColumn.NEWS,
                    counts={"languages": {"en": 3, "zh_Hans": 2}, "muted": 1, "unreachable": 1},
                    texts=[NoticeText(language="en", body=body, sources=[])],
                    **(numbers if state is NoticeState.PAUSED else {}),
                )
            )
            await session.flush()


async def keeps(people: People) -> None:
    """A day was made free, a clock changed; a reason is offered and one no longer; the unit has a template."""
    now = people.town.clock.now()
    async with people.town.database.writing() as session:
        session.add(CalendarDay(day=now.date(), working=False, reason="Founding day", entered_at=now))
        session.add(Policy(kind=CaseKind.SUGGESTION, name=Interval.SCREENING.value, topic_id=1, days=4, changed_at=now))
        for archived in (False, False, True):
            words = {"en": "Ask the water works"}
            session.add(DeclineTemplate(title=words, text=words, position=9, archived=archived))
        unit = people.furniture.units["Power"]
        session.add(ReplyTemplate(unit_id=unit, title="Lamp", text="Mended on {date}", changed_at=now))


@pytest.mark.parametrize(("code", "scheme"), [("en", "light"), ("zh-hans", "dark")])
async def test_each_page_can_be_read_by_everybody(town: Town, code: str, scheme: str) -> None:
    async with opened(town) as browser:
        people = await People(town, code).settle()
        await receives(people)
        await writes(people)
        await keeps(people)
        found = []
        of_staff: tuple[str, ...] = (
            "reception",
            "reception?view=week",
            "reception/1",
            "reception/2",
            "reception/plan?station=1",
        )
        of_staff += ("notices", "notices?which=over", "notices/new", "notices/1/change")
        of_staff += ("notices/1", "notices/2", "notices/3")
        of_staff += ("settings/calendar", "settings/calendar?year=2028&day=2028-03-01", "settings/reasons")
        of_staff += ("settings/clocks", "settings/clocks/screening?of=suggestion")
        officer = await town.grant(town.person("Gao", code), Role.UNIT, unit_id=people.furniture.units["Power"])
        for who, paths in (
            (officer, ("unit/templates",)),
            (people.clerk, [f"staff/{one}" for one in of_staff]),
            (people.wang, ("representative/reception", "representative/reception/1")),
        ):
            async with seen(people, browser, who, color_scheme=scheme) as page:
                for path in paths:
                    found += await read(page, f"{browser.base}/{path}")
        assert found == []


async def test_progress_renews_itself_on_the_open_page(town: Town) -> None:
    async with opened(town) as browser:
        people = await People(town, "en").settle()
        await writes(people)
        await moves(people, NoticeState.SENDING, 900)
        async with seen(people, browser, people.clerk) as page:
            await page.goto(f"{browser.base}/staff/notices/3")
            await expect(page.locator("main")).to_contain_text("900 of 1,234 sent")
            await moves(people, NoticeState.DONE, 1234)
            await expect(page.locator("main")).to_contain_text("1,234 of 1,234 sent", timeout=30_000)
            await expect(page.locator("[data-renew]")).to_have_count(0)


async def moves(people: People, state: NoticeState, sent: int) -> None:
    """The third notice is so far."""
    async with people.town.database.writing() as session:
        notice = await session.get_one(Notice, 3)
        notice.state, notice.sent = state, sent
