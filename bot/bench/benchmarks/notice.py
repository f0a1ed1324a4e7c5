"""`notice`: writing down a million recipients: the memory it adds, and the longest time it holds the writer."""

import asyncio
import json
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import uvloop
from sqlalchemy.ext.asyncio import AsyncSession

from bot.bench import notice_release
from bot.bench.figures import Figure, compared
from bot.bench.process import forget_peak, peak_memory
from bot.clock import Clock
from bot.notices import Notices
from handlers.conversation.texts import translator
from handlers.core.unit_of_work import County
from storage.engine import Database, open_database
from storage.migrations import make_current
from storage.models.directory import Area
from storage.models.notices import MutedColumn
from storage.models.people import Person
from storage.queries import notices
from storage.vocabulary import AreaKind, NoticeColumn, NoticeState

PEOPLE = 1_000_000
"""As the goal says: docs/performance.md."""
MEMORY_MIB, HOLD_MS = 50.0, 30.0
"""Memory added, longest hold of the writer: the goal (docs/performance.md)."""
PIECE = 20_000
PLACE = County(ZoneInfo("Asia/Shanghai"), "CN", "en", "HY", 42, "bench_bot")


async def notice() -> list[Figure]:
    """Both figures, beside the bounds themselves; SQLite, synchronous=FULL."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.sqlite3"
        await _furnish(url, PEOPLE)
        measured = await _in_a_child(url)
    return [
        compared("notice", "MiB added", measured["memory"], MEMORY_MIB, "<=", 1.0),
        compared("notice.hold", "ms", measured["hold"], HOLD_MS, "<=", 1.0),
    ]


async def _furnish(url: str, people: int) -> None:
    """So many people in 200 villages, every fiftieth of whom muted the column, and a notice that is released."""
    database = open_database(url)
    await make_current(database, url)
    now = datetime.now(UTC)
    async with database.writing() as session:
        session.add_all(
            Area(id=number, code=f"A{number}", kind=AreaKind.VILLAGE, name=f"村{number}", sound=f"cun{number}")
            for number in range(1, 201)
        )
    for first in range(1, people + 1, PIECE):
        async with database.writing() as session:
            await _settle(session, range(first, min(first + PIECE, people + 1)), now)
    async with database.writing() as session:
        await notice_release.release(session, PLACE.zone, NoticeColumn.NEWS)
    await database.close()


async def _settle(session: AsyncSession, ids: range, now: datetime) -> None:
    await session.execute(
        Person.__table__.insert(),  # type: ignore[attr-defined]
        [
            {
                "id": number,
                "chat_id": 10**9 + number,
                "name": None,
                "language": "en" if number % 3 else "zh_Hans",
                "language_chosen": False,
                "area_id": 1 + number % 200,
                "reachable": number % 100 != 7,
                "created_at": now,
            }
            for number in ids
        ],
    )
    muting = [{"person_id": number, "column": NoticeColumn.NEWS} for number in ids if number % 50 == 3]
    await session.execute(MutedColumn.__table__.insert(), muting)  # type: ignore[attr-defined]


async def _in_a_child(url: str) -> dict[str, float]:
    """Write them down in a fresh process, whose memory nothing else has touched."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.bench.benchmarks.notice", url, stdout=asyncio.subprocess.PIPE
    )
    said, _ = await process.communicate()
    assert process.returncode == 0
    measured: dict[str, float] = json.loads(said)
    return measured


class Watched(Database):
    """Knows how long its transactions held the writer, the commit included. Seconds."""

    longest = 0.0

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """As always: nobody else writes here, so that getting in takes no time."""
        began = time.perf_counter()
        async with super().writing() as session:
            yield session
        self.longest = max(self.longest, time.perf_counter() - began)


async def _measure(url: str) -> dict[str, float]:
    """MiB added and longest hold in ms; also the seconds it took."""
    database = Watched(open_database(url).engine)
    feeder = Notices(database, PLACE, Clock(), recall=lambda seconds: None, on_commit=lambda post: None)
    translator("en", PLACE.zone).moment(datetime.now(UTC))  # a process that was talked to has its dates at hand
    async with database.reading() as session:
        assert await notices.open_ones(session)
    forget_peak()
    before, began = peak_memory(), time.perf_counter()
    while await _is_fixing(database):
        await feeder.step()
    seconds = time.perf_counter() - began
    await database.close()
    return {"memory": peak_memory() - before, "hold": database.longest * 1000, "seconds": seconds}


async def _is_fixing(database: Database) -> bool:
    async with database.reading() as session:
        made = await notices.one(session, 1)
        return made is not None and made.state is NoticeState.FIXING


if __name__ == "__main__":
    print(json.dumps(uvloop.run(_measure(sys.argv[1]))))
