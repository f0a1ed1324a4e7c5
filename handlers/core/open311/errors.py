"""Refusals to other programs (Open311)."""

from handlers.core.errors import Refusal


class WrongKey(Refusal):
    """There is no such key, or it was withdrawn."""


class KeyUsedUp(Refusal):
    """The key has been used as often today as it may."""


class KeyNotFound(Refusal):
    """There is no such key any more."""


class LimitOutOfRange(Refusal):
    """A number of requests a day that no key may have."""

    stays = True

    def __init__(self, least: int, most: int) -> None:
        super().__init__(f"{least} to {most} requests")
        self.least, self.most = least, most


class NoSuchService(Refusal):
    """No topic has this code, or it is no longer offered."""


class NoSuchRequest(Refusal):
    """No public request has this number, and none that came in by this key."""


class UpdateKnown(Refusal):
    """An update of this number came in before."""
