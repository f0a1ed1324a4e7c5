"""The directory on the command line."""

import asyncio
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import directory
from storage.engine import Database, open_database
from storage.models.base import Base
from tests.directory.files import AREAS, county_file, workbook


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a county's file and an empty database behind the commands."""
    url = f"sqlite:///{tmp_path / 'commands.sqlite3'}"

    @asynccontextmanager
    async def database() -> AsyncIterator[Database]:
        opened = open_database(url)
        yield opened
        await opened.close()

    async def create() -> None:
        async with database() as opened, opened.engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)

    asyncio.run(create())
    monkeypatch.setattr(directory, "_database", database)
    (tmp_path / "county.xlsx").write_bytes(county_file())
    return tmp_path


def _import(*words: str, answer: str = "") -> Result:
    return CliRunner().invoke(directory.import_commands, ["directory", *words], input=answer)


def _export(file: Path, *words: str) -> Result:
    return CliRunner().invoke(directory.export_commands, [str(file), *words])


def test_a_dry_run_shows_what_would_change_and_changes_nothing(files: Path) -> None:
    for _ in range(2):
        result = _import(str(files / "county.xlsx"), "--dry-run")
        assert result.exit_code == 0, result.output
        assert "representatives" in result.output
        assert "Nothing was changed" in result.output


def test_an_import_asks_first_and_no_means_no(files: Path) -> None:
    refused = _import(str(files / "county.xlsx"), answer="n\n")
    assert refused.exit_code == 1
    assert "Nothing was changed" in refused.output
    done = _import(str(files / "county.xlsx"), answer="y\n")
    assert done.exit_code == 0
    assert "15 records written" in done.output
    assert "already as in the file" in _import(str(files / "county.xlsx"), "--yes").output


def test_problems_are_listed_by_place_and_end_with_a_failure(files: Path) -> None:
    (files / "bad.xlsx").write_bytes(workbook(areas=[AREAS[0], ["V1", "X", "", "[甲]", "", "", ""]]))
    result = _import(str(files / "bad.xlsx"), "--yes")
    assert result.exit_code == 1
    assert "areas, row 2, B (parent): “X” is not the code of any of the areas" in result.output
    assert "Nothing was imported" in result.output


def test_a_file_that_cannot_be_read_ends_with_one_clear_line(files: Path) -> None:
    (files / "x.xlsx").write_bytes(b"PK\x03\x04")
    result = _import(str(files / "x.xlsx"))
    assert result.exit_code == 1
    assert "x.xlsx: This is not a workbook" in result.output


def test_an_export_imports_unchanged_is_private_and_never_overwrites_unasked(files: Path) -> None:
    _import(str(files / "county.xlsx"), "--yes")
    out = files / "out.xlsx"
    assert _export(out).exit_code == 0
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert _export(out).exit_code == 1
    assert _export(out, "--force").exit_code == 0
    assert "already as in the file" in _import(str(out), "--yes").output


def test_the_template_can_be_imported(files: Path) -> None:
    file = files / "template.xlsx"
    assert CliRunner().invoke(directory.import_commands, ["template", str(file)]).exit_code == 0
    assert _import(str(file), "--yes").exit_code == 0
