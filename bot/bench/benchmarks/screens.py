"""`screens`: time the database takes for each screen, with years of opinions in it and with a few."""

import itertools
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, NamedTuple

from aiogram.filters.callback_data import CallbackData
from sqlalchemy import Select, event, func, select

from bot.bench import databases, dataset, dataset_promises
from bot.bench.figures import Figure, compared, quantile
from bot.bench.in_process import CLOCK, PLACE
from bot.bench.launch import HUIYIN
from bot.intake.inbox_writer import kept
from bot.update_worker import UpdateWorker
from handlers.presentation.callbacks import OpenCase, OpenMine, OpenReferred, OpenScreening
from handlers.supervision.callbacks import PROPOSED, SupervisionPage
from storage import inbox
from storage.engine import Database, InlineConnection, InlineCursor
from storage.models.opinions import Opinion
from storage.models.traffic import OutboxCall
from storage.vocabulary import Stage

FEW, MANY = 10_000, 1_000_000
"""Opinions, as the goal says: docs/performance.md."""
LOOKS = 60
"""Looks at each screen: our own choice."""
BOUND = 2.0
"""Times what it takes among few: the goal (docs/performance.md)."""
LONGEST = 20.0
"""Milliseconds: the goal too."""

OfSomebody = Callable[[int], Select[int]]
"""An opinion that the n-th of those people may open."""


class Look(NamedTuple):
    """A request for a screen by people of one role: by a command, or by a button about one of their opinions."""

    screen: str
    first: int
    """The Telegram id of the first of those who ask; the others count up."""
    people: int
    command: str = ""
    button: Callable[[int], CallbackData] | None = None
    opinion: OfSomebody | None = None
    """None: the button is about none."""


