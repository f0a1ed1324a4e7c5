"""`similar.sqlite`, `similar.pg`: what it costs to find similar opinions among a million, and to keep one's words."""

import asyncio
import functools
import random
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager
from typing import Any, cast

from sqlalchemy import Integer, String, Table, column, create_engine, func, insert, select, table
from sqlalchemy import cast as sql_cast
from sqlalchemy.engine import make_url

from bot.bench import databases
from bot.bench.dataset_rows import LONG_AGO, i, write
from bot.bench.figures import Figure, compared, quantile
from handlers.core.casework import similar
from storage.engine import Database
from storage.models.directory import Area
from storage.models.opinions import Opinion
from storage.models.people import Person
from storage.models.similar import OpinionWords, RareWord
from storage.vocabulary import AreaKind, Stage

FEW, MANY = 10_000, 1_000_000
LOOKS = 60
"""Opinions that come in and are compared, in each database: our own choice."""
LONGEST = 20.0
"""Milliseconds: the goal (docs/performance.md)."""
AREAS = 200
ASKED = frozenset({"ix_opinion_area_id_id", "ix_opinion_station_id_topic_id_id"})
"""Indexes of opinions that are looked into here; the others would only take time to write."""
KINDS = [int(300 * 1.5**number) | 1 for number in range(16)]
"""Rare words that each opinion has one of: so many different ones, of which each comes in turn."""
COMMON = "".join(f" {chr(0x7D00)}{chr(0x7000 + number)}" for number in range(40))
"""Words that all of them have."""


async def on_sqlite() -> list[Figure]:
    """Of SQLite, in milliseconds of processor: it works in the thread that asks."""
    return await _figures("similar.sqlite", "CPU ms", databases.sqlite)


async def on_postgresql() -> list[Figure]:
    """Of PostgreSQL, in milliseconds as they pass."""
    return await _figures("similar.pg", "ms", databases.postgresql)


async def _figures(name: str, unit: str, opened: Callable[[], AbstractAsyncContextManager[str]]) -> list[Figure]:
    few_found, few_kept = await measured(opened(), FEW)
    found, kept = await measured(opened(), MANY)
    return [
        compared(f"{name}.p95", unit, quantile(found, 0.95), LONGEST, "<=", 1.0),
        compared(f"{name}.p50", unit, quantile(found, 0.5), quantile(few_found, 0.5), "<=", 2.0),
        compared(f"{name}.keep", unit, quantile(kept, 0.5), quantile(few_kept, 0.5), "<=", 2.0),
    ]


async def measured(opened: AbstractAsyncContextManager[str], many: int) -> tuple[list[float], list[float]]:
    """Milliseconds that finding took, and that keeping the words took, of each new opinion among so many."""
    async with opened as url, databases.opened(url) as database:
        await asyncio.to_thread(_fill, url, many)
        await similar.count_words(database.reading, database.writing)
        clock = time.thread_time if database.is_sqlite else time.perf_counter
        looks = [await _look(database, clock, number, words) for number, words in enumerate(_texts(), many + 1)]
    return [found for found, _ in looks[-LOOKS:]], [kept for _, kept in looks[-LOOKS:]]


async def _look(database: Database, clock: Callable[[], float], number: int, words: str) -> tuple[float, float]:
    """Milliseconds that finding what is like a new opinion takes, and those that keeping its words takes."""
    async with database.writing() as session:
        await session.execute(insert(Opinion), _opinion(number))
        area = 10_000 + number % AREAS
        started = clock()
        await similar.keep(session, number, area, words)
        kept = clock() - started
    async with database.reading() as session:
        opinion = await session.get_one(Opinion, number)
        started = clock()
        if not await similar.similar(session, opinion, None):
            raise RuntimeError("nothing was found")
        return 1000 * (clock() - started), 1000 * kept


