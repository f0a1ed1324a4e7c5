"""More time that was asked for, by opinion. Index: `ix_extension_opinion_id`."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models.opinions import Extension


async def newest(session: AsyncSession, opinion_id: int) -> Extension | None:
    """The last time more time was asked for; None if it never was."""
    found = select(Extension).where(Extension.opinion_id == opinion_id).order_by(Extension.id.desc()).limit(1)
    return await session.scalar(found)


async def count_granted(session: AsyncSession, opinion_id: int, since: datetime) -> int:
    """Count the extensions granted that were asked for from an instant on."""
    found = select(func.count(Extension.id)).where(
        Extension.opinion_id == opinion_id, Extension.granted.is_(True), Extension.asked_at >= since
    )
    return (await session.execute(found)).scalar_one()
