"""The schema's history. Old code meets the new schema while replicas are replaced one by one: so add, fill, switch,
and drop a release later. After changing the models: `python -m bot migrate new "why"`, look at the file, set `HEAD`."""

import asyncio
import tempfile
from enum import StrEnum
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError, ProgrammingError

from storage.engine import Database

HEAD = "0047"
"""The revision this code is written for; equal to Alembic's, which need not be imported to know it."""

FOLDER = Path(__file__).parent


class Standing(StrEnum):
    """State of a database's schema, compared with this code."""

    CURRENT = "current"
    BEHIND = "behind"
    AHEAD = "ahead"


class DatabaseAhead(Exception):
    """The database was made by a newer release: run that one, or go back with its `migrate --to`."""


async def revision(database: Database) -> str | None:
    """The revision the database is at; None if it is empty. One cheap query."""
    try:
        async with database.reading() as session:
            found = await session.execute(text("SELECT version_num FROM alembic_version"))
            return None if (row := found.first()) is None else str(row[0])
    except (OperationalError, ProgrammingError) as error:
        if "alembic_version" in str(error.orig):
            return None
        raise


async def is_current(database: Database) -> bool:
    """True if nothing is to do before this code can work with the database."""
    return await revision(database) == HEAD


async def standing(database: Database) -> Standing:
    """Current, behind (an empty database too) or ahead."""
    found = await revision(database)
    if found == HEAD:
        return Standing.CURRENT
    return Standing.BEHIND if found is None or found in _known() else Standing.AHEAD


async def make_current(database: Database, url: str) -> bool:
    """Bring the schema up if it is behind; True if that was so. Raises `DatabaseAhead`.

    Several processes may try at once: on PostgreSQL one does it, the others wait for it.
    """
    match await standing(database):
        case Standing.CURRENT:
            return False
        case Standing.AHEAD:
            raise DatabaseAhead("the database was made by a newer release of Huiyin than this one")
        case Standing.BEHIND:
            await asyncio.to_thread(upgrade, url)
            return True


def upgrade(url: str, to: str = "head") -> None:
    """Bring the schema of the database at `url` up to a revision. Blocks."""
    from alembic import command

    make_folder(url)
    command.upgrade(config(url), to)


def downgrade(url: str, to: str) -> None:
    """Take the schema back to a revision; what only the newer one holds is lost. Blocks."""
    from alembic import command

    command.downgrade(config(url), to)


def new(why: str) -> Path:
    """Write the next migration: what the models have and the migrations so far do not. Then set `HEAD`. Blocks."""
    from alembic import command

    with tempfile.TemporaryDirectory() as scratch:
        url = f"sqlite:///{scratch}/scratch.sqlite3"
        number = len(_known())
        upgrade(url)
        script = command.revision(config(url), why, autogenerate=True, rev_id=f"{number:04}")
    if script is None or isinstance(script, list):
        raise RuntimeError("one migration was expected")
    return Path(script.path)


def config(url: str):  # type: ignore[no-untyped-def]
    """Alembic's configuration for the database at `url`."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(FOLDER))
    made.set_main_option("path_separator", "os")
    made.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    made.attributes["url"] = url
    return made


def _known() -> set[str]:
    """The revisions this code has."""
    from alembic.script import ScriptDirectory

    return {script.revision for script in ScriptDirectory(str(FOLDER)).walk_revisions()}


def make_folder(url: str) -> None:
    """Make the folder a SQLite file goes into."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite" and address.database:
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
