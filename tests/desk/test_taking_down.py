"""An opinion taken down for somebody without an account is handled like any other; staff carry the words."""

import re

from sqlalchemy import select

from storage.models.on_behalf import OnBehalf
from storage.models.opinions import Opinion
from storage.models.people import Person
from storage.vocabulary import Role, Stage
from tests.constituents.conftest import People
from tests.desk.browser import Browser
from tests.desk.test_work import form


async def test_a_paper_letter_goes_its_way_and_comes_back(people: People, browser: Browser) -> None:
    await browser.enters(people.clerk)
    await browser.get("/staff/new")
    jiufang = people.furniture.areas["Jiufang"]
    missing = await browser.post("/staff/new", {"words": "The well is dry", "name": "Old Zhang"})
    assert missing.status == 409 and "The well is dry" in missing.text and 'value="Old Zhang"' in missing.source
    filled = {"words": "The well is dry", "area": jiufang, "name": "Old Zhang", "phone": "0715 123456"}
    receipt = await browser.post("/staff/new", filled)
    assert "Receipt: TC-2026-000001" in receipt.text and "<svg" in receipt.source and "style=" not in receipt.source
    follow = re.search(r"/desk(/follow/[\w-]+)", receipt.source)
    assert follow
    async with people.town.database.reading() as session:
        kept = (await session.scalars(select(OnBehalf))).one()
        assert kept.secret_hash not in follow[1] and kept.phone == "0715 123456"
        author = (await session.scalars(select(Person).where(Person.chat_id.is_(None)))).one()
        assert author.name == "Old Zhang"
    assert 'viewBox="0 0 ' in receipt.source, "else a longer address would be cut off"
    page = await browser.get("/staff/cases/1")
    assert "Show the name" in page.text and "0715" not in page.text
    await browser.post("/sure")
    await people.clerk.presses("✅ Yes, that is me")
    assert "Old Zhang, Jiufang, phone 0715 123456" in (await browser.post("/staff/cases/1/author")).text
    page = await browser.get("/staff/queue")
    wang = people.furniture.representatives["Wang"]
    await browser.post("/staff/cases/1/assign", form(page, representative=wang))
    await people.wang.says("/inbox")
    await people.wang.presses("TC-2026-000001", "❓ Ask back")
    await people.wang.says("Which well?")
    await people.wang.presses("Send")
    at_home = Browser(browser.base, people.town)
    seen = await at_home.get(follow[1])
    assert "The well is dry" in seen.text and "Which well?" in seen.text and "Old Zhang" not in seen.text
    assert "1 author to tell" in (await browser.get("/staff/queue")).text
    page = await browser.get("/staff/cases/1")
    assert "To be told: Wang asked its author something" in page.text
    page = await browser.post("/staff/cases/1/told", form(page))
    assert "To be told" not in page.text
    await browser.post("/staff/cases/1/say", form(page, words="The one behind the school"))
    people.wang.hears("The one behind the school")
    async with people.town.database.reading() as session:
        assert (await session.get_one(Opinion, 1)).stage is Stage.ASSIGNED
    assert (await at_home.get("/follow/nothing")).status == 404


async def test_a_station_takes_down_what_is_of_its_own_places(people: People, browser: Browser) -> None:
    ma = people.town.person("Ma")
    await people.town.grant(ma, Role.STAFF, station_id=people.furniture.stations["Tanghu"])
    await browser.enters(ma)
    await browser.get("/staff/new")
    filled = {"words": "The well is dry", "area": people.furniture.areas["Jiufang"], "anonymous": "1", "name": "Zhang"}
    assert "belongs to another station" in (await browser.post("/staff/new", filled)).text
    taken = await browser.post("/staff/new", {**filled, "area": people.furniture.areas["Ditian"]})
    assert "Receipt: TC-2026-000001" in taken.text
    async with people.town.database.reading() as session:
        authors = list(await session.scalars(select(Person).where(Person.chat_id.is_(None))))
    assert [one.name for one in authors] == [None]
