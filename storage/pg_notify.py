"""PostgreSQL's LISTEN and NOTIFY: what one process kept wakes the others. What is missed is found by looking."""

from collections.abc import AsyncIterator

from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncSession

CHANNEL = "huiyin"
_ALIVE = {"connect_timeout": 5, "keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
"""A server that vanishes without a word is noticed within a minute."""


async def notify(session: AsyncSession, word: str) -> None:
    """Tell whoever listens `word`, once this transaction is committed."""
    await session.execute(text("SELECT pg_notify(:channel, :word)"), {"channel": CHANNEL, "word": word})


class ListenFailed(Exception):
    """The server cannot be reached, or has gone away."""


async def listen(url: str) -> AsyncIterator[str]:
    """The words notified from now on, on a connection of its own; the first one is empty: it stands now.

    Raises `ListenFailed`. Behind a pooler that changes servers between transactions nothing may ever be heard.
    """
    import psycopg  # nine MiB that nobody needs with SQLite
    from psycopg.conninfo import make_conninfo

    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    conninfo = make_conninfo(address, **_ALIVE)
    try:
        async with await psycopg.AsyncConnection.connect(conninfo, autocommit=True) as connection:
            await connection.execute(f"LISTEN {CHANNEL}")
            yield ""
            async for notification in connection.notifies():
                yield notification.payload
    except psycopg.Error as error:
        raise ListenFailed(type(error).__name__) from error
