"""Nobody gets to the desk but by their chat, and nobody stays there longer than they may."""

import re

from aiohttp import web
from sqlalchemy import select

from bot.desk import DeskServer
from handlers.core.actor import Actor as Acting
from handlers.core.people.actions import end_role
from handlers.core.unit_of_work import UnitOfWork
from storage.models.desk import DeskSession
from storage.models.people import Audit
from storage.queries.people import by_chat
from storage.vocabulary import Role
from tests.constituents.conftest import People
from tests.desk.browser import Browser
from tests.town import Actor, Town


def link_of(actor: Actor) -> str:
    """The path of the link that the chat shows."""
    found = re.search(r"/desk(/in/[\w-]+)", actor.screen)
    assert found, actor.screen
    return found[1]


async def test_one_comes_in_by_the_link_and_the_number(people: People, browser: Browser) -> None:
    assert (await browser.get("/")).status == 401
    await people.clerk.says("/desk")
    link = link_of(people.clerk)
    for _ in range(3):  # a preview fetches it: nothing comes of that
        assert "Only if you asked for this link" in (await browser.get(link)).text
    waiting = await browser.post(link)
    assert "Press this number" in waiting.text
    people.clerk.sees("wants to open the desk as you", "Firefox, Linux", await browser.code())
    assert (await browser.get("/staff/queue")).status == 401
    await people.clerk.presses(await browser.code())
    page = await browser.get("/door")
    assert page.path == "/desk/staff/queue" and page.status == 200
    people.clerk.hears("The desk is open in Firefox, Linux")
    assert page.headers["Cache-Control"] == "no-store" and "noindex" in page.headers["X-Robots-Tag"]
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["Referrer-Policy"] == "no-referrer"


async def test_a_link_opens_one_browser_once_within_five_minutes(people: People, browser: Browser) -> None:
    await people.clerk.says("/desk")
    link = link_of(people.clerk)
    await browser.post(link)
    other = Browser(browser.base, people.town)
    assert "was used" in (await other.post(link)).text
    assert (await other.get("/door")).status == 401
    await people.clerk.says("/desk")
    late = link_of(people.clerk)
    assert (await browser.get("/door")).status == 401, "a newer link replaces the one before"
    await people.town.passes(minutes=6)
    assert "five minutes are over" in (await other.post(late)).text


async def test_another_number_lets_nobody_in(people: People, browser: Browser) -> None:
    await people.clerk.says("/desk")
    await browser.post(link_of(people.clerk))
    code = await browser.code()
    wrong = next(key for key in re.findall(r"\b\d\d\b", people.clerk.screen) if key != code)
    await people.clerk.presses(wrong)
    people.clerk.sees("not the number")
    assert (await browser.get("/door")).status == 401


async def test_a_session_ends_with_the_day_the_role_or_a_word_in_the_chat(people: People, browser: Browser) -> None:
    await browser.enters(people.clerk)
    await people.town.passes(hours=9)
    assert (await browser.get("/staff/queue")).status == 401
    await browser.enters(people.clerk)
    await people.clerk.says("/desk")
    await people.clerk.presses("My sessions")
    await people.clerk.presses("🔒 Close Firefox, Linux")
    assert (await browser.get("/staff/queue")).status == 401
    boss = await people.town.grant(people.town.person("Boss"), Role.STAFF)
    await browser.enters(people.clerk)
    assert (await browser.get("/staff/queue")).status == 200
    async with people.town.database.writing() as session:
        out = UnitOfWork(session, people.town.place, people.town.clock.now())
        ending, ended = await by_chat(session, boss.id), await by_chat(session, people.clerk.id)
        assert ending is not None and ended is not None
        await end_role(out, Acting(ending), ended.grants[0].id)
    assert (await browser.get("/staff/queue")).status == 401


async def test_a_stolen_cookie_without_the_page_does_nothing(people: People, browser: Browser) -> None:
    await browser.enters(people.clerk)
    page = await browser.get("/staff/queue")
    assert page.status == 200
    good = browser.token
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"},
    ):
        assert (await browser.post("/out", {}, **headers)).status == 403, headers
    browser.token = "0" * 64
    assert (await browser.post("/out")).status == 403
    browser.token = good
    assert (await browser.get("/staff/queue")).status == 200
    assert "The desk is closed" in (await browser.post("/out")).text
    assert (await browser.get("/staff/queue")).status == 401


async def test_who_has_no_role_has_no_desk(people: People, browser: Browser) -> None:
    await people.li.says("/desk")
    people.li.hears_nothing("/in/")
    assert (await browser.get("/staff/queue")).status == 401
    await browser.enters(people.wang)
    refused = await browser.get("/staff/queue")
    assert refused.status == 403 and "another role" in refused.text


async def test_the_door_is_in_the_audit_log_and_no_secret_is_kept(people: People, browser: Browser) -> None:
    await browser.enters(people.clerk)
    cookie = next(iter(browser.jar)).value
    async with people.town.database.reading() as session:
        noted = list(await session.scalars(select(Audit.action).where(Audit.action.startswith("desk."))))
        kept = (await session.scalars(select(DeskSession))).one()
    assert noted == ["desk.link", "desk.confirm", "desk.begin"]
    assert cookie not in repr(vars(kept))


async def test_links_that_open_nothing_are_not_tried_for_ever(people: People, browser: Browser) -> None:
    tried = [(await browser.post(f"/in/nothing-{n}")).status for n in range(22)]
    assert tried[:20] == [404] * 20 and tried[-1] == 429


async def test_no_desk_is_offered_where_there_is_none(people: People) -> None:
    people.town.restarts(desk_url="")
    await people.clerk.says("/desk")
    people.clerk.sees("no desk here yet")
    await people.clerk.says("/home")
    people.clerk.hears_nothing("🖥 Desk")


async def test_over_https_the_cookie_is_for_this_host_alone(town: Town) -> None:
    server = DeskServer(town.database, town.clock, "https://desk.example/desk", town.committed)
    response = web.Response()
    server._hand_over(response, "secret")
    held = response.cookies["__Host-desk"]
    assert (held["secure"], held["httponly"], held["samesite"], held["path"]) == (True, True, "Lax", "/")
    assert held["domain"] == ""
