"""Names and phone numbers at rest: encrypted with the newest key, read with any key still listed."""

from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class Vault:
    """Encrypts with the first key, decrypts with any. Keys are Fernet keys (32 bytes, url-safe base64)."""

    def __init__(self, keys: list[str]) -> None:
        """Raises `ValueError` if there is no key or one is not a Fernet key."""
        if not keys:
            raise ValueError("at least one encryption key is needed")
        self._fernet = MultiFernet([Fernet(key) for key in keys])
        # Whoever writes now is read with every message of theirs.
        self._opened = lru_cache(maxsize=2000)(self._open)

    def seal(self, text: str) -> str:
        """The text as it is kept."""
        return self._fernet.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """The text as it was. Raises `LostKey` if no listed key fits."""
        return self._opened(sealed)

    def _open(self, sealed: str) -> str:
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken as error:
            raise LostKey("kept with an encryption key that ENCRYPTION_KEYS no longer lists") from error

    def opens(self, sealed: str) -> bool:
        """True if a listed key fits."""
        try:
            self.open(sealed)
        except LostKey:
            return False
        return True

    def renew(self, sealed: str) -> str:
        """The same text under the newest key."""
        return self._fernet.rotate(sealed.encode()).decode()


class Unreadable(str):
    """Stands for what no listed key opens; who reads it is told so in their language."""

    __slots__ = ()


LOST = Unreadable("🔒")


class LostKey(Exception):
    """A kept value cannot be read: put the old key back behind the new one in ENCRYPTION_KEYS."""


_vault: Vault | None = None


def install(keys: list[str]) -> None:
    """Say once, at start, which keys this process uses."""
    global _vault
    _vault = Vault(keys)


def vault() -> Vault:
    """The installed vault. Raises `LostKey` before `install`."""
    if _vault is None:
        raise LostKey("no encryption key is installed")
    return _vault
