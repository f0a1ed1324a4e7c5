"""The county office looks through the directory, gives topics their units, and brings lists in, whole or not."""

import io
import re

import openpyxl
import pytest
from sqlalchemy import exc, func, select

from storage.models.directory import Area, Representative, Topic
from storage.models.people import Audit
from storage.vocabulary import AreaKind, Level, Role
from tests.constituents.conftest import People
from tests.desk.browser import Browser, Page, Sent

PEOPLE = """code,name,level,constituency,station,phone
R-Wang,Wang,township,Maishi 1,S-Maishi,13900002222
R-Sun,Sun Yue,county,Maishi 1,S-Maishi,
R-New,Newman,township,Maishi 2,S-Maishi,
"""
BROKEN = PEOPLE + "R-Odd,Odd,nowhere,1,S-Nothing,\n"


def digest(page: Page) -> str:
    """The address at which what was shown is brought in."""
    found = re.search(r"/staff/directory/import/([0-9a-f]{64})", page.source)
    assert found, page.text
    return found[1]


async def kept(people: People) -> dict[str, str]:
    """Names of representatives by code."""
    async with people.town.database.reading() as session:
        return {one.code: one.name for one in await session.scalars(select(Representative))}


async def test_what_a_list_would_change_is_shown_and_then_done(people: People, browser: Browser) -> None:
    await browser.enters(people.clerk)
    await browser.get("/staff/directory/import")
    shown = await browser.post("/staff/directory/import", {"file": Sent("people.csv", PEOPLE.encode())})
    assert shown.status == 200 and "Nothing is changed yet" in shown.text
    assert "R-New Newman new" in shown.text and "Sun → Sun Yue" in shown.text
    assert "13900002222" not in shown.source, "that a phone number changes is all that is shown"
    assert "phone / 电话: (empty) → …" in shown.text
    assert "1 not in the file stay" not in shown.text and "2 not in the file stay" in shown.text
    assert (await kept(people))["R-Sun"] == "Sun" and "R-New" not in await kept(people)
    done = await browser.post(f"/staff/directory/import/{digest(shown)}")
    assert "Imported: 3 records" in done.text
    assert (await kept(people))["R-Sun"] == "Sun Yue" and (await kept(people))["R-New"] == "Newman"
    again = await browser.post("/staff/directory/import", {"file": Sent("people.csv", PEOPLE.encode())})
    assert "Everything is already as in the file" in again.text
    async with people.town.database.reading() as session:
        assert "directory.import" in list(await session.scalars(select(Audit.action)))


