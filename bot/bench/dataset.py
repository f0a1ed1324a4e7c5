"""A data set: a SQLite database with years of opinions, written by the database itself (INSERT … SELECT)."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import (
    Connection,
    Integer,
    String,
    Table,
    case,
    column,
    create_engine,
    func,
    insert,
    literal,
    select,
    table,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.sql.elements import ColumnElement

from bot.bench.databases import KEY
from storage import crypto
from storage.migrations import upgrade
from storage.models.directory import Area, Representative, Station
from storage.models.opinions import Due, Entry, Event, Opinion, Rating
from storage.models.people import Address, Grant, Person
from storage.vocabulary import Action, AreaKind, Channel, EntryKind, Level, Role, Satisfaction, Stage

STATIONS, REPRESENTATIVES, COUNTY_CLERKS = 60, 1200, 10
"""A county of half a million: whatever its opinions, these do not grow."""
PER_PERSON = 10
STAGES = {Stage.SUBMITTED: 1, Stage.ASSIGNED: 3, Stage.WAITING: 1, Stage.ANSWERED: 15, Stage.CLOSED: 80}
"""Of a hundred opinions."""
VOTERS, OFFICERS, CLERKS, COUNTY = 1_000_000_000, 2_000_000_000, 3_000_000_000, 4_000_000_000
"""Telegram ids of constituents, representatives, stations' staff and the county's staff: these and counting up."""
NOW = datetime.now(UTC)
LONG_AGO = NOW - timedelta(days=400)

_number = table("number", column("i", Integer))
_i: ColumnElement[int] = _number.c.i


_folder: TemporaryDirectory[str] | None = None
_made: dict[int, str] = {}


async def with_opinions(count: int) -> str:
    """The address of a database with so many opinions, written once a run and gone when it ends."""
    global _folder
    if _folder is None:
        _folder = TemporaryDirectory()
    if count not in _made:
        crypto.install([KEY])
        _made[count] = f"sqlite:///{_folder.name}/{count}.sqlite3"
        await asyncio.to_thread(_fill, _made[count], count)
    return _made[count]


def _fill(url: str, count: int) -> None:
    upgrade(url)
    engine = create_engine(url)
    with engine.connect() as connection:
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-400000"):
            connection.exec_driver_sql(f"PRAGMA {pragma}")
        connection.exec_driver_sql("CREATE TEMP TABLE number (i INTEGER PRIMARY KEY)")
        connection.exec_driver_sql(
            "INSERT INTO number WITH RECURSIVE n(i) AS (VALUES (0) UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
            "SELECT i FROM n",
            (count - 1,),
        )
        _place(connection)
        _people(connection, count // PER_PERSON)
        _opinions(connection, count // PER_PERSON)
        connection.exec_driver_sql("ANALYZE")
        connection.commit()
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")
    engine.dispose()


def _write(connection: Connection, model: Any, values: dict[str, Any], below: int | None = None, *where: Any) -> None:
    """A row for each number (below a bound); what is not given has the model's default."""
    into: Table = model.__table__
    columns = [
        value if isinstance(value, ColumnElement) else literal(value, into.c[name].type)
        for name, value in values.items()
    ]
    rows = select(*columns).where(*where).select_from(_number)
    if below is not None:
        rows = rows.where(_i < below)
    connection.execute(insert(into).from_select(list(values), rows))


def _place(connection: Connection) -> None:
    _write(connection, Area, {
        "id": _i + 1, "code": func.printf("A%d", _i), "kind": AreaKind.TOWN, "name": func.printf("第%d镇", _i),
        "name_en": func.printf("Town %d", _i), "sound": func.printf("town%d", _i), "search": " town ",
    }, STATIONS)  # fmt: skip
    _write(connection, Station, {
        "id": _i + 1, "code": func.printf("S%d", _i), "area_id": _i + 1, "name": func.printf("第%d站", _i),
    }, STATIONS)  # fmt: skip
    _write(connection, Representative, {
        "id": _i + 1, "code": func.printf("R%d", _i), "name": func.printf("Representative %d", _i), "sound": "r",
        "level": Level.TOWNSHIP, "constituency": "1", "station_id": _i % STATIONS + 1,
    }, REPRESENTATIVES)  # fmt: skip


