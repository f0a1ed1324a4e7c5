"""The whole process while its database does not take what it is given: held by another program, full, read-only.

Each time: the process lives and answers, nothing is acknowledged that is not kept, the state is named, and all goes on
by itself.
"""

import asyncio
import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import aiohttp
import psycopg
import pytest
from psycopg import sql
from pydantic import SecretStr
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot import doctor
from bot.settings import Settings
from storage.engine import open_database
from storage.migrations import upgrade
from storage.trouble import Trouble, is_away
from tests.postgresql import ADDRESS, fresh_database
from tests.process.child import free_port
from tests.process.lives import Life, Lives
from tests.process.scripted import TOKEN, ScriptedApi, message

HOLDS = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=30)
connection.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""
Begin = Callable[[str], AbstractAsyncContextManager["Seen"]]
FIGURE, AGAIN = "huiyin_database_trouble", "The database can be written again."


class Seen:
    """A process as its operator sees it, and the updates that come meanwhile."""

    def __init__(self, settings: Settings, api: ScriptedApi, life: Life) -> None:
        self._settings, self._api, self._life = settings, api, life
        self._base = f"http://127.0.0.1:{settings.listen_port}"

    async def answers(self) -> None:
        """Somebody has written and heard."""
        self._api.waiting = [message(5, text="/help")]
        await self._life.lasts(self._api.until("sendMessage", chat_id=7))
        await self._life.lasts(self._api.until("getUpdates", offset=6))

    async def ready(self) -> dict[str, Any]:
        async with aiohttp.ClientSession() as http, http.get(f"{self._base}/readyz") as answer:
            shown: dict[str, Any] = await answer.json()
            assert shown["ready"] is (answer.status == 200)
            return shown

    async def comes_to(self, good: Callable[[dict[str, Any]], bool]) -> None:
        shown: dict[str, Any] = {}
        try:
            async with asyncio.timeout(60):
                while not good(shown):
                    await asyncio.sleep(0.1)
                    with contextlib.suppress(aiohttp.ClientConnectorError):  # before it listens
                        shown = await self.ready()
        except TimeoutError:
            raise AssertionError((shown, self._life.log)) from None

    async def figure(self, state: str) -> float:
        async with aiohttp.ClientSession() as http, http.get(f"{self._base}/metrics") as answer:
            (line,) = [
                one for one in (await answer.text()).splitlines() if one.startswith(f'{FIGURE}{{kind="{state}"}}')
            ]
        return float(line.rpartition(" ")[2])

    async def is_in_trouble(self, state: str) -> None:
        """Somebody writes meanwhile, and is not acknowledged; the state is named everywhere."""
        self._api.waiting = [message(6, chat=8, text="/help")]
        await self.comes_to(lambda shown: shown.get("database") == state)
        async with aiohttp.ClientSession() as http, http.get(f"{self._base}/healthz") as answer:
            assert answer.status == 200
        assert await self.figure(state) == 1
        assert f"state={state}" in self._life.log.replace("'", "")
        findings = {finding.what: finding for finding in await doctor.examine(self._settings)}
        assert findings["running bot"].good is False
        assert state in findings["running bot"].found
        assert self._api.waiting, "acknowledged"
        assert self._life.code is None

    async def goes_on(self, state: str) -> None:
        """By itself: what waited is answered once."""
        await self._life.lasts(self._api.until("sendMessage", chat_id=8))
        await self._api.until("getUpdates", offset=7)
        await self.comes_to(lambda shown: shown.get("database") is True)
        assert await self.figure(state) == 0
        assert AGAIN in self._life.log
        assert "Traceback" not in self._life.log
        assert sum(body["chat_id"] == 8 for body in self._api.of("sendMessage")) == 1


@pytest.fixture
def begin(settings: Settings, lives: Lives, api: ScriptedApi) -> Begin:
    """Start a process on this database."""

    @asynccontextmanager
    async def begun(url: str) -> AsyncIterator[Seen]:
        port = free_port()
        env = {"BOT_TOKEN": TOKEN, "BOT_API_URL": api.url, "LISTEN_PORT": str(port), "DATABASE_URL": url}
        known = settings.model_copy(update={"listen_port": port, "database_url": SecretStr(url)})
        async with lives.one(settings.data_dir, env) as life:
            yield Seen(known, api, life)

    return begun


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A disk of 48 MB: an empty PostgreSQL database fits."""
    with tempfile.TemporaryDirectory() as name:
        disk = Path(name)
        mounted = ["mount", "-t", "tmpfs", "-o", "size=48m,mode=755", "tmpfs", name]
        if os.geteuid() or subprocess.run(mounted, check=False).returncode:
            pytest.skip("no disk can be mounted here")
        disk.chmod(0o755)
        yield disk
        subprocess.run(["umount", "--lazy", disk], check=True)


@contextmanager
def held(file: Path) -> Iterator[Callable[[], None]]:
    """Another program holds the lock of this SQLite file; the answer has it let go before the block ends."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS, file], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        yield other.stdin.close
        other.stdin.close()


