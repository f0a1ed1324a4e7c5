"""`desk`: server time of each page of the desk, with years of opinions in it and with a few."""

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import parse_qs

from sqlalchemy import Select, select

from bot.aside import outcome_of
from bot.bench import databases, dataset
from bot.bench.benchmarks.screens import BOUND, FEW, MANY
from bot.bench.figures import Figure, compared, quantile
from bot.bench.in_process import CLOCK, PLACE
from handlers.conversation.outgoing import Outgoing
from handlers.core.actor import Actor
from handlers.core.desk import actions
from handlers.desk import serving
from handlers.desk.presence import Presence
from handlers.desk.table import ROUTES
from handlers.desk.web import Asked, Beside
from storage.engine import Database
from storage.models.opinions import Opinion
from storage.queries import people
from storage.vocabulary import Stage

LONGEST = 40.0
"""Milliseconds of CPU for a page, templates included: our own choice; the goal of `screens` is for statements alone."""
LOOKS = 40
"""Looks at each page: our own choice."""
WITH_DESK = replace(PLACE, desk_url="https://desk.example")


class Look(NamedTuple):
    """A request for a page by people of one role."""

    page: str
    first: int
    """The Telegram id of the first of those who ask; the others count up."""
    people: int
    path: str
    query: str = ""
    opinion: Select[int] | None = None
    """Of opinions by the number of who asks, from 1; None: the page is about none."""


_county, _clerk = (dataset.COUNTY, dataset.COUNTY_CLERKS), (dataset.CLERKS, dataset.STATIONS)
_representative = (dataset.OFFICERS, dataset.REPRESENTATIVES)
LOOKS_AT = (
    Look("county.queue", *_county, "/staff/queue"),
    Look("station.queue", *_clerk, "/staff/queue"),
    Look("county.cases", *_county, "/staff/cases"),
    Look("county.cases.rare", *_county, "/staff/cases", "stage=withdrawn"),
    Look("county.cases.due", *_county, "/staff/cases", "sort=due&due=late"),
    Look("county.cases.words", *_county, "/staff/cases", "words=nothing+of+the+kind"),
    Look("station.cases", *_clerk, "/staff/cases"),
    Look("station.cases.due", *_clerk, "/staff/cases", "sort=due&stage=open"),
    Look("station.case", *_clerk, "/staff/cases/{id}", "", select(Opinion.id).where(Opinion.stage == Stage.ASSIGNED)),
    Look("county.ratings", *_county, "/staff/ratings"),
    Look("county.reception.month", *_county, "/staff/reception"),
    Look("county.reception.week", *_county, "/staff/reception", "view=week"),
    Look("county.reception.day", *_county, "/staff/reception/1"),
    Look("station.reception.month", *_clerk, "/staff/reception"),
    Look("county.notices", *_county, "/staff/notices"),
    Look("county.notice", *_county, "/staff/notices/1"),
    Look("county.notice.new", *_county, "/staff/notices/new"),
    Look("county.calendar", *_county, "/staff/settings/calendar"),
    Look("county.reasons", *_county, "/staff/settings/reasons"),
    Look("county.clocks", *_county, "/staff/settings/clocks"),
    Look("representative.reception.month", *_representative, "/representative/reception"),
    Look("county.people", *_county, "/staff/people"),
    Look("county.people.named", *_county, "/staff/people", "words=rep+119&sort=name"),
    Look("county.people.missing", *_county, "/staff/people", "link=uninvited&sort=station"),
    Look("county.representative", *_county, "/staff/representatives/7"),
    Look("county.officers", *_county, "/staff/officers"),
    Look("county.clerks", *_county, "/staff/clerks"),
    Look("county.invitations", *_county, "/staff/invitations"),
    Look("county.posters", *_county, "/staff/posters/station/1/all"),
    Look("county.directory", *_county, "/staff/directory"),
    Look("county.areas", *_county, "/staff/directory/areas"),
    Look("county.topics", *_county, "/staff/directory/topics"),
    Look("county.keys", *_county, "/staff/keys"),
    Look("station.people", *_clerk, "/staff/people"),
    Look("county.suggestions", *_county, "/staff/suggestions"),
    Look("county.suggestions.words", *_county, "/staff/suggestions", "words=nothing+of+the+kind&late=1"),
    Look("representative.suggestions", *_representative, "/representative/suggestions"),
    Look("representative.cases", *_representative, "/representative/cases", "sort=due"),
    Look("representative.record", *_representative, "/representative/record"),
)


class _Reader:
    """Somebody who looks at pages in one database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._cookies: dict[int, str] = {}

    async def p95(self, look: Look) -> float:
        """Milliseconds of CPU within which the page is there, 95 times of 100."""
        took = [await self._looks(look, number * 7919 % look.people) for number in range(LOOKS + 5)]
        return 1000 * quantile(took[5:], 0.95)

    async def _looks(self, look: Look, who: int) -> float:
        cookie = await self._enters(look.first + who)
        path = await self._path(look, who)
        asked = Asked("GET", path, parse_qs(look.query), {}, cookie)
        found = serving.find(ROUTES, "GET", path)
        if found is None:
            raise RuntimeError(f"{path} is no page")
        started = time.thread_time()
        async with self._database.reading() as session:
            desk, answer = await serving.served(Outgoing(session, WITH_DESK, CLOCK.now()), asked, found, Presence())
        if answer.drawn is not None:
            answer.data.update(await answer.drawn(Beside(self._database.reading, outcome_of)))
        content = serving.shown(desk, answer)
        took = time.thread_time() - started
        if answer.status != 200 or not content:
            raise RuntimeError(f"{look.page} was not shown: {answer.status}")
        return took

    async def _path(self, look: Look, who: int) -> str:
        if look.opinion is None:
            return look.path
        async with self._database.reading() as session:
            one = await session.scalar(look.opinion.where(Opinion.station_id == who + 1).limit(1))
        return look.path.format(id=one)

    async def _enters(self, chat: int) -> str:
        if chat not in self._cookies:
            async with self._database.writing() as session:
                work = Outgoing(session, WITH_DESK, CLOCK.now())
                person = await people.by_chat(session, chat)
                asked = await actions.ask_in(work, Actor(person))
                asked.session.confirmed_at = work.now
                opened = await actions.open_link(work, asked.token, "bench")
                begun = await actions.begin(work, opened.cookie)
                if begun is None:
                    raise RuntimeError("nobody was let in")
                self._cookies[chat] = begun.cookie
        return self._cookies[chat]


async def each() -> list[Figure]:
    """The p95 of each page."""
    async with (
        databases.opened(await dataset.with_opinions(FEW)) as few,
        databases.opened(await dataset.with_opinions(MANY)) as many,
    ):
        readers: Mapping[int, _Reader] = {FEW: _Reader(few), MANY: _Reader(many)}
        return [await _figure(look, readers[FEW], readers[MANY]) for look in LOOKS_AT]


async def _figure(look: Look, few: _Reader, many: _Reader) -> Figure:
    yardstick, value = await few.p95(look), await many.p95(look)
    also = f"under {LONGEST:g} ms"
    return compared(f"desk.{look.page}", "CPU ms", value, yardstick, "<=", BOUND, also=also, held=value < LONGEST)