def _opinion(number: int) -> dict[str, Any]:
    facts = {"id": number, "reference": f"HY-{number}", "submission": f"{number}", "summary": "–", "anonymous": True}
    when = {"submitted_at": LONG_AGO, "stage_since": LONG_AGO}
    return {**facts, **when, "area_id": 10_000 + number % AREAS, "constituent_id": 1, "stage": Stage.ASSIGNED}


def _texts() -> Iterator[str]:
    """New opinions of a hundred words: a whole one that is there, and of each kind some that others have."""
    rng = random.Random(7)
    for _ in range(LOOKS + 5):
        same = rng.randrange(FEW)
        words = [_word(kind, same % KINDS[kind]) for kind in range(len(KINDS))]
        words += [_word(kind, rng.randrange(min(FEW, KINDS[kind]))) for kind in rng.choices(range(len(KINDS)), k=84)]
        yield "，".join(words)


def _word(kind: int, number: int) -> str:
    first, second = divmod(sum(KINDS[:kind]) + number, 1024)
    return chr(0x7900 + first) + chr(0x6C00 + second)


def _fill(url: str, many: int) -> None:
    """So many opinions with their words: each has one word of each kind, the n-th the n-th, and begins anew."""
    address = make_url(url)
    is_sqlite = address.get_backend_name() == "sqlite"
    engine = create_engine(address if is_sqlite else address.set(drivername="postgresql+psycopg"))
    with engine.connect() as connection:
        if is_sqlite:
            for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-400000"):
                connection.exec_driver_sql(f"PRAGMA {pragma}")
        for index in cast("Table", Opinion.__table__).indexes:
            if index.name not in ASKED:
                index.drop(connection)
        if not is_sqlite:
            for model in (OpinionWords, RareWord):
                connection.exec_driver_sql(f"ALTER TABLE {model.__tablename__} SET UNLOGGED")
        counting = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {}) SELECT i FROM n"
        connection.exec_driver_sql("CREATE TEMP TABLE number (i INTEGER PRIMARY KEY)")
        connection.exec_driver_sql(f"INSERT INTO number {counting.format(many)}")
        write(connection, Area, {
            "id": 10_000 + i, "code": sql_cast(i, String) + "-", "kind": AreaKind.TOWN, "name": "–", "sound": "-",
            "search": "-",
        }, AREAS)  # fmt: skip
        write(connection, Person, {"id": i + 1, "language": "en", "created_at": LONG_AGO}, 1)
        number = {name: sql_cast(i + 1, String) for name in ("reference", "submission")}
        write(connection, Opinion, {**_opinion(0), **number, "id": i + 1, "area_id": 10_000 + (i + 1) % AREAS})
        sign = func.char if is_sqlite else func.chr
        words = [_signs(sign, sum(KINDS[:kind]) + i % different) for kind, different in enumerate(KINDS)]
        together = functools.reduce(lambda one, other: one + " " + other, words) + COMMON
        write(connection, OpinionWords, {
            "opinion_id": i + 1, "words": together, "kept": len(KINDS), "weight": float(len(KINDS)) ** 0.5,
        })  # fmt: skip
        first, round_ = (table("number", column("i", Integer)).alias(name) for name in ("first", "round"))
        for kind, different in enumerate(KINDS):
            # In the order of the key, so that each row is written behind the one before.
            rows = (
                select(_signs(sign, sum(KINDS[:kind]) + first.c.i), first.c.i + different * round_.c.i + 1)
                .where(first.c.i < min(many, different), round_.c.i <= (many - 1 - first.c.i) // different)
                .order_by(first.c.i, round_.c.i)
            )
            connection.execute(insert(RareWord).from_select(["word", "opinion_id"], rows))
        connection.commit()
        if is_sqlite:
            connection.exec_driver_sql("ANALYZE")
            connection.commit()
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
    if not is_sqlite:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")  # as a server does by itself before long
    engine.dispose()


def _signs(sign: Callable[..., Any], number: Any) -> Any:
    """As `_word`, worked out by the database."""
    return sign(0x7900 + number // 1024, type_=String()) + sign(0x6C00 + number % 1024, type_=String())
