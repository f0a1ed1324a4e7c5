"""The audit log: append-only, each row chained to the one before by its hash."""

import hashlib
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage import lease
from storage.models.people import Audit


async def note(
    session: AsyncSession, *, at: datetime, actor_id: int | None, action: str, subject: str, detail: str = ""
) -> None:
    """Add a row. `subject` is like `opinion:12`; never a name or a text of a person."""
    await lease.one_by_one(session, lease.AUDIT)
    last = await session.scalar(select(Audit.hash).order_by(Audit.id.desc()).limit(1)) or ""
    digest = _digest(last, at, actor_id, action, subject, detail)
    row = Audit(
        at=at, actor_id=actor_id, action=action, subject=subject, detail=detail, previous_hash=last, hash=digest
    )
    session.add(row)
    await session.flush()


async def verify(session: AsyncSession) -> int | None:
    """The id of the first row that does not fit the one before; None if the chain holds."""
    last = ""
    for row in await session.scalars(select(Audit).order_by(Audit.id)):
        digest = _digest(last, row.at, row.actor_id, row.action, row.subject, row.detail)
        if row.previous_hash != last or row.hash != digest:
            return row.id
        last = row.hash
    return None


def _digest(last: str, at: datetime, actor_id: int | None, action: str, subject: str, detail: str) -> str:
    parts = "\x1f".join((last, at.isoformat(), str(actor_id), action, subject, detail))
    return hashlib.sha256(parts.encode()).hexdigest()
