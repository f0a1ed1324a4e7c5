"""Backups: a copy of the database that has been restored once before it counts, and its way back into another place.

SQLite is copied by its online backup, PostgreSQL by pg_dump; the bot may run meanwhile. The encryption key is no part
of it: whoever has the copy must not have the names as well.
"""

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

import psycopg
from psycopg import sql
from sqlalchemy.engine import URL, make_url

from bot.backup_folder import NAME, PART, POSTGRESQL, SQLITE, clear, folder
from bot.settings import Settings

HEADS = {b"SQLite format 3\0": SQLITE, b"PGDMP": POSTGRESQL}


class BackupFault(Exception):
    """There is no backup, or none that can be used; the message says what to do, in one line."""


class Kept(NamedTuple):
    """A backup that was made and checked."""

    file: Path
    checked: str
    """Check that it has passed, in words."""


def make(settings: Settings) -> Kept:
    """Copy the database into the folder of backups and try the copy. Blocks. Raises `BackupFault`, `OSError`."""
    address = make_url(settings.database_url.get_secret_value())
    into = folder(settings)
    into.mkdir(parents=True, exist_ok=True, mode=0o700)
    clear(into)
    is_sqlite = address.get_backend_name() == "sqlite"
    file = into / NAME.format(at=datetime.now(UTC), ending=SQLITE if is_sqlite else POSTGRESQL)
    part = file.with_name(file.name + PART)
    part.touch(mode=0o600)
    try:
        if is_sqlite:
            _copy(Path(address.database or ""), part)
            checked = _check(part)
        else:
            _run(["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={part}"], address)
            checked = _restore_on_trial(part, address)
        _sync(part)
        part.replace(file)
        _sync(into)
    finally:
        part.unlink(missing_ok=True)
    return Kept(file, checked)


def restore(settings: Settings, file: Path, into: str) -> str:
    """Put a backup into a SQLite file or PostgreSQL database that is not there yet; its address without a password.

    `into`: a path, or the name of a database on DATABASE_URL's server. Blocks. Raises `BackupFault`, `OSError`.
    """
    with file.open("rb") as opened:
        head = opened.read(16)
    kind = next((kind for mark, kind in HEADS.items() if head.startswith(mark)), None)
    if kind is None:
        raise BackupFault(f"{file} is no backup of Huiyin: neither a SQLite file nor what pg_dump writes.")
    return _into_file(file, Path(into)) if kind == SQLITE else _into_server(settings, file, into)


def _into_file(file: Path, into: Path) -> str:
    if into.exists():
        raise BackupFault(f"{into} exists already: nothing is overwritten. Name a file that is not there.")
    into.parent.mkdir(parents=True, exist_ok=True)
    part = into.with_name(into.name + PART)
    part.touch(mode=0o600)
    try:
        _copy(file, part)
        _check(part)
        _sync(part)
        part.rename(into)
    finally:
        part.unlink(missing_ok=True)
    return f"sqlite:///{into}"


def _into_server(settings: Settings, file: Path, name: str) -> str:
    address = make_url(settings.database_url.get_secret_value())
    if address.get_backend_name() == "sqlite":
        raise BackupFault(
            "This is a backup of PostgreSQL: let DATABASE_URL name a server, and --into a new database there."
        )
    target = address.set(database=name)
    try:
        _create(address, name)
    except _NotMade as fault:  # an empty one that somebody with the right has made will do
        if not _is_empty(target):
            raise BackupFault(str(fault)) from None
    _load(file, target)
    return target.render_as_string(hide_password=True)


def _copy(source: Path, target: Path) -> None:
    if not source.is_file():
        raise BackupFault(f"There is no database at {source} to copy.")
    try:
        with (
            closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as one,
            closing(sqlite3.connect(target)) as other,
        ):
            one.execute("BEGIN")
            one.execute("SELECT 1 FROM sqlite_schema").close()
            one.backup(other, pages=-1)  # at once: a copy in pieces begins anew whenever the bot writes
            other.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        raise BackupFault(f"{source} could not be copied: {error}.") from None


