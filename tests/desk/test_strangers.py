"""Every address of the desk, in every role, about somebody else's things: nothing is shown, nothing is changed."""

import re
from collections.abc import Iterator, Sequence
from itertools import product

import pytest
from yarl import URL

from handlers.core.actor import Actor
from handlers.core.desk import actions
from handlers.core.unit_of_work import UnitOfWork
from handlers.desk.casework.forms import FORMS
from handlers.desk.notices.card import DEEDS as MOVES
from handlers.desk.reception.day import DEEDS
from handlers.desk.settings.reasons import DEEDS as WITH_REASON
from handlers.desk.suggestions.forms import FORMS as SUGGESTION_FORMS
from handlers.desk.table import ROUTES
from storage.queries.people import by_chat
from storage.vocabulary import Role, Stage
from tests.desk.browser import Browser
from tests.guards.rows import Kept, wrongs
from tests.guards.somebody import GAO, OTHERS, OWN, RIGHTFUL, SECRETS, Somebody, build
from tests.town import Town

FIELDS = {
    "version": "3",
    "representative": "1",
    "unit": "1",
    "topic": "1",
    "main": "2",
    "area": "1",
    "template": "1",
    "outcome": "A",
    "kind": "meeting",
    "day": "2026-03-20",
    "words": "I was here",
    "how": "stand",
    "last": "0",
    "needed": "1",
    "name": "I was here",
    "per_day": "5",
    "sure": "1",
    "do": "merge",
    "what": "day",
    "station": "1",
    "on": "2026-03-20",
    "starts": "09:00",
    "ends": "11:00",
    "place": "Here",
    "reason": "I was here",
    "on_day_off": "1",
    "rule": "1",
    "sequence": "0",
    "working": "0",
    "year": "2027",
    "days": "4",
    "title_en": "I was here",
    "title": "I was here",
    "text": "I was here",
    "text_en": "I was here",
    "column": "news",
    "for": ["areas:1", "stations:1"],
    "remark": "I was here",
    "at_once": "1",
    "edition": "1",
    "round": "1",
    "supporting": "2",
    "satisfaction": "satisfied",
    "done": "yes",
    "query": "words=i",
    "case": [f"{number}:3" for number in range(1, len(Stage) + 5)],
}
OPINIONS = range(2, len(Stage) + 5, 3)
"""Some of them, at different stages: who reaches one reaches them by what they are, not by where they stand."""
PIECES: dict[str, Sequence[object]] = {
    "attachment": (7, 40),
    "representative": (1, OWN),
    "unit": (1, OWN),
    "station": (0, 1, OWN),
    "grant": (1, 2, 3, OWN),
    "invitation": (1,),
    "topic": (1,),
    "key": (1,),
    "sha256": ("0" * 64,),
    "day": (1,),
    "deed": (*DEEDS, *WITH_REASON, "remove", "nothing"),
    "reason": (1,),
    "template": (1,),
    "interval": ("screening", "nothing"),
    "notice": (1, 2),
    "move": (*MOVES, "nothing"),
}
"""Numbers in addresses, by the name of the piece: what belongs to others has small ones."""
ROLES = (Role.STAFF, Role.REPRESENTATIVE, Role.UNIT)


async def sits(town: Town, browser: Browser, who: Somebody) -> None:
    """Somebody is in, as by the link and the chat, and sure."""
    async with town.database.writing() as session:
        work = UnitOfWork(session, town.place, town.clock.now())
        person = await by_chat(session, who.chat)
        assert person is not None
        asked = await actions.ask_in(work, Actor(person))
        asked.session.confirmed_at = work.now
        opened = await actions.open_link(work, asked.token, "Firefox")
        begun = await actions.begin(work, opened.cookie)
        assert begun is not None
        await actions.be_sure(work, Actor(person), begun.session.id)
    browser.jar.clear()
    browser.jar.update_cookies({"desk": begun.cookie}, URL(browser.base))
    await browser.get("/sure")


def addresses() -> Iterator[tuple[str, str]]:
    """Every route behind the door, with every role, and opinions and actions in it."""
    for route in ROUTES:
        if not route.roles or route.path in ("/out", "/sure", "/"):
            continue
        wanted = re.findall(r"\{(\w+)\}", route.path)
        for role in ROLES:
            pieces = {
                "role": [role.value],
                "id": OPINIONS,
                "action": [*FORMS[role], "nothing"],
                **PIECES,
                "deed": [*DEEDS, "nothing"],
                "suggestion": (1, 2),
                "file": (1,),
                "act": [*SUGGESTION_FORMS[role], "nothing"],
            }
            for values in product(*(pieces[name] for name in wanted)):
                yield route.method, route.path.format(**dict(zip(wanted, values, strict=True)))


@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", [name for name, who in OTHERS.items() if who.role is not Role.CONSTITUENT])
async def test_nobody_reaches_what_is_somebody_elses(town: Town, browser: Browser, name: str) -> None:
    async with town.database.writing() as session:
        await build(session)
    who, kept, found = OTHERS[name], Kept(), []
    await sits(town, browser, who)
    browser.settles = False
    async with town.database.reading() as session:
        before = await kept.rows(session)
    for method, path in addresses():
        page = await (browser.get(path) if method == "GET" else browser.post(path, dict(FIELDS)))
        if page.status >= 500:
            found.append(f"{method} {path} fails")
        if seen := re.search(SECRETS, page.source, re.IGNORECASE):
            found.append(f"{method} {path} shows {page.source[max(0, seen.start() - 60) : seen.end() + 20]!r}")
    async with town.database.reading() as session:
        found += [*wrongs(before, await kept.rows(session), who.chat)]
    assert not found, f"{len(found)} wrongs:\n" + "\n".join(found[:20])


@pytest.mark.timeout(900)
async def test_those_whose_it_is_reach_it(town: Town, browser: Browser) -> None:
    """Else the guard above guards nothing; and no page of theirs fails."""
    async with town.database.writing() as session:
        await build(session)
    browser.settles = False
    for who in RIGHTFUL[1:]:
        await sits(town, browser, who)
        shown = []
        for method, path in addresses():
            if method != "GET" or not path.startswith(f"/{who.role.value}/"):
                continue
            page = await browser.get(path)
            assert page.status < 500, path
            shown.append(bool(re.search(SECRETS, page.source, re.IGNORECASE)))
            if who is GAO:
                assert "Zebulon" not in page.source, path
        assert sum(shown) > 2, who


async def test_without_a_session_nothing_behind_the_door_answers(town: Town, browser: Browser) -> None:
    browser.settles = False
    for route in ROUTES:
        path = re.sub(r"\{\w+\}", "1", route.path.replace("{role}", "staff"))
        if route.roles:
            page = await (browser.get(path) if route.method == "GET" else browser.post(path, dict(FIELDS)))
            assert page.status == 401, path