def _people(connection: Connection, voters: int) -> None:
    """Constituents with ids from 1; behind them who acts for each representative, then staff."""
    person = {"name": "Voter", "language": "en", "created_at": LONG_AGO}
    area = {"area_id": _i % STATIONS + 1}
    offices: Sequence[tuple[int, int, dict[str, Any]]] = (
        (OFFICERS, REPRESENTATIVES, {"role": Role.REPRESENTATIVE, "representative_id": _i + 1}),
        (CLERKS, STATIONS, {"role": Role.STAFF, "station_id": _i + 1}),
        (COUNTY, COUNTY_CLERKS, {"role": Role.STAFF}),
    )
    _write(connection, Person, {"id": _i + 1, "chat_id": _i + VOTERS, **person, **area}, voters)
    first = voters
    for account, many, office in offices:
        _write(connection, Person, {"id": _i + first + 1, "chat_id": _i + account, **person, **area}, many)
        _write(connection, Grant, {"person_id": _i + first + 1, "granted_at": LONG_AGO, **office}, many)
        first += many
    channel, called = literal(Channel.TELEGRAM, _type(Address, "channel")), sql_cast(Person.chat_id, String)
    rows = select(Person.id, Person.chat_id, channel, called)
    connection.execute(insert(Address).from_select(["person_id", "chat_id", "channel", "external_id"], rows))


def _opinions(connection: Connection, voters: int) -> None:
    """Each representative and each station has them at all stages, as far as there are enough."""
    share = (_i / REPRESENTATIVES + _i % REPRESENTATIVES / STATIONS * 7 + _i % STATIONS * 37) % 100
    stage, upto = [], 0
    for name, percent in STAGES.items():
        upto += percent
        stage.append((share < upto, literal(name, Opinion.__table__.c.stage.type)))
    stands = case(*stage)
    representative = _i % REPRESENTATIVES + 1
    since = func.datetime(LONG_AGO.strftime("%F %T"), func.printf("+%d minutes", _i / 2)).op("||")(".000000")
    later = func.datetime(NOW.strftime("%F %T"), func.printf("+%d minutes", 60 + _i % 40_000)).op("||")(".000000")
    answered = share >= 100 - STAGES[Stage.ANSWERED] - STAGES[Stage.CLOSED]
    _write(connection, Opinion, {
        "id": _i + 1, "reference": func.printf("HY-2026-%06d", _i), "submission": func.printf("%d:x", _i),
        "constituent_id": _i % voters + 1, "anonymous": _i % 3 == 0,
        "summary": func.printf("The lamp at house %d has been dark for a week and nobody has come to mend it", _i),
        "area_id": _i % STATIONS + 1, "station_id": _i % STATIONS + 1, "stage": stands,
        "representative_id": case((share >= STAGES[Stage.SUBMITTED], representative)),
        "submitted_at": since, "stage_since": since, "due_at": case((share < 100 - STAGES[Stage.CLOSED], later)),
    })  # fmt: skip
    said = {"opinion_id": _i + 1, "round": 1, "at": since}
    by_voter = {"author_role": Role.CONSTITUENT, "author_id": _i % voters + 1}
    by_officer = {"author_role": Role.REPRESENTATIVE, "author_id": voters + representative}
    words = "The lamp has been dark for a week. Please have somebody look at it before the winter comes."
    _write(connection, Entry, {**said, **by_voter, "kind": EntryKind.OPINION, "text": words})
    _write(connection, Entry, {**said, **by_officer, "kind": EntryKind.REPLY, "text": words}, None, answered)
    happened = {"opinion_id": _i + 1, "at": since, "round": 1}
    voter, officer = {"actor_role": Role.CONSTITUENT}, {"actor_role": Role.REPRESENTATIVE}
    _write(connection, Event, {**happened, **voter, "action": Action.SUBMIT, "stage_after": Stage.SUBMITTED})
    _write(connection, Event, {**happened, **officer, "action": Action.REPLY, "stage_after": stands}, None, answered)
    rated = case((share >= 100 - STAGES[Stage.CLOSED], literal(Satisfaction.SATISFIED, _type(Rating, "satisfaction"))))
    _write(connection, Rating, {
        "opinion_id": _i + 1, "round": 1, "representative_id": representative, "asked_at": since, "satisfaction": rated,
    }, None, answered)  # fmt: skip
    _write(connection, Due, {
        "kind": "rating.reminder", "opinion_id": _i + 1, "due_at": later,
        "once": func.printf("rating.reminder:%d:1", _i + 1),
    })  # fmt: skip


def _type(model: Any, name: str) -> Any:
    return model.__table__.c[name].type
