"""Posters fill one sheet of their paper each, and an independent reader finds the link on them."""

import io
import re
from typing import Any

import pytest
import zxingcpp
from PIL import Image

from storage.models.directory import Station
from storage.vocabulary import Role
from tests.constituents.conftest import People
from tests.desk.browser import Browser, opened
from tests.desk.test_looks import pytestmark as needs_chromium
from tests.desk.test_looks import seen
from tests.town import Town

pytestmark = needs_chromium

PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")
BOX = re.compile(rb"/MediaBox\s*\[([^\]]*)\]")
POINTS = {"a4": (595, 842), "a6": (298, 420)}
"""Sizes of the papers (ISO 216) in points of 1/72 inch."""
LINK = "https://t.me/sandbox_bot?start="


def sheets(pdf: bytes) -> list[tuple[int, int]]:
    """The size of each page of a PDF, in points."""
    boxes = [[float(side) for side in box.split()] for box in BOX.findall(pdf)]
    assert len(PAGE.findall(pdf)) == len(boxes)
    return [(round(right - left), round(top - bottom)) for left, bottom, right, top in boxes]


async def read(page: Any) -> list[str]:
    """What the codes on the sheets say, by an independent reader."""
    found = []
    for sheet in await page.query_selector_all(".sheet"):
        picture = Image.open(io.BytesIO(await sheet.screenshot()))
        found += [code.text for code in zxingcpp.read_barcodes(picture)]
    return found


@pytest.mark.parametrize("size", ["a4", "a6"])
@pytest.mark.parametrize("language", ["en", "zh_Hans"])
async def test_each_poster_fills_one_sheet_and_is_read(
    people: People, browser: Browser, size: str, language: str
) -> None:
    places, ids = people.furniture.stations, people.furniture.representatives
    async with people.town.database.writing() as session:
        station = await session.get_one(Station, places["Maishi"])
        station.address, station.phone = "No. 8, Wenhua Road, Maishi, beside the market hall", "0715-5550101"
        station.name_en = "Liaison station of the people's representatives in the town of Maishi"
    async with seen(people, browser, people.clerk) as page:
        for path, links in (
            (f"representative/{ids['Wang']}", ["r_R-Wang"]),
            (f"station/{places['Maishi']}", ["s_S-Maishi"]),
            (f"station/{places['Maishi']}/all", ["s_S-Maishi", "r_R-Wang", "r_R-Sun", "r_R-Zhou"]),
        ):
            await page.goto(f"{browser.base}/staff/posters/{path}?size={size}&language={language}")
            assert await read(page) == [LINK + one for one in links], path
            pdf = await page.pdf(prefer_css_page_size=True, print_background=True)
            assert sheets(pdf) == [POINTS[size]] * len(links), path
            for sheet in await page.query_selector_all(".sheet"):
                within = "one => one.scrollHeight <= one.clientHeight && one.scrollWidth <= one.clientWidth"
                assert await sheet.evaluate(within), f"{path} is more than a sheet"
                share = "one => one.querySelector('.code-of svg').clientHeight / one.clientHeight"
                assert await sheet.evaluate(share) > 0.3, "the code can be read from two steps away"
            headline = "Write to your" if language == "en" else "有话请跟"
            assert headline in await page.inner_text(".sheet h2")


async def test_the_code_on_a_poster_leads_a_voter_to_the_representative(people: People, browser: Browser) -> None:
    async with seen(people, browser, people.clerk) as page:
        await page.goto(f"{browser.base}/staff/posters/representative/{people.furniture.representatives['Wang']}")
        (link,) = await read(page)
    voter = people.town.person("Voter", "en")
    await voter.says("/start " + link.removeprefix(LINK))
    voter.sees("Wang")


async def test_a_representative_prints_their_own_poster_and_no_other(people: People, browser: Browser) -> None:
    ids = people.furniture.representatives
    await browser.enters(people.wang)
    record = await browser.get("/representative/record")
    assert f"/representative/posters/representative/{ids['Wang']}" in record.source
    mine = await browser.get(f"/representative/posters/representative/{ids['Wang']}")
    assert "Representative in the township congress" in mine.text and "Constituency: Maishi 1" in mine.text
    assert (await browser.get(f"/representative/posters/representative/{ids['Zhao']}")).status == 404
    own = await browser.get(f"/representative/posters/station/{people.furniture.stations['Maishi']}")
    assert "Maishi station" in own.text
    assert (await browser.get(f"/representative/posters/station/{people.furniture.stations['Tanghu']}")).status == 404
    assert (await browser.get("/staff/posters")).status == 403


async def test_all_posters_of_a_station_are_a_page(town: Town) -> None:
    """The station's clerk finds them; what they do not reach is not offered."""
    async with opened(town) as browser:
        people = await People(town, "en").settle()
        clerk = town.person("Ma", "en")
        await town.grant(clerk, Role.STAFF, station_id=people.furniture.stations["Tanghu"])
        await browser.enters(clerk)
        page = await browser.get("/staff/posters")
        assert "Tanghu station" in page.text and "2 sheets" in page.text and "Maishi" not in page.text
        every = await browser.get(f"/staff/posters/station/{people.furniture.stations['Tanghu']}/all?size=a6")
        assert every.source.count('class="sheet"') == 2 and "poster-a6.css" in every.source
        odd = await browser.get(f"/staff/posters/station/{people.furniture.stations['Tanghu']}?size=a0&language=xx")
        assert odd.status == 200 and "poster-a4.css" in odd.source
