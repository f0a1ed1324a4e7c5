"""Writing down what was said and what happened: rows that are added and never looked at in the same breath.

Into the tables, not as objects: a flush for each step of each case takes longer than all else about it.
"""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Table, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from storage.models.opinions import Entry, Event, Opinion
from storage.queries import files
from storage.queries.files import Attached
from storage.upsert import inserts_by_dialect

_OPINION = cast("Table", Opinion.__table__)
_WRITE_OPINION = {
    name: insert.on_conflict_do_nothing(index_elements=["submission"]).returning(_OPINION.c.id)
    for name, insert in inserts_by_dialect(Opinion)
}
_AS_NEW = {
    column.name: column.default.arg if isinstance(column.default, ScalarElementColumnDefault) else None
    for column in _OPINION.c
    if not column.primary_key
}
_ENTRY = cast("Table", Entry.__table__)
_WRITE_ENTRY = insert(_ENTRY).returning(_ENTRY.c.id)
_WRITE_EVENT = insert(cast("Table", Event.__table__))


async def opinion(session: AsyncSession, facts: Mapping[str, Any]) -> Opinion | None:
    """Keep a new opinion (columns of `Opinion`; the others as they are at first), and have it at hand as an object.

    None if there is one of the same submission.
    """
    row = {**_AS_NEW, **facts}
    number: int | None = await session.scalar(_WRITE_OPINION[session.get_bind().dialect.name], row)
    if number is None:
        return None
    made = Opinion(id=number, **row)
    make_transient_to_detached(made)
    session.add(made)
    return made


async def entry(session: AsyncSession, said: Mapping[str, Any], attached: Sequence[Attached]) -> int:
    """Keep what was said (columns of `Entry`) with what came with it; the entry's number."""
    number: int = (await session.execute(_WRITE_ENTRY, said)).scalar_one()
    await files.attach(session, number, attached)
    return number


async def event(session: AsyncSession, happened: Mapping[str, Any]) -> None:
    """Keep what happened (columns of `Event`)."""
    await session.execute(_WRITE_EVENT, happened)
