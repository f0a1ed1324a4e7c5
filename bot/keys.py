"""The keys that names and phone numbers are kept with: from the settings, or made at the first start."""

import os
from pathlib import Path

from cryptography.fernet import Fernet

from bot.settings import Settings
from bot.text_file import read_text

FILE = "encryption.key"


def encryption_keys(settings: Settings) -> list[str]:
    """ENCRYPTION_KEYS, else the key in DATA_DIR, which is made if there is none.

    Raises `OSError` if it can be neither read nor written, `ValueError` if the file is no text.
    """
    file = settings.data_dir / FILE
    if not settings.encryption_keys and not file.exists():
        _make(file)
    return known_keys(settings)


def known_keys(settings: Settings) -> list[str]:
    """The same without making one; none before the first start.

    Raises `OSError` if they cannot be read, `ValueError` if the file is no text.
    """
    if settings.encryption_keys:
        return [key.get_secret_value() for key in settings.encryption_keys]
    file = settings.data_dir / FILE
    if not file.exists():
        return []
    return [line for line in read_text(file).split() if line]


def _make(file: Path) -> None:
    """Write a fresh key that only this user may read; another process that was quicker wins."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f"{file.name}.{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as handle:
        handle.write(Fernet.generate_key().decode() + "\n")
        handle.flush()
        os.fsync(handle.fileno())
    try:
        os.link(fresh, file)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
