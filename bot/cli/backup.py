"""`python -m bot backup` and `python -m bot restore`."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.common import give_up, settings

KEY = "Not in it: the encryption key (encryption.key in DATA_DIR, or ENCRYPTION_KEYS) and .env. Keep those apart."
AFTERWARDS = (
    "Stop the bot, set DATABASE_URL={url} in .env, see that the encryption key is in its place, ask "
    "`python -m bot doctor`, and start it. What had been sent after this backup may be sent again."
)


def backup(
    keep: Annotated[int, typer.Option(min=1, help="Delete older backups beyond so many.")] = 14,
) -> None:
    """Copy the database into BACKUP_DIR, restore the copy on trial, and delete the oldest. The bot may run."""
    from bot import backup as backups
    from bot import backup_folder

    known = settings()
    try:
        kept = backups.make(known)
        old = backup_folder.thin_out(known, keep)
    except backups.BackupFault as fault:
        give_up(str(fault))
    except OSError as error:
        give_up(f"BACKUP_DIR: nothing can be kept in {backup_folder.folder(known)}: {error.strerror}")
    typer.echo(f"{kept.file}: {kept.checked}.")
    if old:
        typer.echo(f"Deleted: {len(old)} older.")
    typer.echo(KEY)


def restore(
    file: Annotated[Path, typer.Argument(help="What `backup` wrote.", exists=True, dir_okay=False)],
    into: Annotated[
        str, typer.Option(help="A file that is not there yet; for PostgreSQL the name of a database to make.")
    ],
) -> None:
    """Put a backup into another file or database, and say how to go over to it. Overwrites nothing."""
    from bot import backup as backups

    try:
        url = backups.restore(settings(), file, into)
    except backups.BackupFault as fault:
        give_up(str(fault))
    except OSError as error:
        give_up(f"{error.filename}: {error.strerror}")
    typer.echo(AFTERWARDS.format(url=url))
