"""The year's list of promises, with those that years before left unkept.

Indexes: `ix_commitment_state`, `ix_commitment_state_due_on`, and the same two of a station.
"""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple, TypeVarTuple

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models.commitments import Commitment
from storage.models.directory import HandlingUnit
from storage.models.opinions import Opinion
from storage.models.suggestions import Suggestion
from storage.queries.league import Span, is_late
from storage.queries.opinions import COUNTED, count_some
from storage.vocabulary import CommitmentState

Columns = TypeVarTuple("Columns")


class Kept(StrEnum):
    """What became of promises, as their list is asked for."""

    OPEN = "open"
    """Still to be kept: the late ones are among them, first."""
    LATE = "late"
    REPORTED = "reported"
    """Reported done; who wrote is asked whether it really is."""
    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    """Reported done, and nobody said whether it was."""
    REFUTED = "refuted"


STATES = {
    Kept.OPEN: CommitmentState.OPEN,
    Kept.LATE: CommitmentState.OPEN,
    Kept.REPORTED: CommitmentState.REPORTED,
    Kept.CONFIRMED: CommitmentState.CONFIRMED,
    Kept.UNCONFIRMED: CommitmentState.UNCONFIRMED,
    Kept.REFUTED: CommitmentState.REFUTED,
}
OVER = frozenset({Kept.CONFIRMED, Kept.UNCONFIRMED, Kept.REFUTED})


class Wanted(NamedTuple):
    """Promises of a year, among the cases of which stations (None: of all), at which instant."""

    span: Span
    stations: Sequence[int] | None
    now: datetime
    today: date


class Promise(NamedTuple):
    """A line of the list."""

    id: int
    reference: str
    unit: HandlingUnit
    state: CommitmentState
    due_on: date
    first_due_on: date
    moves: int
    late: bool


def _conditions(wanted: Wanted, kept: Kept) -> list[ColumnElement[bool]]:
    """Those made before the year was over that are still awaited, or that were as it began."""
    conditions: list[ColumnElement[bool]] = [Commitment.state == STATES[kept]]
    if kept in OVER:
        conditions.append(Commitment.ended_at >= wanted.span.since)
    if kept in OVER or wanted.span.until <= wanted.now:  # of this year: all that is awaited, in the index's order
        conditions.append(Commitment.made_at < wanted.span.until)
    if kept is Kept.LATE:
        conditions.append(is_late(wanted.now, wanted.today))
    if wanted.stations is not None:
        conditions.append(Commitment.station_id.in_(wanted.stations))
    return conditions


def _saying(found: Select[*Columns], words: str) -> Select[*Columns]:
    """Those whose reference, unit or promise holds these words."""
    if not words:
        return found
    said = (Opinion.reference, Suggestion.reference, Suggestion.title)
    columns = (*said, HandlingUnit.name, HandlingUnit.name_en, Commitment.what)
    return found.where(or_(*(one.icontains(words, autoescape=True) for one in columns)))


def _order(kept: Kept) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """Order of an index; counted in it too, so that a year is counted from its own end and not from the first."""
    if kept in OVER:
        return Commitment.made_at.desc(), Commitment.id.desc()
    return Commitment.due_on.asc(), Commitment.id.asc()


async def listed(
    session: AsyncSession, wanted: Wanted, kept: Kept, limit: int, skip: int = 0, words: str = ""
) -> list[Promise]:
    """Those that say these words: of the open ones the earliest due first, of the others the newest."""
    found = (
        select(
            Commitment.id,
            func.coalesce(Opinion.reference, Suggestion.reference),
            HandlingUnit,
            Commitment.state,
            Commitment.due_on,
            Commitment.first_due_on,
            Commitment.moves,
            is_late(wanted.now, wanted.today),
        )
        .outerjoin(Opinion, Opinion.id == Commitment.opinion_id)
        .outerjoin(Suggestion, Suggestion.id == Commitment.suggestion_id)
        .join(HandlingUnit, HandlingUnit.id == Commitment.unit_id)
        .where(*_conditions(wanted, kept))
    )
    rows = await session.execute(_saying(found.order_by(*_order(kept)), words).limit(limit).offset(skip))
    return [Promise(*row) for row in rows]


async def count(session: AsyncSession, wanted: Wanted, kept: Kept, words: str = "") -> int:
    """Count what `listed` finds, no further than to `COUNTED`."""
    found = select(Commitment.id).where(*_conditions(wanted, kept))
    if words:
        found = found.outerjoin(Opinion, Opinion.id == Commitment.opinion_id)
        found = found.outerjoin(Suggestion, Suggestion.id == Commitment.suggestion_id)
        found = _saying(found.join(HandlingUnit, HandlingUnit.id == Commitment.unit_id), words)
    return await count_some(session, found.order_by(*_order(kept)))


async def counts(session: AsyncSession, wanted: Wanted) -> dict[Kept, int]:
    """Number of each kind, in one statement; each counted no further than to `COUNTED`."""
    found = {one: select(Commitment.id).where(*_conditions(wanted, one)).order_by(*_order(one)) for one in Kept}
    some = [one.limit(COUNTED).subquery() for one in found.values()]
    asked = select(*(select(func.count()).select_from(one).scalar_subquery() for one in some))
    return dict(zip(Kept, (await session.execute(asked)).one(), strict=True))


async def one(
    session: AsyncSession, commitment_id: int, stations: Sequence[int] | None
) -> tuple[Commitment, Opinion | Suggestion] | None:
    """A promise and what it was made about; None if there is none among the cases of these stations."""
    found = select(Commitment).where(Commitment.id == commitment_id)
    if stations is not None:
        found = found.where(Commitment.station_id.in_(stations))
    promise = await session.scalar(found)
    if promise is None:
        return None
    if promise.suggestion_id is not None:
        return promise, await session.get_one(Suggestion, promise.suggestion_id)
    return promise, await session.get_one(Opinion, promise.opinion_id)
