"""Cases as a table to take away: one row a case, with its times and its rating, safe against formulas."""

import asyncio
import csv
import io
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

from handlers.conversation.texts import N_, Translator
from handlers.core import audit
from handlers.core.aside import Work
from handlers.core.desk.tally import instant
from handlers.core.league.export import Cell, write
from handlers.desk.casework import cases
from handlers.desk.web import Answer, Asked, Beside, Desk
from handlers.presentation import outcomes
from handlers.presentation.names import SATISFACTION_LABELS, STAGE_NAMES
from storage.beside import answered, written_down
from storage.models.directory import Area, HandlingUnit, Representative, Station, Topic
from storage.queries import desk_export, directory
from storage.queries.desk_cases import Narrowed, Place, Reach
from storage.queries.desk_export import Row
from storage.vocabulary import Outcome, Satisfaction

READ, PIECE = 5_000, 100
"""Cases read at once in a process beside, and put into words in one go: ten milliseconds, and everybody else goes on
between two."""
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
    N_("Received on"),
    N_("Screened"),
    N_("First answer"),
    N_("Due"),
    N_("Result"),
    N_("Promised by"),
    N_("Rating"),
)


Names = Mapping[Any, Mapping[int | None, str]]


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
    narrowed = Desk(desk.out, _asked(query), desk.presence, desk.parts, desk.sitting)
    table = Table(desk.t, desk.out.county.zone, cases.reach(desk), await cases.narrowed(narrowed))
    await audit.note(desk.out, desk.actor, "cases.export", desk.role.value, kind)
    day = desk.out.now.astimezone(table.zone).date()
    return Answer(mime=KINDS[kind], filename=f"cases-{day}.{kind}", pieces=_WRITERS[kind](table))


def _asked(query: str) -> Asked:
    return Asked("GET", "", parse_qs(query))


async def _rows(beside: Beside, table: Table) -> AsyncIterator[list[Row]]:
    """All of it: read in a process beside, handed on in pieces between which everybody else is served."""
    after: Place | None = None
    while (asked := desk_export.question(table.reach, table.wanted, after, READ)) is not None:
        async with beside.reading() as session:
            questions = written_down(session, [asked])
        (found,) = (await beside.done(Work(answered, (questions,)))).get()
        rows = [Row(*row) for row in found]
        for at in range(0, len(rows), PIECE):
            yield rows[at : at + PIECE]
        if len(rows) < READ:
            return
        after = Place(rows[-1].id, instant(rows[-1].due_at))


async def _named(beside: Beside, table: Table) -> Names:
    """Names out of the directory, by table and row."""
    async with beside.reading() as session:
        return {
            of: {one.id: table.t.named(one) for one in await directory.all_rows(session, of)}
            for of in (Topic, Area, Station, Representative, HandlingUnit)
        }


def _cells(table: Table, names: Names, row: Row) -> list[Cell]:
    t = table.t
    return [
        row.reference,
        row.summary,
        t(STAGE_NAMES[row.stage]).plain,
        _moment(table, row.since),
        row.round,
        names[Topic].get(row.topic_id, ""),
        names[Area].get(row.area_id, ""),
        names[Station].get(row.station_id, ""),
        names[Representative].get(row.representative_id, ""),
        names[HandlingUnit].get(row.unit_id, ""),
        _moment(table, row.submitted_at),
        _moment(table, row.screened_at),
        _moment(table, row.answered_at),
        _moment(table, row.due_at),
        outcomes.named(t, Outcome(row.outcome)).plain if row.outcome else "",
        str(row.planned_for or ""),
        t(SATISFACTION_LABELS[Satisfaction(row.satisfaction)]).plain if row.satisfaction else "",
    ]


def _moment(table: Table, raw: Any) -> str:
    at = instant(raw)
    return f"{at.astimezone(table.zone):%Y-%m-%d %H:%M}" if at is not None else ""


def harmless(cell: Cell) -> Cell:
    """A text that no spreadsheet takes for a formula when it reads it out of a text file."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _as_text(table: Table) -> Callable[[Beside], AsyncIterator[bytes]]:
    async def pieces(beside: Beside) -> AsyncIterator[bytes]:
        yield b"\xef\xbb\xbf" + _lines([[table.t(name).plain for name in HEADER]])
        names = await _named(beside, table)
        async for rows in _rows(beside, table):
            yield _lines([[harmless(cell) for cell in _cells(table, names, row)] for row in rows])

    return pieces


def _lines(rows: list[list[Cell]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _as_workbook(table: Table) -> Callable[[Beside], AsyncIterator[bytes]]:
    async def pieces(beside: Beside) -> AsyncIterator[bytes]:
        t, names, lines = table.t, await _named(beside, table), []
        async for rows in _rows(beside, table):
            lines += [_cells(table, names, row) for row in rows]
            await asyncio.sleep(0)
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
