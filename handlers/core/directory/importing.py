"""From a file into the database and back: all of it, or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.core.directory import rules
from handlers.core.directory.book import Book, Directory, Kind, Record
from handlers.core.directory.pinyin import bare, searchable, sound, surname_sound
from handlers.core.directory.rules import Counts, Plan, Turn
from storage.engine import hold_longer
from storage.models.directory import Area, HandlingUnit, OfficeHistory, Representative, Station, Topic
from storage.queries import directory as queries
from storage.queries import files
from storage.vocabulary import AttachmentKind, Channel, OfficeChange

TABLES: dict[Kind, Any] = {
    Kind.AREAS: Area,
    Kind.STATIONS: Station,
    Kind.UNITS: HandlingUnit,
    Kind.REPRESENTATIVES: Representative,
    Kind.TOPICS: Topic,
}
_REFERENCES: dict[Kind, tuple[str, Kind]] = {
    Kind.AREAS: ("parent", Kind.AREAS),
    Kind.STATIONS: ("area", Kind.AREAS),
    Kind.REPRESENTATIVES: ("station", Kind.STATIONS),
    Kind.TOPICS: ("unit", Kind.UNITS),
}
"""A code in a record that is an id in the row: key and what it names."""
_NOT_IN_FILES = {"id", "sound", "search"}


@dataclass(frozen=True, slots=True)
class Summary:
    """The result of an import."""

    at: datetime
    counts: Mapping[Kind, Counts]
    ignored: tuple[str, ...]


class Refused(Exception):
    """The file has problems, so nothing was imported; `plan` names them."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(f"{len(plan.problems)} problems")
        self.plan = plan


async def sizes(session: AsyncSession) -> dict[Kind, int]:
    """Count the records of each kind that are kept."""
    return {kind: await queries.count_rows(session, table) for kind, table in TABLES.items()}


async def plan(session: AsyncSession, book: Book) -> Plan:
    """Plan the import of `book`. Changes nothing."""
    return rules.make_plan(book, await _kept(session))


async def apply(session: AsyncSession, book: Book, now: datetime) -> Summary:
    """Import `book` within the caller's transaction. Raises `Refused`, before any change, if it has problems."""
    await hold_longer(session)
    made = await plan(session, book)
    if not made.good:
        raise Refused(made)
    ids: dict[Kind, dict[str, int]] = {}
    shown = await queries.pictures_kept_here(session)
    for kind, table in TABLES.items():
        new, changed = made.new[kind], made.changed[kind]
        await queries.insert_all(session, table, [_row(kind, record, ids) for record in new])
        await queries.update_all(session, table, [_row(kind, record, ids) for record in changed])
        ids[kind] = await queries.ids_by_code(session, table)
        if kind is Kind.AREAS:
            await _hang(session, [*new, *changed], ids[kind])
        if kind is Kind.REPRESENTATIVES:
            await _link(session, [*new, *changed], ids)
            await _write_history(session, made.turns, ids[kind], now)
            await _keep_pictures(session, book, [*new, *changed], shown, now)
    await _refresh(session)
    return Summary(now, made.counts, made.ignored)


async def _refresh(session: AsyncSession) -> None:
    """Load anew what the session holds of the directory: the rows were written past it.

    Not merely expired: what is expired is loaded on the next look at it, which no driver but SQLite's allows there.
    """
    for held in list(session.identity_map.values()):
        if isinstance(held, tuple(TABLES.values())):
            await session.refresh(held)


async def everything(session: AsyncSession) -> dict[Kind, list[Record]]:
    """The whole directory, phone numbers in clear: for staff only."""
    return {kind: list(records.values()) for kind, records in (await _kept(session)).items()}


