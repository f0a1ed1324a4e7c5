"""Staff see who represents and who acts, invite for one or for many, and end roles: as in the chat, each their own."""

import io
import re

import openpyxl
import pytest
from sqlalchemy import select

from handlers.core.aside import Outcome, TooCostly, Work
from storage.models.directory import HandlingUnit, Representative
from storage.models.people import Audit, Grant, Invitation, Person
from storage.vocabulary import Role
from tests.constituents.conftest import People
from tests.desk.browser import Browser, Page
from tests.town import Actor

CODE = re.compile(r"<code>https://t\.me/sandbox_bot\?start=(i_[\w-]+)</code>")


def names(page: Page) -> list[str]:
    """The representatives of the list, in order."""
    return re.findall(r'/staff/representatives/\d+">([^<]+)</a>', page.source)


async def clerk_of(people: People, station: str) -> Actor:
    """A clerk of a station."""
    clerk = people.town.person(f"Clerk of {station}", "en")
    await people.town.grant(clerk, Role.STAFF, station_id=people.furniture.stations[station])
    return clerk


async def audited(people: People) -> list[str]:
    """What stands in the audit log."""
    async with people.town.database.reading() as session:
        return list(await session.scalars(select(Audit.action).order_by(Audit.id)))


async def test_the_list_is_narrowed_sorted_and_looked_through(people: People, browser: Browser) -> None:
    await browser.enters(people.clerk)
    assert names(await browser.get("/staff/people")) == ["Wang", "Zhao", "Sun", "Zhou"]
    assert names(await browser.get("/staff/people?sort=name")) == ["Sun", "Wang", "Zhao", "Zhou"]
    assert names(await browser.get("/staff/people?link=joined")) == ["Wang"]
    assert names(await browser.get("/staff/people?link=missing")) == ["Zhao", "Sun", "Zhou"]
    assert names(await browser.get("/staff/people?level=county")) == ["Sun"]
    tanghu, town = people.furniture.stations["Tanghu"], people.furniture.areas["Maishi"]
    assert names(await browser.get(f"/staff/people?station={tanghu}")) == ["Zhao"]
    assert names(await browser.get(f"/staff/people?town={town}")) == ["Wang", "Sun"]
    village = await browser.get(f"/staff/people?town={people.furniture.areas['Jiufang']}")
    assert names(village) == ["Wang"] and "selected>Jiufang" in village.source
    assert names(await browser.get("/staff/people?words=zh")) == ["Zhao", "Zhou"]
    assert names(await browser.get("/staff/people?words=R-Sun")) == ["Sun"]
    assert names(await browser.get("/staff/people?words=tanghu+1")) == ["Zhao"], "by constituency"
    for odd in ("level=x&station=y&town=99999999999999999999&sort=z&link=?", "page=9999999", "words=%00"):
        assert (await browser.get(f"/staff/people?{odd}")).status == 200, odd


async def test_unreachable_and_former_ones_are_found(people: People, browser: Browser) -> None:
    async with people.town.database.writing() as session:
        wang = (await session.scalars(select(Person).where(Person.chat_id == people.wang.id))).one()
        wang.reachable = False
        sun = (await session.scalars(select(Representative).where(Representative.name == "Sun"))).one()
        sun.active = False
    await browser.enters(people.clerk)
    page = await browser.get("/staff/people?link=unreachable")
    assert names(page) == ["Wang"] and "cannot be reached" in page.text
    left = await browser.get("/staff/people?link=left")
    assert names(left) == ["Sun"] and "Invite those" not in left.text
    assert names(await browser.get("/staff/people")) == ["Wang", "Zhao", "Zhou"]


async def test_a_stations_clerk_sees_their_own(people: People, browser: Browser) -> None:
    clerk = await clerk_of(people, "Tanghu")
    await browser.enters(clerk)
    assert names(await browser.get("/staff/people")) == ["Zhao"]
    assert names(await browser.get("/staff/people?words=wang")) == []
    wang, maishi = people.furniture.representatives["Wang"], people.furniture.stations["Maishi"]
    for path in (
        f"representatives/{wang}",
        f"stations/{maishi}",
        "stations/0",
        "units/1",
        "officers",
        "holders/1",
        f"posters/representative/{wang}",
        f"posters/station/{maishi}/all",
    ):
        assert (await browser.get(f"/staff/{path}")).status == 404, path
    clerks = await browser.get("/staff/clerks")
    assert "Tanghu station" in clerks.text and "Maishi" not in clerks.text and "county office" not in clerks.text
    refused = await browser.post("/staff/people/invite", {"case": [f"{wang}:0"]})
    assert f"#{wang}" in refused.text and "Wang" not in refused.text and not CODE.search(refused.source)


