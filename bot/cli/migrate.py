"""`python -m bot migrate …`."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.common import AHEAD, give_up, settings, usable_database

if TYPE_CHECKING:
    from storage.migrations import Standing

commands = typer.Typer(help="Bring the database's schema to this release, or look at it.", no_args_is_help=True)


@commands.command()
def status() -> None:
    """Say which revision the database is at and whether that is right."""
    from storage import migrations

    with usable_database():
        found, standing = asyncio.run(_standing(_url()))
    typer.echo(f"database: {found or 'empty'}   this release: {migrations.HEAD}   {standing}")
    if standing is not migrations.Standing.CURRENT:
        raise typer.Exit(1)


@commands.command()
def up(to: Annotated[str, typer.Option(help="Revision to stop at.")] = "head") -> None:
    """Bring the schema up. `run` does this by itself at its start."""
    from storage import migrations

    url = _alone()
    with _changing(url):
        migrations.upgrade(url, to)
    typer.echo("The schema is up to date." if to == "head" else f"The schema is at {to}.")


@commands.command()
def down(
    to: Annotated[str, typer.Argument(help="Revision to go back to; `base` empties the database.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Take the schema back. What only the newer one holds is lost."""
    from storage import migrations

    url = _alone()
    if not yes:
        typer.confirm(f"Go back to {to}? What only the newer schema holds is lost.", abort=True)
    with _changing(url):
        migrations.downgrade(url, to)
    typer.echo(f"The schema is at {to}.")


@commands.command()
def new(why: Annotated[str, typer.Argument(help="One line: what changes.")]) -> None:
    """For developers: write the next migration from what the models have and the migrations do not."""
    from storage import migrations

    file = migrations.new(why)
    typer.echo(f"Look it over, say why in its docstring, and set HEAD in storage/migrations/__init__.py:\n{file}")


async def _standing(url: str) -> "tuple[str | None, Standing]":
    """The revision a database is at, and how that stands to this release."""
    from storage import migrations
    from storage.engine import open_database

    database = open_database(url)
    try:
        return await migrations.revision(database), await migrations.standing(database)
    finally:
        await database.close()


@contextmanager
def _changing(url: str) -> Iterator[None]:
    """End the process with a line if the schema cannot be changed as the block wants."""
    from alembic.util import CommandError

    from storage.migrations import Standing

    with usable_database():
        if asyncio.run(_standing(url))[1] is Standing.AHEAD:
            give_up(AHEAD)
        try:
            yield
        except CommandError as error:
            give_up(f"The schema was not changed: {str(error).rstrip('.')}.")


def _url() -> str:
    from storage.migrations import make_folder

    url = settings().database_url.get_secret_value()
    make_folder(url)
    return url


def _alone() -> str:
    """The database's address, once no running process uses the file."""
    from pathlib import Path

    from sqlalchemy.engine import make_url

    from storage.lease import AlreadyRunning, lock_file

    url = _url()
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        try:
            lock_file(Path(address.database or "")).close()
        except AlreadyRunning as error:
            give_up(f"{error}. Stop it first.")
    return url
