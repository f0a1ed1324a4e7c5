"""A town that cannot be opened says why in a line."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from bot.demo import bulk_run, runtime
from bot.demo.bot_process import TOKEN
from bot.keys import FILE
from bot.sandbox.snapshot import pack
from bot.sandbox.world import World
from storage.lease import lock_file
from storage.migrations import upgrade


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """The folder of a town that was left behind."""
    upgrade(f"sqlite:///{tmp_path}/huiyin.sqlite3")
    (tmp_path / FILE).write_text("a key")
    (tmp_path / "world").write_bytes(pack(World(bots={TOKEN: "huiyin_bot"})))
    return tmp_path


async def refusal(folder: Path) -> str:
    """Why it cannot be opened."""
    with pytest.raises(runtime.CannotOpen) as caught:
        async with runtime.opened(folder, 0, asyncio.Event(), fresh=False):
            raise AssertionError("it was opened")
    return str(caught.value)


async def test_phones_kept_by_another_release_are_not_opened(kept: Path) -> None:
    (kept / "world").write_bytes(b'{"format": 1}')
    assert (
        await refusal(kept)
        == f"The town in {kept} is of another release: begin anew with --fresh, or give another --data-dir."
    )


async def test_a_database_of_a_newer_release_is_not_opened(kept: Path) -> None:
    with sqlite3.connect(kept / "huiyin.sqlite3") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    assert "is of another release" in await refusal(kept)


async def test_a_town_is_opened_once(
    kept: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runtime, "stop_signals", asyncio.Event)
    monkeypatch.setattr(bulk_run, "stop_signals", asyncio.Event)
    messages = kept / "messages.csv"
    messages.write_text("text\nThe lamp is dark\n", "utf-8")
    with lock_file(kept / "town"):
        assert await runtime.serve(kept, 0, fresh=False) == 1
        assert await bulk_run.run(messages, {}, None, kept, 0) == 1
    line = f"The town in {kept} is open already: close that one, or give another --data-dir.\n"
    assert capsys.readouterr().err == 2 * line
