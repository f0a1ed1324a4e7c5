"""The sandbox's page in a real browser: how the tests open it and use its phones."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from tests.sandbox.townsfolk import AN, Town

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"]
SCREENSHOTS = Path(__file__).parents[2] / "build" / "screenshots"

IN_A_BROWSER = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(
        not Path(CHROMIUM).exists() and os.environ.get("REQUIRE_CHROMIUM") != "1",
        reason="there is no Chromium: install it (apt-get install chromium) to test the page in a browser",
    ),
]


@asynccontextmanager
async def opened(browser: Browser, town: Town, **options: Any) -> AsyncIterator[Page]:
    """The page, watched: an error in its console or a request that leaves loopback fails the test."""
    # Without smooth scrolling: a button that slides away between press and release is no click.
    usual = {"viewport": {"width": 1480, "height": 900}, "locale": "en-GB", "reduced_motion": "reduce"}
    context = await browser.new_context(**(usual | options))
    page = await context.new_page()
    page.set_default_timeout(10_000)
    wrong: list[str] = []
    page.on("console", lambda line: wrong.append(line.text) if line.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda request: wrong.append(request.url) if not _stays(request.url, town.url) else None)
    await page.goto(town.url)
    await expect(page.locator(".phone")).to_have_count(4)
    yield page
    await context.close()
    assert wrong == []


def _stays(url: str, base: str) -> bool:
    return url.startswith((base, "blob:", "data:"))


def phone(page: Page, person: int) -> Locator:
    return page.locator(f'.phone[data-person="{person}"]')


async def starts(page: Page, person: int) -> None:
    await phone(page, person).get_by_role("button", name="Start", exact=True).click()
    await expect(phone(page, person).locator(".message.theirs")).to_have_count(1)


async def writes(page: Page, person: int, text: str) -> None:
    field = phone(page, person).locator("textarea")
    await field.fill(text)
    await field.press("Enter")


async def lived_in(page: Page, people: tuple[int, ...]) -> None:
    for person in people:
        page_phone = phone(page, person)
        await page_phone.locator(".start").click()
        await writes(page, person, "/rich")
        await expect(page_phone.locator(".message.theirs")).to_have_count(2)


async def attach(page: Page, what: str) -> None:
    await phone(page, AN).get_by_role("button", name="Attach").click()
    await page.locator(".menu").get_by_role("button", name=what).click()


async def pictured(page: Page, name: str) -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    await page.screenshot(path=SCREENSHOTS / f"sandbox-{name}.png")
