"""County staff keep the calendar, reasons and clocks at the desk, units their templates."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from storage.models.calendar import CalendarDay, CalendarYear
from storage.models.opinions import DeclineTemplate
from storage.models.people import Audit
from storage.models.policy import Policy
from storage.models.unit_work import ReplyTemplate
from storage.vocabulary import Role
from tests.constituents.conftest import People
from tests.desk.browser import Browser

DAYS, REASONS, CLOCKS, TEMPLATES = (
    "/staff/settings/calendar",
    "/staff/settings/reasons",
    "/staff/settings/clocks",
    "/unit/templates",
)
EVIL = '<script>alert(1)</script> "quoted" & more'


@pytest.fixture
async def county(people: People, browser: Browser) -> People:
    """The county's clerk is in."""
    await browser.enters(people.clerk)
    await browser.get(DAYS)
    return people


async def test_a_day_is_made_free_and_given_back(county: People, browser: Browser) -> None:
    year = await browser.get(DAYS)
    assert "Working days of 2026" in year.text and "December 2026" in year.text
    chosen = await browser.get(f"{DAYS}?day=2026-03-12")
    assert "Thu 12 Mar 2026 is a working day" in chosen.text and 'value="2026-03-12"' in chosen.source
    filled = {"day": "2026-03-12", "reason": "Founding day", "working": "0"}
    assert "still missing" in (await browser.post(f"{DAYS}/enter", {**filled, "reason": ""})).text
    same = await browser.post(f"{DAYS}/enter", {**filled, "working": "1"})
    assert "Nothing would change" in same.text and 'value="Founding day"' in same.source
    done = await browser.post(f"{DAYS}/enter", filled)
    assert "Thu 12 Mar 2026 is a day off now" in done.text and "Founding day" in done.text
    async with county.town.database.reading() as session:
        assert [one.day for one in await session.scalars(select(CalendarDay))] == [date(2026, 3, 12)]
    back = await browser.post(f"{DAYS}/withdraw", {"day": "2026-03-12", "year": 2026})
    assert "as the country's list says again" in back.text and "Staff changed no day of 2026" in back.text
    for odd in ("1999-01-01", "2999-01-01", "zzz"):
        assert (await browser.post(f"{DAYS}/enter", {**filled, "day": odd})).status == 409, odd


async def test_a_year_counts_as_complete_and_no_longer(county: People, browser: Browser) -> None:
    year = await browser.get(f"{DAYS}?year=2028")
    assert "official list of 2028 is not known yet" in year.text and "Is all of 2028 entered?" in year.text
    done = await browser.post(f"{DAYS}/settle", {"year": 2028})
    assert "2028 counts as complete from now on" in done.text and "Staff said that all of 2028" in done.text
    async with county.town.database.reading() as session:
        assert list(await session.scalars(select(CalendarYear.year))) == [2028]
    back = await browser.post(f"{DAYS}/unsettle", {"year": 2028})
    assert "no longer counts as complete" in back.text and "Is all of 2028 entered?" in back.text
    for odd in ("year=1", "year=99999999999999", "year=zzz", "day=0001-01-01", "said=worked"):
        assert "Working days of 2026" in (await browser.get(f"{DAYS}?{odd}")).text, odd
    assert (await browser.post(f"{DAYS}/settle", {"year": 1})).status == 409


async def test_staff_of_a_station_see_the_calendar_and_change_nothing(people: People, browser: Browser) -> None:
    station = people.furniture.stations["Maishi"]
    clerk = await people.town.grant(people.town.person("Here"), Role.STAFF, station_id=station)
    await browser.enters(clerk)
    page = await browser.get(DAYS)
    assert "Working days of 2026" in page.text and "Change a day" not in page.text
    filled = {"day": "2026-03-12", "reason": "Founding day", "working": "0"}
    assert (await browser.post(f"{DAYS}/enter", filled)).status == 409
    for path in (REASONS, CLOCKS, f"{CLOCKS}/screening"):
        assert (await browser.get(path)).status == 403, path
    assert (await browser.post(REASONS, {"title_en": "x", "text_en": "y"})).status == 403
    assert (await browser.post(f"{CLOCKS}/screening", {"days": "3"})).status == 403
    async with people.town.database.reading() as session:
        assert [*await session.scalars(select(CalendarDay.day)), *await session.scalars(select(Policy.id))] == []