async def test_many_are_invited_at_once_each_link_lets_one_in(people: People, browser: Browser) -> None:
    await browser.enters(people.clerk)
    await browser.get("/staff/people")
    ids = people.furniture.representatives
    chosen = [
        f"{ids['Zhao']}:0",
        f"{ids['Sun']}:0",
        f"{ids['Zhou']}:0",
        f"{ids['Wang']}:0",
        f"{ids['Zhou']}:7",
        "999:0",
    ]
    page = await browser.post("/staff/people/invite", {"case": chosen, "back": "link=missing"})
    assert "4 invitations are made" in page.text and "2 were refused:" in page.text
    assert "Zhou: Somebody was invited" in page.text and "#999: There is nobody" in page.text
    links = CODE.findall(page.source)
    assert len(links) == 4 and page.source.count("<svg") == 4
    assert page.text.count("Good until Mon 9 Mar 2026") == 4
    assert 'href="/desk/staff/people?link=missing"' in page.source
    zhao = people.town.person("Zhao Min", "en")
    await zhao.says(f"/start {links[0]}")
    await zhao.presses("✅ Yes, join")
    listed = await browser.get("/staff/people?link=joined")
    assert sorted(names(listed)) == ["Wang", "Zhao"]
    assert sorted(names(await browser.get("/staff/people?link=invited"))) == ["Sun", "Zhou"]
    assert names(await browser.get("/staff/people?link=uninvited")) == []
    again = await browser.post("/staff/people/invite", {"case": chosen[:1]})
    assert not CODE.search(again.source), "the page of before was sent once more"
    assert (await audited(people)).count("invitation.make") == 4
    empty = await browser.post("/staff/people/invite", {"back": "link=joined"})
    assert empty.status == 409 and "Nothing was done" in empty.text and sorted(names(empty)) == ["Wang", "Zhao"]


