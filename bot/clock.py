"""The time: the real one, or in the sandbox one that can be moved on."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.text_file import read_text

LOOK_EVERY = 0.2
"""Seconds of real time between two looks at the clock file: our own choice."""
FARTHEST = 100 * 365 * 86_400.0
"""Seconds, a century: a year of five figures is no date."""


class Clock:
    """The real time."""

    def now(self) -> datetime:
        """This instant, aware UTC."""
        return datetime.now(UTC)


class MovedClock(Clock):
    """The real time plus the seconds in a file, which every process of a sandbox shares and which survives restarts."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._moved = timedelta()
        self._looked = float("-inf")

    def now(self) -> datetime:
        """This instant, aware UTC; a changed file is noticed within `LOOK_EVERY`, a missing one moves nothing."""
        if time.monotonic() - self._looked >= LOOK_EVERY:
            self._moved = timedelta(seconds=read_moved(self._file))
            self._looked = time.monotonic()
        return super().now() + self._moved


def clock(file: Path | None) -> Clock:
    """The clock this process goes by."""
    return MovedClock(file) if file else Clock()


def read_moved(file: Path) -> float:
    """Seconds the clock is moved by; 0 if the file cannot be read or holds no number of at most `FARTHEST`."""
    try:
        seconds = float(read_text(file))
    except (OSError, ValueError):
        return 0.0
    return seconds if abs(seconds) <= FARTHEST else 0.0  # nor "nan"


def write_moved(file: Path, seconds: float) -> None:
    """Set by how much the clock is moved; a reader sees the old or the new number, never half of one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f"{file.name}.new")
    fresh.write_text(str(seconds), "ascii")
    fresh.replace(file)
