"""The database's state as operators see it: a line in the log when it changes, a figure, a word in /readyz."""

import time

import structlog

from bot import metrics
from bot.http import Unwell
from storage.engine import Database
from storage.trouble import Trouble

log = structlog.get_logger()

MEANING = {
    Trouble.LOCKED: "Another program holds the lock of the database's file: end it, or wait for it.",
    Trouble.FULL: "The disk of the database is full: make room.",
    Trouble.READ_ONLY: "The database can only be read: is its disk mounted read-only, its file, its server?",
    Trouble.FAILING: "The database's disk or file cannot be read or written: look at the disk.",
    Trouble.AWAY: "The database cannot be reached.",
}
MEANWHILE = "nothing is acknowledged, nothing new is sent; all goes on by itself"


class DatabaseState:
    """Watches one database; `check` is its readiness."""

    def __init__(self, database: Database) -> None:
        self._health = database.health
        self._health.on_change = self._changed
        self._since = 0.0
        for trouble in Trouble:
            metrics.database_trouble.labels(trouble).set(0)

    def check(self) -> None:
        """Raises `Unwell` with the name of the trouble, if there is one."""
        if self._health.trouble is not None:
            raise Unwell(self._health.trouble)

    def _changed(self, trouble: Trouble | None) -> None:
        for kind in Trouble:
            metrics.database_trouble.labels(kind).set(kind is trouble)
        if trouble is None:
            log.info("The database can be written again.", after_seconds=round(time.monotonic() - self._since))
            return
        self._since = time.monotonic()
        log.error(MEANING[trouble], state=trouble.value, meanwhile=MEANWHILE)