async def test_invitations_are_shown_even_where_their_pictures_fail(
    people: People, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only this page ever shows the links: it does not depend on what is drawn beside."""

    async def gave_up(work: Work) -> Outcome:
        return Outcome(error=TooCostly(work.name))

    monkeypatch.setattr("bot.desk.outcome_of", gave_up)
    await browser.enters(people.clerk)
    await browser.get("/staff/people")
    chosen = [f"{one}:0" for one in people.furniture.representatives.values()]
    page = await browser.post("/staff/people/invite", {"case": chosen})
    assert page.status == 200 and len(CODE.findall(page.source)) == 4
    assert "<svg" not in page.source and "could not be drawn just now. The links themselves are good" in page.text


async def test_an_invitation_is_made_anew_and_called_off(people: People, browser: Browser) -> None:
    sun = people.furniture.representatives["Sun"]
    await browser.enters(people.clerk)
    card = await browser.get(f"/staff/representatives/{sun}")
    assert "Nobody has joined yet." in card.text
    made = await browser.post(f"/staff/representatives/{sun}/invite", {"last": card.field("last")})
    assert CODE.search(made.source) and "Invitation: representative Sun (county)" in made.text
    stale = await browser.post(f"/staff/representatives/{sun}/invite", {"last": card.field("last")})
    assert (
        stale.status == 409 and "Here is how it stands now" in stale.text and "invitation is open until" in stale.text
    )
    again = await browser.post(f"/staff/representatives/{sun}/invite", {"last": stale.field("last")})
    assert CODE.search(again.source)
    listed = await browser.get("/staff/invitations")
    assert listed.text.count("representative Sun (county)") == 2 and "Open invitations 2" in listed.text
    assert "representative Sun" in (await browser.get("/staff/invitations?words=sun")).text
    assert "No invitation is open" in (await browser.get("/staff/invitations?words=wang")).text
    off = await browser.post("/staff/invitations/2/withdraw", {"back": f"representatives:{sun}"})
    assert "Called off" in off.text and off.path.startswith(f"/desk/staff/representatives/{sun}")
    twice = await browser.post("/staff/invitations/2/withdraw")
    assert twice.status == 409 and "used, called off or has expired" in twice.text
    newcomer = people.town.person("Somebody", "en")
    await newcomer.says(f"/start {CODE.findall(again.source)[0]}")
    newcomer.sees("was called off")


async def test_officers_a_chief_and_the_release_of_replies(people: People, browser: Browser) -> None:
    unit = people.furniture.units["Water"]
    await browser.enters(people.clerk)
    page = await browser.get("/staff/officers?link=missing")
    assert "Water Bureau" in page.text and "nobody has joined" in page.text
    card = await browser.get(f"/staff/units/{unit}")
    made = await browser.post(f"/staff/units/{unit}/invite", {"last": card.field("last"), "chief": "1"})
    assert "chief of Water Bureau" in made.text
    gao = people.town.person("Gao", "en")
    await gao.says(f"/start {CODE.findall(made.source)[0]}")
    await gao.presses("✅ Yes, join")
    waits = await browser.post(f"/staff/units/{unit}/release", {"needed": "1"})
    assert "its replies wait for the chief's release" in waits.text
    async with people.town.database.reading() as session:
        assert (await session.get_one(HandlingUnit, unit)).needs_release
    listed = await browser.get("/staff/officers?words=gao")
    assert "Gao chief" in listed.text and "after the chief's release" in listed.text and "Roads" not in listed.text
    assert "Gao" not in (await browser.get("/staff/officers?link=chiefless")).text
    assert (
        "officers' replies leave at once" in (await browser.post(f"/staff/units/{unit}/release", {"needed": "0"})).text
    )


async def test_a_role_is_ended_and_the_last_of_the_county_stays(people: People, browser: Browser) -> None:
    await people.assigned()
    await browser.enters(people.clerk)
    card = await browser.get(f"/staff/representatives/{people.furniture.representatives['Wang']}")
    found = re.search(r"/staff/holders/(\d+)", card.source)
    assert found and "1 in their hands" in card.text
    holder = await browser.get(f"/staff/holders/{found[1]}")
    assert "representative Wang (township)" in holder.text and "since Mon 2 Mar 2026" in holder.text
    assert "can then no longer read or answer the cases of Wang" in holder.text
    ended = await browser.post(f"/staff/holders/{found[1]}/end")
    assert "The role is ended" in ended.text and "Nobody has joined yet." in ended.text
    people.wang.hears("Your role as representative Wang .* has ended")
    assert (await browser.post(f"/staff/holders/{found[1]}/end")).status == 404
    async with people.town.database.reading() as session:
        own = (await session.scalars(select(Grant).where(Grant.role == Role.STAFF))).one()
    mine = await browser.get(f"/staff/holders/{own.id}")
    assert "This is your own role" in mine.text
    stays = await browser.post(f"/staff/holders/{own.id}/end")
    assert stays.status == 409 and "is the last one in the county office" in stays.text


async def test_phones_and_lists_are_given_after_a_yes_and_written_down(people: People, browser: Browser) -> None:
    wang = people.furniture.representatives["Wang"]
    async with people.town.database.writing() as session:
        (await session.get_one(Representative, wang)).phone = "13800001111"
        (await session.get_one(Representative, wang)).picture = "blob:nothing"
    await browser.enters(people.clerk)
    card = await browser.get(f"/staff/representatives/{wang}")
    assert "13800001111" not in card.source
    assert "Is it still you?" in (await browser.post(f"/staff/representatives/{wang}/phone")).text
    assert "Is it still you?" in (await browser.post("/staff/people/export")).text
    await browser.is_sure(people.clerk)
    assert "13800001111" in (await browser.post(f"/staff/representatives/{wang}/phone")).text
    taken = await browser.post("/staff/people/export", {"query": "link=joined"})
    assert taken.headers["Content-Disposition"].endswith('.xlsx"')
    rows = list(openpyxl.load_workbook(io.BytesIO(taken.content)).worksheets[0].values)
    assert rows[3][:3] == ("Code", "Name", "Level") and [row[:2] for row in rows[4:]] == [("R-Wang", "Wang")]
    assert rows[4][5:7] == ("2026-03-02", "yes")
    gone = await browser.post(f"/staff/representatives/{wang}/unpicture")
    assert "The picture is removed" in gone.text
    assert {"phone.seen", "people.export", "representative.picture"} <= set(await audited(people))


async def test_staff_of_a_station_and_of_the_county_are_invited(people: People, browser: Browser) -> None:
    maishi = people.furniture.stations["Maishi"]
    await browser.enters(people.clerk)
    for station, office in ((maishi, "staff of Maishi station"), (0, "staff of the county office")):
        card = await browser.get(f"/staff/stations/{station}")
        made = await browser.post(f"/staff/stations/{station}/invite", {"last": card.field("last")})
        assert office in made.text and CODE.search(made.source)
    listed = await browser.get("/staff/clerks?link=invited")
    assert "the county office" in listed.text and "Maishi station" in listed.text and "Tanghu" not in listed.text
    async with people.town.database.reading() as session:
        assert [one.station_id for one in await session.scalars(select(Invitation).order_by(Invitation.id))] == [
            maishi,
            None,
        ]
    assert "1 of 3" in (await browser.get("/staff/clerks")).text
