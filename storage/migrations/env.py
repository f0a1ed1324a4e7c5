"""Alembic's way to the database: one transaction for all steps, one process at a time, no endless wait for locks."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection, create_engine, pool, text
from sqlalchemy.engine import make_url

from storage.models.base import Base
from storage.types import Json, Sealed, UtcDateTime
from storage.words import Word, WordNumber

ONE_AT_A_TIME = 7_210_001
"""Key of the advisory lock, our own number."""
PLAIN = {
    UtcDateTime: "sa.DateTime(timezone=True)",
    Sealed: "sa.Text()",
    Json: "sa.Text()",
    Word: "sa.String(32)",
    WordNumber: "sa.SmallInteger()",
}


def plain_type(kind: str, thing: Any, _autogen: AutogenContext) -> str | Literal[False]:
    """Migrations name the database's types, so that they do not change when ours do."""
    return PLAIN.get(type(thing), False) if kind == "type" else False


def migrate(connection: Connection) -> None:
    """Run what was asked for."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=plain_type,
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME})
            connection.execute(text("SET LOCAL lock_timeout = '5s'"))
        context.run_migrations()


def main() -> None:
    """Connect and migrate."""
    address = make_url(context.config.attributes["url"])
    driver = "sqlite+pysqlite" if address.get_backend_name() == "sqlite" else "postgresql+psycopg"
    engine = create_engine(address.set(drivername=driver), poolclass=pool.NullPool)
    with engine.connect() as connection:
        migrate(connection)
    engine.dispose()


main()
