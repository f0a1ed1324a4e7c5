"""Take a picture of the desk: `python docs/screenshot_desk.py http://127.0.0.1:8090 9001 docs/desk.png`.

A fourth argument names another page than the queue: `/staff/figures`. In the language of whose desk it is.
Needs a running `make demo`, playwright (in requirements-dev.txt) and Chromium. 9001 is a clerk of the demo's town.
"""

import shutil
import sys

from playwright.sync_api import sync_playwright

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"


def main(url: str, person: str, file: str, page_at: str = "") -> None:
    """Open the desk as somebody of the town, in the queue with the first form unfolded, and keep what is seen."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 860}, color_scheme="light", locale="en-GB")
        page.goto(f"{url}/sandbox/people/{person}/desk")
        page.locator("button.main").click()
        if page_at:
            page.goto(page.url.partition("/staff/")[0] + page_at)
        else:
            page.locator("[data-walk] a").nth(1).click()
            page.keyboard.press("a")
        page.screenshot(path=file)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
