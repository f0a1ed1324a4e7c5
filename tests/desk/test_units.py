"""Officers and chiefs of a handling unit at the desk: releases, promises with their steps, whose case is whose."""

import re

import pytest
from sqlalchemy import select

from storage.models.directory import HandlingUnit
from storage.models.people import Grant, Person
from storage.vocabulary import CommitmentState, Stage
from tests.desk.browser import Browser, Page
from tests.town import Actor, Town
from tests.units.promises import Promises

CASE = "/unit/cases/1"


@pytest.fixture
async def place(town: Town, browser: Browser) -> Promises:
    """Everybody in place."""
    found = Promises(town, "en", await town.furnish())
    await found.settle()
    return found


def filled(page: Page, **fields: object) -> dict[str, object]:
    """What a form of the page carries, and what is filled in."""
    return {"version": page.field("version"), "seen": page.field("seen"), **fields}


async def has_chief(place: Promises, chief: Actor) -> None:
    """They are the chief of the Power Bureau, and its replies wait for them."""
    async with place.town.database.writing() as session:
        unit = await session.get_one(HandlingUnit, place.furniture.units["Power"])
        person = (await session.scalars(select(Person).where(Person.chat_id == chief.id))).one()
        grant = select(Grant).where(Grant.person_id == person.id, Grant.unit_id == unit.id)
        unit.needs_release, (await session.scalars(grant)).one().chief = True, True


async def replied(place: Promises, browser: Browser, **more: object) -> Page:
    """Gao, who took it, hands in a reply with a promise."""
    await browser.enters(place.gao)
    said = {"words": "The new lamp is ordered", "outcome": "B", "day": "2026-06-02", **more}
    return await browser.post(f"{CASE}/reply", filled(await browser.get(CASE), **said))


async def test_a_chief_releases_what_they_have_seen_as_its_author_reads_it(place: Promises, browser: Browser) -> None:
    await has_chief(place, place.he)
    await place.referred()
    steps = "20.3.2026 dig the trench\n30.4.2026 order the parts"
    preview = await replied(place, browser, steps=steps)
    assert "Its author will read:" in preview.text and "Promised by Tue 2 Jun 2026" in preview.text
    assert "dig the trench · Fri 20 Mar 2026" in preview.text and preview.status == 200
    handed_in = await replied(place, browser, steps=steps, sure="1")
    assert "A reply waits for the chief's release" in handed_in.text
    assert "/reply" not in handed_in.source and "/release" not in handed_in.source, "he can do no more himself"
    forged = await browser.post(f"{CASE}/release", filled(handed_in, sure="1"))
    assert forged.status == 409 or forged.status == 403
    assert (await place.opinion()).stage is Stage.REFERRED
    await browser.enters(place.he)
    page = await browser.get(CASE)
    shown = await browser.post(f"{CASE}/release", filled(page))
    assert "Its author will read:" in shown.text and shown.text.count("The new lamp is ordered") == 2
    assert "order the parts · Thu 30 Apr 2026" in shown.text and (await place.opinion()).stage is Stage.REFERRED
    done = await browser.post(f"{CASE}/release", filled(page, sure="1"))
    assert "has left your unit" in done.text and (await place.opinion()).stage is Stage.REPLIED
    place.gao.hears("the chief has released")


async def test_a_chief_gives_a_reply_back_and_puts_an_officer_in_charge(place: Promises, browser: Browser) -> None:
    await has_chief(place, place.he)
    await place.referred()
    await replied(place, browser, sure="1")
    await browser.enters(place.he)
    page = await browser.get(CASE)
    empty = await browser.post(f"{CASE}/give_back", filled(page))
    assert empty.status == 409 and "still missing" in empty.text
    back = await browser.post(f"{CASE}/give_back", filled(page, words="Say which lamp"))
    assert "was told why it is given back" in back.text and "/release" not in back.source
    place.gao.hears("Say which lamp")
    async with place.town.database.reading() as session:
        he = (await session.scalars(select(Person.id).where(Person.chat_id == place.he.id))).one()
    mine = await browser.post(f"{CASE}/reassign", filled(back, officer=he))
    assert mine.status == 200 and "taken by He" in mine.text
    (referral,) = await place.referrals()
    assert referral.accepted_by_id == he
    stranger = await browser.post(f"{CASE}/reassign", filled(mine, officer=1))
    assert stranger.status == 409 and "no longer an officer" in stranger.text
    await browser.enters(place.gao)
    assert "Say which lamp" in (await browser.get(CASE)).text


