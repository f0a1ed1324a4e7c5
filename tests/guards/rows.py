"""All that is kept, and what of it was touched by whom it does not concern."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models.base import Base
from tests.guards.somebody import OWN

TABLES = Base.metadata.sorted_tables
Row = dict[str, Any]
Rows = dict[str, dict[Any, Row]]
"""The rows of each table by their keys, as the database holds them."""
ASIDE = {"inbox", "outbox", "conversation", "reference_counter"}
"""Tables of which everybody's deeds change what is their own."""
PUBLIC = {"area", "topic"}
"""Tables at whose rows anybody may point."""
ANNOUNCED = {"reception_interest": {"reception_day"}}
"""What anybody may follow, by the table in which that is remembered."""


class Kept:
    """What is kept in every table; a table that was not touched is not taken apart again."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[list[Any], dict[Any, Row]]] = {}

    async def rows(self, session: AsyncSession) -> Rows:
        """All of it now, as far as the session knows."""
        connection = await session.connection()
        return await connection.run_sync(self._rows)

    def _rows(self, connection: Connection) -> Rows:
        driver = connection.connection.driver_connection
        assert driver is not None
        return {table.name: self._of(table, driver) for table in TABLES if table.name not in ASIDE}

    def _of(self, table: Table, driver: Any) -> dict[Any, Row]:
        cursor = driver.execute(f'SELECT * FROM "{table.name}"')  # noqa: S608 (our own tables)
        found = cursor.fetchall()
        if table.name in self._seen and self._seen[table.name][0] == found:
            return self._seen[table.name][1]
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in found]
        keyed = {tuple(row[column.name] for column in table.primary_key): row for row in rows}
        self._seen.setdefault(table.name, (found, keyed))
        return keyed


async def written(session: AsyncSession) -> int:
    """How many rows the connection has written so far; SQLite."""
    connection = await session.connection()
    return await connection.run_sync(_written)


def _written(connection: Connection) -> int:
    driver = connection.connection.driver_connection
    assert driver is not None
    return int(driver.total_changes)


def own_opinions(before: Rows, after: Rows, chat: int) -> set[int]:
    """The opinions that the person of this chat has made."""
    author = next((row["id"] for row in after["person"].values() if row["chat_id"] == chat), None)
    made = (row for key, row in after["opinion"].items() if key not in before["opinion"])
    return {row["id"] for row in made if row["constituent_id"] == author}


def wrongs(before: Rows, after: Rows, chat: int) -> Iterator[str]:
    """What the person of this chat did to rows of others, and which of their new rows point at such."""
    own = own_opinions(before, after, chat)
    for table in TABLES:
        old, new = before.get(table.name, {}), after.get(table.name, {})
        if old is new:
            continue
        for key, row in old.items():
            if new.get(key) != row and not _is_own(row, chat):
                yield f"{table.name} {key} was {'changed' if key in new else 'deleted'}"
        for key, row in new.items():
            if key not in old and row.get("id" if table.name == "opinion" else "opinion_id") not in own:
                yield from (f"a new row of {table.name} points at {what}" for what in _pointed(table, row, before))


def _is_own(row: Row, chat: int) -> bool:
    """Whether a row that stood there belongs to who speaks: by its chat, else by its number."""
    owner = row.get("chat_id")
    return bool(owner == chat) if owner is not None else isinstance(row.get("id"), int) and row["id"] >= OWN


def _pointed(table: Table, row: Row, before: Rows) -> Iterator[str]:
    """What of somebody else's a new row points at: by a foreign key, an opinion's number, a subject in words."""
    for column in table.columns:
        targets = {foreign.column.table.name for foreign in column.foreign_keys}
        targets |= {"opinion"} if column.name == "opinion_id" else set()
        if any(
            _is_others(target, row[column.name], before)
            for target in targets - PUBLIC - ANNOUNCED.get(table.name, set())
        ):
            yield f"{column.name} {row[column.name]}"
    kind, _, number = str(row.get("subject", "")).partition(":")
    if number.isdigit() and _is_others(kind, int(number), before):
        yield f"{kind} {number}"


def _is_others(table: str, key: Any, before: Rows) -> bool:
    """Whether there is such a row of somebody else; where the table is unknown, any number counts."""
    return isinstance(key, int) and key < OWN and (table not in before or (key,) in before[table])
