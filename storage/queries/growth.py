"""What is written about more from week to week: groups of one place and topic, and matters.

Asked beside everybody's transaction (`storage.beside`), among the newest opinions only: their numbers rise with time,
so the first of the last weeks is found by looking at a few of them.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, case, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.matter_vocabulary import MatterState
from storage.models.directory import Area, representative_area
from storage.models.matters import Endorsement, Matter, MatterOpinion
from storage.models.opinions import Opinion
from storage.types import UtcDateTime


class Among(NamedTuple):
    """Opinions among which is counted."""

    starts: Sequence[datetime]
    """Beginnings of the weeks, the newest first, and last the end of the one before them all: `now` stands before."""
    first: int
    """The first opinion of the oldest week."""
    stations: Sequence[int] | None
    """None: of all."""
    areas: Sequence[int] | None
    """Only from these villages and towns; None: from all."""


async def first_since(session: AsyncSession, instant: datetime) -> int:
    """Number of the first opinion sent since then, found by halving: numbers rise with the time."""
    low, high = 1, (await session.scalar(select(func.max(Opinion.id))) or 0) + 1
    while low < high:
        middle = (low + high) // 2
        found = select(Opinion.submitted_at).where(Opinion.id >= middle).order_by(Opinion.id).limit(1)
        sent = await session.scalar(found)
        if sent is not None and sent < instant:
            low = middle + 1
        else:
            high = middle
    return low


async def areas_of(session: AsyncSession, representatives: Sequence[int]) -> Sequence[int]:
    """Villages and towns that these representatives serve, and what lies in them."""
    served = select(representative_area.c.area_id.label("id"))
    below = served.where(representative_area.c.representative_id.in_(representatives)).cte(recursive=True)
    below = below.union(select(Area.id).join(below, Area.parent_id == below.c.id))
    return (await session.scalars(select(below.c.id))).all()


def _by_week(instant: Any, starts: Sequence[datetime]) -> list[Any]:
    """A count for each week, the newest first."""
    weeks: list[Any] = []
    until: datetime | None = None
    for start in starts:
        within: ColumnElement[bool] = instant >= literal(start, UtcDateTime())
        if until is not None:
            within &= instant < literal(until, UtcDateTime())
        weeks.append(func.sum(case((within, 1), else_=0)))
        until = start
    return weeks


def _of(found: Select[Any], among: Among) -> Select[Any]:
    found = found.where(Opinion.id >= among.first)
    if among.stations is not None:
        found = found.where(Opinion.station_id.in_(among.stations))
    return found if among.areas is None else found.where(Opinion.area_id.in_(among.areas))


def groups(among: Among) -> Select[Any]:
    """Asks for rows (area, topic, a count a week) of opinions from one place on one topic."""
    asked: Any = select(Opinion.area_id, Opinion.topic_id, *_by_week(Opinion.submitted_at, among.starts))
    found = _of(asked.where(Opinion.area_id.is_not(None), Opinion.topic_id.is_not(None)), among)
    return found.group_by(Opinion.area_id, Opinion.topic_id)


def in_matters(among: Among) -> Select[Any]:
    """Asks for rows (matter, a count a week) of the opinions in matters."""
    found: Any = select(MatterOpinion.matter_id, *_by_week(Opinion.submitted_at, among.starts))
    found = found.join(Opinion, Opinion.id == MatterOpinion.opinion_id).where(Opinion.id >= among.first)
    grouped: Select[Any] = found.group_by(MatterOpinion.matter_id)
    return grouped


def voices(among: Among) -> Select[Any]:
    """Asks for rows (matter, a count a week) of the voices added to matters."""
    oldest = literal(among.starts[-1], UtcDateTime())
    found: Any = select(Endorsement.matter_id, *_by_week(Endorsement.at, among.starts))
    grouped: Select[Any] = found.where(Endorsement.at >= oldest).group_by(Endorsement.matter_id)
    return grouped


async def matters(
    session: AsyncSession, ids: Sequence[int], stations: Sequence[int] | None, areas: Sequence[int] | None
) -> dict[int, Matter]:
    """Those of these matters that somebody sees: of these stations (None: all), or public in these places."""
    found = select(Matter).where(Matter.id.in_(ids), Matter.state != MatterState.WITHDRAWN)
    if areas is not None:
        here = Matter.area_id.in_(areas) | Matter.area_id.is_(None)
        found = found.where(Matter.state == MatterState.RELEASED, here)
    elif stations is not None:
        found = found.where(Matter.station_id.in_(stations))
    return {one.id: one for one in await session.scalars(found)}


async def of_group(
    session: AsyncSession, area: int, topic: int, stations: Sequence[int] | None, words: str, limit: int, skip: int = 0
) -> list[tuple[int, str, str]]:
    """(Number, reference, first words) of opinions from one place on one topic, the newest first.

    Index: `ix_opinion_area_id_id`.
    """
    columns: Any = select(Opinion.id, Opinion.reference, Opinion.summary)
    found = _group(columns, area, topic, stations, words)
    rows = await session.execute(found.order_by(Opinion.id.desc()).limit(limit).offset(skip))
    return [(row[0], row[1], row[2]) for row in rows]


async def count_group(
    session: AsyncSession, area: int, topic: int, stations: Sequence[int] | None, words: str = ""
) -> int:
    """Count what `of_group` finds."""
    found = _group(select(func.count(Opinion.id)), area, topic, stations, words)
    number: int = (await session.execute(found)).scalar_one()
    return number


def _group(found: Select[Any], area: int, topic: int, stations: Sequence[int] | None, words: str) -> Select[Any]:
    found = found.where(Opinion.area_id == area, Opinion.topic_id == topic)
    if stations is not None:
        found = found.where(Opinion.station_id.in_(stations))
    return found.where(Opinion.summary.icontains(words, autoescape=True)) if words else found