def fill(disk: Path) -> Path:
    """Write until nothing more fits."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as handle:
        for size in (1 << 16, 1):
            with pytest.raises(OSError, match="No space"):
                while True:
                    handle.write(bytes(size))
    return filler


async def test_another_program_holds_the_lock(begin: Begin, tmp_path: Path) -> None:
    file = tmp_path / "held.sqlite3"
    async with begin(f"sqlite:///{file}") as seen:
        await seen.answers()
        with held(file):
            await seen.is_in_trouble("locked")
        await seen.goes_on("locked")


async def test_another_program_holds_the_lock_at_the_start(begin: Begin, tmp_path: Path) -> None:
    file = tmp_path / "held.sqlite3"
    upgrade(f"sqlite:///{file}")
    with closing(sqlite3.connect(file)) as before:
        before.execute("PRAGMA journal_mode=WAL")  # as the bot leaves it
    with held(file) as release:
        async with begin(f"sqlite:///{file}") as seen:
            await seen.is_in_trouble("locked")
            release()
            await seen.goes_on("locked")


async def test_the_disk_is_full(begin: Begin, small_disk: Path) -> None:
    file = small_disk / "small.sqlite3"
    async with begin(f"sqlite:///{file}") as seen:
        await seen.answers()
        with closing(sqlite3.connect(file, timeout=30)) as connection:  # else there is still room in the log
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        filler = fill(small_disk)
        await seen.is_in_trouble("disk full")
        filler.unlink()
        await seen.goes_on("disk full")


async def test_a_disk_that_can_only_be_read(small_disk: Path) -> None:
    def remount(how: str) -> None:
        subprocess.run(["mount", "-o", f"remount,{how}", small_disk], check=True)

    url = f"sqlite:///{small_disk / 'small.sqlite3'}"
    upgrade(url)
    database = open_database(url)

    async def write() -> None:
        async with database.writing() as session:
            await session.execute(text("UPDATE lease SET epoch = 1"))

    remount("ro")
    with pytest.raises(DBAPIError) as refused:
        await write()
    assert is_away(refused.value)
    assert database.health.trouble is not None
    remount("rw")
    await write()
    await database.close()


async def test_a_server_whose_disk_is_full(small_disk: Path) -> None:
    with psycopg.connect(ADDRESS, autocommit=True) as operator, fresh_database() as url:
        name, space = sql.Identifier(url.rpartition("/")[2]), sql.Identifier(f"space_{uuid4().hex}")
        shutil.chown(small_disk, "postgres")
        operator.execute(sql.SQL("CREATE TABLESPACE {} LOCATION {}").format(space, str(small_disk)))
        try:
            operator.execute(sql.SQL("ALTER DATABASE {} SET TABLESPACE {}").format(name, space))
            database = open_database(url)
            with pytest.raises(DBAPIError) as refused:
                async with database.writing() as session:
                    await session.execute(
                        text("CREATE TABLE big AS SELECT repeat('x', 900) FROM generate_series(1, 200000)")
                    )
            assert database.health.trouble is Trouble.FULL
            assert is_away(refused.value)
            await database.close()
        finally:
            operator.execute(sql.SQL("ALTER DATABASE {} SET TABLESPACE pg_default").format(name))
            operator.execute(sql.SQL("DROP TABLESPACE {}").format(space))


async def test_a_server_that_can_only_be_read(begin: Begin) -> None:
    with fresh_database() as url, psycopg.connect(ADDRESS, autocommit=True) as operator:
        name = url.rpartition("/")[2]

        def make_read_only(yes: bool) -> None:
            setting = "ALTER DATABASE {} SET default_transaction_read_only = {}"
            operator.execute(sql.SQL(setting).format(sql.Identifier(name), sql.Literal(yes)))
            ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
            operator.execute(ended, [name])

        async with begin(url) as seen:
            await seen.answers()
            make_read_only(True)
            await seen.is_in_trouble("read-only")
            make_read_only(False)
            await seen.goes_on("read-only")
