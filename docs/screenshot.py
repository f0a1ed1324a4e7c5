"""Take the picture of the sandbox for the README: `python docs/screenshot.py http://127.0.0.1:8090 docs/sandbox.png`.

Needs a running `make demo`, playwright (in requirements-dev.txt) and Chromium.
"""

import shutil
import sys

from playwright.sync_api import sync_playwright

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"


def main(url: str, file: str) -> None:
    """Open the page as somebody would on a wide screen, in light colours, and keep what is seen."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1600, "height": 1000}, color_scheme="light", locale="en-GB")
        page.goto(url)
        page.locator(".phone").nth(3).wait_for()
        page.wait_for_timeout(2_000)
        page.screenshot(path=file)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