def _check(file: Path) -> str:
    """Read all of a SQLite copy; what was found."""
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as copy:
            (said,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
            if said != "ok" or copy.execute("PRAGMA foreign_key_check").fetchone():
                raise BackupFault(f"The copy is damaged ({said}): is the database itself, or its disk?")
            (revision,) = copy.execute("SELECT version_num FROM alembic_version").fetchone()
            (opinions,) = copy.execute("SELECT count(*) FROM opinion").fetchone()
    except (sqlite3.Error, TypeError) as error:
        raise BackupFault(f"The copy cannot be read: {error}.") from None
    return _told(opinions, revision)


def _told(opinions: int, revision: str) -> str:
    return f"restored and read: {opinions} opinions, schema {revision}"


def _restore_on_trial(file: Path, address: URL) -> str:
    """Restore a dump into a database of its own, read it, drop it; without the right to make one, read it through."""
    name = f"huiyin_trial_{uuid4().hex[:12]}"
    try:
        _create(address, name)
    except _NotMade:
        _run(["pg_restore", "--file=/dev/null", str(file)], address)
        return "read through; to have it restored on trial, let the role create databases (ALTER ROLE … CREATEDB)"
    try:
        trial = address.set(database=name)
        _load(file, trial)
        with _connected(trial) as connection:
            revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            opinions = connection.execute("SELECT count(*) FROM opinion").fetchone()
    except psycopg.errors.UndefinedTable:
        raise BackupFault("There is nothing to back up yet: the first start makes the tables.") from None
    except psycopg.Error as error:
        raise BackupFault(f"The copy cannot be read: {type(error).__name__}.") from None
    finally:
        _drop(address, name)
    if revision is None or opinions is None:
        raise BackupFault("The copy holds no schema of Huiyin.")
    return _told(opinions[0], revision[0])


def _load(file: Path, target: URL) -> None:
    options = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
    _run(["pg_restore", *options, f"--dbname={target.database}", str(file)], target)


class _NotMade(BackupFault):
    """The database is there already, or the role may not make one."""


def _create(address: URL, name: str) -> None:
    try:
        with _connected(address) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
    except psycopg.errors.InsufficientPrivilege:
        raise _NotMade(f"The role of DATABASE_URL may not make databases: have an empty {name} made for it.") from None
    except psycopg.errors.DuplicateDatabase:
        raise _NotMade(f"The database {name} is not empty: nothing is overwritten. Name a new one.") from None
    except psycopg.Error as error:
        said = str(error).splitlines()[0]
        raise BackupFault(f"DATABASE_URL: no database can be made on its server: {said}") from None


def _is_empty(address: URL) -> bool:
    try:
        with _connected(address) as connection:
            tables = "SELECT 1 FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
            return connection.execute(tables).fetchone() is None
    except psycopg.Error:
        return False


def _drop(address: URL, name: str) -> None:
    with _connected(address) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def _connected(address: URL) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    plain = address.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True, connect_timeout=5) as connection:
        yield connection


def _run(command: list[str], address: URL) -> None:
    """Run a program of PostgreSQL's; the address goes by the environment, where no list of processes shows it."""
    known = {"PGHOST": address.host, "PGPORT": address.port, "PGUSER": address.username, "PGPASSWORD": address.password}
    known |= {"PGDATABASE": address.database}
    known |= {f"PG{name.upper()}": value for name, value in address.query.items() if isinstance(value, str)}
    env = {**os.environ, **{name: str(value) for name, value in known.items() if value}}
    try:
        done = subprocess.run(  # noqa: S603 (no shell; the words are ours)
            command, env=env, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        raise BackupFault(
            f"{command[0]} is not installed: install PostgreSQL's client of the server's version."
        ) from None
    if done.returncode:
        said = next(iter(done.stderr.strip().splitlines()), f"it ended with {done.returncode}")
        raise BackupFault(f"{command[0]} failed: {said}")


def _sync(path: Path) -> None:
    """See it onto the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
