"""Staff, representatives and units do at the desk what they do in the chat, and what follows is the same."""

import csv
import io
import re
from datetime import date, time

import openpyxl
from sqlalchemy import select

from storage.models.directory import Representative
from storage.models.opinions import Opinion, Undelivered
from storage.models.people import Audit, Person
from storage.models.reception import ReceptionDay, RosterPlace
from storage.vocabulary import AttachmentKind, Level, Role, Sex, Stage
from tests.constituents.conftest import LAMP, People
from tests.desk.browser import Browser, Page
from tests.town import MONDAY

EVIL = '<script>alert(1)</script> "quoted" & more'


def form(page: Page, **fields: object) -> dict[str, object]:
    """What a form of the page carries, and what is filled in."""
    return {"version": page.field("version"), "seen": page.field("seen"), **fields}


async def stage(people: People, number: int = 1) -> Stage:
    async with people.town.database.reading() as session:
        return (await session.get_one(Opinion, number)).stage


async def test_a_clerk_assigns_what_waits_and_comes_to_the_next(people: People, browser: Browser) -> None:
    await people.sends(f"{LAMP} {EVIL}")
    await people.sends("The bridge in Jiufang has a crack and the school bus crosses it")
    await browser.enters(people.clerk)
    page = await browser.get("/staff/queue")
    assert "To screen 2" in page.text and EVIL in page.text and "<script>alert" not in page.source
    wang = people.furniture.representatives["Wang"]
    after = await browser.post("/staff/cases/1/assign", form(page, representative=wang, back="queue"))
    assert "TC-2026-000001 is assigned." in after.text and "To screen 1" in after.text
    assert await stage(people) is Stage.ASSIGNED
    people.wang.hears("TC-2026-000001")
    people.li.hears("is now with representative Wang")


async def test_words_to_an_author_are_seen_first_and_what_was_typed_survives_a_colleague(
    people: People, browser: Browser
) -> None:
    await people.sends()
    await browser.enters(people.clerk)
    page = await browser.get("/staff/queue")
    filled = form(page, words="Please ask the water works, 96123")
    preview = await browser.post("/staff/cases/1/decline", filled)
    assert "Its author will read:" in preview.text and await stage(people) is Stage.SUBMITTED
    colleague = await people.town.grant(people.town.person("Colleague"), Role.STAFF)
    await colleague.says("/screen")
    await colleague.presses("✅ Assign to Wang")
    late = await browser.post("/staff/cases/1/decline", {**filled, "sure": "1"})
    assert late.status == 409 and "Meanwhile:" in late.text and "assigned to Wang" in late.text
    assert "Please ask the water works, 96123" in late.text and await stage(people) is Stage.ASSIGNED
    again = await browser.post("/staff/cases/1/decline", form(late, words=filled["words"], sure="1"))
    assert again.status == 200 and await stage(people) is Stage.DECLINED
    people.li.hears("Please ask the water works, 96123")


async def test_a_representative_answers_and_reads_no_name_unasked(people: People, browser: Browser) -> None:
    await people.assigned()
    await browser.enters(people.wang)
    page = await browser.get("/representative/cases/1")
    assert LAMP in page.text and "Li Lei" not in page.text
    assert "Is it still you?" in (await browser.post("/representative/cases/1/author")).text
    await browser.post("/sure", {"to": "/representative/cases/1"})
    await people.wang.presses("✅ Yes, that is me")
    assert "Li Lei" in (await browser.post("/representative/cases/1/author")).text
    async with people.town.database.reading() as session:
        assert "identity.seen" in list(await session.scalars(select(Audit.action)))
    filled = form(page, words="The lamp is new since today", sure="1")
    done = await browser.post("/representative/cases/1/reply", filled)
    assert "Your answer to TC-2026-000001 is sent." in done.text
    people.li.hears("The lamp is new since today")
    async with people.town.database.reading() as session:
        assert (await session.get_one(Opinion, 1)).stage is Stage.ANSWERED


async def test_a_unit_takes_it_and_replies(people: People, browser: Browser) -> None:
    await people.assigned()
    gao = people.town.person("Gao")
    await people.town.grant(gao, Role.UNIT, unit_id=people.furniture.units["Power"])
    await browser.enters(people.wang)
    page = await browser.get("/representative/cases/1")
    await browser.post(
        "/representative/cases/1/refer", form(page, unit=people.furniture.units["Power"], words="Please")
    )
    await browser.enters(gao)
    page = await browser.get("/unit/cases/1")
    assert LAMP in page.text and "Li Lei" not in page.text and "Please" in page.text
    page = await browser.post("/unit/cases/1/accept", form(page))
    assert "is yours now" in page.text
    missing = await browser.post("/unit/cases/1/reply", form(page, words="We replaced the lamp"))
    assert missing.status == 409 and "still missing" in missing.text and "We replaced the lamp" in missing.text
    done = await browser.post("/unit/cases/1/reply", form(missing, words="We replaced it", outcome="A", sure="1"))
    assert "handed in" in done.text and await stage(people) is Stage.REPLIED
    people.wang.hears("has replied")


