"""A data set: a SQLite database with years of opinions, written by the database itself (INSERT … SELECT)."""

import asyncio
from collections.abc import Sequence
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection, String, case, create_engine, func, insert, literal, select
from sqlalchemy import cast as sql_cast

from bot.bench import dataset_plans, dataset_promises
from bot.bench.databases import KEY
from bot.bench.dataset_rows import LONG_AGO, NOW, i, numbers, type_of, write
from storage import crypto
from storage.migrations import upgrade
from storage.models.directory import Area, Representative, Station
from storage.models.opinions import Due, Entry, Event, Opinion, Rating
from storage.models.people import Address, Grant, Person
from storage.vocabulary import Action, AreaKind, Channel, EntryKind, Level, Role, Satisfaction, Stage

STATIONS, REPRESENTATIVES, COUNTY_CLERKS = 60, 1200, 40
"""A county of half a million: whatever its opinions, these do not grow."""
PER_PERSON = 10
STAGES = {
    Stage.SUBMITTED: 1,
    Stage.ASSIGNED: 3,
    Stage.WAITING: 1,
    Stage.REFERRED: 2,
    Stage.ANSWERED: 12,
    Stage.IMPLEMENTING: 11,
    Stage.CLOSED: 70,
}
"""Of a hundred opinions."""
VOTERS, OFFICERS, CLERKS, COUNTY, UNIT_OFFICERS = (n * 1_000_000_000 for n in range(1, 6))
"""Telegram ids of constituents, representatives, stations' staff, the county's staff and the officers of units: these
and counting up."""

INDEXES = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql > ''"
"""Those that no constraint has made."""

_folder: TemporaryDirectory[str] | None = None
_made: dict[int, str] = {}


async def with_opinions(count: int) -> str:
    """The address of a database with so many opinions, written once a run and gone when it ends."""
    global _folder
    if _folder is None:
        _folder = TemporaryDirectory()
    if count not in _made:
        crypto.install([KEY])
        url = f"sqlite:///{_folder.name}/{count}.sqlite3"
        await asyncio.to_thread(_fill, url, count)
        _made[count] = url
    return _made[count]


