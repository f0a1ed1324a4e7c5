"""The sandbox's page in a real browser, with an echo bot behind it."""

from datetime import timedelta
from pathlib import Path

from aiogram.types import BotCommand
from playwright.async_api import Browser, expect

from tests.sandbox.pages import IN_A_BROWSER, attach, opened, phone, starts, writes
from tests.sandbox.townsfolk import AN, BEN, CAI, DORA, Town

ALL_FOUR = (AN, BEN, CAI, DORA)

pytestmark = IN_A_BROWSER


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
        await attach(page, "Photos")
        await page.get_by_role("button", name="Pothole").click()
        await page.get_by_role("button", name="Street lamp").click()
        await page.get_by_role("button", name="Send 2").click()
        await expect(phone(page, AN).locator(".album img")).to_have_count(2)
        await attach(page, "Voice message")
        await expect(phone(page, AN).locator(".sound")).to_have_count(1)
        await attach(page, "Location")
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
        await attach(page, "Photos")
        await page.get_by_role("textbox", name="Caption").fill("as I saw it")
        await page.locator("dialog input[type=file]").set_input_files(own)
        await expect(phone(page, AN).locator(".message.own .text").last).to_have_text("as I saw it")
        await expect(phone(page, AN).locator(".message.own .photo img")).to_have_count(1)


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


async def test_who_has_blocked_the_bot_hears_nothing_more(browser: Browser, town: Town) -> None:
    async with opened(browser, town) as page:
        await starts(page, AN)
        await phone(page, AN).get_by_role("button", name="More about this chat").click()
        await page.get_by_role("button", name="Block the bot").click()
        await expect(phone(page, AN).locator(".phone-foot")).to_contain_text("You have blocked the bot")
        assert town.world.people.by_id[AN].blocked
        await phone(page, AN).get_by_role("button", name="Unblock the bot").click()
        await expect(phone(page, AN).locator("textarea")).to_be_visible()


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


async def test_a_bad_day_is_ordered_and_the_bot_lives_through_it(browser: Browser, town: Town) -> None:
    async with opened(browser, town) as page:
        await page.get_by_role("button", name="Try faults").click()
        await page.get_by_role("spinbutton", name="Slow answers").fill("0.5")
        await page.get_by_role("button", name="Apply").click()
        await expect(page.locator("#notices")).to_contain_text("Applied.")
        assert town.world.faults.latency == 0.5
        await starts(page, AN)


async def test_a_bot_that_is_not_there_yet_is_told_and_so_is_its_coming(browser: Browser, town: Town) -> None:
    async with opened(browser, town) as page:
        town.world.listens(town.world.bot, listening=False)
        await expect(page.locator("#notices")).to_contain_text("The bot is starting.")
        town.world.listens(town.world.bot, listening=True)
        await expect(page.locator("#notices")).to_be_empty()
