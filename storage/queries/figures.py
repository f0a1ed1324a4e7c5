"""Questions behind the page of figures: asked beside everybody's transaction (`storage.beside`), in this order."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models.commitments import Commitment
from storage.models.notices import Notice
from storage.models.opinions import Event, Opinion, Rating, Referral
from storage.models.reception import ReceptionDay
from storage.queries.desk_export import ANSWERING, SCREENING
from storage.queries.league import Span
from storage.vocabulary import CommitmentState, Role, Stage


class Asked(NamedTuple):
    """About which period, among the cases of which stations (None: of all), as of when."""

    span: Span
    weeks: Sequence[datetime]
    """Instants at which weeks of the period begin, and the end."""
    stations: Sequence[int] | None
    today: date
    silent_since: datetime
    """Who has had a case without a word since before this is silent."""


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _received(found: Any, asked: Asked) -> Any:
    found = found.where(Opinion.submitted_at >= asked.span.since, Opinion.submitted_at < asked.span.until)
    return found if asked.stations is None else found.where(Opinion.station_id.in_(asked.stations))


def _of_stations(found: Any, asked: Asked, of: Any) -> Any:
    if asked.stations is None:
        return found
    return found.join(Opinion, Opinion.id == of).where(Opinion.station_id.in_(asked.stations))


def _weeks(asked: Asked) -> Any:
    pairs = zip(asked.weeks, asked.weeks[1:], strict=False)
    sums = [_count(and_(Opinion.submitted_at >= first, Opinion.submitted_at < last)) for first, last in pairs]
    return _received(select(*sums), asked)


def _by(asked: Asked, column: Any) -> Any:
    return _received(select(column, func.count()).group_by(column), asked)


def _first(asked: Asked, actions: Sequence[Any], roles: Sequence[Role]) -> Any:
    """When each was received, and when this was first done to it."""
    found: Any = select(Opinion.submitted_at, func.min(Event.at)).join(Event, Event.opinion_id == Opinion.id)
    found = found.where(Event.action.in_(actions), Event.actor_role.in_(roles))
    return _received(found, asked).group_by(Opinion.id, Opinion.submitted_at)


def _referred(asked: Asked) -> Any:
    return _of_stations(
        select(Referral.at, Referral.replied_at, Referral.reply_due_at), asked, Referral.opinion_id
    ).where(Referral.at >= asked.span.since, Referral.at < asked.span.until, Referral.returned_at.is_(None))


def _promised(asked: Asked) -> Any:
    found: Any = select(Commitment.made_at, Commitment.reported_at, Commitment.due_on, Commitment.state)
    return _of_stations(found, asked, Commitment.opinion_id).where(
        Commitment.made_at >= asked.span.since,
        Commitment.made_at < asked.span.until,
        Commitment.state != CommitmentState.DROPPED,
    )


def _rated(asked: Asked, column: Any, *more: ColumnElement[bool]) -> Any:
    found: Any = select(Rating.round, column, func.count())
    return (
        _of_stations(found, asked, Rating.opinion_id)
        .where(Rating.asked_at >= asked.span.since, Rating.asked_at < asked.span.until, column.is_not(None), *more)
        .group_by(Rating.round, column)
    )


def _reception(asked: Asked) -> Any:
    over = and_(ReceptionDay.day < asked.today, ReceptionDay.cancelled_at.is_(None))
    found: Any = select(_count(over), _count(ReceptionDay.cancelled_at.is_not(None)))
    found = found.where(ReceptionDay.day >= asked.span.first, ReceptionDay.day <= asked.span.last)
    return found if asked.stations is None else found.where(ReceptionDay.station_id.in_(asked.stations))


def _notices(asked: Asked) -> Any:
    found: Any = select(func.count(), func.sum(Notice.sent))
    found = found.where(Notice.ended_at >= asked.span.since, Notice.ended_at < asked.span.until)
    return found if asked.stations is None else found.where(Notice.station_id.in_(asked.stations))


def _silent(asked: Asked) -> Any:
    found: Any = select(Opinion.representative_id, func.count())
    found = found.where(Opinion.stage == Stage.ASSIGNED, Opinion.stage_since < asked.silent_since)
    found = found if asked.stations is None else found.where(Opinion.station_id.in_(asked.stations))
    return found.group_by(Opinion.representative_id)


NAMES = (
    "weeks",
    "stages",
    "topics",
    "areas",
    "screening",
    "answering",
    "referrals",
    "promises",
    "satisfaction",
    "handling",
    "reception",
    "notices",
    "silent",
)


async def received(session: AsyncSession, asked: Asked) -> int:
    """Number of cases that came in the period."""
    return await session.scalar(_received(select(func.count(Opinion.id)), asked)) or 0


def questions(asked: Asked) -> list[Select[Any]]:
    """All of them, in the order of `NAMES`."""
    return [
        _weeks(asked),
        _by(asked, Opinion.stage),
        _by(asked, Opinion.topic_id),
        _by(asked, Opinion.area_id),
        _first(asked, SCREENING, (Role.STAFF,)),
        _first(asked, ANSWERING, (Role.REPRESENTATIVE, Role.STAFF)),
        _referred(asked),
        _promised(asked),
        _rated(asked, Rating.satisfaction),
        _rated(asked, Rating.handling, Rating.unit_id.is_not(None)),
        _reception(asked),
        _notices(asked),
        _silent(asked),
    ]
