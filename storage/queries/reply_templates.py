"""Questions about templates of replies."""

from collections.abc import Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models.unit_work import ReplyTemplate
from storage.vocabulary import Outcome


async def of_units(session: AsyncSession, units: Sequence[int]) -> Sequence[ReplyTemplate]:
    """All templates of these units, by title."""
    found = select(ReplyTemplate).where(ReplyTemplate.unit_id.in_(units))
    return (await session.scalars(found.order_by(ReplyTemplate.title, ReplyTemplate.id))).all()


async def fitting(
    session: AsyncSession, unit_id: int, topic_id: int | None, outcome: Outcome | None
) -> Sequence[ReplyTemplate]:
    """Templates of a unit for a topic and a result class (None: not chosen yet), those for just these first."""
    topic, result = ReplyTemplate.topic_id, ReplyTemplate.outcome
    found = select(ReplyTemplate).where(ReplyTemplate.unit_id == unit_id, or_(topic.is_(None), topic == topic_id))
    if outcome is not None:
        found = found.where(or_(result.is_(None), result == outcome))
    return (await session.scalars(found.order_by(topic.is_(None), result.is_(None), ReplyTemplate.id))).all()


async def by_id(session: AsyncSession, template_id: int) -> ReplyTemplate | None:
    """One of them."""
    return await session.get(ReplyTemplate, template_id)


async def count(session: AsyncSession, unit_id: int) -> int:
    """Count the templates of a unit."""
    found = select(func.count(ReplyTemplate.id)).where(ReplyTemplate.unit_id == unit_id)
    return (await session.execute(found)).scalar_one()
