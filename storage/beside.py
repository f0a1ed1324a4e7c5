"""Questions asked beside everybody's transaction: plain SQL for a process of its own, which loads little.

What reads a year takes the database a while, and on SQLite the thread that handles updates with it.
"""

from collections.abc import Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from sqlalchemy import Select
    from sqlalchemy.ext.asyncio import AsyncSession


class Questions(NamedTuple):
    """Questions in plain SQL, and the address of the database that answers them."""

    address: str
    """A file of SQLite, or an address of PostgreSQL."""
    is_file: bool
    statements: Sequence[str]


def written_down(session: "AsyncSession", questions: Sequence["Select[Any]"]) -> Questions:
    """These questions to the session's database, with their values in them."""
    engine = session.get_bind().engine
    url, is_file = engine.url, engine.dialect.name == "sqlite"
    options = {"literal_binds": True}
    plain = [str(one.compile(dialect=engine.dialect, compile_kwargs=options)) for one in questions]
    whole = url.set(drivername="postgresql").render_as_string(hide_password=False)
    return Questions(url.database or "" if is_file else whole, is_file, plain)


def answered(asked: Questions) -> list[list[tuple[Any, ...]]]:
    """The rows of each, as they stood at one moment. Needs neither models nor keys."""
    if asked.is_file:
        import sqlite3

        with closing(sqlite3.connect(asked.address, timeout=5)) as file:
            file.execute("PRAGMA query_only=ON")
            file.execute("BEGIN")
            return [file.execute(statement).fetchall() for statement in asked.statements]
    import psycopg

    with psycopg.connect(asked.address, application_name="huiyin beside", connect_timeout=5) as server:
        server.isolation_level, server.read_only = psycopg.IsolationLevel.REPEATABLE_READ, True
        return [server.execute(statement.encode(), ()).fetchall() for statement in asked.statements]
