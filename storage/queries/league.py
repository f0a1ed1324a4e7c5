"""Figures of units, topics or stations: what was referred to units, what they promised, how their replies were rated.

Each question is one statement over a period, asked beside everybody's transaction (`storage.beside`). Indexes:
`ix_referral_at`, `ix_commitment_made_at`, `ix_rating_asked_at`; the answers are kept as a `LeagueTable`, which is what
is turned, sorted and searched.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, delete, exists, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage.models.commitments import Commitment
from storage.models.directory import HandlingUnit, Station, Topic
from storage.models.league import LeagueTable
from storage.models.opinions import Opinion, Rating, Referral
from storage.stages import PROMISED
from storage.types import UtcDateTime
from storage.upsert import insert_into
from storage.vocabulary import CommitmentState, Ranked, Satisfaction

MODELS: dict[Ranked, Any] = {Ranked.UNITS: HandlingUnit, Ranked.TOPICS: Topic, Ranked.STATIONS: Station}


class Span(NamedTuple):
    """A period: its days, and the same as instants."""

    first: date
    last: date
    since: datetime
    until: datetime
    """The first instant that is over it."""


class Asked(NamedTuple):
    """A question: of what, when, among the cases of which stations (None: of all)."""

    of: Ranked
    span: Span
    stations: Sequence[int] | None
    now: datetime
    today: date


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _ranked(asked: Asked, unit: Any) -> ColumnElement[Any]:
    """The column by which lines are told apart; `unit`: that of a unit."""
    columns: dict[Ranked, Any] = {
        Ranked.UNITS: unit,
        Ranked.TOPICS: Opinion.topic_id,
        Ranked.STATIONS: Opinion.station_id,
    }
    found: ColumnElement[Any] = columns[asked.of]
    return found


def _among(found: Select[Any], asked: Asked, of: Any) -> Select[Any]:
    """Only what is about opinions of the stations asked for; joined only where something is asked of the opinion."""
    if asked.of is Ranked.UNITS and asked.stations is None:
        return found
    found = found.join(Opinion, Opinion.id == of)
    return found if asked.stations is None else found.where(Opinion.station_id.in_(asked.stations))


def referred(asked: Asked) -> Select[Any]:
    """Asks for rows (of, received, in time, late, returned) of what came to units in the period.

    Late is a reply after its due instant, or none by then; what was returned as somebody else's is neither.
    """
    kept = Referral.returned_at.is_(None)
    until = func.coalesce(Referral.ended_at, literal(asked.now, UtcDateTime()))
    by = _ranked(asked, Referral.unit_id)
    found = select(
        by,
        func.count(),
        _count(and_(kept, Referral.replied_at <= Referral.reply_due_at)),
        _count(and_(kept, func.coalesce(Referral.replied_at, until) > Referral.reply_due_at)),
        _count(Referral.returned_at.is_not(None)),
    )
    found = _among(found.select_from(Referral), asked, Referral.opinion_id)
    span = asked.span
    return found.where(Referral.at >= span.since, Referral.at < span.until).group_by(by)


def of_period(span: Span) -> ColumnElement[bool]:
    """Promises of a period: made in it, or still awaited from before as it began."""
    still = or_(Commitment.ended_at.is_(None), Commitment.ended_at >= span.since)
    return and_(Commitment.made_at < span.until, still)


def is_late(now: datetime, today: date) -> ColumnElement[bool]:
    """True for a promise whose day has passed, unless staff have still to decide on another one, or gave time."""
    about = aliased(Opinion)
    waits = exists().where(
        about.id == Commitment.opinion_id,
        or_(about.extension_asked, and_(about.stage.in_(PROMISED), about.due_at >= now)),
    )
    overdue = and_(Commitment.state == CommitmentState.OPEN, Commitment.due_on < today, Commitment.asked_at.is_(None))
    return and_(overdue, ~waits)


def promised(asked: Asked) -> Select[Any]:
    """Asks for rows (of, confirmed, reported and not confirmed, refuted, late, moves) of promises of the period."""
    by = _ranked(asked, Commitment.unit_id)
    found = select(
        by,
        _count(Commitment.state == CommitmentState.CONFIRMED),
        _count(Commitment.state == CommitmentState.UNCONFIRMED),
        _count(Commitment.state == CommitmentState.REFUTED),
        _count(is_late(asked.now, asked.today)),
        func.sum(Commitment.moves),
    )
    found = _among(found.select_from(Commitment), asked, Commitment.opinion_id)
    found = found.where(of_period(asked.span), Commitment.state != CommitmentState.DROPPED)
    return found.group_by(by)


def rated(asked: Asked) -> Select[Any]:
    """Asks for rows (of, rated, satisfied, mostly satisfied, half done) of units' replies that went out in it."""
    by = _ranked(asked, Rating.unit_id)
    found = select(
        by,
        func.count(),
        _count(Rating.satisfaction == Satisfaction.SATISFIED),
        _count(Rating.satisfaction == Satisfaction.MOSTLY),
        _count(Rating.satisfaction == Satisfaction.HALF),
    )
    found = _among(found.select_from(Rating), asked, Rating.opinion_id)
    span = asked.span
    within = Rating.asked_at >= span.since, Rating.asked_at < span.until
    answered = Rating.satisfaction.is_not(None), Rating.unit_id.is_not(None)
    return found.where(*within, *answered).group_by(by)


async def subjects(session: AsyncSession, of: Ranked, ids: Sequence[int] | None) -> Sequence[Any]:
    """Units, topics or stations; `ids`: only these."""
    found = select(MODELS[of]).order_by(MODELS[of].id)
    return (await session.scalars(found if ids is None else found.where(MODELS[of].id.in_(ids)))).unique().all()


async def kept(session: AsyncSession, key: str) -> LeagueTable | None:
    """The table as it was last counted."""
    return await session.get(LeagueTable, key, populate_existing=True)


async def keep(session: AsyncSession, key: str, lines: Sequence[Sequence[Any]], now: datetime) -> None:
    """Keep a table in the place of the one before."""
    newest = {"counted_at": now, "lines": [list(line) for line in lines]}
    row = insert_into(session, LeagueTable).values({"key": key, **newest})
    await session.execute(row.on_conflict_do_update(index_elements=["key"], set_=newest))


async def forget(session: AsyncSession, before: datetime) -> None:
    """Throw away tables that nobody has asked for since then."""
    old = delete(LeagueTable).where(LeagueTable.counted_at < before)
    await session.execute(old.execution_options(synchronize_session=False))
