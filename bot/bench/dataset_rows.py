"""Rows written by the database itself (INSERT … SELECT), one for each number."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Integer, Table, column, insert, literal, select, table
from sqlalchemy.sql.elements import ColumnElement

NOW = datetime.now(UTC)
LONG_AGO = NOW - timedelta(days=400)

_number = table("number", column("i", Integer))
i: ColumnElement[int] = _number.c.i
"""The number that a row is written for."""


def numbers(connection: Connection, count: int) -> None:
    """All numbers below this one."""
    connection.exec_driver_sql("CREATE TEMP TABLE number (i INTEGER PRIMARY KEY)")
    connection.exec_driver_sql(
        "INSERT INTO number WITH RECURSIVE n(i) AS (VALUES (0) UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
        "SELECT i FROM n",
        (count - 1,),
    )


def write(connection: Connection, model: Any, values: dict[str, Any], below: int | None = None, *where: Any) -> None:
    """A row for each number (below a bound); what is not given has the model's default."""
    into: Table = model.__table__
    columns = [
        value if isinstance(value, ColumnElement) else literal(value, into.c[name].type)
        for name, value in values.items()
    ]
    rows = select(*columns).where(*where).select_from(_number)
    if below is not None:
        rows = rows.where(i < below)
    connection.execute(insert(into).from_select(list(values), rows))


def type_of(model: Any, name: str) -> Any:
    """The type of a model's column."""
    return model.__table__.c[name].type
