"""Callback data of the guide's words. Data from outside: always checked by the action."""

from aiogram.filters.callback_data import CallbackData


class WritePiece(CallbackData, prefix="guw"):
    """Type words for a piece in a language."""

    piece: str
    language: str


class KeepPiece(CallbackData, prefix="guk"):
    """The words as they were just shown count from now on."""

    draft: str
    """Mark of what was typed: a newer one has other words."""


class WithdrawPiece(CallbackData, prefix="guz"):
    """Back to the words that came with the release."""

    piece: str
    language: str
