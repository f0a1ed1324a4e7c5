"""Clocks that county staff changed: few rows, read whole."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import Table, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models.policy import FOR_ALL, FOR_ONE, Policy
from storage.upsert import insert_into
from storage.vocabulary import CaseKind

# Asked in every transaction that sets a clock: of the table's columns, which is quicker than of the model's.
_POLICY = cast("Table", Policy.__table__)
_ALL = select(_POLICY.c.kind, _POLICY.c.name, _POLICY.c.topic_id, _POLICY.c.days)


async def days(session: AsyncSession) -> Mapping[tuple[CaseKind, str, int | None], int]:
    """All that is changed, by kind, interval and topic."""
    return {(row.kind, row.name, row.topic_id): row.days for row in await session.execute(_ALL)}


async def entries(session: AsyncSession, kind: CaseKind, name: str) -> Sequence[Policy]:
    """Changes of an interval: for all topics first, then by topic."""
    found = select(Policy).where(Policy.kind == kind, Policy.name == name).order_by(Policy.topic_id.is_not(None))
    return (await session.scalars(found.order_by(Policy.topic_id).execution_options(populate_existing=True))).all()


async def put(
    session: AsyncSession, kind: CaseKind, name: str, topic_id: int | None, days: int, by: int | None, now: datetime
) -> None:
    """Let an interval have so many days, whatever it had."""
    said = {"days": days, "changed_by_id": by, "changed_at": now}
    made = insert_into(session, Policy).values(kind=kind, name=name, topic_id=topic_id, **said)
    keys = ["kind", "name"] if topic_id is None else ["kind", "name", "topic_id"]
    where = FOR_ALL if topic_id is None else FOR_ONE
    await session.execute(made.on_conflict_do_update(index_elements=keys, index_where=where, set_=said))


async def withdraw(session: AsyncSession, kind: CaseKind, name: str, topic_id: int | None) -> bool:
    """Let an interval have what it has without a change of its own; False if it had none."""
    this = Policy.topic_id.is_(None) if topic_id is None else Policy.topic_id == topic_id
    gone = delete(Policy).where(Policy.kind == kind, Policy.name == name, this).returning(Policy.id)
    return (await session.execute(gone, execution_options={"synchronize_session": False})).first() is not None
