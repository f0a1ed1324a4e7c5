"""Data of the directory's keys."""

from aiogram.filters.callback_data import CallbackData


class ImportFile(CallbackData, prefix="di"):
    """Import the file that was shown."""

    digest: str
    """SHA-256 of its content, url-safe base64 without padding: 43 characters."""


class TurnHistory(CallbackData, prefix="dh"):
    """Show who left office and who came in between."""

    page: int = 0
