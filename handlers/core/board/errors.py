"""Refusals about the public board."""

from handlers.core.matters.errors import MatterRefusal


class NoBoard(MatterRefusal):
    """There is no public board here."""

    stays = True


class NotAnswered(MatterRefusal):
    """Only what is public and answered stands on the board."""

    stays = True


class ConsentMissing(MatterRefusal):
    """Its authors do not let it stand there, or not yet."""

    stays = True

    def __init__(self, yes: int, no: int, silent: int) -> None:
        super().__init__(f"{yes} yes, {no} no, {silent} silent")
        self.yes, self.no, self.silent = yes, no, silent


class NotAskedForBoard(MatterRefusal):
    """They are not asked about this entry."""
