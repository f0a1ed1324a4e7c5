"""The town's clock: the page moves it, the bot's process reads it from a file."""

from datetime import datetime
from pathlib import Path

from bot.clock import MovedClock, write_moved
from storage.engine import Database
from storage.queries import due

WORDS = {
    "case.clock": "a reminder of a case",
    "calendar.free-days": "due days that are days off now move on",
    "extension.reminder": "a reminder of a request for more time",
    "extension.hold": "a case is due while staff decide on more time",
    "draft.reminder": "a reminder of a draft",
    "digest": "a morning digest",
    "figures.week": "the figures of the week",
    "figures.month": "the figures of the month",
    "calendar.list": "a look at the year’s list of holidays",
    "reception.reminder": "a reminder of a reception day",
    "reception.end": "a reception day ends",
    "reception.after": "who came to a reception day",
    "reception.plan": "the next reception days are planned",
    "waiting.reminder": "a reminder of a question",
    "waiting.over": "the end of waiting for an answer",
    "rating.reminder": "a reminder to rate",
    "rating.over": "the end of a rating",
    "notice.begin": "the hour of a notice",
}


class DemoClock(MovedClock):
    """A clock one can move on; it never goes back."""

    def __init__(self, file: Path, zone: str, database: Database) -> None:
        super().__init__(file)
        self._path, self.zone, self._database = file, zone, database

    def move_to(self, instant: datetime) -> None:
        """Let it be that instant."""
        real = super().now() - self._moved
        self._moved = max(self._moved, instant - real)
        write_moved(self._path, self._moved.total_seconds())

    async def next_due(self) -> tuple[datetime, str] | None:
        """The instant and the kind of what the bot's sweep will find next; None if nothing is due."""
        async with self._database.reading() as session:
            found = await due.next_due(session)
        return None if found is None else (found[0], WORDS.get(found[1], found[1]))
