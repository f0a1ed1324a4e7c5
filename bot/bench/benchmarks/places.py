"""`places`: how often a place is found as people write it, and how long that takes."""

import os
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from bot.bench import addresses, databases
from bot.bench.addresses import Place
from bot.bench.figures import Figure, compared, quantile
from handlers.core.directory import importing, search, workbook
from storage.engine import Database
from storage.models.directory import Area
from storage.queries import directory

GOAL, LONGEST_MS = 0.98, 5.0
EQUAL = 0.005
"""Scores so near are equally good: all of them are offered, with the town beside each."""
NAMED = 3
"""Of those not found, so many of each way are named."""


async def each() -> list[Figure]:
    """A figure for each way to write a place: the share whose place comes first, or first with its equals.

    In a county that is made up, or in that of the list of areas (.csv as in the directory) that BENCH_AREAS names.
    """
    own = os.environ.get("BENCH_AREAS")
    text = Path(own).read_bytes() if own else addresses.directory().encode()
    async with databases.sqlite(furnished=False) as url, databases.opened(url) as database:
        await furnish(database, url, text)
        figures, taken = [], []
        for form in addresses.FORMS:
            async with database.reading() as session:
                tried, hits, ms = await measure(session, form, await villages(session))
            taken += ms
            unit = f"of {tried}, {quantile(ms, 0.5):.1f} ms"
            figures.append(compared(f"places.{form}", unit, hits / tried, 1.0, ">=", GOAL))
    return [*figures, compared("places.ms", "ms of CPU, p95", quantile(taken, 0.95), LONGEST_MS, "<=", 1.0)]


async def furnish(database: Database, url: str, areas: bytes) -> None:
    """Schema, and these areas (.csv)."""
    await databases.made_current(database, url)
    async with database.writing() as session:
        await importing.apply(session, workbook.read("areas.csv", areas), datetime.now(UTC))


async def measure(session: AsyncSession, form: str, places: Sequence[Place]) -> tuple[int, int, list[float]]:
    """Number of places tried, number of those found, and processor milliseconds of each."""
    hits, ms = 0, list[float]()
    ids = await directory.ids_by_code(session, Area)
    for place, text in addresses.written(form, places):
        session.info.clear()
        started = time.process_time()
        found = await search.search_areas(session, text)
        ms.append((time.process_time() - started) * 1000)
        best = [one.id for one in found[: search.PAGE] if found[0].score - one.score <= EQUAL]
        if ids[place.code] in best:
            hits += 1
        elif len(ms) - hits <= NAMED:
            print(f"{form}: {text} is {place.village}, not {found[0].name if found else 'unknown'}", file=sys.stderr)
    return len(ms), hits, ms


async def villages(session: AsyncSession) -> list[Place]:
    """The villages and communities, by code."""
    rows = {row.id: row for row in await directory.all_rows(session, Area)}
    lines = await directory.ancestors(session, rows)
    lowest = {area: line for area, line in lines.items() if len(line) == len(Place._fields) - 1}
    return [Place(rows[area].code, *(row.name for row in line)) for area, line in lowest.items()]
