"""What representatives did in a stretch of time: their own record."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, Subquery, and_, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models.opinions import Event, Opinion, Rating
from storage.models.reception import ReceptionDay, RosterPlace
from storage.models.suggestions import Suggestion
from storage.queries.desk_export import ANSWERING
from storage.queries.league import Span
from storage.vocabulary import Action, Role, Satisfaction

COUNTED = 1_000
"""So many of the newest opinions are looked at: more than anybody has in a year."""


class Record(NamedTuple):
    """Numbers of what came to them, and of what they did."""

    received: int
    answered: int
    """Opinions to which they answered, or whose reply they passed on."""
    referred: int
    """Opinions that they referred to a unit."""
    first_answers: list[tuple[datetime, datetime]]
    """When each was received, and when they first answered it."""
    ratings: dict[Satisfaction, int]
    """Of what they answered, by those who wrote."""
    sat: int
    """Reception days for which they were on the roster."""
    came: int
    """Those to which they came."""
    suggestions: int
    """Formal suggestions that they handed in."""


async def record(session: AsyncSession, representatives: Sequence[int], span: Span, today: date) -> Record:
    """The record of these representatives together. Reception days count once they are over.

    Index: `ix_opinion_representative_id_id`.
    """
    theirs = Opinion.representative_id.in_(representatives)
    newest = select(Opinion.id, Opinion.submitted_at).where(theirs).order_by(Opinion.id.desc()).limit(COUNTED)
    came_in = newest.where(Opinion.submitted_at >= span.since, Opinion.submitted_at < span.until).subquery()
    ratings = (
        select(Rating.satisfaction, func.count())
        .join(came_in, came_in.c.id == Rating.opinion_id)
        .where(Rating.representative_id.in_(representatives), Rating.satisfaction.is_not(None))
        .group_by(Rating.satisfaction)
    )
    handed = select(func.count(Suggestion.id)).where(
        Suggestion.lead_id.in_(representatives),
        Suggestion.handed_in_at >= span.since,
        Suggestion.handed_in_at < span.until,
    )
    deeds = (await session.execute(_deeds(newest.subquery(), representatives, span))).all()
    sat, came = (await session.execute(_rosters(representatives, span, today))).one()
    return Record(
        await session.scalar(select(func.count()).select_from(came_in)) or 0,
        sum(bool(one.answered) for one in deeds),
        sum(bool(one.referred) for one in deeds),
        [(one.submitted_at, one.first) for one in deeds if one.first and span.since <= one.submitted_at < span.until],
        {word: n for word, n in await session.execute(ratings) if word is not None},
        sat,
        came,
        await session.scalar(handed) or 0,
    )


def _deeds(newest: Subquery, representatives: Sequence[int], span: Span) -> Select[Any]:
    """Of each opinion: when it came, when it had its first answer, and what they did with it in the span."""
    answers = Event.action.in_(ANSWERING)
    by_them = and_(Event.representative_id.in_(representatives), Event.at >= span.since, Event.at < span.until)
    return (
        select(
            newest.c.submitted_at,
            func.min(case((answers, Event.at))).label("first"),
            func.max(case((and_(answers, by_them), 1), else_=0)).label("answered"),
            func.max(case((and_(Event.action == Action.REFER, by_them), 1), else_=0)).label("referred"),
        )
        .join(Event, Event.opinion_id == newest.c.id)
        .where(Event.action.in_((*ANSWERING, Action.REFER)), Event.actor_role == Role.REPRESENTATIVE)
        .group_by(newest.c.id, newest.c.submitted_at)
    )


def _rosters(representatives: Sequence[int], span: Span, today: date) -> Select[int, int]:
    """How often they were on a roster, and how often they came."""
    return (
        select(func.count(RosterPlace.id), func.count(RosterPlace.came_at))
        .join(ReceptionDay, ReceptionDay.id == RosterPlace.day_id)
        .where(
            RosterPlace.representative_id.in_(representatives),
            ReceptionDay.day >= span.first,
            ReceptionDay.day <= span.last,
            ReceptionDay.day < today,
            ReceptionDay.cancelled_at.is_(None),
        )
    )