async def test_reasons_are_worded_in_both_languages_ordered_and_put_away(county: People, browser: Browser) -> None:
    half = await browser.post(REASONS, {"title_en": "Water", "text_en": "", "text_zh_Hans": "请致电"})
    assert half.status == 409 and "still missing" in half.text and "请致电" in half.text
    filled = {"title_en": "Water", "text_en": f"Ask the water works {EVIL}"}
    page = await browser.post(REASONS, filled)
    assert "staff are offered it from now on" in page.text and EVIL in page.text
    assert "<script>alert" not in page.source and "not written yet" in page.text
    await browser.post(REASONS, {"title_en": "Power", "text_en": "Ask the grid"})
    async with county.town.database.reading() as session:
        newest = (await session.scalars(select(DeclineTemplate.id).order_by(DeclineTemplate.id))).all()[-1]
    both = {
        "title_en": "Power",
        "text_en": "Ask the grid, 95598",
        "title_zh_Hans": "供电",
        "text_zh_Hans": "请拨打 95598",
    }
    kept = await browser.post(f"{REASONS}/{newest}/keep", both)
    assert "95598" in kept.text and "供电" in kept.source
    up = await browser.post(f"{REASONS}/{newest}/up")
    assert "one place higher" in up.text and up.text.index("Power") < up.text.index("Water")
    lost = await browser.post(f"{REASONS}/{newest}/keep", {**both, "title_zh_Hans": "", "text_zh_Hans": ""})
    assert lost.status == 409 and "still missing" in lost.text
    long = await browser.post(f"{REASONS}/{newest}/keep", {**both, "text_en": "long " * 300})
    assert long.status == 409 and "1000" in long.text.replace(",", "") and "long long" in long.text
    away = await browser.post(f"{REASONS}/{newest}/archive")
    assert "no longer offered" in away.text
    assert "offered again" in (await browser.post(f"{REASONS}/{newest}/restore")).text
    assert (await browser.post(f"{REASONS}/{newest}/nothing")).status == 409
    assert (await browser.post(f"{REASONS}/999/up")).status == 409
    async with county.town.database.reading() as session:
        one = await session.get_one(DeclineTemplate, newest)
        assert one.text == {"en": "Ask the grid, 95598", "zh_Hans": "请拨打 95598"}


async def test_a_clock_is_changed_within_its_limits(county: People, browser: Browser) -> None:
    page = await browser.get(CLOCKS)
    assert "Staff screen it" in page.text and "2 working days" in page.text and "1–10" in page.text
    one = await browser.get(f"{CLOCKS}/screening")
    assert "Its source" in one.text and "WriteToThem" in one.text
    for odd, said in (("99", "from 1 to 10"), ("zzz", "cannot read"), ("", "still missing"), ("-3", "from 1 to 10")):
        refused = await browser.post(f"{CLOCKS}/screening", {"days": odd})
        assert refused.status == 409 and said in refused.text, (odd, refused.text)
    done = await browser.post(f"{CLOCKS}/screening", {"days": "4"})
    assert "Changed" in done.text and "all topics: 4 working days" in done.text and "Chen" in done.text
    topic = next(iter(county.furniture.topics.values()))
    own = await browser.post(f"{CLOCKS}/screening", {"days": "5", "topic": topic, "of": "opinion"})
    assert "5 working days" in own.text
    assert "✏️ 4 working days" in (await browser.get(CLOCKS)).text
    back = await browser.post(f"{CLOCKS}/screening/back", {"topic": topic})
    back = await browser.post(f"{CLOCKS}/screening/back", {"topic": ""})
    assert "Taken back" in back.text and "This is the default" in back.text
    formal = await browser.get(f"{CLOCKS}?of=suggestion")
    assert "5 working days" in formal.text
    assert (await browser.get(f"{CLOCKS}/nothing")).status == 404
    assert (await browser.get(f"{CLOCKS}?of=zzz")).status == 200
    async with county.town.database.reading() as session:
        noted = list(await session.scalars(select(Audit.action)))
        assert noted.count("policy.change") == 2 and noted.count("policy.withdraw") == 2


async def test_a_unit_words_its_templates(people: People, browser: Browser) -> None:
    gao = await people.town.grant(people.town.person("Gao"), Role.UNIT, unit_id=people.furniture.units["Power"])
    await browser.enters(gao)
    assert "keeps no template yet" in (await browser.get(TEMPLATES)).text
    filled = {"title": "Lamp", "text": f"{{reference}}: mended on {{date}} {EVIL}", "outcome": "A"}
    wrong = await browser.post(TEMPLATES, {**filled, "text": "{nonsense} of mine"})
    assert wrong.status == 409 and "is no placeholder" in wrong.text and "{nonsense} of mine" in wrong.text
    page = await browser.post(TEMPLATES, filled)
    assert "Kept; it is offered" in page.text and EVIL in page.text and "<script>alert" not in page.source
    changed = await browser.post(f"{TEMPLATES}/1/keep", {**filled, "text": "Mended", "outcome": "", "topic": "1"})
    assert "Mended" in changed.text and "any result" in changed.text
    empty = await browser.post(f"{TEMPLATES}/1/keep", {**filled, "text": ""})
    assert empty.status == 409 and "still missing" in empty.text and re.search('value="Lamp"', empty.source)
    async with people.town.database.reading() as session:
        one = await session.get_one(ReplyTemplate, 1)
        assert (one.text, one.outcome, one.topic_id) == ("Mended", None, 1)
    assert (await browser.post(f"{TEMPLATES}/9/keep", filled)).status == 409
    assert "Removed" in (await browser.post(f"{TEMPLATES}/1/remove")).text
    assert (await browser.get(DAYS)).status == 403


async def test_what_counts_no_days_is_chosen_and_stands_with_opinions_only(county: People, browser: Browser) -> None:
    listed = await browser.get(CLOCKS)
    assert "An opinion is handled at most" in listed.text and "3 times" in listed.text
    assert "handled at most" not in (await browser.get(f"{CLOCKS}?of=suggestion")).text
    one = await browser.get(f"{CLOCKS}/matter_second?of=suggestion")
    assert '<option value="0">no</option>' in one.source and "For which topic" not in one.text
    done = await browser.post(f"{CLOCKS}/matter_second", {"of": "opinion", "days": "0"})
    assert "Changed" in done.text
    async with county.town.database.reading() as session:
        rows = (await session.scalars(select(Policy))).all()
        assert [(one.name, one.days) for one in rows] == [("matter_second", 0)]
