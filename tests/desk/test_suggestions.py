"""Formal suggestions at the desk: the office, units and representatives do there what they do in the chat."""

import io
import re

import docx
import openpyxl
import pytest

from storage.suggestion_vocabulary import SuggestionStage
from tests.desk.browser import Browser, Page
from tests.suggestions.congress import MATTER, REFERENCE, TITLE, Congress
from tests.town import Town

S = SuggestionStage
ONE = "suggestions/1"


@pytest.fixture
async def congress(town: Town, browser: Browser) -> Congress:
    """Everybody in place, in English; the clerk is of the county office."""
    congress = Congress(town, "en", await town.furnish())
    await congress.settle()
    return congress


def seen(page: Page, **fields: object) -> dict[str, object]:
    """What a form of a suggestion carries, and what is filled in."""
    return {name: page.field(name) for name in ("version", "edition", "round")} | fields


async def acts(browser: Browser, role: str, act: str, **fields: object) -> Page:
    """Do something with it, as its page offers it."""
    page = await browser.get(f"/{role}/{ONE}")
    assert f'action="/desk/{role}/{ONE}/{act}"' in page.source, page.text
    return await browser.post(f"/{role}/{ONE}/{act}", seen(page, **fields))


async def test_from_the_signature_to_the_promise_that_is_done(congress: Congress, browser: Browser) -> None:
    await congress.drafted()
    await congress.asked()
    await browser.enters(congress.zhao)
    assert TITLE in (await browser.get("/representative/suggestions?waiting=1")).text
    page = await acts(browser, "representative", "sign")
    assert "Signed: Zhao" in page.text
    await browser.enters(congress.wang)
    assert (await acts(browser, "representative", "hand_in")).status == 200
    await browser.enters(congress.clerk)
    assert MATTER in (await acts(browser, "staff", "accept")).text
    units = congress.furniture.units
    await acts(browser, "staff", "assign", unit=units["Power"], supporting=units["Water"])
    one = await congress.suggestion()
    assert (one.stage, one.unit_id, [each.unit_id for each in one.supporting]) == (
        S.ASSIGNED,
        units["Power"],
        [units["Water"]],
    )
    await browser.enters(congress.luo)
    assert f"{ONE}/reply" not in (await browser.get(f"/unit/{ONE}")).source
    await acts(browser, "unit", "support", words="The pipe is two metres deep")
    await browser.enters(congress.gao)
    await acts(browser, "unit", "talk", words="With Wang, at the school")
    refused = await acts(browser, "unit", "reply", outcome="B", words="The poles come in November")
    assert refused.status == 409 and "say by which day" in refused.text and "The poles come in November" in refused.text
    await acts(browser, "unit", "reply", outcome="B", day="2026-12-01", words="The poles come in November")
    for actor in (congress.wang, congress.zhao):
        await browser.enters(actor)
        await acts(browser, "representative", "rate", satisfaction="satisfied")
    assert (await congress.suggestion()).stage is S.IMPLEMENTING
    await browser.enters(congress.gao)
    assert f'href="/desk/unit/{ONE}"' in (await browser.get("/unit/promises")).source
    await acts(browser, "unit", "ask_time", day="2027-03-01", words="The factory is late")
    await browser.enters(congress.clerk)
    assert "The factory is late" in (await acts(browser, "staff", "grant_time")).text
    await browser.enters(congress.gao)
    await acts(browser, "unit", "report_done", words="All eleven shine")
    for actor in (congress.wang, congress.zhao):
        await browser.enters(actor)
        await acts(browser, "representative", "judge", done="yes")
    assert (await congress.suggestion()).stage is S.CLOSED
    page = await browser.get(f"/representative/{ONE}")
    assert "✅ done, confirmed by those who signed" in page.text and "moved once" in page.text
    assert "two metres deep" not in page.text, "that is between the units and the office"


