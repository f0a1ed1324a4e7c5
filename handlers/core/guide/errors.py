"""Refusals of the guide."""

from handlers.core.errors import Refusal


class NoSuchPiece(Refusal):
    """There is no such piece of the guide."""

    stays = True
