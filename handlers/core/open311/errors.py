"""Refusals to other programs (Open311)."""

from handlers.core.errors import Refusal


class WrongKey(Refusal):
    """There is no such key, or it was withdrawn."""


class KeyUsedUp(Refusal):
    """The key has been used as often today as it may."""


class KeyNotFound(Refusal):
    """There is no such key any more."""


class NoSuchService(Refusal):
    """No topic has this code, or it is no longer offered."""


class NoSuchRequest(Refusal):
    """No public request has this number, and none that came in by this key."""


class UpdateKnown(Refusal):
    """An update of this number came in before."""