async def test_the_list_is_narrowed_by_an_address_and_leafed_through(people: People, browser: Browser) -> None:
    for number in range(3):
        await people.sends(f"The lamp number {number} on East Street is dark")
    await people.clerk.says("/screen")
    await people.clerk.presses("✅ Assign to Wang")
    await browser.enters(people.clerk)
    assert re.search(r"Cases 3\b", (await browser.get("/staff/cases")).text)
    narrowed = await browser.get("/staff/cases?stage=assigned&who=Wang&sort=due")
    assert re.findall(r">(TC-2026-\d+)<", narrowed.source) == ["TC-2026-000001"]
    assert re.findall(r">(TC-2026-\d+)<", (await browser.get("/staff/cases?words=number+2")).source) == [
        "TC-2026-000003"
    ]
    beyond = await browser.get(f"/staff/cases?sort=due&after=2.{MONDAY.timestamp() + 9e6}")
    assert "No case here is like that" in beyond.text
    for odd in ("after=%00", "stage=nothing&topic=-1&area=x&station=9999999999999999999", "after=1.nan", "due=zzz"):
        assert (await browser.get(f"/staff/cases?{odd}")).status == 200, odd


async def test_two_at_one_case_see_each_other(people: People, browser: Browser) -> None:
    await people.sends()
    await browser.enters(people.clerk)
    await browser.get("/staff/cases/1")
    colleague = await people.town.grant(people.town.person("Colleague"), Role.STAFF)
    other = Browser(browser.base, people.town)
    await other.enters(colleague)
    assert "Open just now with: Chen" in (await other.get("/staff/cases/1")).text


async def test_many_at_once_with_a_list_of_what_was_refused(people: People, browser: Browser) -> None:
    for number in range(3):
        await people.sends(f"The lamp number {number} on East Street is dark")
    await people.clerk.says("/screen")
    await people.clerk.presses("✅ Assign to Wang")
    await browser.enters(people.clerk)
    await browser.get("/staff/cases?stage=submitted")
    chosen = {"case": ["1:1", "2:1", "3:1", "999:1"], "do": "assign", "called": "wang", "back": "stage=submitted"}
    page = await browser.post("/staff/cases/many", chosen)
    assert "Done: 2. Refused: 2." in page.text and "#999 : There is no such case" in page.text
    assert "TC-2026-000001 : This moved on" in page.text
    assert [await stage(people, number) for number in (2, 3)] == [Stage.ASSIGNED] * 2
    urged = {"case": ["2:2", "3:2"], "do": "urge"}
    assert "Done: 2. Refused: 0." in (await browser.post("/staff/cases/many", urged)).text
    people.wang.hears("asks you to see to TC-2026-000002")
    assert "reminded of it today already" in (await browser.post("/staff/cases/many", urged)).text
    odd = await browser.post(
        "/staff/cases/many", {"case": "2:2", "do": "assign", "called": "nobody", "back": "words=2"}
    )
    assert odd.status == 409 and "No representative is called" in odd.text and "Cases" in odd.text


async def test_many_are_merged_into_one_of_them_or_into_another(people: People, browser: Browser) -> None:
    for number in range(4):
        await people.sends(f"The lamp number {number} on East Street is dark")
    await browser.enters(people.clerk)
    await browser.get("/staff/cases")
    assert (await browser.post("/staff/cases/many", {"do": "merge"})).status == 409
    chosen = {"case": ["3:1", "1:1", "2:7", "999:1"], "do": "merge", "back": "stage=submitted"}
    asked = await browser.post("/staff/cases/many", chosen)
    assert "Merge 3 cases" in asked.text and await stage(people) is Stage.SUBMITTED, "it is only asked so far"
    assert re.findall(r'name="main" value="(\d+)"( checked)?', asked.source) == [
        ("1", " checked"),
        ("2", ""),
        ("3", ""),
    ]
    odd = await browser.post("/staff/cases/many", {**chosen, "into": "9999"})
    assert odd.status == 409 and "I find no opinion" in odd.text and odd.field("into") == "9999"
    done = await browser.post("/staff/cases/many", {**chosen, "main": "1"})
    assert "Done: 1. Refused: 2." in done.text and "Into TC-2026-000001" in done.text
    assert "TC-2026-000002 : This moved on" in done.text and "#999 : There is no such case" in done.text
    assert [await stage(people, number) for number in (1, 2, 3)] == [Stage.SUBMITTED, Stage.SUBMITTED, Stage.MERGED]
    people.li.hears("TC-2026-000003")
    named = await browser.post("/staff/cases/many", {"case": ["2:1", "4:1"], "do": "merge", "into": "1"})
    assert "Done: 2. Refused: 0." in named.text and await stage(people, 4) is Stage.MERGED
    alone = await browser.post("/staff/cases/many", {"case": ["4:1"], "do": "merge", "main": "4"})
    assert alone.status == 409 and "still missing" in alone.text, "there is nothing to merge into it"
    onto = await browser.post("/staff/cases/many", {"case": ["1:2"], "do": "merge", "main": "4"})
    assert "Done: 0. Refused: 1." in onto.text and await stage(people) is Stage.SUBMITTED
    shown = await browser.post("/staff/cases/many", {"case": ["1:2", "4:2"], "do": "merge"})
    none = await browser.post("/staff/cases/many", {"case": ["1:2", "4:2"], "do": "merge", "into": ""})
    assert none.status == 409 and "still missing" in none.text and "Merge 2 cases" in none.text
    assert "It takes no others in" in shown.text and re.search(r'value="4" disabled', shown.source)


