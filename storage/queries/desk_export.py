"""What an export says of cases beside what a list does."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models.opinions import Event, Opinion, Rating
from storage.queries.desk_cases import Case
from storage.vocabulary import Action, Outcome, Role, Satisfaction

SCREENING = (Action.ASSIGN, Action.DECLINE, Action.MERGE, Action.REFER)
ANSWERING = (Action.REPLY, Action.PASS_ON)


class Row(NamedTuple):
    """A case with its times and its rating."""

    case: Case
    screened_at: datetime | None
    answered_at: datetime | None
    """First answer to its author."""
    outcome: Outcome | None
    planned_for: date | None
    satisfaction: Satisfaction | None
    """The last one."""


async def rows(session: AsyncSession, cases: Sequence[Case]) -> list[Row]:
    """These cases, in the same order. Indexes: `ix_event_opinion_id`, `uq_rating_opinion_id_round`."""
    ids = [case.id for case in cases]
    screened = await _first(session, ids, SCREENING, (Role.STAFF,))
    answered = await _first(session, ids, ANSWERING, (Role.REPRESENTATIVE, Role.STAFF))
    results = select(Opinion.id, Opinion.outcome, Opinion.planned_for).where(Opinion.id.in_(ids))
    known = {row[0]: (row[1], row[2]) for row in await session.execute(results)}
    rated = select(Rating.opinion_id, Rating.satisfaction).where(
        Rating.opinion_id.in_(ids), Rating.satisfaction.is_not(None)
    )
    ratings = {row[0]: row[1] for row in await session.execute(rated.order_by(Rating.round))}
    return [
        Row(
            case,
            screened.get(case.id),
            answered.get(case.id),
            *known.get(case.id, (None, None)),
            ratings.get(case.id),
        )
        for case in cases
    ]


async def _first(
    session: AsyncSession, ids: Sequence[int], actions: Sequence[Action], by: Sequence[Role]
) -> dict[int, datetime]:
    """Instant at which this was first done to each of these."""
    first = func.min(Event.id)
    numbers = select(first).where(Event.opinion_id.in_(ids), Event.action.in_(actions), Event.actor_role.in_(by))
    found = select(Event.opinion_id, Event.at).where(Event.id.in_(numbers.group_by(Event.opinion_id)))
    return {row[0]: row[1] for row in await session.execute(found)}
