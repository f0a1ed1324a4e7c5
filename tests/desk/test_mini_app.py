"""Telegram's word opens the desk: once, for five minutes, for who has a role, and only if it is Telegram's."""

import json
import os
from datetime import timedelta
from html import escape
from pathlib import Path
from urllib.parse import urlencode

import pytest
from aiogram.utils.web_app import check_webapp_signature
from playwright.async_api import async_playwright
from sqlalchemy import select

from handlers.core.desk import mini_app
from storage.models.desk import DeskSession
from storage.models.people import Audit
from tests.constituents.conftest import People
from tests.desk.browser import Browser
from tests.sandbox.pages import ARGUMENTS, CHROMIUM
from tests.town import TOKEN, Actor

KEY = mini_app.key_of(TOKEN)
TELEGRAM = "https://web.telegram.org/a"


def said_of(who: Actor, *, minutes_ago: float = 0, key: bytes = KEY, **more: str) -> str:
    """What Telegram hands to a Mini App that they open."""
    at = who.town.clock.now() - timedelta(minutes=minutes_ago)
    fields = {
        "query_id": "AAF",
        "user": json.dumps({"id": who.id, "first_name": "Li & 王=1"}),
        "auth_date": f"{int(at.timestamp())}",
        "signature": "c2ln",
        **more,
    }
    return urlencode({**fields, "hash": mini_app.signature_of(fields, key)})


def telegram_web(address: str) -> str:
    """As Telegram's page in a browser holds a Mini App, and does what it asks for."""
    return f"""<iframe src="{escape(address)}" sandbox="allow-scripts allow-same-origin allow-popups allow-forms">
        </iframe>
        <script>addEventListener("message", (event) => {{
            const asked = JSON.parse(event.data);
            if (asked.eventType === "web_app_open_link") open(asked.eventData.url, "_blank", "noopener");
        }})</script>"""


@pytest.fixture
def opening(people: People, browser: Browser) -> Browser:
    """A browser at a desk whose bot Telegram signs for."""
    people.town.restarts(app_key=KEY)
    browser.server.begin(people.town.place)
    return browser


async def test_telegrams_word_opens_the_desk_without_a_code(people: People, opening: Browser) -> None:
    said = said_of(people.clerk)
    assert check_webapp_signature(TOKEN, said), "an independent library agrees"
    page = await opening.post("/app", {"said": said})
    assert page.path == "/desk/staff/queue" and page.status == 200
    people.clerk.hears("The desk is open in Telegram · Firefox, Linux")
    async with people.town.database.reading() as session:
        assert list(await session.scalars(select(Audit.action).where(Audit.action.startswith("desk.")))) == [
            "desk.begin"
        ]
        kept = repr(vars((await session.scalars(select(DeskSession))).one()))
    assert dict(part.split("=") for part in said.split("&"))["hash"] not in kept
    assert (await opening.post("/app", {"said": said})).status == 403, "it was used"
    turned = "&".join(reversed(said.split("&")))
    assert "was used" in (await Browser(opening.base, people.town).post("/app", {"said": turned})).text
    await people.clerk.says("/desk")
    await people.clerk.presses("My sessions")
    await people.clerk.presses("🔒 Close Telegram · Firefox, Linux")
    assert (await opening.get("/staff/queue")).status == 401


async def test_no_other_word_opens_it(people: People, opening: Browser) -> None:
    clerk, good = people.clerk, said_of(people.clerk)
    forged = [
        "",
        "hash=",
        good.replace(f"{clerk.id}", f"{people.wang.id}"),
        good[:-1] + ("0" if good[-1] != "0" else "1"),
        good + "&user=" + f'{{"id":{people.wang.id}}}',
        said_of(clerk, key=mini_app.key_of("43:another")),
        said_of(clerk, key=b""),
        said_of(clerk, minutes_ago=5.1),
        said_of(clerk, minutes_ago=-2),
        said_of(clerk, auth_date="soon"),
        said_of(clerk, user="[]"),
    ]
    for said in forged:
        page = await opening.post("/app", {"said": said})
        assert page.status == 403 and "/desk in the chat" in page.text, said
    assert (await opening.post("/app", {"said": good}, **{"Sec-Fetch-Site": "cross-site"})).status == 403
    assert (await opening.get("/staff/queue")).status == 401
    stranger = await opening.post("/app", {"said": said_of(people.li)})
    assert stranger.status == 403 and "another role" in stranger.text
    people.town.restarts(app_key=b"")
    opening.server.begin(people.town.place)
    assert (await opening.post("/app", {"said": said_of(clerk, key=b"")})).status == 403, "without a key nobody is"


async def test_only_the_page_it_begins_with_may_stand_in_telegrams_frame(people: People, opening: Browser) -> None:
    begins, closed = await opening.get("/app"), await opening.get("/staff/queue")
    refused = await opening.post("/app", {"said": "forged"})
    assert "frame-ancestors https://web.telegram.org" in begins.headers["Content-Security-Policy"]
    assert "script-src 'self';" in begins.headers["Content-Security-Policy"] and "/static/app.js" in begins.source
    for page in (closed, refused):
        assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]


async def test_the_key_is_shown_only_where_telegram_can_open_it(people: People, opening: Browser) -> None:
    await people.clerk.says("/desk")
    people.clerk.hears_nothing("Open it here in Telegram")
    people.town.restarts(desk_url="https://desk.example/desk")
    await people.clerk.says("/desk")
    people.clerk.sees("Open it here in Telegram")


@pytest.mark.skipif(not Path(CHROMIUM).exists() and os.environ.get("REQUIRE_CHROMIUM") != "1", reason="no Chromium")
@pytest.mark.parametrize("framed", [False, True], ids=["telephone", "telegram web"])
async def test_its_script_sends_on_what_telegram_said(people: People, opening: Browser, framed: bool) -> None:
    address = f"{opening.base}/app#{urlencode({'tgWebAppData': said_of(people.clerk), 'tgWebAppVersion': '8.0'})}"
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*ARGUMENTS, "--disable-features=LocalNetworkAccessChecks"]
        )
        context = await chromium.new_context()
        page = await context.new_page()
        if framed:
            await page.route(
                TELEGRAM, lambda route: route.fulfill(content_type="text/html", body=telegram_web(address))
            )
            await page.goto(TELEGRAM)
            async with context.expect_page() as coming:
                await page.frame_locator("iframe").get_by_role("button", name="Open the desk").click()
            page = await coming.value
            await page.get_by_role("button", name="Open the desk").click()
        else:
            await page.add_init_script("window.TelegramWebviewProxy = {}")
            await page.goto(address)
        await page.wait_for_url("**/staff/queue")
        assert "tgWebAppData" not in page.url
        await page.reload()
        assert page.url.endswith("/staff/queue"), "the cookie is kept"
        await chromium.close()
