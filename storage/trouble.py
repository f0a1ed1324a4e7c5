"""Errors of a database that cannot serve just now, and the state of the database they tell of."""

import time
from collections.abc import Callable
from enum import StrEnum

from sqlalchemy import exc
from sqlalchemy.exc import DBAPIError, OperationalError

LASTING_SECONDS = 10.0
"""A small change may fit on a full disk where the next one does not: such a trouble is over when it was not met for so
long: our own choice."""


class Trouble(StrEnum):
    """Reason why a database does not take what it is given."""

    LOCKED = "locked"
    """Another program holds SQLite's lock."""
    FULL = "disk full"
    READ_ONLY = "read-only"
    FAILING = "failing"
    """Its disk or its file cannot be read or written."""
    AWAY = "away"
    """PostgreSQL cannot be reached, or has no room for one more connection."""


_SQLITE = {
    5: Trouble.LOCKED,
    6: Trouble.LOCKED,
    8: Trouble.READ_ONLY,
    10: Trouble.FAILING,
    13: Trouble.FULL,
    14: Trouble.FAILING,
    15: Trouble.LOCKED,
}
"""By SQLite's primary result code: BUSY, LOCKED, READONLY, IOERR, FULL, CANTOPEN, PROTOCOL."""
_POSTGRESQL = {
    "53100": Trouble.FULL,
    "25006": Trouble.READ_ONLY,
    "08": Trouble.AWAY,
    "53": Trouble.AWAY,
    "57": Trouble.AWAY,
    "58": Trouble.FAILING,
}
"""By SQLSTATE, or its class."""
_PASSING = ("40", "55")
"""Classes that tell of other transactions, not of the database: serialization failures, deadlocks, locks of rows."""


def trouble_of(error: BaseException) -> Trouble | None:
    """The state of the database that this error tells of; None if it tells of none."""
    if isinstance(error, exc.TimeoutError):  # every connection of the pool is in use by what waits for the database
        return Trouble.AWAY
    if not isinstance(error, DBAPIError):
        return None
    if (code := getattr(error.orig, "sqlite_errorcode", None)) is not None:
        return _SQLITE.get(code & 0xFF)
    state = str(getattr(error.orig, "sqlstate", None) or "")
    if found := _POSTGRESQL.get(state) or _POSTGRESQL.get(state[:2]):
        return found
    lost = error.connection_invalidated and not state
    signs = ("connection", "server closed")
    unreachable = not state and isinstance(error, OperationalError) and any(sign in str(error.orig) for sign in signs)
    return Trouble.AWAY if lost or unreachable else None


def is_away(error: BaseException) -> bool:
    """True if the database could not serve just now, so that the same transaction may succeed later."""
    if trouble_of(error) is not None:
        return True
    if not isinstance(error, DBAPIError):
        return False
    return error.connection_invalidated or str(getattr(error.orig, "sqlstate", None) or "")[:2] in _PASSING


def held_too_long(error: BaseException) -> bool:
    """True if PostgreSQL rolled the transaction back because nothing was asked of it for `engine.IDLE_SECONDS`."""
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) == "25P03"


class Health:
    """The state of a database as its users last met it; `on_change` is called with what it has become."""

    def __init__(self) -> None:
        self.trouble: Trouble | None = None
        self.on_change: Callable[[Trouble | None], None] = lambda _trouble: None
        self._met_at = float("-inf")

    def failed(self, error: BaseException) -> None:
        """A transaction ended with this."""
        found = trouble_of(error)
        if found is None:
            return
        self._met_at = time.monotonic()
        self._become(found)

    def succeeded(self) -> None:
        """A change was committed."""
        lasting = self.trouble in (Trouble.FULL, Trouble.READ_ONLY)
        if self.trouble and not (lasting and time.monotonic() - self._met_at < LASTING_SECONDS):
            self._become(None)

    def _become(self, trouble: Trouble | None) -> None:
        if trouble is not self.trouble:
            self.trouble = trouble
            self.on_change(trouble)
