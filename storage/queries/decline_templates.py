"""Reasons for declining."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models.opinions import DeclineTemplate


async def listed(session: AsyncSession, *, archived: bool = False) -> Sequence[DeclineTemplate]:
    """Those that are offered, or those that no longer are, in their order."""
    found = select(DeclineTemplate).where(DeclineTemplate.archived == archived)
    return (await session.scalars(found.order_by(DeclineTemplate.position, DeclineTemplate.id))).all()


async def count(session: AsyncSession, *, archived: bool) -> int:
    """Count the templates that are offered, or no longer are."""
    found = select(func.count()).select_from(DeclineTemplate).where(DeclineTemplate.archived == archived)
    return (await session.execute(found)).scalar_one()


async def any_at_all(session: AsyncSession) -> bool:
    """True if there is one, offered or not."""
    return (await session.execute(select(DeclineTemplate.id).limit(1))).first() is not None


async def by_id(session: AsyncSession, template_id: int) -> DeclineTemplate | None:
    """One of them."""
    return await session.get(DeclineTemplate, template_id)


async def last_position(session: AsyncSession) -> int:
    """Position of the last one; 0 if there is none."""
    return await session.scalar(select(func.max(DeclineTemplate.position))) or 0
