"""Questions about what units promised."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage.models.commitments import Commitment, CommitmentReport, Concern
from storage.models.opinions import Opinion
from storage.models.suggestions import Suggestion
from storage.queries.opinions import count_some
from storage.vocabulary import CommitmentState


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


async def of_suggestions(session: AsyncSession, ids: Sequence[int]) -> dict[int, Commitment]:
    """The newest promise made with a reply to each of these suggestions that has one."""
    found = select(Commitment).where(Commitment.suggestion_id.in_(ids)).order_by(Commitment.round)
    return {one.suggestion_id or 0: one for one in await session.scalars(found)}


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


class Promised(NamedTuple):
    """A promise of a unit that somebody waits for, with the first opinion that does, or the suggestion."""

    id: int
    opinion_id: int | None
    suggestion_id: int | None
    reference: str
    summary: str
    what: str
    due_on: date
    moves: int
    percent: int | None
    state: CommitmentState
    unit_id: int
    asked_at: datetime | None
    """Instant since which another day is asked of staff."""


def _awaited(units: Sequence[int], states: Sequence[CommitmentState]) -> Select[Commitment]:
    of_units = Commitment.unit_id.in_(units), Commitment.ended_at.is_(None), Commitment.state.in_(states)
    return select(Commitment).where(*of_units)


def _kept_by(units: Sequence[int], states: Sequence[CommitmentState], words: str) -> Select[Commitment]:
    waits = aliased(Concern)
    first = select(func.min(waits.id)).where(waits.commitment_id == Commitment.id, waits.ended_at.is_(None))
    found = _awaited(units, states).outerjoin(Concern, Concern.id == first.scalar_subquery())
    found = found.outerjoin(Opinion, Opinion.id == Concern.opinion_id)
    found = found.outerjoin(Suggestion, Suggestion.id == Commitment.suggestion_id)
    if not words:
        return found
    said = (Opinion.reference, Opinion.summary, Suggestion.reference, Suggestion.title, Commitment.what)
    return found.where(or_(*(one.icontains(words, autoescape=True) for one in said)))


async def kept_by(
    session: AsyncSession,
    units: Sequence[int],
    states: Sequence[CommitmentState],
    limit: int,
    skip: int = 0,
    words: str = "",
) -> list[Promised]:
    """Promises of these units in these states that say these words, the earliest due first.

    Index: `ix_commitment_unit_id_ended_at_due_on`.
    """
    found = _kept_by(units, states, words).with_only_columns(
        Commitment.id,
        Opinion.id,
        Commitment.suggestion_id,
        func.coalesce(Opinion.reference, Suggestion.reference),
        func.coalesce(Opinion.summary, Suggestion.title),
        Commitment.what,
        Commitment.due_on,
        Commitment.moves,
        Commitment.percent,
        Commitment.state,
        Commitment.unit_id,
        Commitment.asked_at,
    )
    rows = await session.execute(found.order_by(Commitment.due_on, Commitment.id).limit(limit).offset(skip))
    return [Promised(*row[:12]) for row in rows]  # type: ignore[arg-type]


async def count_kept_by(
    session: AsyncSession,
    units: Sequence[int],
    states: Sequence[CommitmentState],
    words: str = "",
    *,
    before: date | None = None,
) -> int:
    """Count the promises `kept_by` finds, no further than to `COUNTED`; with `before` only those late on that day, for
    which staff are not asked."""
    found = _kept_by(units, states, words) if words else _awaited(units, states)
    if before is not None:
        found = found.where(Commitment.due_on < before, Commitment.asked_at.is_(None))
    return await count_some(session, found.order_by(Commitment.due_on).with_only_columns(Commitment.id))
