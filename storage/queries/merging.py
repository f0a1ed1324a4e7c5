"""Questions about opinions that are handled together."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models.opinions import Opinion
from storage.vocabulary import Stage


class Beside(NamedTuple):
    """An opinion to look at beside another one."""

    id: int
    reference: str
    stage: Stage
    submitted_at: datetime


def _beside() -> Select[int, str, Stage, datetime]:
    return select(Opinion.id, Opinion.reference, Opinion.stage, Opinion.submitted_at)


async def merged_briefly(session: AsyncSession, opinion_id: int, limit: int) -> list[Beside]:
    """The first of those that are handled together with an opinion, oldest first, not locked."""
    found = _beside().where(Opinion.merged_into_id == opinion_id).order_by(Opinion.id).limit(limit)
    return [Beside(*row) for row in await session.execute(found)]


async def count_merged(session: AsyncSession, opinion_id: int) -> int:
    """Count the opinions that are handled together with one."""
    found = select(func.count()).select_from(Opinion).where(Opinion.merged_into_id == opinion_id)
    return (await session.execute(found)).scalar_one()
