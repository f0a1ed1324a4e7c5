"""Databases of the bench's own, with a small directory in them."""

import os
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from uuid import uuid4

import psycopg
from cryptography.fernet import Fernet

from bot.demo import town
from handlers.core.directory import importing, workbook
from handlers.core.directory.topics import plant_topics
from storage import crypto
from storage.engine import Database, open_database
from storage.migrations import make_current

POSTGRESQL = os.environ.get("TEST_POSTGRESQL_URL", "postgresql://root@127.0.0.1/test")
"""The same setting as that of the tests."""
KEY = Fernet.generate_key().decode()
"""Of this run: the bench writes names and phone numbers that the bot reads."""


class Skipped(Exception):
    """A figure cannot be measured here; the message says why."""


@asynccontextmanager
async def sqlite(*, furnished: bool = True) -> AsyncIterator[str]:
    """The address of a database in a file: with Huiyin's schema and a small directory, or empty."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.sqlite3"
        if furnished:
            await _furnish(url)
        yield url


@asynccontextmanager
async def postgresql(*, furnished: bool = True) -> AsyncIterator[str]:
    """The address of a database on a server, as for `sqlite`. Raises `Skipped` if there is no server."""
    try:
        server = await psycopg.AsyncConnection.connect(POSTGRESQL, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError:
        raise Skipped("no PostgreSQL server answers at TEST_POSTGRESQL_URL") from None
    name = f"huiyin_bench_{uuid4().hex}"
    async with server:
        await server.execute(f'CREATE DATABASE "{name}"')
        try:
            url = f"{POSTGRESQL.rsplit('/', 1)[0]}/{name}"
            if furnished:
                await _furnish(url)
            yield url
        finally:
            await server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    """The database, open for the block."""
    database = open_database(url)
    try:
        yield database
    finally:
        await database.close()


async def made_current(database: Database, url: str) -> None:
    """Give it Huiyin's schema."""
    crypto.install([KEY])
    await make_current(database, url)


async def _furnish(url: str) -> None:
    """Schema, topics, and the directory of the demo's county."""
    async with opened(url) as database:
        await made_current(database, url)
        async with database.writing() as session:
            await plant_topics(session)
            for name, sheet in town.sheets():
                await importing.apply(session, workbook.read(name, sheet), datetime.now(UTC))
