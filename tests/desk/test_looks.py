"""The desk in a real browser: each page as each role, in both languages, wide and narrow, read by axe; and its keys."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.async_api import FilePayload, Page, async_playwright, expect
from yarl import URL

from handlers.core.actor import Actor as Acting
from handlers.core.desk import actions
from handlers.core.unit_of_work import UnitOfWork
from storage.queries.people import by_chat
from storage.vocabulary import Role
from tests.constituents.conftest import People
from tests.desk.browser import Browser, opened
from tests.sandbox.pages import ARGUMENTS, CHROMIUM
from tests.suggestions.congress import Congress
from tests.town import Actor, Town

pytestmark = pytest.mark.skipif(
    not Path(CHROMIUM).exists() and os.environ.get("REQUIRE_CHROMIUM") != "1",
    reason="there is no Chromium: install it (apt-get install chromium) to test the desk in a browser",
)
AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
READ = "axe.run().then(found => found.violations.map(one => [one.id, one.nodes.map(node => node.html)]))"


ABOUT_CASES = ("queue", "cases", "cases?words=nothing", "cases/1", "figures", "ratings", "new", "tell")
ABOUT_PEOPLE = (
    "people",
    "people?words=nobody",
    "officers",
    "clerks",
    "invitations",
    "posters",
    "representatives/1",
    "units/1",
    "stations/1",
    "stations/0",
    "holders/1",
    "posters/representative/1?size=a6",
    "directory",
    "directory/areas",
    "directory/stations",
    "directory/units",
    "directory/topics?change=1",
    "directory/import",
    "keys",
)


@asynccontextmanager
async def seen(people: People | Congress, browser: Browser, who: Actor, **options: Any) -> AsyncIterator[Page]:
    """A page of somebody who is in; an error in its console, or a request that leaves the host, fails the test."""
    async with people.town.database.writing() as session:
        work = UnitOfWork(session, people.town.place, people.town.clock.now())
        person = await by_chat(session, who.id)
        assert person is not None
        asked = await actions.ask_in(work, Acting(person))
        asked.session.confirmed_at = work.now
        begun = await actions.begin(work, (await actions.open_link(work, asked.token, "Chrome")).cookie)
        assert begun is not None
    host = URL(browser.base).origin()
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        context = await chromium.new_context(**options)
        await context.add_cookies([{"name": "desk", "value": begun.cookie, "url": str(host)}])
        page = await context.new_page()
        wrong: list[str] = []
        page.on("console", lambda line: wrong.append(line.text) if line.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda one: None if one.url.startswith(str(host)) else wrong.append(one.url))
        yield page
        await chromium.close()
        assert wrong == []


async def read(page: Page, url: str) -> list[str]:
    """What is wrong with a page: found by axe, or too wide."""
    found = []
    for width in (390, 1440):
        await page.set_viewport_size({"width": width, "height": 900})
        await page.goto(url)
        found += await judged(page, f"{url} at {width}")
    return found


async def judged(page: Page, name: str) -> list[str]:
    """The same of the page as it is shown."""
    for one in await page.query_selector_all("details"):
        await one.evaluate("details => { details.open = true }")
    too_wide = await page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    await page.evaluate(AXE)
    return [f"{name}: {one}" for one in await page.evaluate(READ)] + ([f"{name} is too wide"] if too_wide else [])


@pytest.mark.parametrize(("code", "scheme"), [("en", "light"), ("zh-hans", "dark")])
async def test_each_page_can_be_read_by_everybody(town: Town, code: str, scheme: str) -> None:
    async with opened(town) as browser:
        people = await People(town, code).settle()
        await people.assigned()
        await people.sends("The bridge in Jiufang has a crack and the school bus crosses it")
        officer = await town.grant(town.person("Gao", code), Role.UNIT, unit_id=people.furniture.units["Power"])
        found = []
        of_staff = (*ABOUT_CASES, *ABOUT_PEOPLE)
        for who, paths in (
            (people.clerk, [f"staff/{one}" for one in of_staff]),
            (people.wang, ("representative/cases", "representative/cases/1", "representative/record")),
            (officer, ("unit/cases", "unit/promises")),
        ):
            async with seen(people, browser, who, color_scheme=scheme) as page:
                for path in paths:
                    found += await read(page, f"{browser.base}/{path}")
        assert found == []


UNEVEN = """() => {
  const fields = [...document.querySelectorAll(".filters :is(select, input:not([type=checkbox]))")];
  const boxes = fields.map(one => one.getBoundingClientRect());
  const apart = (a, b) => Math.abs(a.top - b.top);
  return boxes.filter(a => boxes.some(b => apart(a, b) < 20 && apart(a, b) > 0.5)).length;
}"""
"""Fields above a list that stand a little higher or lower than their neighbours."""


@pytest.mark.parametrize("code", ["en", "zh-hans"])
async def test_the_list_of_cases_fits_and_its_fields_stand_in_line(town: Town, code: str) -> None:
    async with opened(town) as browser:
        people = await People(town, code).settle()
        await people.assigned("The lamp on East Street is dark, and " * 8)
        async with seen(people, browser, people.clerk) as page:
            for width in (390, 768, 1200, 1440):
                await page.set_viewport_size({"width": width, "height": 900})
                await page.goto(f"{browser.base}/staff/cases")
                over = await page.evaluate("(e => e.scrollWidth - e.clientWidth)(document.querySelector('.scroll'))")
                assert over <= 0, f"{over} too wide at {width}"
                assert await page.evaluate(UNEVEN) == 0, f"uneven at {width}"


async def test_the_queue_is_worked_by_keys_alone(people: People, browser: Browser) -> None:
    await people.sends("The lamp on East Street is dark")
    await people.sends("The bridge in Jiufang has a crack and the school bus crosses it")
    async with seen(people, browser, people.clerk) as page:
        await page.goto(browser.base + "/staff/queue")
        await page.keyboard.press("j")
        await expect(page.locator("[data-walk] [aria-current]")).to_contain_text("TC-2026-000002")
        await page.keyboard.press("k")
        await expect(page.locator("[data-walk] [aria-current]")).to_contain_text("TC-2026-000001")
        await page.keyboard.press("a")
        await expect(page.locator("details[data-key=a] select")).to_be_focused()
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await expect(page.locator("[role=status]")).to_contain_text("TC-2026-000001 is assigned.")
    await people.town.settle()
    people.li.hears("is now with representative Wang")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_many_are_invited_and_a_list_is_brought_in_with_a_browser(
    people: People, browser: Browser, scheme: Literal["light", "dark"]
) -> None:
    async with seen(people, browser, people.clerk, color_scheme=scheme, viewport={"width": 390, "height": 900}) as page:
        await page.goto(f"{browser.base}/staff/people?link=missing")
        await page.locator("[data-all]").check()
        await page.get_by_role("button", name="✉️ Invite those that are chosen").click()
        await expect(page.locator(".letters section")).to_have_count(3)
        found = await judged(page, "letters")
        await page.goto(f"{browser.base}/staff/directory/import")
        content = b"code,name,level,constituency,station\nR-Sun,Sun Yue,county,1,S-Maishi\nR-1,Yi,county,1,S-Tanghu\n"
        file: FilePayload = {"name": "people.csv", "mimeType": "text/csv", "buffer": content}
        await page.locator("input[type=file]").set_input_files(file)
        await page.get_by_role("button", name="Show what would change").click()
        await expect(page.locator("ins").first).to_have_text("Sun Yue")
        found += await judged(page, "preview")
        await page.get_by_role("button", name="✅ Import 2 records").click()
        await expect(page.locator("[role=status]")).to_have_text("✅ Imported: 2 records.")
        assert found == []


async def test_the_pages_about_people_work_without_a_script(people: People, browser: Browser) -> None:
    async with seen(people, browser, people.clerk, java_script_enabled=False) as page:
        await page.goto(f"{browser.base}/staff/people?link=missing")
        await page.get_by_label("Choose Sun").check()
        await page.get_by_role("button", name="✉️ Invite those that are chosen").click()
        assert await page.locator(".letters section").count() == 1
        await page.get_by_role("link", name="Open invitations").click()
        await page.get_by_role("button", name="Call off").click()
        assert "Called off" in await page.inner_text("[role=status]")
        await page.goto(f"{browser.base}/staff/posters")
        await page.get_by_role("link", name="Maishi station, A6").click()
        await page.get_by_label("Language of the poster").select_option("zh_Hans")
        await page.get_by_role("button", name="Show").click()
        assert await page.inner_text(".sheet h2") == "有话请跟人大代表说"


@pytest.mark.parametrize(("code", "scheme"), [("en", "dark"), ("zh-hans", "light")])
async def test_suggestions_can_be_read_by_everybody(town: Town, code: str, scheme: str) -> None:
    async with opened(town) as browser:
        congress = Congress(town, code, await town.furnish())
        await congress.settle()
        await congress.assigned(supporting=True)
        await congress.opens_suggestion(congress.gao)
        await congress.replied()
        await congress.drafted()
        await congress.hands_in()
        found = []
        for who, paths in (
            (congress.clerk, ("staff/suggestions", "staff/suggestions?late=1", "staff/suggestions/2?similar=1")),
            (congress.zhao, ("representative/suggestions", "representative/suggestions/1")),
            (congress.gao, ("unit/suggestions", "unit/suggestions/1")),
        ):
            async with seen(congress, browser, who, color_scheme=scheme) as page:
                for path in paths:
                    found += await read(page, f"{browser.base}/{path}")
        assert found == []
