"""Inserts that can say what becomes of a row that is there already: each database has its own, made once for both."""

from collections.abc import Sequence
from typing import cast

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase


def inserts(model: type[DeclarativeBase]) -> Sequence[tuple[str, "sqlite.Insert | postgresql.Insert"]]:
    """The insert into the table of `model` by the name of the dialect.

    Into the table, not the model: the ORM would make a statement for each row that leaves out other columns.
    """
    table = cast("Table", model.__table__)
    return ("sqlite", sqlite.insert(table)), ("postgresql", postgresql.insert(table))
