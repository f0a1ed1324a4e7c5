"""How the sandbox's page looks: wide and narrow, light and dark, in both languages, by the keyboard alone."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from tests.sandbox.pages import IN_A_BROWSER, attach, lived_in, opened, phone, pictured, starts, writes
from tests.sandbox.townsfolk import AN, BEN, CAI, Town

pytestmark = IN_A_BROWSER


async def test_the_clock_takes_two_lines_of_a_narrow_screen(browser: Browser, town: Town) -> None:
    async with opened(browser, town, viewport={"width": 390, "height": 844}) as page:
        tops = [await step.evaluate("e => e.offsetTop") for step in await page.locator(".clock .step").all()]
        assert len(tops) == 2 and tops[0] == tops[1], "both steps stand beside the time"


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_page_is_pictured_in_light_and_dark(browser: Browser, town: Town, scheme: str) -> None:
    async with opened(browser, town, color_scheme=scheme) as page:
        await lived_in(page, (BEN, CAI))
        await starts(page, AN)
        await attach(page, "Photos")
        for name in ("Pothole", "Street lamp", "Rubbish"):
            await page.get_by_role("button", name=name).click()
        await page.get_by_role("textbox", name="Caption").fill("Three things on one street.")
        await page.get_by_role("button", name="Send 3").click()
        await expect(phone(page, AN).locator(".album img")).to_have_count(3)
        await attach(page, "Voice message")
        await expect(phone(page, AN).locator(".sound")).to_have_count(1)
        town.world.sends_location(town.world.people.by_id[BEN], 31.0334, 116.9581)
        await writes(page, CAI, "/file")
        await expect(phone(page, CAI).locator(".file")).to_have_count(1)
        await page.wait_for_timeout(700)
        await pictured(page, scheme)


async def test_a_narrow_screen_shows_one_phone_and_tabs_in_chinese(browser: Browser, town: Town) -> None:
    narrow: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "locale": "zh-CN", "has_touch": True}
    async with opened(browser, town, **narrow) as page:
        await expect(page.locator(".phone:visible")).to_have_count(1)
        await page.get_by_role("tab", name="陈本").click()
        await expect(phone(page, BEN)).to_be_visible()
        await expect(phone(page, AN)).to_be_hidden()
        await phone(page, BEN).get_by_role("button", name="开始", exact=True).click()
        await writes(page, BEN, "/rich")
        await expect(phone(page, BEN).locator(".message.theirs")).to_have_count(2)
        town.world.says(town.world.people.by_id[AN], "hello")
        await expect(page.get_by_role("tab", name="An Liu").locator(".badge")).to_have_text("1")
        await page.wait_for_timeout(700)
        town.clock.due = [(town.clock.now() + timedelta(hours=5), "the end of waiting for an answer from somebody")]
        town.world.changes.tell("clock")
        await expect(page.locator(".due")).to_contain_text("the end of waiting")
        assert await page.evaluate("document.documentElement.scrollWidth") <= narrow["viewport"]["width"]
        await pictured(page, "narrow")


async def test_the_page_speaks_chinese_when_asked(browser: Browser, town: Town) -> None:
    async with opened(browser, town, viewport={"width": 1200, "height": 900}) as page:
        brand, clock = await page.locator(".brand").bounding_box(), await page.locator(".clock").bounding_box()
        assert brand and clock and brand["x"] + brand["width"] <= clock["x"]
        asked = await page.get_by_role("button", name="中文", exact=True).bounding_box()
        assert asked and asked["height"] < 45, "it stands on one line"
        await page.get_by_role("button", name="中文", exact=True).click()
        await expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
        await expect(phone(page, AN).get_by_role("button", name="开始", exact=True)).to_be_visible()
        await lived_in(page, (BEN,))
        await phone(page, AN).locator(".swap").click()
        await expect(page.get_by_role("dialog")).to_contain_text("小镇居民")
        await page.wait_for_timeout(500)
        await pictured(page, "chinese")


async def test_light_and_dark_are_remembered(browser: Browser, town: Town) -> None:
    async with opened(browser, town) as page:
        light = await page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
        await page.get_by_role("button", name="Light or dark").click()
        await page.reload()
        assert await page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor") != light


async def test_all_of_it_can_be_reached_by_the_keyboard(browser: Browser, town: Town) -> None:
    async with opened(browser, town) as page:
        await starts(page, AN)
        await writes(page, AN, "/rich")
        await expect(phone(page, AN).locator(".message.theirs")).to_have_count(2)
        await phone(page, AN).locator(".log").focus()
        reached = []
        for _ in range(24):
            await page.keyboard.press("Tab")
            reached.append(
                await page.evaluate("document.activeElement.textContent || document.activeElement.ariaLabel")
            )
        for control in ("Satisfied", "Not yet", "The desk", "Commands", "Attach", "Message"):
            assert any(control in each for each in reached), (control, reached)
        await phone(page, AN).get_by_role("button", name="Attach").press("Enter")
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("Escape")
        await expect(phone(page, AN).get_by_role("button", name="Attach")).to_be_focused()