async def test_a_list_is_taken_out_safe_against_formulas_after_a_yes(people: People, browser: Browser) -> None:
    await people.sends('=HYPERLINK("http://evil.example")')
    await people.assigned("A lamp")
    await browser.enters(people.clerk)
    await browser.get("/staff/cases")
    assert "Is it still you?" in (await browser.post("/staff/cases/export", {"kind": "csv"})).text
    await browser.post("/sure")
    await people.clerk.presses("✅ Yes, that is me")
    taken = await browser.post("/staff/cases/export", {"kind": "csv", "query": ""})
    assert taken.headers["Content-Disposition"].endswith('.csv"') and taken.headers["Cache-Control"] == "no-store"
    rows = list(csv.reader(io.StringIO(taken.source.removeprefix("\ufeff"))))
    assert [row[0] for row in rows] == ["Reference", "TC-2026-000002", "TC-2026-000001"]
    assert rows[2][1].startswith("'=HYPERLINK") and "Li Lei" not in taken.source
    narrowed = await browser.post("/staff/cases/export", {"kind": "csv", "query": "words=A+lamp"})
    assert narrowed.source.count("TC-2026-") == 1
    async with people.town.database.reading() as session:
        assert "cases.export" in list(await session.scalars(select(Audit.action)))


async def test_figures_say_nothing_of_fewer_than_ten(people: People, browser: Browser) -> None:
    for number in range(3):
        await people.sends(f"The lamp number {number} on East Street is dark")
    await browser.enters(people.clerk)
    few = await browser.get("/staff/figures?period=2026-03")
    assert few.status == 200 and "too few opinions received" in few.text and "<svg" not in few.source
    async with people.town.database.writing() as session:
        one = await session.get_one(Opinion, 1)
        columns = [column.name for column in Opinion.__table__.columns if column.name != "id"]
        for number in range(12):
            values = {name: getattr(one, name) for name in columns}
            session.add(Opinion(**{**values, "reference": f"TC-2026-9{number:05}", "submission": f"copy:{number}"}))
    await people.town.passes(hours=2)
    many = await browser.get("/staff/figures?period=2026-03")
    assert "15 opinions received" in many.text and "being screened" in many.text
    assert "<svg" in many.source and "As a table" in many.text
    taken = (await browser.post("/staff/figures/export?period=2026-03")).content
    lines = {row[0]: row[1:] for row in openpyxl.load_workbook(io.BytesIO(taken)).worksheets[0].values}
    assert lines["opinions received"][1:] == (15, "too few") and lines["replies of units in time"][1] == "too few"
    for odd in ("period=zzz", "period=2026Q9", "period=1000"):
        assert (await browser.get(f"/staff/figures?{odd}")).status == 200


def elected(number: int, level: Level, station: int, **facts: object) -> Representative:
    """Somebody in office."""
    return Representative(code=f"X{number}", name=f"Deputy {number}", sound="", level=level, constituency="",
                          station_id=station, active=True, topics=[], **facts)  # fmt: skip


