"""What Telegram hands to a page that it opens as a Mini App: signed, with who opened it and when. Pure."""

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from urllib.parse import parse_qsl

FRESH = timedelta(minutes=5)
"""As long as a link: our own choice; Telegram leaves the age to whoever checks it."""
AHEAD = timedelta(seconds=30)
"""So far Telegram's clock may be ahead of ours: our own choice."""
LONGEST = 4_096
"""Characters; Telegram's own are some 500."""


class Opened(NamedTuple):
    """Who opened a Mini App."""

    telegram_id: int
    signature: str
    """Of this one opening, hex: no other has it, in whatever order its fields are sent."""


def key_of(token: str) -> bytes:
    """The key with which Telegram signs for the bot of this token."""
    return hmac.new(b"WebAppData", token.encode(), hashlib.sha256).digest()


def signature_of(fields: dict[str, str], key: bytes) -> str:
    """The signature of these fields, hex: over `name=value` lines in order, the signature's own left out."""
    lines = "\n".join(f"{name}={value}" for name, value in sorted(fields.items()) if name != "hash")
    return hmac.new(key, lines.encode("utf-8", "surrogateescape"), hashlib.sha256).hexdigest()


def opened(init_data: str, key: bytes, now: datetime) -> Opened | None:
    """Who opened it; None: Telegram did not sign that, or longer ago than `FRESH`. Without a key nobody is believed."""
    pairs = parse_qsl(init_data[:LONGEST], keep_blank_values=True, errors="surrogateescape")
    fields = dict(pairs)
    given = fields.get("hash", "")
    right = signature_of(fields, key)
    if not key or len(fields) < len(pairs) or not hmac.compare_digest(right.encode(), given.encode("utf-8", "replace")):
        return None
    try:
        at = datetime.fromtimestamp(int(fields["auth_date"]), UTC)
        telegram_id = int(json.loads(fields["user"])["id"])
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        return None
    return Opened(telegram_id, right) if -AHEAD <= now - at <= FRESH else None
