"""A PostgreSQL database of a test's own, or a skip that says why."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import psycopg
import pytest

ADDRESS = os.environ.get("TEST_POSTGRESQL_URL", "postgresql://root@127.0.0.1/test")


@contextmanager
def fresh_database() -> Iterator[str]:
    """The address of an empty database, gone afterwards. Without a server the test is skipped; in CI it fails."""
    try:
        server = psycopg.connect(ADDRESS, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        if os.environ.get("REQUIRE_POSTGRESQL"):
            raise
        pytest.skip(f"no PostgreSQL at TEST_POSTGRESQL_URL ({type(error).__name__})")
    name = f"huiyin_{uuid4().hex}"
    with server:
        server.execute(f'CREATE DATABASE "{name}"')
        server.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off')  # no test cuts the power
        try:
            yield f"{ADDRESS.rsplit('/', 1)[0]}/{name}"
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