def _row(kind: Kind, record: Record, ids: Mapping[Kind, Mapping[str, int]]) -> dict[str, Any]:
    row: dict[str, Any] = dict(record)
    if kind in _REFERENCES:
        key, to = _REFERENCES[kind]
        code = row.pop(key)
        if kind is not Kind.AREAS:
            row[f"{key}_id"] = None if code is None else ids[to][code]
    if kind is Kind.AREAS:
        row["sound"] = sound(bare(row["name"]))
        row["search"] = searchable(row["name"], row["name_en"])
    elif kind is Kind.REPRESENTATIVES:
        row["sound"] = surname_sound(row["name"])
        row["left_on"] = date.fromisoformat(row["left_on"]) if row["left_on"] else None
        row["topics"] = list(row["topics"])
        del row["areas"]
    elif kind is Kind.TOPICS:
        row["keywords"] = list(row["keywords"])
    return row


async def _hang(session: AsyncSession, records: list[Record], ids: Mapping[str, int]) -> None:
    """Areas get their parents once all have ids, so that a file may list them in any order."""
    rows = [
        {"code": record["code"], "parent_id": ids[str(record["parent"])] if record["parent"] else None}
        for record in records
    ]
    await queries.update_all(session, Area, rows)


async def _link(session: AsyncSession, records: list[Record], ids: Mapping[Kind, Mapping[str, int]]) -> None:
    links = {
        ids[Kind.REPRESENTATIVES][str(record["code"])]: [ids[Kind.AREAS][code] for code in _areas(record)]
        for record in records
    }
    await queries.replace_links(session, links)


async def _write_history(session: AsyncSession, turns: Sequence[Turn], ids: Mapping[str, int], now: datetime) -> None:
    rows = [
        {
            "representative_id": ids[str(record["code"])],
            "change": change,
            "on": date.fromisoformat(str(record["left_on"])) if left and record["left_on"] else None,
            "why": record["left_why"] if left else None,
            "by_election": bool(record["by_election"]),
            **{key: record[key] for key in ("level", "constituency", "term")},
            "recorded_at": now,
        }
        for change, record in turns
        for left in (change is OfficeChange.LEFT,)
    ]
    await queries.insert_all(session, OfficeHistory, rows)


async def _keep_pictures(
    session: AsyncSession, book: Book, records: list[Record], shown: set[str], now: datetime
) -> None:
    """Pictures that came with the file are kept, those `shown` until now and by nobody any more are let go."""
    for picture in dict.fromkeys(str(record["picture"]) for record in records):
        if picture in book.pictures:
            await files.keep_made(session, AttachmentKind.PHOTO, "picture.jpg", book.pictures[picture], now)
    for picture in shown - await queries.pictures_kept_here(session):
        await files.let_go(session, Channel.TELEGRAM, picture)


def _areas(record: Record) -> tuple[str, ...]:
    areas = record["areas"]
    return areas if isinstance(areas, tuple) else ()


async def _kept(session: AsyncSession) -> Directory:
    """The directory as it is."""
    kept: Directory = {}
    codes: dict[Kind, dict[int, str]] = {}
    for kind, table in TABLES.items():
        rows = [dict(row._mapping) for row in await queries.all_rows(session, table)]
        codes[kind] = {row["id"]: row["code"] for row in rows}
        by_id = {row["id"]: row for row in rows}
        if kind is Kind.REPRESENTATIVES:
            for row in rows:
                row["areas"] = []
            for representative, area in await queries.all_links(session):
                by_id[representative]["areas"].append(codes[Kind.AREAS][area])
        kept[kind] = {row["code"]: _record(kind, row, codes) for row in rows}
    return kept


def _record(kind: Kind, row: dict[str, Any], codes: Mapping[Kind, Mapping[int, str]]) -> Record:
    record: Record = {key: value for key, value in row.items() if key not in _NOT_IN_FILES}
    if kind in _REFERENCES:
        key, to = _REFERENCES[kind]
        number = row[f"{key}_id"]
        del record[f"{key}_id"]
        record[key] = None if number is None else codes[to][number]
    if kind is Kind.REPRESENTATIVES:
        record["areas"] = tuple(sorted(row["areas"]))
        record["topics"] = tuple(row["topics"])
        record["left_on"] = row["left_on"].isoformat() if row["left_on"] else None
    elif kind is Kind.TOPICS:
        record["keywords"] = tuple(row["keywords"])
    return record
