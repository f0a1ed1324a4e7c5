"""Secrets that links, cookies and keys carry, and the hash of them that is kept."""

import hashlib
import secrets


def new_token(size: int) -> str:
    """A secret of so many random bytes, in letters that an address may hold."""
    return secrets.token_urlsafe(size)


def token_hash(token: str) -> str:
    """Hash that is kept of a token: SHA-256, hex."""
    return hashlib.sha256(token.encode()).hexdigest()
