"""Rules of the desk's door: how long a link, a code, a session and a confirmation hold. Pure."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from storage.models.desk import DeskSession
from storage.vocabulary import Role

READERS = (Role.STAFF, Role.REPRESENTATIVE, Role.UNIT)
"""Roles that have a desk."""
TOKEN_BYTES = 32
"""Of a link's and of a cookie's secret: 256 bits."""
LINK_FOR = timedelta(minutes=5)
"""Long enough to carry a link to another screen; RFC 8628 has its example live half an hour, Slack's links a few."""
CODE_FOR = timedelta(minutes=5)
SESSION_FOR = timedelta(hours=8)
"""A working day: in the morning one comes in anew."""
SURE_FOR = timedelta(minutes=10)
"""After a confirmation in the chat, identities and exports are given so long: our own choice."""
CODES = 6
"""Codes among which the chat has the right one found; a wrong one ends the link."""


def new_code() -> str:
    """Two digits to compare."""
    return f"{10 + secrets.randbelow(90)}"


def choices(code: str) -> list[str]:
    """The code among others, in an order that says nothing."""
    others = [f"{n}" for n in range(10, 100) if f"{n}" != code]
    mixed = [code, *secrets.SystemRandom().sample(others, CODES - 1)]
    secrets.SystemRandom().shuffle(mixed)
    return mixed


def form_token(cookie: str) -> str:
    """The token that forms of the session with this cookie carry: nobody who lacks the cookie can make one."""
    return hmac.new(cookie.encode(), b"form", hashlib.sha256).hexdigest()


def is_form_token(cookie: str, given: str) -> bool:
    """True if a form was made for the session with this cookie."""
    return hmac.compare_digest(form_token(cookie).encode(), given.encode("utf-8", "surrogateescape"))


def is_running(session: DeskSession, now: datetime) -> bool:
    """True if somebody is in by it."""
    return session.begun_at is not None and session.ended_at is None and (session.ends_at or now) > now


def awaits_code(session: DeskSession, now: datetime) -> bool:
    """True if a browser has come by it and the chat has not confirmed it yet."""
    opened = session.cookie_hash is not None and session.begun_at is None and session.ended_at is None
    return opened and session.confirmed_at is None and session.open_until > now


def may_begin(session: DeskSession, now: datetime) -> bool:
    """True if the chat has confirmed the browser that came by it."""
    opened = session.cookie_hash is not None and session.begun_at is None and session.ended_at is None
    return opened and session.confirmed_at is not None and session.open_until > now


def is_sure(session: DeskSession, now: datetime) -> bool:
    """True if it was confirmed in the chat a short while ago that it is still they."""
    return session.sure_until is not None and session.sure_until > now