async def test_the_list_is_narrowed_paged_and_taken_away(congress: Congress, browser: Browser) -> None:
    await congress.assigned()
    await browser.enters(congress.clerk)
    for query, there in (
        ("", True),
        ("stage=assigned&session=0", True),
        ("stage=closed", False),
        ("who=Wang", True),
        ("who=Zhao", False),
        ("words=eleven+lamps", True),
        (f"unit={congress.furniture.units['Power']}", True),
        (f"unit={congress.furniture.units['Water']}", False),
        ("late=1", False),
        ("waiting=1", False),
        ("page=99&session=nothing&unit=x", True),
    ):
        page = await browser.get(f"/staff/suggestions?{query}")
        assert (REFERENCE in page.text) is there, query
    await congress.town.passes(days=120)
    await browser.enters(congress.clerk)
    assert REFERENCE in (await browser.get("/staff/suggestions?late=1")).text
    asked = await browser.post("/staff/suggestions/export", {"query": "late=1"})
    assert asked.headers["Content-Type"].startswith("text/html"), "the chat is asked first"
    await browser.post("/sure")
    await congress.clerk.presses("✅ Yes, that is me")
    book = await browser.post("/staff/suggestions/export", {"query": "late=1"})
    sheet = openpyxl.load_workbook(io.BytesIO(book.content)).worksheets[0]
    assert any(REFERENCE in [cell.value for cell in row] for row in sheet.iter_rows())


async def test_the_paper_form_and_its_files_are_there(congress: Congress, browser: Browser) -> None:
    await congress.drafted()
    await congress.wang.presses("📷 Photos and files")
    await congress.wang.sends_photo()
    await congress.opens_suggestion(congress.wang)
    await congress.hands_in()
    await browser.enters(congress.clerk)
    page = await browser.get(f"/staff/{ONE}")
    assert "📷 1 photo" in page.text
    sent = len(congress.clerk.messages)
    await browser.post(f"/staff/{ONE}/attachments")
    assert any(message.photo for message in congress.clerk.messages[sent:])
    form = await browser.post(f"/staff/{ONE}/paper")
    assert TITLE in docx.Document(io.BytesIO(form.content)).tables[0].rows[0].cells[1].text
    assert (await browser.get(f"/staff/{ONE}/files/99")).status == 404


async def test_what_is_like_it_stands_beside_it_when_asked(congress: Congress, browser: Browser) -> None:
    await congress.assigned()
    await congress.replied()
    await congress.drafted()
    await congress.hands_in()
    await browser.enters(congress.clerk)
    assert "Look for earlier ones" in (await browser.get("/staff/suggestions/2")).text
    page = await browser.get("/staff/suggestions/2?similar=1")
    assert re.search(r"raised by the same lead .*% alike", page.text) and "All eleven lamps" in page.text


async def test_a_stale_form_keeps_what_was_typed(congress: Congress, browser: Browser) -> None:
    await congress.drafted()
    await congress.hands_in()
    await browser.enters(congress.clerk)
    page = await browser.get(f"/staff/{ONE}")
    await congress.clerk.presses("Open", "✅ Accept it")
    again = await browser.post(f"/staff/{ONE}/decline", seen(page, words="It is in this year's plan"))
    assert again.status == 409 and "moved on meanwhile" in again.text
    assert (await congress.suggestion()).stage is S.ACCEPTED


async def test_nobody_else_reads_or_does_anything(congress: Congress, browser: Browser) -> None:
    await congress.drafted()
    for actor, role in ((congress.clerk, "staff"), (congress.zhao, "representative"), (congress.gao, "unit")):
        await browser.enters(actor)
        page = await browser.get(f"/{role}/{ONE}")
        assert page.status == 404 and TITLE not in page.text
        assert (await browser.post(f"/{role}/{ONE}/accept", {"version": "1"})).status in (403, 404)
        assert TITLE not in (await browser.get(f"/{role}/suggestions")).text
    assert (await congress.suggestion()).stage is S.DRAFT