async def test_a_list_sent_while_the_database_is_away_is_asked_for_again(
    people: People, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the file is read it is asked who sends it; that may fail like any other question."""
    await browser.enters(people.clerk)
    await browser.get("/staff/directory/import")

    async def away(*_: object) -> None:
        raise exc.TimeoutError("no connection is free")

    browser.settles = False
    monkeypatch.setattr("storage.queries.desk.of_cookie", away)
    page = await browser.post("/staff/directory/import", {"file": Sent("people.csv", PEOPLE.encode())})
    assert page.status == 503 and page.headers["Retry-After"] == "2" and "try again" in page.text
    monkeypatch.undo()
    assert (await browser.post("/staff/directory/import", {"file": Sent("people.csv", PEOPLE.encode())})).status == 200


async def test_a_list_with_a_fault_is_not_brought_in(people: People, browser: Browser) -> None:
    await browser.enters(people.clerk)
    await browser.get("/staff/directory/import")
    before = await kept(people)
    shown = await browser.post("/staff/directory/import", {"file": Sent("people.csv", BROKEN.encode())})
    assert "2 things are to be mended" in shown.text and "S-Nothing" in shown.text and "✅ Import" not in shown.text
    assert await kept(people) == before
    odd = await browser.post("/staff/directory/import", {"file": Sent("picture.xlsx", b"GIF89a")})
    assert odd.status == 409 and "Show what would change" in odd.text
    assert (await browser.post("/staff/directory/import", {"file": Sent("empty.csv", b"")})).status == 409
    assert (await browser.post("/staff/directory/import")).status == 409
    forged = await browser.post(f"/staff/directory/import/{'0' * 64}")
    assert forged.status == 409 and "no longer have that file" in forged.text


async def test_a_list_that_fits_no_longer_is_brought_in_not_at_all(people: People, browser: Browser) -> None:
    await browser.enters(people.clerk)
    await browser.get("/staff/directory/import")
    lists = "code,name,area\nS-New,New station,T1A\n"
    shown = await browser.post("/staff/directory/import", {"file": Sent("stations.csv", lists.encode())})
    async with people.town.database.writing() as session:
        (await session.scalars(select(Area).where(Area.code == "T1A"))).one().code = "T1X"
    late = await browser.post(f"/staff/directory/import/{digest(shown)}")
    assert "1 thing is to be mended" in late.text
    async with people.town.database.reading() as session:
        assert (await session.scalar(select(func.count()).where(Area.code == "T1A"))) == 0


async def test_a_large_file_is_taken_from_who_is_in_and_from_nobody_else(people: People, browser: Browser) -> None:
    large = Sent("large.csv", b"code,name\n" + b"x" * (2 << 20))
    stranger = Browser(browser.base, people.town)
    assert (await stranger.post("/staff/directory/import", {"file": large})).status == 413
    await browser.enters(people.clerk)
    await browser.get("/staff/directory/import")
    assert (await browser.post("/staff/directory/import", {"file": large})).status in (200, 409)
    other = await browser.post("/staff/keys", {"name": large})
    assert other.status == 413, "no other page takes so much"


async def test_it_is_taken_out_after_a_yes(people: People, browser: Browser) -> None:
    await browser.enters(people.clerk)
    await browser.get("/staff/directory/import")
    assert "Is it still you?" in (await browser.post("/staff/directory/export")).text
    await browser.is_sure(people.clerk)
    taken = await browser.post("/staff/directory/export")
    book = openpyxl.load_workbook(io.BytesIO(taken.content))
    assert book.sheetnames == ["areas", "stations", "units", "representatives", "topics"]
    template = await browser.get("/staff/directory/template")
    assert openpyxl.load_workbook(io.BytesIO(template.content)).sheetnames == book.sheetnames


async def test_areas_are_walked_down_and_found(people: People, browser: Browser) -> None:
    await browser.enters(people.clerk)
    towns = await browser.get("/staff/directory/areas")
    assert "Maishi" in towns.text and "Tanghu" in towns.text and "Jiufang" not in towns.text
    below = await browser.get(f"/staff/directory/areas?in={people.furniture.areas['Maishi']}")
    assert "Jiufang village or community Maishi · Tongcheng 1 Maishi station T1A" in below.text
    assert "Ditian" not in below.text
    found = await browser.get("/staff/directory/areas?words=jiufang")
    assert "Areas 1" in found.text and "Jiufang" in found.text
    async with people.town.database.writing() as session:
        for n in range(190):
            session.add(
                Area(
                    code=f"T1-{n:03}",
                    parent_id=people.furniture.areas["Maishi"],
                    kind=AreaKind.VILLAGE,
                    name=f"第{n}村",
                    sound=f"v{n}",
                )
            )
    where = f"in={people.furniture.areas['Maishi']}"
    pages = [await browser.get(f"/staff/directory/areas?{where}&page={page}") for page in range(4)]
    codes = [code for page in pages for code in re.findall(r'class="num">(T1[^<]*)<', page.source)]
    assert len(codes) == len(set(codes)) == 192 and "Page 2 of 4" in pages[1].text


async def test_a_topic_gets_another_unit(people: People, browser: Browser) -> None:
    topic, water = people.furniture.topics["roads"], people.furniture.units["Water"]
    await browser.enters(people.clerk)
    page = await browser.get(f"/staff/directory/topics?change={topic}")
    assert "selected>Power Bureau" in page.source
    changed = await browser.post(f"/staff/directory/topics/{topic}", {"unit": water})
    assert "It counts for what is referred from now on" in changed.text
    async with people.town.database.reading() as session:
        assert (await session.get_one(Topic, topic)).unit_id == water
    assert "Roads and traffic" in (await browser.get(f"/staff/units/{water}")).text
    await browser.post(f"/staff/directory/topics/{topic}", {"unit": "0"})
    async with people.town.database.reading() as session:
        assert (await session.get_one(Topic, topic)).unit_id is None
    for odd in ("", "x", "999"):
        assert (await browser.post(f"/staff/directory/topics/{topic}", {"unit": odd})).status == 409, odd
    for path in ("stations?words=maishi", "units?words=shui", "topics?words=water", ""):
        assert (await browser.get(f"/staff/directory/{path}".rstrip("/"))).status == 200
    assert "Roads" not in (await browser.get("/staff/directory/units?words=water")).text.split("Code")[-1]


async def test_who_sits_is_counted_and_who_left_is_named(people: People, browser: Browser) -> None:
    left = "code,name,level,constituency,station,sex,left_on,left_why\n"
    left += "R-Sun,Sun,county,Maishi 1,S-Maishi,female,2026-02-01,resigned\nR-Wang,Wang,township,1,S-Maishi,male,,\n"
    await browser.enters(people.clerk)
    await browser.get("/staff/directory/import")
    shown = await browser.post("/staff/directory/import", {"file": Sent("people.csv", left.encode())})
    assert "no longer active" in shown.text
    await browser.post(f"/staff/directory/import/{digest(shown)}")
    page = await browser.get("/staff/directory")
    assert "Sun: county, Maishi 1, resigned, on 2026-02-01" in page.text
    assert f"At {Level.TOWNSHIP} level: 2" in page.text and "men 1" in page.text


async def test_the_directory_is_the_county_offices(people: People, browser: Browser) -> None:
    clerk = people.town.person("Ma", "en")
    await people.town.grant(clerk, Role.STAFF, station_id=people.furniture.stations["Maishi"])
    await browser.enters(clerk)
    page = await browser.get("/staff/people")
    assert "/staff/directory" not in page.source and "/staff/keys" not in page.source
    for path in ("", "/areas", "/stations", "/units", "/topics", "/import", "/template"):
        assert (await browser.get(f"/staff/directory{path}")).status == 403, path
    sent = {"file": Sent("people.csv", PEOPLE.encode())}
    assert (await browser.post("/staff/directory/import", sent)).status == 403
    assert (await browser.post("/staff/directory/export")).status == 403
