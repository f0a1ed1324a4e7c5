"""A town to test in: people who say, press and hear, and between them the real intake, handling, sweep and delivery.

All of it talks to the sandbox's Bot API over HTTP. The clock stands until it is moved, and after each deed everything
that follows from it is done, so that a test reads like the conversation it protects and never waits.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from cryptography.fernet import Fernet
from sqlalchemy import Connection, func, select

from bot.clock import Clock
from bot.intake.inbox_writer import ALLOWED_UPDATES, InboxWriter
from bot.sandbox.server import SandboxServer
from bot.sandbox.world import World
from bot.sweep import sweep
from bot.update_worker import UpdateWorker
from handlers import registry
from handlers.conversation.outgoing import Outgoing
from handlers.core.casework.policy import Interval
from handlers.core.unit_of_work import County
from storage import crypto
from storage.engine import Database
from storage.models.base import Base
from storage.models.people import Grant
from storage.models.traffic import PENDING, InboxUpdate, OutboxCall
from storage.queries import due, people, policy
from storage.vocabulary import CaseKind, Channel, Role
from tests.actor import Actor
from tests.checkpoints import Checkpoints, beginning
from tests.databases import emptying, reopened
from tests.furniture import Furniture, furnish
from tests.messenger import Messenger

TOKEN = "42:sandbox"
BOT_ID = 42
KEY = Fernet.generate_key().decode()
"""One for all towns of a run, so that what one has sealed can be put back into another."""
ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
"""Nine in the morning of an ordinary working Monday in the town."""
ROUNDS = 50
"""More rounds of question and answer than any deed sets off."""


DISPATCHER = registry.dispatcher()
"""One for all towns: which handlers a word may be for is found out once."""


class TownClock(Clock):
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.instant = MONDAY

    def now(self) -> datetime:
        """The town's time, aware UTC."""
        return self.instant


