"""Keys of other programs are issued after a yes, shown once, limited and taken back, by the county office."""

import hashlib
import re

from sqlalchemy import select

from handlers.core.open311.actions import PER_DAY
from storage.models.open311 import ApiKey
from storage.models.people import Audit
from storage.vocabulary import Role
from tests.constituents.conftest import People
from tests.desk.browser import Browser

NEW = {"name": "County hotline <12345>", "per_day": "40"}


async def key(people: People) -> ApiKey:
    """The one that was made."""
    async with people.town.database.reading() as session:
        return (await session.scalars(select(ApiKey))).one()


async def test_a_key_is_issued_after_a_yes_and_shown_once(people: People, browser: Browser) -> None:
    await browser.enters(people.clerk)
    assert "No program has a key yet" in (await browser.get("/staff/keys")).text
    asked = await browser.post("/staff/keys", NEW)
    assert "Is it still you?" in asked.text and asked.field("to").startswith("/staff/keys?name=County")
    back = await browser.get(asked.field("to"))
    assert back.field("name") == NEW["name"] and 'value="40"' in back.source, "nothing typed is lost"
    await browser.is_sure(people.clerk)
    made = await browser.post("/staff/keys", NEW)
    found = re.search(r"<code>([\w-]{32})</code>", made.source)
    assert found and "shown this once" in made.text and "<12345>" not in made.source
    one = await key(people)
    assert one.per_day == 40 and one.key_hash == hashlib.sha256(found[1].encode()).hexdigest()
    assert found[1] not in (await browser.get("/staff/keys")).source
    nameless = await browser.post("/staff/keys", {"per_day": "40"})
    assert nameless.status == 409 and "Nothing was done" in nameless.text and 'value="40"' in nameless.source
    free = await browser.post("/staff/keys", {"name": "Free", "per_day": "0"})
    assert free.status == 409 and "from 1 to 100" in free.text and free.field("name") == "Free"


async def test_a_key_is_limited_and_taken_back(people: People, browser: Browser) -> None:
    await browser.enters(people.clerk)
    await browser.is_sure(people.clerk)
    await browser.post("/staff/keys", NEW)
    limited = await browser.post("/staff/keys/1/limit", {"per_day": "7"})
    assert "The limit counts from now on" in limited.text and "0 of 7" in limited.text
    for odd in ("", "0", "x", "100001", "-3"):
        assert (await browser.post("/staff/keys/1/limit", {"per_day": odd})).status == 409, odd
    assert (await key(people)).per_day == 7
    gone = await browser.post("/staff/keys/1/withdraw")
    assert "It opens nothing any more" in gone.text and "No program has a key yet" in gone.text
    assert (await key(people)).ended_at is not None
    for again in ("limit", "withdraw"):
        late = await browser.post(f"/staff/keys/1/{again}", {"per_day": "9"})
        assert late.status == 409 and "taken back already" in late.text
    async with people.town.database.reading() as session:
        noted = [one for one in await session.scalars(select(Audit.action)) if one.startswith("open311")]
    assert noted == ["open311.issue_key", "open311.limit_key", "open311.withdraw_key"]


async def test_the_chat_limits_a_key_too(people: People, browser: Browser) -> None:
    await people.clerk.says("/keys")
    await people.clerk.presses("➕ New key")
    await people.clerk.says("Hotline")
    assert (await key(people)).per_day == PER_DAY
    await people.clerk.presses("🔑 Keys")
    await people.clerk.presses("Hotline")
    await people.clerk.presses("100 a day")
    people.clerk.hears("From now on up to 100 a day", "Sent today: 0 of 100")
    assert (await key(people)).per_day == 100


async def test_keys_are_the_county_offices(people: People, browser: Browser) -> None:
    clerk = people.town.person("Ma", "en")
    await people.town.grant(clerk, Role.STAFF, station_id=people.furniture.stations["Maishi"])
    await browser.enters(clerk)
    await browser.is_sure(clerk)
    assert (await browser.get("/staff/keys")).status == 403
    assert (await browser.post("/staff/keys", NEW)).status == 403
