"""Questions about opinions that were taken down for somebody without an account."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models.on_behalf import OnBehalf
from storage.models.opinions import Event, Opinion
from storage.queries.opinions import COUNTED, Listed, listed
from storage.vocabulary import Action, Role

IN_OFFICE = (Role.STAFF, Role.REPRESENTATIVE)
TOLD = (Action.REPLY, Action.PASS_ON, Action.ASK, Action.DECLINE)
"""Actions of staff and representatives of which an author is told ..."""
TOLD_OF_UNIT = (Action.REPORT_DONE, Action.MOVE_DATE)
"""... and of units."""


def _to_tell() -> ColumnElement[bool]:
    by_office = and_(Event.action.in_(TOLD), Event.actor_role.in_(IN_OFFICE))
    return or_(by_office, and_(Event.action.in_(TOLD_OF_UNIT), Event.actor_role == Role.UNIT))


async def of_opinion(session: AsyncSession, opinion_id: int) -> OnBehalf | None:
    """How an opinion was taken down; None: its author sent it."""
    return await session.get(OnBehalf, opinion_id)


async def of_secret(session: AsyncSession, secret_hash: str) -> OnBehalf | None:
    """The one whose receipt has this secret."""
    return await session.scalar(select(OnBehalf).where(OnBehalf.secret_hash == secret_hash))


async def news(session: AsyncSession, one: OnBehalf) -> Sequence[Event]:
    """What its author is to be told of, in order. Index: `ix_event_opinion_id`."""
    found = select(Event).where(Event.opinion_id == one.opinion_id, Event.id > one.told_up_to, _to_tell())
    return (await session.scalars(found.order_by(Event.id))).all()


def _waiting(stations: Sequence[int] | None) -> Select[Any]:
    newer = select(Event.id).where(Event.opinion_id == OnBehalf.opinion_id, Event.id > OnBehalf.told_up_to, _to_tell())
    found: Select[Any] = select(Opinion).join(OnBehalf, OnBehalf.opinion_id == Opinion.id).where(newer.exists())
    return found if stations is None else found.where(Opinion.station_id.in_(stations))


async def to_tell(session: AsyncSession, stations: Sequence[int] | None, limit: int) -> list[Listed]:
    """Opinions of these stations (None: of all) whose authors staff have to tell something, the oldest first."""
    found = listed(_waiting(stations)).order_by(Opinion.id).limit(limit)
    return [Listed(*row) for row in await session.execute(found)]


async def count_to_tell(session: AsyncSession, stations: Sequence[int] | None) -> int:
    """Number of them, counted no further than to `COUNTED`."""
    some = _waiting(stations).with_only_columns(Opinion.id).limit(COUNTED).subquery()
    return (await session.execute(select(func.count()).select_from(some))).scalar_one()
