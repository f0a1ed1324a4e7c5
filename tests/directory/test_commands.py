"""The directory on the command line."""

import asyncio
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from typer.testing import CliRunner, Result

from bot.cli import directory
from handlers.core.unit_of_work import County
from storage import audit
from storage.engine import Database, open_database
from storage.models.base import Base
from storage.models.people import Audit
from tests.directory.files import AREAS, county_file, workbook

COUNTY = County(ZoneInfo("Asia/Shanghai"), "CN", "en", "TC", 42, "")


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a county's file and an empty database behind the commands."""
    url = f"sqlite:///{tmp_path / 'commands.sqlite3'}"

    @asynccontextmanager
    async def database() -> AsyncIterator[tuple[Database, County]]:
        opened = open_database(url)
        yield opened, COUNTY
        await opened.close()

    async def create() -> None:
        async with database() as (opened, _), opened.engine.begin() as connection:
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


def test_what_the_operator_brings_in_and_takes_out_is_audited(files: Path) -> None:
    _import(str(files / "county.xlsx"), "--dry-run")
    _import(str(files / "county.xlsx"), "--yes")
    _export(files / "out.xlsx")

    async def noted() -> list[tuple[str, int | None, str]]:
        async with directory._database() as (opened, _), opened.reading() as session:
            assert await audit.verify(session) is None
            rows = await session.scalars(select(Audit).order_by(Audit.id))
            return [(row.action, row.actor_id, row.detail) for row in rows]

    by = "by the operator, command line"
    assert asyncio.run(noted()) == [("directory.import", None, by), ("directory.export", None, by)]


def test_the_template_can_be_imported(files: Path) -> None:
    file = files / "template.xlsx"
    assert CliRunner().invoke(directory.import_commands, ["template", str(file)]).exit_code == 0
    assert _import(str(file), "--yes").exit_code == 0
