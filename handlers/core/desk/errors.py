"""Refusals at the desk's door."""

from handlers.core.errors import Refusal


class NoDesk(Refusal):
    """There is no desk in this county."""


class NotOpenedByTelegram(Refusal):
    """Telegram did not say who opened the Mini App, or said it too long ago, or it was used already."""


class DeskSessionNotFound(Refusal):
    """There is no such session or link of theirs (any longer)."""


class LinkOver(Refusal):
    """The link was used, replaced or refused, or its minutes are over."""
