"""Helpers that commands share: settings or a clear end, a line to standard error, an open database."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, NoReturn

import typer

if TYPE_CHECKING:
    from bot.settings import Settings
    from storage.engine import Database

FAILED = 1
WRONG_SETTINGS = 2
AHEAD = "The database was made by a newer release of Huiyin than this one: run that release, or restore a backup."


def settings() -> "Settings":
    """The settings; ends the process with code 2 and one line a fault if they are wrong."""
    from bot.settings import SettingsFault, load

    try:
        return load()
    except SettingsFault as fault:
        for line in fault.lines:
            typer.echo(line, err=True)
        raise typer.Exit(WRONG_SETTINGS) from None


def give_up(line: str, code: int = FAILED) -> NoReturn:
    """End the process with a line that says what to do."""
    typer.echo(line, err=True)
    raise typer.Exit(code)


@asynccontextmanager
async def database(known: "Settings", *, with_names: bool = False) -> AsyncIterator["Database"]:
    """The database, at the schema this release needs: an empty one gets it; ends the process if it has another.

    `with_names`: names and phone numbers can be read and written.
    """
    from storage.engine import open_database
    from storage.trouble import is_away

    url = known.database_url.get_secret_value()
    opened = open_database(url)
    try:
        with usable_database():
            await _require_schema(opened, url)
        if with_names:
            await _install_keys(known, opened)
        try:
            yield opened
        except Exception as error:
            if not is_away(error):
                raise
            with usable_database():
                raise
    finally:
        await opened.close()


@contextmanager
def usable_database() -> Iterator[None]:
    """End the process with a line if the block finds that the database cannot be used."""
    from sqlalchemy.exc import SQLAlchemyError

    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        reason = str(getattr(error, "orig", None) or error or type(error).__name__).splitlines()[0]
        give_up(f"DATABASE_URL: the database cannot be used: {reason}")


async def _require_schema(opened: "Database", url: str) -> None:
    """Bring an empty database up. One of an older release is left to `migrate`: its own process may be running."""
    from storage import migrations

    migrations.make_folder(url)
    match await migrations.standing(opened):
        case migrations.Standing.CURRENT:
            return
        case migrations.Standing.AHEAD:
            give_up(AHEAD)
        case migrations.Standing.BEHIND if await migrations.revision(opened) is not None:
            give_up("The database has the schema of an older release: run `python -m bot migrate up` first.")
        case migrations.Standing.BEHIND:
            await migrations.make_current(opened, url)
            typer.echo("The database was empty: it has been given this release's schema.", err=True)


async def _install_keys(known: "Settings", opened: "Database") -> None:
    from bot.startup import StartFault, install_keys

    try:
        await install_keys(known, opened)
    except StartFault as fault:
        give_up(str(fault))