def _fill(url: str, count: int) -> None:
    upgrade(url)
    engine = create_engine(url)
    with engine.connect() as connection:
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-400000"):
            connection.exec_driver_sql(f"PRAGMA {pragma}")
        numbers(connection, count)
        # An index that is made of the whole table is sorted once; one that is there already is searched for each row.
        indexes = connection.exec_driver_sql(INDEXES).all()
        for name, _ in indexes:
            connection.exec_driver_sql(f'DROP INDEX "{name}"')
        _place(connection)
        dataset_promises.units(connection)
        _people(connection, count // PER_PERSON)
        _opinions(connection, count // PER_PERSON)
        dataset_plans.plans(connection, STATIONS, count // PER_PERSON + REPRESENTATIVES + STATIONS + 1)
        for _, made in indexes:
            connection.exec_driver_sql(made)
        connection.exec_driver_sql("ANALYZE")
        connection.commit()
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")
    engine.dispose()


def _place(connection: Connection) -> None:
    write(connection, Area, {
        "id": i + 1, "code": func.printf("A%d", i), "kind": AreaKind.TOWN, "name": func.printf("第%d镇", i),
        "name_en": func.printf("Town %d", i), "sound": func.printf("town%d", i), "search": " town ",
    }, STATIONS)  # fmt: skip
    write(connection, Station, {
        "id": i + 1, "code": func.printf("S%d", i), "area_id": i + 1, "name": func.printf("第%d站", i),
    }, STATIONS)  # fmt: skip
    write(connection, Representative, {
        "id": i + 1, "code": func.printf("R%d", i), "name": func.printf("Representative %d", i), "sound": "r",
        "level": Level.TOWNSHIP, "constituency": "1", "station_id": i % STATIONS + 1,
    }, REPRESENTATIVES)  # fmt: skip


def _people(connection: Connection, voters: int) -> None:
    """Constituents with ids from 1; behind them who acts for each representative, then staff."""
    person = {"name": "Voter", "language": "en", "created_at": LONG_AGO}
    area = {"area_id": i % STATIONS + 1}
    offices: Sequence[tuple[int, int, dict[str, Any]]] = (
        (OFFICERS, REPRESENTATIVES, {"role": Role.REPRESENTATIVE, "representative_id": i + 1}),
        (CLERKS, STATIONS, {"role": Role.STAFF, "station_id": i + 1}),
        (COUNTY, COUNTY_CLERKS, {"role": Role.STAFF}),
        (UNIT_OFFICERS, dataset_promises.UNITS, {"role": Role.UNIT, "unit_id": i + 1}),
    )
    write(connection, Person, {"id": i + 1, "chat_id": i + VOTERS, **person, **area}, voters)
    first = voters
    for account, many, office in offices:
        write(connection, Person, {"id": i + first + 1, "chat_id": i + account, **person, **area}, many)
        write(connection, Grant, {"person_id": i + first + 1, "granted_at": LONG_AGO, **office}, many)
        first += many
    channel, called = literal(Channel.TELEGRAM, type_of(Address, "channel")), sql_cast(Person.chat_id, String)
    rows = select(Person.id, Person.chat_id, channel, called)
    connection.execute(insert(Address).from_select(["person_id", "chat_id", "channel", "external_id"], rows))


def _opinions(connection: Connection, voters: int) -> None:
    """Each representative and each station has them at all stages, as far as there are enough."""
    share = (i / REPRESENTATIVES + i % REPRESENTATIVES / STATIONS * 7 + i % STATIONS * 37) % 100
    stage, upto = [], 0
    for name, percent in STAGES.items():
        upto += percent
        stage.append((share < upto, literal(name, Opinion.__table__.c.stage.type)))
    stands = case(*stage)
    representative = i % REPRESENTATIVES + 1
    since = func.datetime(LONG_AGO.strftime("%F %T"), func.printf("+%d minutes", i / 2)).op("||")(".000000")
    later = func.datetime(NOW.strftime("%F %T"), func.printf("+%d minutes", 60 + i % 40_000)).op("||")(".000000")
    answered = share >= 100 - sum(STAGES[stage] for stage in (Stage.ANSWERED, Stage.IMPLEMENTING, Stage.CLOSED))
    is_over, promised = share >= 100 - STAGES[Stage.CLOSED], share >= 100 - dataset_promises.KEPT
    held_to = (stands == Stage.IMPLEMENTING) | promised
    falls_due = case((stands == Stage.IMPLEMENTING, dataset_promises.due_at), (~is_over, later))
    write(connection, Opinion, {
        "id": i + 1, "reference": func.printf("HY-2026-%06d", i), "submission": func.printf("%d:x", i),
        "constituent_id": i % voters + 1, "anonymous": i % 3 == 0,
        "summary": func.printf("The lamp at house %d has been dark for a week and nobody has come to mend it", i),
        "area_id": i % STATIONS + 1, "station_id": i % STATIONS + 1, "stage": stands,
        "representative_id": case((share >= STAGES[Stage.SUBMITTED], representative)),
        "submitted_at": since, "stage_since": since, "due_at": falls_due,
        "unit_id": case((stands.in_((Stage.REFERRED, Stage.IMPLEMENTING)), dataset_promises.unit)),
        "planned_for": case((held_to, dataset_promises.promised_for)),
    })  # fmt: skip
    said = {"opinion_id": i + 1, "round": 1, "at": since}
    by_voter = {"author_role": Role.CONSTITUENT, "author_id": i % voters + 1}
    by_officer = {"author_role": Role.REPRESENTATIVE, "author_id": voters + representative}
    words = "The lamp has been dark for a week. Please have somebody look at it before the winter comes."
    write(connection, Entry, {**said, **by_voter, "kind": EntryKind.OPINION, "text": words})
    write(connection, Entry, {**said, **by_officer, "kind": EntryKind.REPLY, "text": words}, None, answered)
    happened = {"opinion_id": i + 1, "at": since, "round": 1}
    voter, officer = {"actor_role": Role.CONSTITUENT}, {"actor_role": Role.REPRESENTATIVE}
    write(connection, Event, {**happened, **voter, "action": Action.SUBMIT, "stage_after": Stage.SUBMITTED})
    write(connection, Event, {**happened, **officer, "action": Action.REPLY, "stage_after": stands}, None, answered)
    rated = case((is_over, literal(Satisfaction.SATISFIED, type_of(Rating, "satisfaction"))))
    badly = literal(Satisfaction.DISSATISFIED, type_of(Rating, "handling"))
    write(connection, Rating, {
        "opinion_id": i + 1, "round": 1, "representative_id": representative, "asked_at": since, "satisfaction": rated,
        "station_id": i % STATIONS + 1, "handling": case((i % 50 == 0, badly)),
    }, None, answered)  # fmt: skip
    write(connection, Due, {
        "kind": "rating.reminder", "opinion_id": i + 1, "due_at": later,
        "once": func.printf("rating.reminder:%d:1", i + 1),
    })  # fmt: skip
    dataset_promises.with_units(connection, stands)
    dataset_promises.promises(connection, stands, promised, later, STATIONS)
    dataset_promises.supervisions(connection, stands, voters + REPRESENTATIVES + 1, STATIONS)
