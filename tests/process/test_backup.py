"""Backups that can be restored, of a database somebody writes to, and what is refused."""

import asyncio
import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from pydantic import SecretStr
from sqlalchemy import func, select
from sqlalchemy.engine import make_url

from bot import backup, backup_folder, doctor
from bot.backup import BackupFault
from bot.keys import encryption_keys
from bot.settings import Settings
from storage import crypto
from storage.engine import Database, open_database
from storage.models.people import Person
from tests.process import child


@pytest.fixture
def known(settings: Settings, database: Database, database_url: str) -> Settings:
    """Settings with a database of each kind, in use."""
    crypto.install(encryption_keys(settings))
    return settings.model_copy(update={"database_url": SecretStr(database_url)})


async def write(database: Database, count: int, first: int = 0) -> None:
    for number in range(first, first + count):
        async with database.writing() as session:
            session.add(Person(chat_id=number + 1, name=f"Li {number}", language="en", created_at=datetime.now(UTC)))


async def restored(known: Settings, file: Path, tmp_path: Path) -> int:
    """How many people are in a copy brought back into another place."""
    url = known.database_url.get_secret_value()
    is_sqlite = file.suffix == backup_folder.SQLITE
    into = str(tmp_path / "again" / "huiyin.sqlite3") if is_sqlite else f"{url.rpartition('/')[2]}_b"
    await asyncio.to_thread(backup.restore, known, file, into)
    again = open_database(f"sqlite:///{into}" if is_sqlite else f"{url}_b")
    try:
        async with again.reading() as session:
            people = (await session.scalars(select(Person))).all()
            assert all(person.name and person.name.startswith("Li ") for person in people)
            return len(people)
    finally:
        await again.close()
        if not is_sqlite:
            backup._drop(make_url(url), into)


async def test_what_was_committed_before_is_in_it_while_somebody_writes(
    known: Settings, database: Database, tmp_path: Path
) -> None:
    await write(database, 20)
    async with asyncio.TaskGroup() as group:
        writing = group.create_task(write(database, 100, 20))
        kept = await asyncio.to_thread(backup.make, known)
        await writing
    assert kept.checked.startswith("restored and read: 0 opinions, schema ")
    assert kept.file.stat().st_mode & 0o777 == 0o600
    assert 20 <= await restored(known, kept.file, tmp_path) <= 120
    async with database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Person)) == 120


async def test_nothing_is_overwritten(known: Settings, database: Database, tmp_path: Path) -> None:
    kept = await asyncio.to_thread(backup.make, known)
    url = known.database_url.get_secret_value()
    into = urlsplit(url).path[1:]
    with pytest.raises(BackupFault, match="nothing is overwritten"):
        backup.restore(known, kept.file, into)


async def test_a_damaged_copy_does_not_count(known: Settings, database: Database, database_url: str) -> None:
    if not database.is_sqlite:
        kept = await asyncio.to_thread(backup.make, known)
        os.truncate(kept.file, kept.file.stat().st_size // 2)
        with pytest.raises(BackupFault, match="pg_restore failed"):
            backup._restore_on_trial(kept.file, make_url(database_url))
        with psycopg.connect(database_url) as server:
            names = server.execute("SELECT datname FROM pg_database").fetchall()
            assert not [name for (name,) in names if name.startswith("huiyin_trial_")]
        return
    await write(database, 300)
    await database.truncate_log()
    file = Path(urlsplit(database_url).path[1:])
    with file.open("r+b") as opened:
        opened.seek(file.stat().st_size // 2)
        opened.write(os.urandom(file.stat().st_size // 3))
    with pytest.raises(BackupFault):
        await asyncio.to_thread(backup.make, known)
    assert list(backup_folder.folder(known).iterdir()) == []


async def test_the_oldest_go_and_doctor_knows_the_age_of_the_last(known: Settings, database: Database) -> None:
    findings = {finding.what: finding for finding in await doctor.examine(known)}
    assert "none in" in findings["backup"].found
    into = backup_folder.folder(known)
    kept = await asyncio.to_thread(backup.make, known)
    for day in range(1, 4):
        (into / f"huiyin-2026010{day}-030000{kept.file.suffix}").touch()
    (into / "mine.sqlite3").touch()
    (into / "huiyin-20260105-030000.sqlite3.part").touch()
    assert len(backup_folder.thin_out(known, 2)) == 2
    assert len(list(into.iterdir())) == 4
    findings = {finding.what: finding for finding in await doctor.examine(known)}
    assert findings["backup"].good
    os.utime(kept.file, (0, 0))
    findings = {finding.what: finding for finding in await doctor.examine(known)}
    assert findings["backup"].good is None
    assert "days old" in findings["backup"].found


async def test_by_command_and_what_to_do_next(settings: Settings, tmp_path: Path) -> None:
    env = {"BOT_TOKEN": "4200:AAtest-token"}
    folder = tmp_path / "place"
    early = await child.start(folder, env, "backup")
    _, said = await early.communicate()
    assert (early.returncode, len(said.decode().splitlines())) == (1, 1), said.decode()
    await child.told(folder, env, "migrate", "up")
    assert "the encryption key" in await child.told(folder, env, "backup")
    (copy,) = (folder / "backups").iterdir()
    said_next = await child.told(folder, env, "restore", str(copy), "--into", "again.sqlite3")
    assert "DATABASE_URL=sqlite:///again.sqlite3" in said_next
    with closing(sqlite3.connect(folder / "again.sqlite3")) as again:
        assert again.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    (folder / "no-backup").write_text("hello")
    wrong = await child.start(folder, env, "restore", "no-backup", "--into", "third.sqlite3")
    _, said = await wrong.communicate()
    assert wrong.returncode == 1
    assert "is no backup" in said.decode()


def test_no_password_is_shown_in_the_list_of_processes(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = tmp_path / "seen"
    (tmp_path / "pg_dump").write_text(f'#!/bin/sh\necho "$@" > {seen}\necho "$PGPASSWORD" >> {seen}\nexit 3\n')
    (tmp_path / "pg_dump").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    url = SecretStr("postgresql://huiyin:s3cret%40@db.example/huiyin")
    with pytest.raises(BackupFault, match="pg_dump failed"):
        backup.make(settings.model_copy(update={"database_url": url}))
    arguments, password = seen.read_text().splitlines()
    assert "s3cret" not in arguments
    assert password == "s3cret@"
