"""The public board in a real browser, wide and narrow, light and dark, read by axe, without a script."""

import os
from pathlib import Path

import pytest
from playwright.async_api import async_playwright

from tests.board.test_board import shown
from tests.desk.browser import Browser
from tests.desk.test_looks import read
from tests.matters.office import Office
from tests.sandbox.pages import ARGUMENTS, CHROMIUM

pytestmark = pytest.mark.skipif(
    not Path(CHROMIUM).exists() and os.environ.get("REQUIRE_CHROMIUM") != "1",
    reason="there is no Chromium: install it (apt-get install chromium) to test the board in a browser",
)


async def test_each_page_can_be_read_by_everybody(office: Office, reader: Browser, language: str) -> None:
    await shown(office)
    scheme, here = ("light", "en") if language == "en" else ("dark", "zh_Hans")
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = await (await chromium.new_context(color_scheme=scheme)).new_page()  # type: ignore[arg-type]
        found = []
        for path in ("", "1", "stations/S-Maishi", "representatives/R-Wang", "nothing"):
            found += await read(page, f"{reader.base}/{here}/{path}")
        await chromium.close()
    assert found == []
