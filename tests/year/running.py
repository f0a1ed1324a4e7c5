"""The real process over HTTP, and a clock that goes from one thing to the next as soon as the process is idle."""

import asyncio
import random
import signal
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson

from bot.clock import write_moved
from bot.sandbox.server import SandboxServer
from bot.sandbox.world import World
from tests.process.lives import Life, Lives

TOKEN = "42:sandbox"
LOOK_SECONDS, LOOK_AT_MOST_SECONDS = 0.003, 0.015
"""How often to look whether the process is idle: ever more rarely, for it may need the processor more."""
PATIENCE = 60.0
"""Seconds after which a process that is not idle is taken to be stuck."""
CONSTANTS = {
    "bot.clock.LOOK_EVERY": 0.0,
    "bot.maintenance.MOVED_SWEEP_SECONDS": 0.04,
    "bot.delivery.sender.GATHER_SECONDS": 0.002,
    "bot.delivery.rate_limit.CHAT_SECONDS": 0.0,
}
"""What is real seconds in the bot, of which a year has too many; nothing else of it is changed."""
BUSY = """
    SELECT EXISTS (SELECT 1 FROM inbox WHERE state = 0) OR EXISTS (SELECT 1 FROM outbox WHERE state = 0)
        OR EXISTS (SELECT 1 FROM due WHERE done_at IS NULL AND due_at <= :now)
"""
NEXT = "SELECT min(due_at) FROM due WHERE done_at IS NULL"


class Running:
    """The sandbox, and the bot's life beside it. The database is only looked into: when is the process idle?"""

    def __init__(self, folder: Path, lives: Lives) -> None:
        self.folder = folder
        self._lives = lives
        self._clock_file = folder / "clock"
        self.world = World(self.now, {TOKEN: "year_bot"}, messages_kept=150, calls_kept=1_000_000)
        self.world.faults.lift_limits()
        self.life: Life | None = None
        self.unmarked: list[bytes] = []
        """Messages that a death found not yet written down as sent: these, and no others, may come twice."""
        self.deaths = 0
        self._moved = timedelta()
        self._settings = {
            "BOT_TOKEN": TOKEN,
            "CLOCK_FILE": str(self._clock_file),
            "RATE_PER_SECOND": "1000",
            "OPINIONS_PER_DAY": "0",
            "LOG_LEVEL": "ERROR",
        }
        self._idle: asyncio.Future[None] | None = None
        self._looking: sqlite3.Connection | None = None

    def now(self) -> datetime:
        """The town's time, aware UTC."""
        return datetime.now(UTC) + self._moved

    def goes_to(self, instant: datetime) -> None:
        """Let it be that instant, if it is still to come."""
        ahead = instant - self.now()
        if ahead > timedelta():
            self._moved += ahead
            write_moved(self._clock_file, self._moved.total_seconds())

    def passes(self, **span: float) -> None:
        """Time goes on (`minutes=1`): nobody writes forty messages in ten seconds."""
        self.goes_to(self.now() + timedelta(**span))

    def begins_at(self, instant: datetime) -> None:
        """The year begins then, in the past perhaps."""
        self._moved = instant - datetime.now(UTC)
        write_moved(self._clock_file, self._moved.total_seconds())

    @asynccontextmanager
    async def served(self, admin: int) -> AsyncIterator[None]:
        """The sandbox is served and the bot lives; both have ended afterwards. `admin`: county staff from the start."""
        self._settings["ADMIN_IDS"] = str(admin)
        async with SandboxServer(self.world) as server:
            self._settings["BOT_API_URL"] = server.url
            self.starts()
            try:
                await self.world.wait_until(lambda: bool(self.world.sent("getMe")), PATIENCE)
                with closing(sqlite3.connect(f"file:{self._file}?mode=ro", uri=True)) as self._looking:
                    yield
            finally:
                if self.life is not None and self.life.code is None:
                    await self.life.ends(signal.SIGKILL)

    @property
    def _file(self) -> Path:
        return self.folder / "huiyin.sqlite3"

    def starts(self) -> None:
        """A life of the bot begins."""
        self.life = self._lives.begin(self.folder, self._settings, CONSTANTS)

    async def dies(self, chance: random.Random) -> None:
        """Killed a moment from now, whatever it is doing; another life begins at once."""
        await asyncio.sleep(chance.uniform(0, 0.05))
        assert self.life is not None
        assert await self.life.ends(signal.SIGKILL) == -signal.SIGKILL, self.life.log
        self.deaths += 1
        for (payload,) in self._sees("SELECT payload FROM outbox WHERE state = 0 AND method LIKE 'send%'"):
            self.unmarked.append(sorted_json(orjson.loads(payload)))
        self.starts()

    async def rests(self) -> None:
        """Wait until all that came is handled, all that fell due is done, and all that was promised is sent."""
        if self._idle is not None and not self._idle.done():
            await asyncio.shield(self._idle)  # somebody looks already
            return
        self._idle = asyncio.get_running_loop().create_future()
        try:
            await self._until_idle()
        finally:
            self._idle.set_result(None)

    async def _until_idle(self) -> None:
        pause = LOOK_SECONDS
        async with asyncio.timeout(PATIENCE):
            while self._is_busy():  # a database tells nobody
                await asyncio.sleep(pause)
                pause = min(1.3 * pause, LOOK_AT_MOST_SECONDS)

    def _is_busy(self) -> bool:
        assert self.life is not None
        if self.life.code not in (None, -signal.SIGKILL):
            raise AssertionError(f"ended with {self.life.code}: {self.life.log}")
        return bool(self.world.pending()) or bool(self._sees(BUSY, now=_written(self.now()))[0][0])

    def next_due(self) -> datetime | None:
        """When the bot has something to do by itself."""
        ((found,),) = self._sees(NEXT)
        return None if found is None else datetime.fromisoformat(found).replace(tzinfo=UTC)

    def _sees(self, statement: str, **parameters: str) -> list[tuple[str, ...]]:
        assert self._looking is not None
        return self._looking.execute(statement, parameters).fetchall()


def _written(instant: datetime) -> str:
    """As the database writes it."""
    return instant.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def sorted_json(body: object) -> bytes:
    """The same for the same call."""
    return orjson.dumps(body, option=orjson.OPT_SORT_KEYS)