async def test_steps_are_planned_ticked_and_reported(place: Promises, browser: Browser) -> None:
    await place.held_to()
    await browser.enters(place.gao)
    page = await browser.get(CASE)
    odd = await browser.post(f"{CASE}/plan", filled(page, steps="dig the trench\n1.7.2026 order the parts"))
    assert odd.status == 409 and "I find no day" in odd.text and "after the promised day" in odd.text
    assert "dig the trench\n1.7.2026 order the parts</textarea>" in odd.source, "what was typed is still there"
    steps = "20.3.2026 dig the trench\n30.4.2026 order the parts"
    seen = await browser.post(f"{CASE}/plan", filled(page, steps=steps))
    assert "Its author will read:" in seen.text and "order the parts · Thu 30 Apr 2026" in seen.text
    assert not (await place.commitment()).steps
    planned = await browser.post(f"{CASE}/plan", filled(page, steps=steps, sure="1"))
    assert "steps of TC-2026-000001 are planned" in planned.text and "0 of 2 steps are done" in planned.text
    assert "20.03.2026 dig the trench\n30.04.2026 order the parts</textarea>" in planned.source
    (first, _) = (await place.commitment()).steps
    report = {"step": first.id, "percent": "50", "words": "The trench is dug"}
    preview = await browser.post(f"{CASE}/report", filled(planned, **report))
    assert "✅ dig the trench 50 % done The trench is dug" in preview.text
    reported = await browser.post(f"{CASE}/report", filled(planned, **report, sure="1"))
    assert "1 of 2 steps is done" in reported.text or "1 of 2 steps are done" in reported.text
    place.li.hears("The trench is dug")
    moved = await browser.post(f"{CASE}/move_date", filled(reported, day="2026-06-12", words="Rain", sure="1"))
    assert "day of TC-2026-000001 is moved" in moved.text
    done = await browser.post(f"{CASE}/report_done", filled(moved, words="It shines", sure="1"))
    assert "is asked whether it is done" in done.text
    assert (await place.commitment()).state is CommitmentState.REPORTED


async def test_promises_are_listed_by_their_days(place: Promises, browser: Browser) -> None:
    await browser.enters(place.gao)
    assert "owes nothing that it promised" in (await browser.get("/unit/promises")).text
    await place.held_to()
    page = await browser.get("/unit/promises")
    assert "Our promises 1" in page.text and "Tue 2 Jun 2026" in page.text and "nothing reported yet" in page.text
    assert f'href="/desk{CASE}"' in page.source
    assert "Nothing here is like that" in (await browser.get("/unit/promises?words=bridge")).text
    await place.town.passes(days=95)
    await browser.enters(place.gao)
    assert "1 late" in (await browser.get("/unit/promises")).text
    for odd in ("page=99", "page=-1", "page=x", "words=%25"):
        assert (await browser.get(f"/unit/promises?{odd}")).status == 200, odd


async def test_cases_are_shown_by_officer(place: Promises, browser: Browser) -> None:
    await place.referred()
    await browser.enters(place.gao)
    assert "TC-2026-000001" in (await browser.get("/unit/cases?officer=nobody")).text
    await browser.post(f"{CASE}/accept", filled(await browser.get(CASE)))
    await browser.enters(place.he)
    page = await browser.get("/unit/cases")
    assert "TC-2026-000001" in page.text and re.search(r"<option[^>]*>Gao</option>", page.source)
    gao = re.search(r'<option value="(\d+)">Gao</option>', page.source)
    mine = re.search(r'<option value="(\d+)">me</option>', page.source)
    assert gao and mine
    assert 'class="under">Gao</span>' in page.source
    assert "TC-2026-000001" in (await browser.get(f"/unit/cases?officer={gao[1]}")).text
    for other in (mine[1], "nobody"):
        assert "No case here is like that" in (await browser.get(f"/unit/cases?officer={other}")).text
    await browser.enters(place.clerk)
    assert "TC-2026-000001" in (await browser.get(f"/staff/cases?officer={mine[1]}")).text, "it is none of theirs"


async def test_a_supporting_unit_writes_its_part(place: Promises, browser: Browser) -> None:
    await place.referred()
    await browser.enters(place.gao)
    page = await browser.get(CASE)
    assert f"{CASE}/support" not in page.source, "who leads owes no part"
    need = {"unit": place.furniture.units["Water"], "words": "Is your pump on that line?"}
    await browser.post(f"{CASE}/ask_support", filled(page, **need))
    await browser.enters(place.luo)
    listed = await browser.get("/unit/promises")
    assert "Parts that we owe to others 1" in listed.text and "TC-2026-000001" in listed.text
    page = await browser.get(CASE)
    assert "Is your pump on that line?" in page.text and "Your part is due Mon 9 Mar 2026" in page.text
    assert f"{CASE}/reply" not in page.source, "the reply is not theirs"
    done = await browser.post(f"{CASE}/support", filled(page, words="The pump draws from the same line"))
    assert "Your part of TC-2026-000001 is written" in done.text and "has written its part" in done.text
    assert f"{CASE}/support" not in done.source
    place.gao.hears("The pump draws from the same line")
    again = await browser.post(f"{CASE}/support", filled(page, words="More"))
    assert again.status == 409 or again.status == 404
    assert "Parts that we owe" not in (await browser.get("/unit/promises")).text
