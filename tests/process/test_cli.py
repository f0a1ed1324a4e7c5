"""The command line: quick help, clear ends."""

import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli.main import COMMANDS, app
from storage import inbox
from storage.engine import Database, open_database
from storage.inbox import Kept
from storage.migrations import HEAD, upgrade
from tests.process.scripted import TOKEN

HEAVY = {"aiogram", "sqlalchemy", "aiohttp", "pydantic", "alembic", "holidays", "cryptography"}


@pytest.fixture
def say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    monkeypatch.setenv("COLUMNS", "200")

    def call(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(app(), list(words), prog_name="python -m bot")
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.output

    return call


def test_help_names_every_command_with_what_it_does(say: Any) -> None:
    code, text = say("--help")
    assert code == 0
    for name in COMMANDS:
        assert f" {name} " in text
        assert say(name, "--help")[0] == 0


def test_help_loads_nothing_heavy() -> None:
    look = "import sys, bot.cli.main as m; m.app(); print(*{name.partition('.')[0] for name in sys.modules})"
    loaded = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True, timeout=60)
    assert not HEAVY & set(loaded.stdout.split())


@pytest.mark.parametrize(
    "command", [("run",), ("doctor",), ("replay",), ("jobs",), ("migrate", "status"), ("migrate", "up")]
)
def test_wrong_settings_end_each_command_with_code_2(
    say: Any, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("BOT_TOKEN", "nonsense")
    code, text = say(*command)
    assert code == 2
    assert text.startswith("BOT_TOKEN: ")
    assert len(text.splitlines()) == 1


def test_the_schema_goes_up_and_down_by_command(say: Any) -> None:
    assert say("migrate", "status") == (1, f"database: empty   this release: {HEAD}   behind\n")
    assert say("migrate", "up") == (0, "The schema is up to date.\n")
    assert say("migrate", "status")[0] == 0
    assert say("migrate", "down", "base", "--yes") == (0, "The schema is at base.\n")
    assert say("migrate", "status")[0] == 1


@pytest.fixture
def url(tmp_path: Path) -> str:
    """The address of the database that the commands find; nothing is there yet."""
    return f"sqlite:///{tmp_path}/data/huiyin.sqlite3"


def at_revision(url: str, revision: str) -> None:
    """Let the database call itself so."""
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
    connection.close()


@pytest.fixture
def areas(tmp_path: Path) -> None:
    """A file to import."""
    (tmp_path / "areas.csv").write_text("code,kind,name\nT1,town,Tongshan\n", "utf-8")


NEED_THE_SCHEMA = [
    ("replay",),
    ("jobs",),
    ("jobs", "--run", "sweep"),
    ("import", "directory", "areas.csv", "--yes"),
    ("export", "directory", "out.xlsx"),
]
MIGRATE = [("migrate", "status"), ("migrate", "up"), ("migrate", "down", "base", "--yes")]
OLDER = "The database has the schema of an older release: run `python -m bot migrate up` first.\n"
NEWER = "The database was made by a newer release of Huiyin than this one: run that release, or restore a backup.\n"


@pytest.mark.parametrize("command", NEED_THE_SCHEMA, ids=" ".join)
def test_an_empty_database_gets_the_schema_by_any_command(say: Any, areas: None, command: tuple[str, ...]) -> None:
    code, text = say(*command)
    assert code == 0, text
    assert "it has been given this release's schema" in text
    assert say("migrate", "status")[0] == 0
    assert "has been given" not in say("replay")[1]


@pytest.mark.parametrize(("revision", "told"), [("0001", OLDER), ("9999", NEWER)])
def test_a_database_of_another_release_is_left_alone(say: Any, areas: None, url: str, revision: str, told: str) -> None:
    upgrade(url)
    at_revision(url, revision)
    for command in NEED_THE_SCHEMA:
        assert say(*command) == (1, told)
    assert f"database: {revision} " in say("migrate", "status")[1]


def test_the_schema_of_a_newer_release_is_not_changed(say: Any, url: str) -> None:
    upgrade(url)
    at_revision(url, "9999")
    assert say("migrate", "up") == (1, NEWER)
    assert say("migrate", "down", "base", "--yes") == (1, NEWER)
    assert say("migrate", "status") == (1, f"database: 9999   this release: {HEAD}   ahead\n")


@pytest.mark.parametrize("command", [("up", "--to", "nowhere"), ("down", "nowhere", "--yes")], ids=" ".join)
def test_a_revision_that_there_is_not_is_refused_in_a_line(say: Any, url: str, command: tuple[str, ...]) -> None:
    upgrade(url)
    code, text = say("migrate", *command)
    assert (code, len(text.splitlines())) == (1, 1)
    assert "nowhere" in text


def test_what_is_no_database_is_told_in_a_line(say: Any, areas: None, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "huiyin.sqlite3").write_bytes(b"nothing of the kind" * 100)
    for command in [*NEED_THE_SCHEMA, *MIGRATE]:
        assert say(*command) == (1, "DATABASE_URL: the database cannot be used: file is not a database\n")


@pytest.fixture
async def quarantined(tmp_path: Path) -> list[int]:
    """The row numbers of two updates that gave up."""
    (tmp_path / "data").mkdir()
    url = f"sqlite:///{tmp_path}/data/huiyin.sqlite3"
    upgrade(url)
    database: Database = open_database(url)
    from bot.clock import Clock

    now = Clock().now()
    async with database.writing() as session:
        await inbox.keep(session, [Kept(1, n, 7, f'{{"update_id": {n}, "text": "private"}}') for n in (5, 6)], now)
        waiting = (await inbox.claim(session, now, 9)).updates
        for one in waiting:
            await inbox.failed(session, one, "KeyError at x.py:1", now, hopeless=True)
    await database.close()
    return [one.id for one in waiting]


def test_replay_lists_without_texts_and_gives_fresh_tries(say: Any, quarantined: list[int]) -> None:
    code, listed = say("replay")
    assert code == 0
    assert "KeyError at x.py:1" in listed
    assert "private" not in listed
    assert "private" in say("replay", "--raw", str(quarantined[0]))[1]
    assert say("replay", "999")[0] == 1
    assert say("replay", str(quarantined[0])) == (0, "1 will be tried again.\n")
    assert say("replay", "--all") == (0, "1 will be tried again.\n")
    assert "Nothing to replay" in say("replay")[1]
