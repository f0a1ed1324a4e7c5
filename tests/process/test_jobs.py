"""`python -m bot jobs`: what ticks, what is due, and doing one now."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from bot.cli.main import app
from bot.clock import Clock
from storage.engine import open_database
from storage.migrations import upgrade
from storage.models.opinions import Due
from storage.queries import due
from tests.process.scripted import TOKEN

Say = Callable[..., tuple[int, str]]


@pytest.fixture
def address(tmp_path: Path) -> str:
    """A database at this release's schema."""
    (tmp_path / "data").mkdir()
    url = f"sqlite:///{tmp_path}/data/huiyin.sqlite3"
    upgrade(url)
    return url


@pytest.fixture
def say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str) -> Say:
    """The command line in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    monkeypatch.setenv("COLUMNS", "200")

    def call(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(app(), list(words), prog_name="python -m bot")
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.output

    return call


def planned(address: str, *kinds: str, hours: float) -> None:
    """Something of each kind is due in so many hours."""
    asyncio.run(_planned(address, kinds, hours))


async def _planned(address: str, kinds: Sequence[str], hours: float) -> None:
    database, now = open_database(address), Clock().now()
    async with database.writing() as session:
        for kind in kinds:
            await due.plan(session, kind, None, now + timedelta(hours=hours), f"{kind}:{hours}", subject_id=1)
    await database.close()


def test_it_shows_what_ticks_and_that_nothing_is_due(say: Say) -> None:
    code, text = say("jobs")
    assert code == 0
    for words in ("sweep", "every 5 s", "prune", "every 3600 s", "truncate-log", "nightly", "03:30"):
        assert words in text
    assert "Nothing is due" in text


def test_it_counts_what_is_due_by_kind(say: Say, address: str) -> None:
    planned(address, "digest", "draft.reminder", hours=-1)
    planned(address, "digest", hours=5)
    code, text = say("jobs")
    assert code == 0
    lines = {line.split()[1]: line.split()[3::2] for line in text.splitlines() if "digest" in line or "draft" in line}
    assert lines["digest"][:2] == ["1", "2"]
    assert lines["draft.reminder"][:2] == ["1", "1"]


def test_run_sweeps_once_what_is_due(say: Say, address: str) -> None:
    planned(address, "digest", "draft.reminder", hours=-1)
    planned(address, "draft.reminder", hours=9)
    assert say("jobs", "--run", "sweep") == (0, "2 due things done.\nsweep is done.\n")
    assert say("jobs", "--run", "sweep") == (0, "sweep is done.\n")
    assert asyncio.run(_open(address)) == ["draft.reminder:9"]


async def _open(address: str) -> list[str]:
    database = open_database(address)
    async with database.reading() as session:
        left = list(await session.scalars(select(Due.once).where(Due.done_at.is_(None))))
    await database.close()
    return left


def test_an_unknown_job_is_refused_with_those_there_are(say: Say) -> None:
    code, text = say("jobs", "--run", "sweeep")
    assert code == 1
    assert "No job is called sweeep" in text
    assert "sweep, prune, measure, topics, truncate-log" in text
