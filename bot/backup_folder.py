"""The folder of backups: what they are called, which is the last, which go."""

import time
from datetime import UTC, datetime
from pathlib import Path

from bot.settings import Settings

NAME = "huiyin-{at:%Y%m%d-%H%M%S}{ending}"
SQLITE, POSTGRESQL = ".sqlite3", ".dump"
PART = ".part"
"""Ending of what has not been checked yet."""
DAY = 86_400


def folder(settings: Settings) -> Path:
    """Folder into which backups go."""
    return settings.backup_dir or settings.data_dir / "backups"


def newest(settings: Settings) -> tuple[Path, datetime] | None:
    """The last backup that was made, and when (UTC). Raises `OSError`."""
    found = _in(folder(settings))
    if not found:
        return None
    return found[-1], datetime.fromtimestamp(found[-1].stat().st_mtime, UTC)


def thin_out(settings: Settings, keep: int) -> list[Path]:
    """Delete all but the newest `keep` backups; those deleted."""
    old = _in(folder(settings))[:-keep]
    for file in old:
        file.unlink()
    return old


def clear(into: Path) -> None:
    """Delete what a run that was killed has left behind."""
    for left in into.glob(f"huiyin-*{PART}"):
        if time.time() - left.stat().st_mtime > DAY:
            left.unlink(missing_ok=True)


def _in(place: Path) -> list[Path]:
    """Backups, the oldest first."""
    return sorted(file for file in place.glob("huiyin-*") if file.suffix in (SQLITE, POSTGRESQL))
