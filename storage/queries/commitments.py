"""Questions about what units promised."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models.commitments import Commitment, CommitmentReport, Concern
from storage.models.opinions import Opinion


async def open_of(session: AsyncSession, opinion_id: int) -> tuple[Commitment, Concern] | None:
    """The promise that an opinion waits for; None if it waits for none. Index: `ix_commitment_concern_opinion_id`."""
    found = select(Commitment, Concern).join(Concern, Concern.commitment_id == Commitment.id)
    found = found.where(Concern.opinion_id == opinion_id, Concern.ended_at.is_(None))
    row = (await session.execute(found.execution_options(populate_existing=True))).first()
    return None if row is None else (row[0], row[1])


async def last_of(session: AsyncSession, opinion_id: int) -> Commitment | None:
    """The newest promise about an opinion, whether it still waits for it or not."""
    found = select(Commitment).join(Concern, Concern.commitment_id == Commitment.id)
    return await session.scalar(found.where(Concern.opinion_id == opinion_id).order_by(Commitment.id.desc()).limit(1))


async def concerns(session: AsyncSession, commitment_id: int) -> Sequence[Concern]:
    """All that were concerned by a promise, in order."""
    found = select(Concern).where(Concern.commitment_id == commitment_id).order_by(Concern.id)
    return (await session.scalars(found)).all()


async def waiting_for(session: AsyncSession, commitment_id: int) -> Sequence[Opinion]:
    """The opinions that wait for a promise, locked, the one it was made about first."""
    found = select(Opinion).join(Concern, Concern.opinion_id == Opinion.id)
    found = found.where(Concern.commitment_id == commitment_id, Concern.ended_at.is_(None)).order_by(Concern.id)
    locked = found.with_for_update(of=Opinion).execution_options(populate_existing=True)
    return (await session.scalars(locked)).all()


async def reports(session: AsyncSession, commitment_id: int) -> Sequence[CommitmentReport]:
    """All that was reported on a promise, in order. Index: `ix_commitment_report_commitment_id`."""
    found = select(CommitmentReport).where(CommitmentReport.commitment_id == commitment_id)
    return (await session.scalars(found.order_by(CommitmentReport.id))).all()


async def untold(session: AsyncSession, commitment_id: int) -> Sequence[CommitmentReport]:
    """Reports that its authors were not told of yet, in order."""
    found = select(CommitmentReport).where(
        CommitmentReport.commitment_id == commitment_id, CommitmentReport.told.is_(False)
    )
    return (await session.scalars(found.order_by(CommitmentReport.id))).all()
