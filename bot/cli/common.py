"""Helpers that commands share: settings or a clear end, a line to standard error, an open database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, NoReturn

import typer

if TYPE_CHECKING:
    from bot.settings import Settings
    from storage.engine import Database

FAILED = 1
WRONG_SETTINGS = 2


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
    """The database, at the schema this release needs; ends the process if it is not.

    `with_names`: names and phone numbers can be read and written.
    """
    from sqlalchemy.exc import SQLAlchemyError

    from storage.engine import open_database
    from storage.migrations import is_current

    opened = open_database(known.database_url.get_secret_value())
    try:
        try:
            current = await is_current(opened)
        except SQLAlchemyError as error:
            give_up(f"DATABASE_URL: the database cannot be used: {str(getattr(error, 'orig', '')).splitlines()[0]}")
        if not current:
            give_up("The database does not have this release's schema yet: run `python -m bot migrate up` first.")
        if with_names:
            await _install_keys(known, opened)
        yield opened
    finally:
        await opened.close()


async def _install_keys(known: "Settings", opened: "Database") -> None:
    from bot.opening import StartFault, install_keys

    try:
        await install_keys(known, opened)
    except StartFault as fault:
        give_up(str(fault))
