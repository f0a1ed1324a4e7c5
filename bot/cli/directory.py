"""`python -m bot import directory|template` and `python -m bot export directory`."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from handlers.core.directory.book import Book, Problem
    from handlers.core.directory.rules import Plan
    from handlers.core.unit_of_work import County
    from storage.engine import Database

REFUSED = 1
MOST_PROBLEMS = 50
"""Problems that are printed, the others are counted: our own choice."""

import_commands = typer.Typer(
    help="Bring in the directory: areas, stations, representatives, units, topics.", no_args_is_help=True
)
export_commands = typer.Typer(help="Write out what is kept.", no_args_is_help=True)

In = Annotated[Path, typer.Argument(help="A workbook (.xlsx) or one kind as .csv.", exists=True, dir_okay=False)]
Out = Annotated[Path, typer.Argument(help="The workbook to write (.xlsx).", dir_okay=False, writable=True)]
Overwrite = Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")]


@import_commands.command("directory")
def import_directory(
    file: In,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before importing.")] = False,
) -> None:
    """Import areas, stations, representatives, units and topics: all of the file, or nothing.

    Importing again updates by code. Nobody is removed by not being listed. Ends with 1 if the file has problems.
    """
    asyncio.run(_import(file, dry_run=dry_run, yes=yes))


@import_commands.command("template")
def import_template(file: Out, force: Overwrite = False) -> None:
    """Write a workbook with every column explained and an example of each kind, to start from."""
    from handlers.core.directory.export import template

    _write(file, template(), force)


@export_commands.command("directory")
def export_directory(file: Out, force: Overwrite = False) -> None:
    """Write the whole directory as a workbook that imports unchanged. It holds phone numbers in clear."""
    asyncio.run(_export(file, force))


async def _import(file: Path, *, dry_run: bool, yes: bool) -> None:
    from rich.console import Console

    from handlers.core.actor import operator
    from handlers.core.directory import actions, importing
    from handlers.core.unit_of_work import Undisturbed

    console = Console(highlight=False, soft_wrap=True)
    book, sha256 = _read(file, console)
    async with _database() as (database, county):
        async with database.reading() as session:
            plan = await actions.dry_run(Undisturbed(session, county, datetime.now(UTC)), operator(), book)
        _show(console, plan)
        if not plan.good:
            raise typer.Exit(REFUSED)
        if dry_run or not plan.changes:
            console.print("Nothing was changed." if dry_run else "Everything is already as in the file.")
            return
        if not yes and not typer.confirm("Import this?"):
            console.print("Nothing was changed.")
            raise typer.Exit(REFUSED)
        try:
            async with database.writing() as session:
                work = Undisturbed(session, county, datetime.now(UTC))
                await actions.import_book(work, operator(), book, sha256)
        except importing.Refused as refused:
            # Somebody changed the directory between the question and the answer.
            _show(console, refused.plan)
            raise typer.Exit(REFUSED) from None
    console.print(f"[green]Imported:[/] {plan.changes} records written.")


async def _export(file: Path, force: bool) -> None:
    from handlers.core.actor import operator
    from handlers.core.directory import actions
    from handlers.core.unit_of_work import Undisturbed

    async with _database() as (database, county), database.writing() as session:
        content = await actions.export(Undisturbed(session, county, datetime.now(UTC)), operator())
    _write(file, content, force)


def _read(file: Path, console: "Console") -> "tuple[Book, str]":
    """The file's rows, and the hash of its content, hex."""
    from rich.markup import escape

    from handlers.core.directory.book import Unreadable
    from handlers.core.directory.workbook import LARGEST_FILE, read

    with file.open("rb") as stream:
        content = stream.read(LARGEST_FILE + 1)
    try:
        return read(file.name, content), hashlib.sha256(content).hexdigest()
    except Unreadable as error:
        console.print(f"[red]{escape(file.name)}:[/] {escape(str(error.saying))}")
        raise typer.Exit(REFUSED) from None


def _write(file: Path, content: bytes, force: bool) -> None:
    if file.exists() and not force:
        typer.echo(f"{file} exists already; give another name, or --force to replace it.", err=True)
        raise typer.Exit(REFUSED)
    # Phone numbers in clear: for the one who asked for them only.
    file.touch(mode=0o600)
    file.write_bytes(content)
    typer.echo(f"Written: {file}")


def _show(console: "Console", plan: "Plan") -> None:
    from rich.markup import escape
    from rich.table import Table

    table = Table("", "new", "changed", "unchanged", "left out", "retired")
    for kind, counts in plan.counts.items():
        numbers = (counts.new, counts.changed, counts.unchanged, counts.left_out, counts.retired)
        if any(numbers):
            table.add_row(kind.value, *map(str, numbers))
    if table.row_count:
        console.print(table)
    for title in plan.ignored:
        console.print(f"[yellow]Not read:[/] the sheet “{escape(title)}” lists nothing known.")
    for problem in plan.problems[:MOST_PROBLEMS]:
        console.print(f"[red]{escape(_place(problem))}:[/] {escape(f'{problem.wrong} (expected: {problem.expected})')}")
    if len(plan.problems) > MOST_PROBLEMS:
        console.print(f"… and {len(plan.problems) - MOST_PROBLEMS} more.")
    if plan.problems:
        console.print(f"[red]Nothing was imported:[/] mend these {len(plan.problems)} and run it again.")


def _place(problem: "Problem") -> str:
    parts = [problem.sheet, f"row {problem.row}" if problem.row else "", problem.column or ""]
    return ", ".join(part for part in parts if part)


@asynccontextmanager
async def _database() -> AsyncIterator["tuple[Database, County]"]:
    from bot.cli.common import database, settings
    from bot.county import county_of

    known = settings()
    async with database(known, with_names=True) as opened:
        yield opened, county_of(known)
