"""Cases as a table to take away: one row a case, with its times and its rating, safe against formulas."""

import csv
import io
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import NamedTuple
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.conversation.texts import N_, Translator
from handlers.core import audit
from handlers.core.aside import Work
from handlers.core.league.export import Cell, write
from handlers.desk import cases
from handlers.desk.web import Answer, Asked, Beside, Desk
from handlers.presentation import outcomes
from handlers.presentation.names import SATISFACTION_LABELS, STAGE_NAMES
from storage.queries import desk_cases, desk_export
from storage.queries.desk_cases import Narrowed, Place, Reach
from storage.queries.desk_export import Row

PIECE = 500
"""Cases read in one transaction: a few milliseconds, and everybody else goes on between two."""
MOST_IN_WORKBOOK = 20_000
"""Rows of a workbook, which is put together in memory beside; the text file has no bound."""
KINDS = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}

HEADER = (
    N_("Reference"),
    N_("What it is about"),
    N_("Stands"),
    N_("Since"),
    N_("Round"),
    N_("Topic"),
    N_("Place"),
    N_("Station"),
    N_("Representative"),
    N_("Unit"),
    N_("Received"),
    N_("Screened"),
    N_("First answer"),
    N_("Due"),
    N_("Result"),
    N_("Promised by"),
    N_("Rating"),
)


class Table(NamedTuple):
    """What is to be written, for whom."""

    t: Translator
    zone: ZoneInfo
    reach: Reach
    wanted: Narrowed


async def ask(desk: Desk) -> Answer:
    """Take the list out as it is narrowed; before, the chat is asked whether it is they, and it is written down."""
    query = desk.asked.typed("query")
    if not desk.is_sure:
        return desk.page("ask.html", to=f"/{desk.role.value}/cases" + (f"?{query}" if query else ""))
    kind = desk.asked.typed("kind") if desk.asked.typed("kind") in KINDS else "csv"
    narrowed = Desk(desk.out, _asked(query), desk.parts, desk.sitting)
    table = Table(desk.t, desk.out.county.zone, cases.reach(desk), await cases.narrowed(narrowed))
    await audit.note(desk.out, desk.actor, "cases.export", desk.role.value, kind)
    day = desk.out.now.astimezone(table.zone).date()
    return Answer(mime=KINDS[kind], filename=f"cases-{day}.{kind}", pieces=_WRITERS[kind](table))


def _asked(query: str) -> Asked:
    return Asked("GET", "", parse_qs(query))


Reading = Callable[[], AbstractAsyncContextManager[AsyncSession]]


async def _rows(reading: Reading, table: Table) -> AsyncIterator[list[Row]]:
    """All of it, a piece a transaction."""
    after: Place | None = None
    while True:
        async with reading() as session:
            listing = await desk_cases.page(session, table.reach, table.wanted, after, PIECE)
            yield await desk_export.rows(session, listing.cases)
        after = listing.after
        if after is None:
            return


def _cells(table: Table, row: Row) -> list[Cell]:
    t, case = table.t, row.case
    return [
        case.reference,
        case.summary,
        t(STAGE_NAMES[case.stage.value]).plain,
        _moment(table, case.since),
        case.round,
        t.named(case.topic),
        t.named(case.area),
        t.named(case.station),
        t.named(case.representative),
        t.named(case.unit),
        _moment(table, case.submitted_at),
        _moment(table, row.screened_at),
        _moment(table, row.answered_at),
        _moment(table, case.due_at),
        outcomes.named(t, row.outcome).plain if row.outcome is not None else "",
        row.planned_for.isoformat() if row.planned_for is not None else "",
        t(SATISFACTION_LABELS[row.satisfaction]).plain if row.satisfaction is not None else "",
    ]


def _moment(table: Table, at: datetime | None) -> str:
    return f"{at.astimezone(table.zone):%Y-%m-%d %H:%M}" if at is not None else ""


def harmless(cell: Cell) -> Cell:
    """A text that no spreadsheet takes for a formula when it reads it out of a text file."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _as_text(table: Table) -> Callable[[Beside], AsyncIterator[bytes]]:
    async def pieces(beside: Beside) -> AsyncIterator[bytes]:
        yield b"\xef\xbb\xbf" + _lines([[table.t(name).plain for name in HEADER]])
        async for rows in _rows(beside.reading, table):
            yield _lines([[harmless(cell) for cell in _cells(table, row)] for row in rows])

    return pieces


def _lines(rows: list[list[Cell]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _as_workbook(table: Table) -> Callable[[Beside], AsyncIterator[bytes]]:
    async def pieces(beside: Beside) -> AsyncIterator[bytes]:
        t, lines = table.t, []
        async for rows in _rows(beside.reading, table):
            lines += [_cells(table, row) for row in rows]
            if len(lines) >= MOST_IN_WORKBOOK:
                break
        remark = t("The first {n} cases; the text file (CSV) has all.", n=MOST_IN_WORKBOOK).plain
        cut = len(lines) >= MOST_IN_WORKBOOK
        header = [t(name).plain for name in HEADER]
        work = Work(write, (t("Cases").plain, remark if cut else "", header, lines[:MOST_IN_WORKBOOK]))
        made: bytes = (await beside.done(work)).get()
        yield made

    return pieces


_WRITERS: Mapping[str, Callable[[Table], Callable[[Beside], AsyncIterator[bytes]]]] = {
    "csv": _as_text,
    "xlsx": _as_workbook,
}
