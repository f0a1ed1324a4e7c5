"""Months, notices and settings are read and changed alike on SQLite and PostgreSQL."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet

from bot.bench.in_process import CLOCK, PLACE
from handlers.conversation.outgoing import Outgoing
from handlers.core.actor import Actor
from handlers.core.desk import actions, rules
from handlers.desk import serving
from handlers.desk.presence import Presence
from handlers.desk.table import ROUTES
from handlers.desk.web import Answer, Asked
from storage import crypto
from storage.engine import Database
from storage.models.people import Grant
from storage.queries.people import by_chat, newcomer
from storage.vocabulary import Channel, Role
from tests.databases import KINDS, Databases, reopened
from tests.furniture import furnish

WITH_DESK = replace(PLACE, desk_url="https://desk.example")
DAY = {
    "what": "day",
    "station": "1",
    "starts": "09:00",
    "ends": "11:00",
    "place": "Hall",
    "sure": "1",
    "on_day_off": "1",
}


@pytest.fixture(params=KINDS)
async def database(request: pytest.FixtureRequest, databases: Databases) -> AsyncIterator[Database]:
    """An open database of each kind with the schema in it."""
    crypto.install([Fernet.generate_key().decode()])
    opened = reopened(databases.migrated(request.param))
    yield opened
    await opened.close()


async def enters(database: Database) -> str:
    """The county's clerk comes in; the cookie."""
    async with database.writing() as session:
        await furnish(session)
        chen = newcomer(Channel.TELEGRAM, "7", 7, name="Chen", language="en", created_at=CLOCK.now())
        session.add(chen)
        await session.flush()
        session.add(Grant(person_id=chen.id, role=Role.STAFF, granted_at=CLOCK.now()))
    async with database.writing() as session:
        work = Outgoing(session, WITH_DESK, CLOCK.now())
        person = await by_chat(session, 7)
        asked = await actions.ask_in(work, Actor(person))
        asked.session.confirmed_at = work.now
        opened = await actions.open_link(work, asked.token, "Firefox")
        begun = await actions.begin(work, opened.cookie)
        assert begun is not None
        return begun.cookie


async def asks(database: Database, cookie: str, method: str, path: str, **fields: str) -> Answer:
    """The answer to a request, which is shown."""
    path, _, query = path.partition("?")
    found = serving.find(ROUTES, method, path)
    assert found is not None, path
    pairs = dict(pair.split("=") for pair in query.split("&") if pair)
    form = {"token": rules.form_token(cookie), **fields} if method == "POST" else {}
    asked = Asked(method, path, {k: [v] for k, v in pairs.items()}, {k: [v] for k, v in form.items()}, cookie)
    transaction = database.writing() if found.route.writes else database.reading()
    async with transaction as session:
        desk, answer = await serving.served(Outgoing(session, WITH_DESK, CLOCK.now()), asked, found, Presence())
        assert answer.location or serving.shown(desk, answer)
        return answer


async def test_all_of_it_is_planned_written_and_kept(database: Database) -> None:
    cookie = await enters(database)
    day = f"{CLOCK.now() + timedelta(days=3):%Y-%m-%d}"
    for path, fields in (
        ("/staff/reception/plan", {**DAY, "on": day, "on_day_off": "1"}),
        ("/staff/reception/1/propose", {}),
        ("/staff/notices/new", {"text_en": "East Street is mended", "column": "news", "for": "areas:1"}),
        ("/staff/settings/calendar/settle", {"year": f"{CLOCK.now().year + 2}"}),
        ("/staff/settings/reasons", {"title_en": "Water", "text_en": "Ask the water works"}),
        ("/staff/settings/clocks/screening", {"days": "4", "topic": "1"}),
    ):
        assert (await asks(database, cookie, "POST", path, **fields)).location, path
    for path in (
        "reception",
        f"reception?view=week&day={day}&station=1",
        "reception/1",
        "reception/plan?station=1",
        "notices",
        "notices/1",
        "notices/1/change",
        "settings/calendar",
        "settings/reasons",
        "settings/clocks",
        "settings/clocks/screening",
    ):
        assert (await asks(database, cookie, "GET", f"/staff/{path}")).status == 200, path