_any = select(Opinion.id).limit(1)
_promised_first = _any.order_by((Opinion.stage == Stage.IMPLEMENTING).desc())
LOOKS_AT = (
    Look("home", dataset.VOTERS, FEW // dataset.PER_PERSON, "/home"),
    Look("mine", dataset.VOTERS, FEW // dataset.PER_PERSON, "/mine"),
    Look("time-line", dataset.VOTERS, FEW // dataset.PER_PERSON, "", lambda n: OpenMine(opinion=n),
         lambda n: _any.where(Opinion.constituent_id == n + 1)),
    Look("promise", dataset.VOTERS, FEW // dataset.PER_PERSON, "", lambda n: OpenMine(opinion=n),
         lambda n: _promised_first.where(Opinion.constituent_id == n + 1)),
    Look("representative.home", dataset.OFFICERS, dataset.REPRESENTATIVES, "/home"),
    Look("representative.inbox", dataset.OFFICERS, dataset.REPRESENTATIVES, "/inbox"),
    Look("representative.case", dataset.OFFICERS, dataset.REPRESENTATIVES, "", lambda n: OpenCase(opinion=n),
         lambda n: _any.where(Opinion.representative_id == n + 1)),
    Look("representative.promise", dataset.OFFICERS, dataset.REPRESENTATIVES, "", lambda n: OpenCase(opinion=n),
         lambda n: _promised_first.where(Opinion.representative_id == n + 1)),
    Look("officer.home", dataset.UNIT_OFFICERS, dataset_promises.UNITS, "/home"),
    Look("officer.inbox", dataset.UNIT_OFFICERS, dataset_promises.UNITS, "/inbox"),
    Look("officer.case", dataset.UNIT_OFFICERS, dataset_promises.UNITS, "", lambda n: OpenReferred(opinion=n),
         lambda n: _any.where(Opinion.unit_id == n + 1, Opinion.stage == Stage.REFERRED)),
    Look("officer.promise", dataset.UNIT_OFFICERS, dataset_promises.UNITS, "", lambda n: OpenReferred(opinion=n),
         lambda n: _any.where(Opinion.unit_id == n + 1, Opinion.stage == Stage.IMPLEMENTING)),
    Look("station.home", dataset.CLERKS, dataset.STATIONS, "/home"),
    Look("station.screen", dataset.CLERKS, dataset.STATIONS, "/screen"),
    Look("station.opinion", dataset.CLERKS, dataset.STATIONS, "", lambda n: OpenScreening(opinion=n),
         lambda n: _any.where(Opinion.station_id == n + 1, Opinion.stage.in_((Stage.SUBMITTED, Stage.ASSIGNED)))),
    Look("station.promise", dataset.CLERKS, dataset.STATIONS, "", lambda n: OpenScreening(opinion=n),
         lambda n: _any.where(Opinion.station_id == n + 1, Opinion.stage == Stage.IMPLEMENTING)),
    Look("station.supervise", dataset.CLERKS, dataset.STATIONS, "/supervise"),
    Look("station.proposed", dataset.CLERKS, dataset.STATIONS, "", lambda _: SupervisionPage(of=PROPOSED, page=0)),
    Look("county.home", dataset.COUNTY, dataset.COUNTY_CLERKS, "/home"),
    Look("county.screen", dataset.COUNTY, dataset.COUNTY_CLERKS, "/screen"),
    Look("county.units", dataset.COUNTY, dataset.COUNTY_CLERKS, "/units"),
    Look("county.promises", dataset.COUNTY, dataset.COUNTY_CLERKS, "/promises"),
    Look("county.mismatch", dataset.COUNTY, dataset.COUNTY_CLERKS, "/mismatch"),
    Look("station.mismatch", dataset.CLERKS, dataset.STATIONS, "/mismatch"),
    Look("station.promises", dataset.CLERKS, dataset.STATIONS, "/promises"),
    Look("county.matters", dataset.COUNTY, dataset.COUNTY_CLERKS, "/matters"),
    Look("county.hot", dataset.COUNTY, dataset.COUNTY_CLERKS, "/hot"),
    Look("station.hot", dataset.CLERKS, dataset.STATIONS, "/hot"),
    Look("county.supervise", dataset.COUNTY, dataset.COUNTY_CLERKS, "/supervise"),
    Look("county.proposed", dataset.COUNTY, dataset.COUNTY_CLERKS, "", lambda _: SupervisionPage(of=PROPOSED, page=0)),
)  # fmt: skip


class _Stopwatch:
    """A stopwatch of statements, in seconds of CPU: SQLite answers in the thread that asks, from pages in memory."""

    def __init__(self) -> None:
        self.took = 0.0

    def of(self, database: Database) -> None:
        """From now on count what this database's statements take, fetching included."""
        stopwatch = self

        class Cursor(InlineCursor):
            pass

        for name in ("execute", "executemany", "fetchone", "fetchmany", "fetchall"):
            setattr(Cursor, name, stopwatch.timed(getattr(InlineCursor, name)))

        class Connection(InlineConnection):
            def cursor(self, factory: Any = Cursor) -> Any:
                return super().cursor(factory)

        @event.listens_for(database.engine.sync_engine, "do_connect")
        def connect(_dialect: Any, _record: Any, _args: Any, params: dict[str, Any]) -> None:
            params["factory"] = Connection

    def timed(self, method: Callable[..., Any]) -> Callable[..., Any]:
        """The method, counted."""

        def call(*args: Any) -> Any:
            started = time.thread_time()
            try:
                return method(*args)
            finally:
                self.took += time.thread_time() - started

        return call


class _Viewer:
    """Somebody who looks at screens in one database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._stopwatch = _Stopwatch()
        self._stopwatch.of(database)
        self._handling = UpdateWorker(database, place=PLACE, clock=CLOCK, token=HUIYIN, on_commit=lambda post: None)
        self._numbers = itertools.count(1)

    async def p95(self, look: Look) -> float:
        """Milliseconds of statements within which the screen is there, 95 times of 100."""
        took = [await self._looks(look, number * 7919 % look.people) for number in range(LOOKS + 5)]
        return 1000 * quantile(took[5:], 0.95)

    async def _looks(self, look: Look, who: int) -> float:
        update = await self._update(look, who)
        promised = select(func.count()).select_from(OutboxCall)
        async with self._database.writing() as session:
            await inbox.keep(session, [kept(PLACE.bot_id, update)], CLOCK.now())
            before = await session.scalar(promised)
        self._stopwatch.took = 0.0
        handled = await self._handling.drain()
        for aside in list(self._handling.tries.under_way.values()):
            await aside  # what is counted beside the transaction is counted once, before anything is measured
            handled = await self._handling.drain()
        took = self._stopwatch.took
        async with self._database.reading() as session:
            if handled != 1 or await session.scalar(promised) == before:
                raise RuntimeError(f"{look.screen} was not shown")
        return took

    async def _update(self, look: Look, who: int) -> dict[str, Any]:
        number, date = next(self._numbers), int(datetime.now(UTC).timestamp())
        person = {"id": look.first + who, "is_bot": False, "first_name": "Voter", "language_code": "en"}
        chat = {"id": look.first + who, "type": "private", "first_name": "Voter"}
        message = {"message_id": number, "date": date, "chat": chat, "from": person, "text": look.command or "A screen"}
        if look.button is None:
            return {"update_id": number, "message": message}
        async with self._database.reading() as session:
            opinion_id = (await session.scalars(look.opinion(who))).one() if look.opinion is not None else 0
        data = look.button(opinion_id).pack()
        query = {"id": str(number), "from": person, "chat_instance": "1", "message": message, "data": data}
        return {"update_id": number, "callback_query": query}


async def each() -> list[Figure]:
    """The p95 of each screen."""
    async with (
        databases.opened(await dataset.with_opinions(FEW)) as few,
        databases.opened(await dataset.with_opinions(MANY)) as many,
    ):
        viewer_of_few, viewer_of_many = _Viewer(few), _Viewer(many)
        return [await _figure(look, viewer_of_few, viewer_of_many) for look in LOOKS_AT]


async def _figure(look: Look, few: _Viewer, many: _Viewer) -> Figure:
    yardstick, value = await few.p95(look), await many.p95(look)
    also = f"under {LONGEST:g} ms"
    return compared(f"screens.{look.screen}", "CPU ms", value, yardstick, "<=", BOUND, also=also, held=value < LONGEST)
