"""Which opinions a matter groups, and how many people stand behind it."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models.matters import Endorsement, Matter, MatterOpinion
from storage.models.opinions import Opinion


async def matter(session: AsyncSession, matter_id: int) -> Matter:
    """This matter, locked."""
    found = select(Matter).where(Matter.id == matter_id).with_for_update(of=Matter)
    return (await session.scalars(found.execution_options(populate_existing=True))).one()


async def place_of(session: AsyncSession, opinion_id: int) -> MatterOpinion | None:
    """In which matter an opinion is, and how it came there; None: it is in none."""
    return await session.get(MatterOpinion, opinion_id, populate_existing=True)


async def merged_along(session: AsyncSession, opinion_id: int) -> Sequence[int]:
    """Opinions merged into this one that are in no matter. Index: `ix_opinion_merged_into_id`."""
    within = select(MatterOpinion.opinion_id).where(MatterOpinion.opinion_id == Opinion.id)
    found = select(Opinion.id).where(Opinion.merged_into_id == opinion_id, ~within.correlate(Opinion).exists())
    return (await session.scalars(found.order_by(Opinion.id))).all()


async def put_in(
    session: AsyncSession,
    matter_id: int,
    opinion_ids: Sequence[int],
    along_with: int | None,
    at: datetime,
    by_id: int | None,
) -> None:
    """These are in the matter from now on; `along_with`: the one through which they come."""
    here = {"matter_id": matter_id, "along_with_id": along_with, "added_at": at, "added_by_id": by_id}
    session.add_all(MatterOpinion(opinion_id=one, **here) for one in opinion_ids)
    await session.flush()


async def came_along(session: AsyncSession, opinion_ids: Collection[int]) -> Sequence[MatterOpinion]:
    """What came into a matter through one of these. Index: `ix_matter_opinion_along_with_id`."""
    return (await session.scalars(select(MatterOpinion).where(MatterOpinion.along_with_id.in_(opinion_ids)))).all()


async def stand_alone(session: AsyncSession, opinion_id: int) -> None:
    """Neither is this one in its matter through another any longer, nor another through it."""
    either = or_(MatterOpinion.opinion_id == opinion_id, MatterOpinion.along_with_id == opinion_id)
    await session.execute(update(MatterOpinion).where(either).values(along_with_id=None))


async def count_people(session: AsyncSession, matter_id: int) -> int:
    """Number of people who wrote about it or added their voice, each once; a voice that was erased is somebody's."""
    wrote = select(Opinion.constituent_id).join(MatterOpinion, MatterOpinion.opinion_id == Opinion.id)
    wrote = wrote.where(MatterOpinion.matter_id == matter_id)
    authors = wrote.distinct().subquery()
    number = (await session.execute(select(func.count()).select_from(authors))).scalar_one()
    others = and_(Endorsement.person_id.is_not(None), Endorsement.person_id.in_(wrote))
    voices = select(func.count(Endorsement.id)).where(Endorsement.matter_id == matter_id, ~others)
    return number + (await session.execute(voices)).scalar_one()