class Town:
    """The database, the sandbox and the bot between them, settled after each deed."""

    def __init__(self, world: World, database: Database, clock: TownClock, messenger: Messenger) -> None:
        self.world, self.database, self.clock, self.messenger = world, database, clock, messenger
        self.place = County(ZONE, "CN", "en", "TC", BOT_ID, "sandbox_bot", frozenset())
        self.restarts()
        self.inbox_writer = InboxWriter(database, bot_id=BOT_ID, clock=clock, on_commit=lambda: None)
        self.failures_expected = False
        """Whether handlers may raise; otherwise that fails the test."""
        self.checkpoints: Checkpoints | None = None
        """States that are put back; None: each beginning is gone through."""
        self.vault = crypto._vault
        self.read: dict[int, int] = {}
        """The last message each person had seen when they last did something."""
        self.beside: list[Callable[[], Awaitable[bool]]] = []
        """What else the process does until the town comes to rest; each says whether it did something."""
        self._offset = 0

    def restarts(self, **settings: Any) -> None:
        """The process begins anew, with other `settings` of the place perhaps: what it knew is in the database."""
        self.place = replace(self.place, **settings)
        self.worker = UpdateWorker(
            self.database,
            place=self.place,
            clock=self.clock,
            token=TOKEN,
            on_commit=self.committed,
            workers=1,
            dispatcher=DISPATCHER,
        )

    async def sets(self, interval: Interval, number: int) -> None:
        """The county changed a number of the policy."""
        async with self.database.writing() as session:
            await policy.put(session, CaseKind.OPINION, interval.value, None, number, None, self.clock.now())

    @property
    def at_rest(self) -> bool:
        """True if nothing is under way that no database holds, and what is sealed can be read."""
        expected = self.failures_expected or self.messenger.refusals_expected
        unusual = expected or self.messenger.holds_notices or crypto._vault is not self.vault
        return not (self.beside or unusual or self.world.pending() or self.worker.tries.under_way)

    def person(self, name: str, language: str = "en") -> Actor:
        """Somebody with a phone; no role."""
        return Actor(self, self.world.person(name, language=language))

    async def grant(
        self,
        actor: Actor,
        role: Role,
        *,
        representative_id: int | None = None,
        station_id: int | None = None,
        unit_id: int | None = None,
    ) -> Actor:
        """Give a role without the way through an invitation."""
        async with self.database.writing() as session:
            person = await people.by_chat(session, actor.id)
            if person is None:
                language = "zh_Hans" if actor.someone.language.startswith("zh") else "en"
                facts = {"name": actor.someone.name, "language": language, "created_at": self.clock.now()}
                person = people.newcomer(Channel.TELEGRAM, str(actor.id), actor.id, **facts)
                session.add(person)
                await session.flush()
            session.add(
                Grant(
                    person_id=person.id,
                    role=role,
                    representative_id=representative_id,
                    station_id=station_id,
                    unit_id=unit_id,
                    granted_at=self.clock.now(),
                )
            )
        self.world.opens(actor.someone)
        return actor

    @beginning
    async def furnish(self) -> Furniture:
        """A county with two towns, four villages, two stations, representatives of four levels and a few topics."""
        async with self.database.writing() as session:
            return await furnish(session)

    async def passes(self, **span: float) -> None:
        """Time goes on (`days=3`); what falls due on the way happens at its own instant."""
        end = self.clock.instant + timedelta(**span)
        while (upcoming := await self._upcoming()) is not None and upcoming <= end:
            self.clock.instant = max(self.clock.instant, upcoming)
            while await sweep(self.database, self.place, self.clock, self.committed):
                pass
            await self.settle()
        self.clock.instant = end
        if self.beside:
            await self.settle()

    async def _upcoming(self) -> datetime | None:
        """When something falls due, or a call may leave."""
        async with self.database.reading() as session:
            fallen = await due.next_due(session)
            call = await session.scalar(select(func.min(OutboxCall.not_before)).where(PENDING))
        return min(filter(None, (fallen and fallen[0], call)), default=None)

    async def settle(self) -> None:
        """Everything that came is handled, everything that was promised is sent."""
        handled = 0
        for _ in range(ROUNDS):
            await self._take_in()
            handled += await self._handle()
            busy = len(self.worker.tries.under_way)
            for aside in list(self.worker.tries.under_way.values()):
                await aside
            for work in self.beside:
                busy += await work()
            self.messenger.told_bot = False
            sent = await self.messenger.deliver()
            if self.beside:
                busy += sent
            if not (busy or self.messenger.told_bot or self.world.pending()):
                if handled:
                    await self._nothing_failed()
                return
        raise AssertionError("the town does not come to rest")

    async def _handle(self) -> int:
        """Handle all that waits; how many updates that were."""
        handled, is_all = 0, False
        while not is_all:
            some, is_all = await self.worker._drain()
            if not some:
                break
            handled += some
        return handled

    async def _take_in(self) -> int:
        if not self.world.pending():
            return 0
        updates = await self._updates(100)
        await self.inbox_writer.write(updates)
        self._offset = updates[-1]["update_id"] + 1
        await self._updates(1)
        return len(updates)

    async def _updates(self, limit: int) -> list[dict[str, Any]]:
        wanted = {"offset": self._offset, "limit": limit, "timeout": 0, "allowed_updates": ALLOWED_UPDATES}
        found: list[dict[str, Any]] = (await self.call("getUpdates", wanted))["result"]
        return found

    async def _nothing_failed(self) -> None:
        if self.failures_expected:
            return
        async with self.database.reading() as session:
            errors = list(await session.scalars(select(InboxUpdate.error).where(InboxUpdate.error.is_not(None))))
        assert not errors, f"a handler failed: {errors}"

    def committed(self, post: Outgoing) -> None:
        """The quick calls of a transaction leave with the next that is sent."""
        for method, payload in post.quick:
            self.messenger.quick(method, payload)

    async def call(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        """One call to the sandbox's Bot API; its answer."""
        return await self.messenger.call(method, params)


@asynccontextmanager
async def open_town(url: str, *, checkpoints: bool = False) -> AsyncIterator[Town]:
    """A town on a database that is emptied first. `checkpoints`: SQLite at an address that is used again and again."""
    crypto.install([KEY])
    clock = TownClock()
    world = World(clock=clock.now, bots={TOKEN: "sandbox_bot"})
    if (known := _checkpoints.get(url)) is not None:
        known.empty()
    database = reopened(url) if known is not None else await _emptied(url)
    if checkpoints and known is None:
        known = _checkpoints[url] = Checkpoints(Path(url.removeprefix("sqlite:///")))
    try:
        async with (
            SandboxServer(world) as server,
            Messenger(database, token=TOKEN, api_url=server.url, clock=clock.now) as messenger,
        ):
            town = Town(world, database, clock, messenger)
            town.checkpoints = known if checkpoints else None
            yield town
    finally:
        await database.close()


_furnished: set[str] = set()
"""The addresses at which there are tables."""
_checkpoints: dict[str, Checkpoints] = {}


async def _emptied(url: str) -> Database:
    """The database at this address, with empty tables and numbers that begin anew."""
    database = reopened(url)
    async with database.engine.begin() as connection:
        await connection.run_sync(_empty if url in _furnished else Base.metadata.create_all)
    _furnished.add(url)
    return database


def _empty(connection: Connection) -> None:
    for statement in emptying(connection.dialect.name):
        connection.exec_driver_sql(statement)


__all__ = ["MONDAY", "Actor", "Furniture", "Town", "open_town"]
