"""The sandbox's page in a real browser, with an echo bot behind it."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiogram.types import BotCommand
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from tests.sandbox.townsfolk import AN, BEN, CAI, DORA, Town, running_town

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"]
SCREENSHOTS = Path(__file__).parents[2] / "build" / "screenshots"
ALL_FOUR = (AN, BEN, CAI, DORA)

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(
        not Path(CHROMIUM).exists() and os.environ.get("REQUIRE_CHROMIUM") != "1",
        reason="there is no Chromium: install it (apt-get install chromium) to test the page in a browser",
    ),
]


@pytest_asyncio.fixture(loop_scope="module")
async def town() -> AsyncIterator[Town]:
    async with running_town() as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        await started.close()


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


async def test_an_empty_chat_starts_with_a_button_and_the_bot_answers(browser: Browser, town: Town) -> None:
    async with opened(browser, town) as page:
        await starts(page, AN)
        await expect(phone(page, AN).locator(".message.own .text")).to_have_text("/start")
        await expect(phone(page, AN).get_by_role("button", name="Write an opinion")).to_be_visible()
        await expect(phone(page, BEN).locator(".message")).to_have_count(0)


async def test_a_press_changes_the_message_and_shows_what_the_bot_answers(browser: Browser, town: Town) -> None:
    async with opened(browser, town) as page:
        await starts(page, AN)
        await writes(page, AN, "the lamp is dark <b>&amp;</b>")
        await expect(phone(page, AN).locator(".message.theirs .text").last).to_have_text(
            "the lamp is dark <b>&amp;</b>"
        )
        await phone(page, AN).get_by_role("button", name="Louder").click()
        await expect(phone(page, AN).locator(".message.theirs .text").last).to_have_text(
            "THE LAMP IS DARK <B>&AMP;</B>"
        )
        await expect(phone(page, AN).locator(".message.theirs .meta").last).to_contain_text("edited")
        await expect(phone(page, AN).locator(".toasts")).to_contain_text("Said louder")


async def test_a_button_waits_until_its_press_is_answered(browser: Browser, town: Town) -> None:
    async with opened(browser, town) as page:
        await starts(page, AN)
        await writes(page, AN, "/rich")
        button = phone(page, AN).get_by_role("button", name="Satisfied")
        await button.wait_for()
        town.world.faults.refuse(1, "Bad Request: not now", method="answerCallbackQuery")
        await button.click()
        await expect(button).to_have_attribute("aria-busy", "true")
        await phone(page, AN).get_by_role("button", name="Not yet").click()
        await expect(page.get_by_role("alertdialog")).to_contain_text("Thank you for rating")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("alertdialog")).to_have_count(0)
        await expect(phone(page, AN).get_by_role("button", name="Not yet")).to_have_attribute("aria-busy", "false")


async def test_formatting_links_and_quotes_are_shown(browser: Browser, town: Town) -> None:
    async with opened(browser, town) as page:
        await starts(page, AN)
        await writes(page, AN, "/rich")
        text = phone(page, AN).locator(".message.theirs .text").last
        await expect(text.locator("strong").first).to_have_text("Thank you, An Liu.")
        await expect(text.locator("code")).to_have_text("TC-2026-000123")
        await expect(phone(page, AN).locator(".message.theirs .quote")).to_contain_text("/rich")
        await text.locator(".spoiler").click()
        await expect(text.locator(".spoiler")).to_have_class("spoiler shown")
        await text.get_by_role("link", name="Our station").click()
        await expect(phone(page, AN).locator(".message.theirs .text").last).to_have_text("You came by station_7")


async def test_own_messages_can_be_edited_and_answered(browser: Browser, town: Town) -> None:
    async with opened(browser, town) as page:
        await starts(page, AN)
        await writes(page, AN, "helo")
        await expect(phone(page, AN).locator(".message")).to_have_count(4)
        await phone(page, AN).locator("textarea").press("ArrowUp")
        await writes(page, AN, "hello")
        await expect(phone(page, AN).locator(".message.theirs .text").last).to_have_text("You changed it to: hello")
        answer = phone(page, AN).locator(".message.theirs").last
        await answer.focus()
        await page.keyboard.press("r")
        await writes(page, AN, "yes")
        await expect(phone(page, AN).locator(".message.own .quote")).to_contain_text("You changed it to")


async def test_pictures_voice_and_places_are_sent_and_shown(browser: Browser, town: Town) -> None:
    async with opened(browser, town) as page:
        await starts(page, AN)
        await _attach(page, "Photos")
        await page.get_by_role("button", name="Pothole").click()
        await page.get_by_role("button", name="Street lamp").click()
        await page.get_by_role("button", name="Send 2").click()
        await expect(phone(page, AN).locator(".album img")).to_have_count(2)
        await _attach(page, "Voice message")
        await expect(phone(page, AN).locator(".sound")).to_have_count(1)
        await _attach(page, "Location")
        await page.get_by_role("button", name="Eastbridge market").click()
        await expect(phone(page, AN).locator(".map figcaption")).to_have_text("31.0334, 116.9581")
        person = town.world.people.by_id[AN]
        kinds = [message.kind for message in town.world.messages(person) if not message.from_bot]
        assert kinds == ["text", "photo", "photo", "voice", "location"]
        loaded = (
            await phone(page, AN)
            .locator(".album img")
            .first.evaluate("image => image.decode().then(() => image.naturalWidth)")
        )
        assert loaded == 960
        await phone(page, AN).get_by_role("button", name="Play").click()
        await expect(phone(page, AN).locator(".wave .heard").first).to_be_attached()


async def test_a_picture_of_ones_own_can_be_sent(browser: Browser, town: Town, tmp_path: Path) -> None:
    own = tmp_path / "own.gif"
    own.write_bytes(b"GIF89a\x01\0\x01\0\x80\0\0\xff\xff\xff\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;")
    async with opened(browser, town) as page:
        await starts(page, AN)
        await _attach(page, "Photos")
        await page.get_by_role("textbox", name="Caption").fill("as I saw it")
        await page.locator("dialog input[type=file]").set_input_files(own)
        await expect(phone(page, AN).locator(".message.own .text").last).to_have_text("as I saw it")
        await expect(phone(page, AN).locator(".message.own .photo img")).to_have_count(1)


async def _attach(page: Page, what: str) -> None:
    await phone(page, AN).get_by_role("button", name="Attach").click()
    await page.locator(".menu").get_by_role("button", name=what).click()


async def test_a_sent_page_is_downloaded_and_never_run(browser: Browser, town: Town) -> None:
    async with opened(browser, town) as page:
        await starts(page, AN)
        await writes(page, AN, "/file")
        async with page.expect_download() as download:
            await phone(page, AN).get_by_role("link", name="answer.html").click()
        assert (await download.value).suggested_filename == "answer.html"


async def test_what_is_too_long_for_one_message_goes_out_as_several(browser: Browser, town: Town) -> None:
    async with opened(browser, town) as page:
        await starts(page, AN)
        lines = [f"{number:04d} {'lamp ' * 9}".rstrip() for number in range(100)]
        await writes(page, AN, "\n".join(lines))
        own = phone(page, AN).locator(".message.own .text")
        await expect(own).to_have_count(3)
        said = await own.all_inner_texts()
        assert "\n".join(said[1:]).split("\n") == lines
        assert all(len(text) <= 4096 for text in said)


async def test_what_is_being_done_is_not_offered_as_the_next_due(browser: Browser, town: Town) -> None:
    async with opened(browser, town) as page:
        town.clock.due = [(town.clock.now() - timedelta(seconds=1), "Reminder: rate the answer")]
        town.world.changes.tell("clock")
        due = page.locator(".due")
        await expect(due).to_have_text("What fell due is being done…")
        await expect(due).to_be_disabled()
        town.clock.due = [(town.clock.now() + timedelta(days=1), "Reminder: rate the answer")]
        await expect(due).to_contain_text("Reminder: rate the answer")
        await expect(due).to_be_enabled()


async def test_the_clock_moves_on_and_what_is_due_is_done(browser: Browser, town: Town) -> None:
    async with opened(browser, town) as page:
        face = page.locator(".clock-face")
        await expect(face).to_contain_text("09:30")
        await page.get_by_role("button", name="Move the town’s time on by 1 hour").click()
        await expect(face).to_contain_text("10:30")
        assert town.clock.fired == []
        await page.get_by_role("button", name="Go to the next due thing: Reminder: rate the answer").click()
        await expect(face).to_contain_text("14:30")
        assert town.clock.fired == ["Reminder: rate the answer"]
        await expect(page.locator(".due")).to_have_text("Nothing is due")
        await page.get_by_role("button", name="Move the town’s time on by 1 day").click()
        await expect(face).to_contain_text("Tue")


async def test_a_phone_can_go_to_another_person_or_to_somebody_new(browser: Browser, town: Town) -> None:
    async with opened(browser, town) as page:
        await phone(page, CAI).get_by_role("button", name="Choose another person").last.click()
        await page.get_by_role("searchbox").fill("tao")
        await page.get_by_role("dialog").get_by_role("button", name="Tao Ma").click()
        await expect(page.locator(".phone").nth(2)).to_contain_text("Tao Ma")
        await page.reload()
        await expect(page.locator(".phone").nth(2)).to_contain_text("Tao Ma")
        await phone(page, DORA).locator(".swap").click()
        await page.get_by_role("textbox", name="Name").fill("Newcomer Ning")
        await page.get_by_role("button", name="Add and open").click()
        await expect(page.locator(".phone").nth(3)).to_contain_text("Newcomer Ning")
        await page.locator(".phone").nth(3).get_by_role("button", name="Start", exact=True).click()
        await expect(page.locator(".phone").nth(3).locator(".message.theirs")).to_have_count(1)


async def test_what_arrives_on_another_phone_is_counted_until_it_is_looked_at(browser: Browser, town: Town) -> None:
    async with opened(browser, town) as page:
        await starts(page, AN)
        town.world.says(town.world.people.by_id[BEN], "from elsewhere")
        await expect(phone(page, BEN).locator(".badge")).to_have_text("1")
        await expect(page).to_have_title("(1) Huiyin")
        await phone(page, BEN).locator("textarea").click()
        await expect(phone(page, BEN).locator(".badge")).to_be_hidden()


async def test_commands_are_offered_and_chosen_with_the_keyboard_alone(browser: Browser, town: Town) -> None:
    async with opened(browser, town) as page:
        await starts(page, AN)
        await phone(page, AN).locator("textarea").focus()
        await page.keyboard.type("/s")
        await expect(phone(page, AN).get_by_role("option")).to_have_text(["/slowPretend to type"])
        await page.keyboard.press("Enter")
        await expect(phone(page, AN).locator(".typing")).to_be_visible()
        await expect(phone(page, AN).locator(".message.own .text").last).to_have_text("/slow")


async def test_a_command_typed_in_full_is_the_one_that_is_sent(browser: Browser, town: Town) -> None:
    commands = [BotCommand(command=name, description=name) for name in ("slower", "slow")]
    await town.bot.set_my_commands(commands)
    async with opened(browser, town) as page:
        await starts(page, AN)
        await writes(page, AN, "/slow")
        await expect(phone(page, AN).locator(".message.own .text").last).to_have_text("/slow")


async def test_the_clock_takes_two_lines_of_a_narrow_screen(browser: Browser, town: Town) -> None:
    async with opened(browser, town, viewport={"width": 390, "height": 844}) as page:
        tops = [await step.evaluate("e => e.offsetTop") for step in await page.locator(".clock .step").all()]
        assert len(tops) == 2 and tops[0] == tops[1], "both steps stand beside the time"


async def test_who_has_blocked_the_bot_hears_nothing_more(browser: Browser, town: Town) -> None:
    async with opened(browser, town) as page:
        await starts(page, AN)
        await phone(page, AN).get_by_role("button", name="More about this chat").click()
        await page.get_by_role("button", name="Block the bot").click()
        await expect(phone(page, AN).locator(".phone-foot")).to_contain_text("You have blocked the bot")
        assert town.world.people.by_id[AN].blocked
        await phone(page, AN).get_by_role("button", name="Unblock the bot").click()
        await expect(phone(page, AN).locator("textarea")).to_be_visible()


async def _lived_in(page: Page, people: tuple[int, ...]) -> None:
    for person in people:
        page_phone = phone(page, person)
        await page_phone.locator(".start").click()
        await writes(page, person, "/rich")
        await expect(page_phone.locator(".message.theirs")).to_have_count(2)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_page_is_pictured_in_light_and_dark(browser: Browser, town: Town, scheme: str) -> None:
    async with opened(browser, town, color_scheme=scheme) as page:
        await _lived_in(page, (BEN, CAI))
        await starts(page, AN)
        await _attach(page, "Photos")
        for name in ("Pothole", "Street lamp", "Rubbish"):
            await page.get_by_role("button", name=name).click()
        await page.get_by_role("textbox", name="Caption").fill("Three things on one street.")
        await page.get_by_role("button", name="Send 3").click()
        await expect(phone(page, AN).locator(".album img")).to_have_count(3)
        await _attach(page, "Voice message")
        await expect(phone(page, AN).locator(".sound")).to_have_count(1)
        town.world.sends_location(town.world.people.by_id[BEN], 31.0334, 116.9581)
        await writes(page, CAI, "/file")
        await expect(phone(page, CAI).locator(".file")).to_have_count(1)
        await page.wait_for_timeout(700)
        await _pictured(page, scheme)


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
        await _pictured(page, "narrow")


async def test_the_page_speaks_chinese_when_asked(browser: Browser, town: Town) -> None:
    async with opened(browser, town) as page:
        await page.get_by_role("button", name="中文", exact=True).click()
        await expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
        await expect(phone(page, AN).get_by_role("button", name="开始", exact=True)).to_be_visible()
        await _lived_in(page, (BEN,))
        await phone(page, AN).locator(".swap").click()
        await expect(page.get_by_role("dialog")).to_contain_text("小镇居民")
        await page.wait_for_timeout(500)
        await _pictured(page, "chinese")


async def _pictured(page: Page, name: str) -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    await page.screenshot(path=SCREENSHOTS / f"sandbox-{name}.png")


async def test_a_reply_keyboard_shares_the_place_and_the_number_one_chooses(browser: Browser, town: Town) -> None:
    async with opened(browser, town) as page:
        await starts(page, AN)
        await phone(page, AN).get_by_role("button", name="Where I am").click()
        await page.get_by_role("dialog").get_by_role("button", name="Stone Mill school").click()
        await phone(page, AN).get_by_role("button", name="My number").click()
        await page.get_by_role("dialog").get_by_role("button", name="Share").click()
        await expect(phone(page, AN).locator(".card a")).to_have_attribute("href", "tel:+999550001001")
        await phone(page, AN).get_by_role("button", name="My opinions").click()
        await expect(phone(page, AN).locator(".message.theirs .text").last).to_have_text("My opinions")


async def test_who_reads_further_up_is_told_of_new_messages(browser: Browser, town: Town) -> None:
    async with opened(browser, town) as page:
        await starts(page, AN)
        an = town.world.people.by_id[AN]
        for number in range(30):
            town.world.says(an, f"line {number}")
        await expect(phone(page, AN).locator(".message")).to_have_count(62)
        await phone(page, AN).locator(".log").evaluate("log => { log.scrollTop = 0 }")
        await town.echoes(AN, "something new")
        pill = phone(page, AN).locator(".pill")
        await expect(pill).to_have_text("↓ 1 new")
        await pill.click()
        await expect(pill).to_be_hidden()
        await expect(phone(page, AN).locator(".message").last).to_be_in_viewport()


async def test_light_and_dark_are_remembered(browser: Browser, town: Town) -> None:
    async with opened(browser, town) as page:
        light = await page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
        await page.get_by_role("button", name="Light or dark").click()
        await page.reload()
        assert await page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor") != light


async def test_a_bad_day_is_ordered_and_the_bot_lives_through_it(browser: Browser, town: Town) -> None:
    async with opened(browser, town) as page:
        await page.get_by_role("button", name="Try faults").click()
        await page.get_by_role("spinbutton", name="Slow answers").fill("0.5")
        await page.get_by_role("button", name="Apply").click()
        await expect(page.locator("#notices")).to_contain_text("Applied.")
        assert town.world.faults.latency == 0.5
        await starts(page, AN)


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
