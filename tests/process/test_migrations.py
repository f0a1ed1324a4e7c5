"""The schema's history leads to the models, both ways, on both databases."""

import asyncio
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from storage import migrations
from storage.engine import open_database
from storage.migrations import FOLDER, HEAD, DatabaseAhead, Standing, downgrade, make_current, upgrade
from storage.models.base import Base


def test_head_is_alembics_head() -> None:
    assert ScriptDirectory(str(FOLDER)).get_current_head() == HEAD


async def tables_of(url: str) -> set[str]:
    database = open_database(url)
    async with database.engine.connect() as connection:
        found = await connection.run_sync(lambda sync: set(inspect(sync).get_table_names()))
    await database.close()
    return found


async def test_every_migration_goes_up_down_up(database_url: str) -> None:
    for script in reversed(list(ScriptDirectory(str(FOLDER)).walk_revisions())):
        for step in ("up", "down", "up"):
            target = script.revision if step == "up" else script.down_revision or "base"
            await asyncio.to_thread(upgrade if step == "up" else downgrade, database_url, str(target))
    assert await tables_of(database_url) == {*Base.metadata.tables, "alembic_version"}
    await asyncio.to_thread(downgrade, database_url, "base")
    assert await tables_of(database_url) <= {"alembic_version"}


async def test_the_models_are_what_the_migrations_make(database_url: str) -> None:
    await asyncio.to_thread(upgrade, database_url)
    database = open_database(database_url)
    async with database.engine.connect() as connection:
        assert await connection.run_sync(_differences) == []
    await database.close()


def _differences(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection), Base.metadata))


async def test_an_empty_database_is_behind_until_it_is_brought_up(database_url: str) -> None:
    database = open_database(database_url)
    assert await migrations.standing(database) is Standing.BEHIND
    assert await make_current(database, database_url)
    assert await migrations.is_current(database)
    assert not await make_current(database, database_url)
    await database.close()


async def test_two_that_start_at_once_both_find_it_current(database_url: str) -> None:
    if database_url.startswith("sqlite"):
        return  # the lock beside the file keeps a second process away
    bring_up = f"from storage.migrations import upgrade; upgrade({database_url!r})"
    both = [await asyncio.create_subprocess_exec(sys.executable, "-c", bring_up) for _ in range(2)]
    assert [await asyncio.wait_for(process.wait(), 60) for process in both] == [0, 0]
    database = open_database(database_url)
    assert await migrations.is_current(database)
    await database.close()


async def test_a_database_from_a_newer_release_is_refused(database_url: str) -> None:
    await asyncio.to_thread(upgrade, database_url)
    database = open_database(database_url)
    async with database.writing() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseAhead):
        await make_current(database, database_url)
    await database.close()


def test_a_new_migration_would_be_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    file = migrations.new("nothing changed")
    try:
        assert "pass" in Path(file).read_text()
        assert "op." not in Path(file).read_text().split("def upgrade")[1]
    finally:
        Path(file).unlink()
