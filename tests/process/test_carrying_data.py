"""Migrations carry the rows of every table along, up and down, on both databases."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection, MetaData, Table, create_engine
from sqlalchemy.engine import make_url

from storage.migrations import downgrade, upgrade

Row = dict[str, Any]
Rows = dict[str, list[Row]]

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
MADE: tuple[tuple[type, Callable[[Table, str, int], Any]], ...] = (
    (sa.Boolean, lambda table, column, number: number % 2 == 0),
    (sa.Integer, lambda table, column, number: number),
    (sa.Float, lambda table, column, number: number + 0.5),
    (sa.DateTime, lambda table, column, number: AT),
    (sa.Date, lambda table, column, number: date(2026, 3, number)),
    (sa.Time, lambda table, column, number: time(8, 30)),
    (sa.JSON, lambda table, column, number: [number]),
    (sa.LargeBinary, lambda table, column, number: bytes([number])),
    (sa.String, lambda table, column, number: f"{table.name}.{column}.{number}"),
)
"""A value for a column of a type, for the nth row."""
TRAFFIC = ("inbox", "outbox", "conversation", "standing_message", "case_message")
CHANGED = {"person", "address", "attachment", "file", "file_copy", "sent_file", *TRAFFIC}
GIVEN: Mapping[str, list[Row]] = {
    "person": [{"telegram_id": 7_000_000_007}, {"telegram_id": None}, {"telegram_id": 8}],
    "attachment": [
        {"kind": "photo", "file_id": "photo-1", "name": None, "latitude": None, "longitude": None},
        {"kind": "location", "file_id": None, "name": "By the well", "size": None},
        {"kind": "document", "file_id": "document-3", "name": "letter.pdf", "latitude": None, "longitude": None},
        {"kind": "photo", "file_id": "photo-1", "name": None, "latitude": None, "longitude": None},
    ],
    "sent_file": [
        {"sha256": "aa", "kind": "document", "file_id": "made-1"},
        {"sha256": "aa", "kind": "photo", "file_id": "made-2"},
        {"sha256": "bb", "kind": "document", "file_id": "made-3"},
    ],
}
"""What rows of some tables have to say before channels."""


@contextmanager
def opened(url: str) -> Iterator[Connection]:
    """A transaction that is committed."""
    address = make_url(url)
    driver = "sqlite+pysqlite" if address.get_backend_name() == "sqlite" else "postgresql+psycopg"
    engine = create_engine(address.set(drivername=driver))
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def fill(connection: Connection, given_rows: Mapping[str, list[Row]]) -> None:
    """Two rows, or those that are given, into every table there is."""
    schema = MetaData()
    schema.reflect(connection)
    for table in schema.sorted_tables:
        if table.name == "alembic_version":
            continue
        for number, given in enumerate(given_rows.get(table.name, [{}, {}]), start=1):
            connection.execute(table.insert(), {**_row(table, number), **given})
        if "id" in table.c and connection.dialect.name == "postgresql":
            count = f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), 9)"
            if table.name != "outbox":  # gives its numbers itself
                connection.exec_driver_sql(count)


def _row(table: Table, number: int) -> Row:
    row: Row = {}
    for column in table.c:
        points = {key.column.table for key in column.foreign_keys}
        if points:
            row[column.name] = None if table in points else min(number, 2)
            continue
        make = next(make for kind, make in MADE if isinstance(column.type, kind))
        row[column.name] = make(table, column.name, number)
    return row


def rows(connection: Connection) -> Rows:
    """All that is kept, by table, in the order of the keys."""
    schema = MetaData()
    schema.reflect(connection)
    found: Rows = {}
    for table in schema.sorted_tables:
        statement = table.select().order_by(*table.primary_key.columns)
        found[table.name] = [dict(row) for row in connection.execute(statement).mappings()]
    return found


def without(row: Row, *names: str) -> Row:
    return {name: value for name, value in row.items() if name not in names}


@pytest.fixture
def before(database_url: str) -> Rows:
    """What the release before has written, a database of which is at hand."""
    upgrade(database_url, "0010")
    with opened(database_url) as connection:
        fill(connection, GIVEN)
        kept = rows(connection)
    assert all(kept.values()), "a table without rows shows nothing"
    return kept


def test_channels_addresses_and_files_are_made_of_what_was_there(database_url: str, before: Rows) -> None:
    upgrade(database_url, "0011")
    with opened(database_url) as connection:
        after = rows(connection)
        files = Table("file", MetaData(), autoload_with=connection)
        new = connection.execute(files.insert().returning(files.c.id), {"kind": "photo"}).scalar_one()
    for name in before.keys() - CHANGED - {"alembic_version"}:
        assert after[name] == before[name], name
    for name in TRAFFIC:
        assert [without(row, "channel") for row in after[name]] == before[name]
        assert {row["channel"] for row in after[name]} == {0}
    assert [row["chat_id"] for row in after["person"]] == [7_000_000_007, None, 8]
    assert [without(row, "chat_id") for row in after["person"]] == [
        without(row, "telegram_id") for row in before["person"]
    ]
    assert [tuple(row.values()) for row in after["address"]] == [
        (8, 3, 0, "8"),
        (7_000_000_007, 1, 0, "7000000007"),
    ]
    assert [(row["id"], row["file_id"], row["place"], row["latitude"]) for row in after["attachment"]] == [
        (1, 1, None, None),
        (2, None, "By the well", 2.5),
        (3, 3, None, None),
        (4, 4, None, None),
    ]
    assert [(row["id"], row["kind"], row["name"], row["size"], row["sha256"]) for row in after["file"]] == [
        (1, "photo", None, 1, None),
        (3, "document", "letter.pdf", 3, None),
        (4, "photo", None, 4, None),
        (5, "document", None, None, "aa"),
        (6, "document", None, None, "bb"),
    ]
    copies = [(row["file_id"], row["channel"], row["external_id"], row["kind"]) for row in after["file_copy"]]
    assert sorted(copies) == [
        (1, 0, "photo-1", "photo"),
        (3, 0, "document-3", "document"),
        (4, 0, "photo-1", "photo"),
        (5, 0, "made-1", "document"),
        (5, 0, "made-2", "photo"),
        (6, 0, "made-3", "document"),
    ]
    assert "sent_file" not in after
    assert new > 6


def test_going_back_leaves_what_was_there(database_url: str, before: Rows) -> None:
    upgrade(database_url, "0011")
    with opened(database_url) as connection:
        connection.exec_driver_sql(
            "INSERT INTO address (chat_id, person_id, channel, external_id) "
            "VALUES (4503599627370497, 2, 1, 'elsewhere')"
        )
        connection.exec_driver_sql("UPDATE person SET chat_id = 4503599627370497 WHERE id = 2")
        connection.exec_driver_sql("UPDATE inbox SET channel = 1 WHERE id = 2")
        connection.exec_driver_sql(
            "INSERT INTO file_copy (file_id, channel, external_id, kind, stale) "
            "VALUES (3, 0, 'newer', 'document', true)"
        )
    downgrade(database_url, "0010")
    with opened(database_url) as connection:
        after = rows(connection)
    assert after == {**before, "inbox": before["inbox"][:1]}, "what came through another channel is all that is lost"


def test_events_learn_which_day_was_promised(database_url: str) -> None:
    upgrade(database_url, "0030")
    with opened(database_url) as connection:
        fill(connection, {"event": [{"action": "pass_on"}, {"action": "move_date"}]})
        kept = rows(connection)
    upgrade(database_url, "0031")
    with opened(database_url) as connection:
        after = rows(connection)
    days = [row["promised_for"] for row in after["event"]]
    assert days == [kept["commitment"][0]["first_due_on"], kept["commitment_report"][1]["due_on"]]
    downgrade(database_url, "0030")
    with opened(database_url) as connection:
        assert rows(connection) == kept
