"""Inserts that can say what becomes of a row that is there already: each database has its own, made once for both."""

from collections.abc import Sequence
from typing import cast

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase


def inserts_by_dialect(model: type[DeclarativeBase]) -> Sequence[tuple[str, "sqlite.Insert | postgresql.Insert"]]:
    """The insert into the table of `model` by the name of the dialect.

    Into the table, not the model: the ORM would make a statement for each row that leaves out other columns.
    """
    table = cast("Table", model.__table__)
    return ("sqlite", sqlite.insert(table)), ("postgresql", postgresql.insert(table))


def insert_into(session: AsyncSession, model: type[DeclarativeBase]) -> "sqlite.Insert | postgresql.Insert":
    """The one for the session's database, where a statement that is made anew each time is quick enough."""
    return dict(inserts_by_dialect(model))[session.get_bind().dialect.name]
