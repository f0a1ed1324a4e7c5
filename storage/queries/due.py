"""Planned things, and the instants at which they fall due."""

from datetime import datetime
from typing import NamedTuple, cast

from sqlalchemy import Table, bindparam, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models.opinions import Due
from storage.upsert import inserts_by_dialect

# Put together once: SQLAlchemy takes longer to make such a statement than to run it.
_DUE = cast("Table", Due.__table__)
_PLAN = {name: insert.on_conflict_do_nothing(index_elements=["once"]) for name, insert in inserts_by_dialect(Due)}
_REPLAN = {
    (name, anew): insert.on_conflict_do_update(
        index_elements=["once"],
        set_={"due_at": insert.excluded.due_at, "done_at": None},
        where=None if anew else _DUE.c.done_at.is_(None),
    )
    for name, insert in inserts_by_dialect(Due)
    for anew in (False, True)
}
_CANCEL = delete(_DUE).where(_DUE.c.opinion_id == bindparam("of"), _DUE.c.done_at.is_(None))


async def plan(
    session: AsyncSession,
    kind: str,
    opinion_id: int | None,
    due_at: datetime,
    once: str,
    *,
    subject_id: int | None = None,
) -> None:
    """Let `kind` fall due for an opinion, or another subject. Planned again with the same `once`, nothing changes."""
    row = {"kind": kind, "opinion_id": opinion_id, "subject_id": subject_id, "due_at": due_at, "once": once}
    await session.execute(_PLAN[session.get_bind().dialect.name], row)


async def replan(
    session: AsyncSession,
    kind: str,
    due_at: datetime,
    once: str,
    *,
    opinion_id: int | None = None,
    subject_id: int | None = None,
    anew: bool = False,
) -> None:
    """Let `kind` fall due then, though it was planned for another time; `anew`: even if it was done already."""
    row = {"kind": kind, "opinion_id": opinion_id, "subject_id": subject_id, "due_at": due_at, "once": once}
    await session.execute(_REPLAN[session.get_bind().dialect.name, anew], row)


async def cancel(session: AsyncSession, opinion_id: int) -> None:
    """Nothing planned for this opinion is called for any longer."""
    await session.execute(_CANCEL, {"of": opinion_id})


async def fallen(session: AsyncSession, now: datetime, limit: int) -> list[Due]:
    """At most `limit` things that fell due, the longest due first, locked. Index: `ix_due_open`."""
    found = (
        select(Due)
        .where(Due.done_at.is_(None), Due.due_at <= now)
        .order_by(Due.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list((await session.scalars(found)).all())


async def next_due(session: AsyncSession) -> tuple[datetime, str] | None:
    """The instant and kind of what falls due next; None if nothing is planned."""
    found = select(Due.due_at, Due.kind).where(Due.done_at.is_(None)).order_by(Due.due_at).limit(1)
    row = (await session.execute(found)).first()
    return None if row is None else (row[0], row[1])


class Planned(NamedTuple):
    """Counts of what is planned of a kind."""

    kind: str
    fallen: int
    """Number of those that are due and wait to be done."""
    open: int
    """Number of all that are planned, those included."""
    first: datetime
    """Due instant of the earliest."""


async def planned(session: AsyncSession, now: datetime) -> list[Planned]:
    """All that is planned, by kind, the earliest due first. Looks through all that is open."""
    first = func.min(Due.due_at)
    found = (
        select(Due.kind, func.count().filter(Due.due_at <= now), func.count(), first)
        .where(Due.done_at.is_(None))
        .group_by(Due.kind)
        .order_by(first)
    )
    return [Planned(*row) for row in await session.execute(found)]
