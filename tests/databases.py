"""Empty databases with the schema in them, each at the place of the one before.

To migrate one takes longer than most tests, so that is done once, and then copied or emptied. To compile statements,
which SQLAlchemy does anew for each engine, takes longer too, so an address keeps its engine.
"""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.engine import Database, open_database
from storage.migrations import upgrade
from storage.models.base import Base
from tests.postgresql import fresh_database

KINDS = ("sqlite", "postgresql")

OTHERS_END = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
COLUMNS = (
    "SELECT count(*), sum(attnum) FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid "
    "WHERE relnamespace = 'public'::regnamespace AND NOT attisdropped"
)
NUMBERS_BEGIN_ANEW = (
    "SELECT setval(oid, 1, false) FROM pg_class WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace"
)

_engines: dict[str, AsyncEngine] = {}


def reopened(url: str) -> Database:
    """An open database with the address's engine, whose commits do not wait for the disk: no test cuts the power."""
    if url not in _engines:
        _engines[url] = _hasty(open_database(url)).engine
    return Database(_engines[url])


def _hasty(database: Database) -> Database:
    if database.is_sqlite:

        @event.listens_for(database.engine.sync_engine, "connect")
        def prepare(connection: Any, _record: Any) -> None:
            connection.execute("PRAGMA synchronous=OFF")

    return database


def emptying(kind: str) -> Iterator[str]:
    """The statements after which no table holds a row. On PostgreSQL TRUNCATE would take a hundred times as long."""
    for table in reversed(Base.metadata.sorted_tables):
        yield f'DELETE FROM "{table.name}"'  # noqa: S608 (our own tables)
    if kind == "postgresql":
        yield NUMBERS_BEGIN_ANEW


class Databases:
    """One of each kind, which each test finds empty."""

    def __init__(self, folder: Path, ending: ExitStack) -> None:
        self._folder, self._ending = folder, ending
        self._sqlite_file = b""
        self._postgresql_url = ""
        self._columns: Any = None

    def migrated(self, kind: str) -> str:
        """The address of an empty database with the schema; what the test before left there is gone."""
        return self._sqlite() if kind == "sqlite" else self._postgresql()

    def _sqlite(self) -> str:
        if not self._sqlite_file:
            made = self._folder / "template.sqlite3"
            upgrade(f"sqlite:///{made}")
            self._sqlite_file = made.read_bytes()
        folder = self._folder / "database"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        (folder / "test.sqlite3").write_bytes(self._sqlite_file)
        return f"sqlite:///{folder / 'test.sqlite3'}"

    def _postgresql(self) -> str:
        """Emptied where it stands: to make one takes a hundred times as long. Its schema must be as it was."""
        url = self._postgresql_url or self._ending.enter_context(fresh_database())
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(OTHERS_END)
            if self._postgresql_url and server.execute(COLUMNS).fetchone() == self._columns:
                for statement in emptying("postgresql"):
                    server.execute(statement)
                return url
            server.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
            upgrade(url)
            self._postgresql_url, self._columns = url, server.execute(COLUMNS).fetchone()
        return url


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """Those of this worker; gone afterwards."""
    with ExitStack() as ending:
        yield Databases(tmp_path_factory.mktemp("databases"), ending)


@contextmanager
def empty(kind: str, folder: Path) -> Iterator[str]:
    """The address of a database without a schema."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'test.sqlite3'}"
        return
    with fresh_database() as url:
        yield url