async def test_the_composition_of_the_representatives_points_at_nobody(people: People, browser: Browser) -> None:
    station = people.furniture.stations["Maishi"]
    county = [("Party A", Sex.MALE, "farmers")] * 20 + [("Party B", Sex.FEMALE, "workers")] * 12
    rare = [("Party C", Sex.FEMALE, "doctors")] * 3
    async with people.town.database.writing() as session:
        for number, (party, sex, work) in enumerate([*county, *rare]):
            facts = {"party": party, "sex": sex, "occupation": work, "term": "19th", "re_elected": number < 11}
            session.add(elected(number, Level.MUNICIPAL, station, **facts))
        for number, sex in enumerate((Sex.FEMALE, Sex.MALE)):
            session.add(elected(100 + number, Level.PROVINCIAL, station, sex=sex, party="Party D"))
    await browser.enters(people.clerk)
    page = await browser.get("/staff/figures")
    shown = page.text.partition("The representatives, as the directory has them now")[2]
    assert "doctors" not in shown and "Party C" not in shown and "Party D" not in shown, "too few"
    assert "Women and men" in shown and "women 15, men 20" in shown, shown
    assert "workers 12" not in shown and "all others" in shown, "three others could be worked out"
    assert "re-elected 11, for the first time 24" in shown and "19th" in shown
    taken = (await browser.post("/staff/figures/export")).content
    rows = [row[:3] for row in openpyxl.load_workbook(io.BytesIO(taken)).worksheets[0].values]
    assert any(row[0] == "Re-elected" and str(row[1]).endswith("re-elected") and row[2] == 11 for row in rows), rows
    assert not any("Party C" in str(row) or "Party D" in str(row) for row in rows)


async def test_a_representative_sees_their_record_and_when_they_receive(people: People, browser: Browser) -> None:
    await people.answered()
    await people.assigned("The bridge in Jiufang has a crack")
    mine, station = people.furniture.representatives["Wang"], people.furniture.stations["Maishi"]
    async with people.town.database.writing() as session:
        for day, came in ((date(2026, 1, 9), True), (date(2026, 2, 9), False), (date(2026, 3, 9), False)):
            held = ReceptionDay(
                station_id=station, planned=day, day=day, starts=time(9), ends=time(11), place="Village hall"
            )
            session.add(held)
            await session.flush()
            at = people.town.clock.now() if came else None
            session.add(RosterPlace(day_id=held.id, representative_id=mine, came_at=at))
    await browser.enters(people.wang)
    page = await browser.get("/representative/record")
    for words in ("2 opinions received", "1 in your hands now", "1 opinions you answered", "1 / 2 reception days"):
        assert words in page.text, page.text
    assert "Mon 9 Mar 2026, 09:00–11:00" in page.text and "Village hall" in page.text
    assert "too few" in page.text, "one rating says nothing"
    assert "0 opinions received" in (await browser.get("/representative/record?year=2025")).text
    assert (await browser.get("/representative/record?year=zzz")).status == 200


async def test_a_case_says_who_was_told_and_whom_nothing_reaches(people: People, browser: Browser) -> None:
    await people.assigned()
    await browser.enters(people.clerk)
    told = (await browser.get("/staff/cases/1")).text.partition("Who was told")[2]
    assert re.search(r"its author [1-9]\d* 0 Wang representative [1-9]\d* 0 Chen staff [1-9]\d* 0", told), told
    async with people.town.database.writing() as session:
        li = (await session.scalars(select(Person).where(Person.chat_id == people.li.id))).one()
        li.reachable = False
        session.add(Undelivered(opinion_id=1, at=people.town.clock.now(), kind=AttachmentKind.VOICE, to_role=Role.UNIT))
    lone = people.furniture.representatives["Zhao"]
    page = await browser.get("/staff/cases/1")
    moved = await browser.post("/staff/cases/1/assign", form(page, representative=lone))
    told = moved.text.partition("Who was told")[2]
    assert "its author cannot be reached" in told and "has not joined representative 0 0" in told
    assert re.search(r"Wang had it earlier [1-9]", told), told
    assert "Telegram did not let through" in told and "handling unit · 🎤 1 voice message" in told


async def test_photos_stand_where_they_were_sent(people: People, browser: Browser) -> None:
    people.town.restarts(keep_files_up_to=1 << 20)
    await people.li.says("/opinion")
    await people.li.sends_photo(b"GIF89a lamp", caption=LAMP)
    await people.done()
    await people.li.presses("Wang", "📨 Send with my name")
    await people.clerk.says("/screen")
    await people.clerk.presses("✅ Assign to Wang")
    await browser.enters(people.wang)
    page = await browser.get("/representative/cases/1")
    found = re.search(r'<img src="/desk(/representative/cases/1/files/\d+)" alt="📷 1 photo"', page.source)
    assert found, page.source
    photo = await browser.get(found[1])
    assert photo.headers["Content-Type"].startswith("image/gif") and "lamp" in photo.source
    stranger = await people.town.grant(people.town.person("Sun"), Role.REPRESENTATIVE, representative_id=2)
    other = Browser(browser.base, people.town)
    await other.enters(stranger)
    assert (await other.get(found[1])).status == 404
    sent = await browser.post("/representative/cases/1/attachments")
    assert "come to your chat" in sent.text
