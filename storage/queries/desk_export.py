"""What an export says of cases: asked beside everybody's transaction (`storage.beside`), a long piece at a time."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, or_, select

from storage.models.opinions import Event, Opinion, Rating
from storage.queries.desk_cases import Narrowed, Place, Reach, beyond, conditions, driving, ordered
from storage.vocabulary import Action, Role

SCREENING = (Action.ASSIGN, Action.DECLINE, Action.MERGE, Action.REFER)
ANSWERING = (Action.REPLY, Action.PASS_ON)


class Row(NamedTuple):
    """A case with its times and its rating, as the database gives them: words and instants are plain."""

    id: int
    reference: str
    summary: str
    stage: str
    since: Any
    round: int
    topic_id: int | None
    area_id: int | None
    station_id: int | None
    representative_id: int | None
    unit_id: int | None
    submitted_at: Any
    screened_at: Any
    answered_at: Any
    """First answer to its author."""
    due_at: Any
    outcome: str | None
    planned_for: Any
    satisfaction: str | None
    """The last one."""


def question(reach: Reach, wanted: Narrowed, after: Place | None, limit: int) -> Select[Any] | None:
    """Asks for up to so many rows of `Row` after a place in the order; None: there is nothing to ask for."""
    parts = driving(reach, wanted)
    if not parts:
        return None
    rated = select(Rating.satisfaction).where(Rating.opinion_id == Opinion.id, Rating.satisfaction.is_not(None))
    found: Any = select(
        Opinion.id,
        Opinion.reference,
        Opinion.summary,
        Opinion.stage,
        Opinion.stage_since,
        Opinion.round,
        Opinion.topic_id,
        Opinion.area_id,
        Opinion.station_id,
        Opinion.representative_id,
        Opinion.unit_id,
        Opinion.submitted_at,
        _first(SCREENING, (Role.STAFF,)),
        _first(ANSWERING, (Role.REPRESENTATIVE, Role.STAFF)),
        Opinion.due_at,
        Opinion.outcome,
        Opinion.planned_for,
        rated.order_by(Rating.round.desc()).limit(1).scalar_subquery(),
    )
    found = found.where(or_(*parts), *conditions(reach, wanted), *beyond(wanted, after))
    asked: Select[Any] = ordered(found, wanted).limit(limit)
    return asked


def _first(actions: Sequence[Action], by: Sequence[Role]) -> ColumnElement[Any]:
    """Instant at which this was first done to the case. Index: `ix_event_opinion_id`."""
    found = select(func.min(Event.at)).where(
        Event.opinion_id == Opinion.id, Event.action.in_(actions), Event.actor_role.in_(by)
    )
    return found.scalar_subquery()
