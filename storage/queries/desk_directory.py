"""Questions of the desk's pages of the directory."""

from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage.models.directory import Area, HandlingUnit, Representative, Topic, representative_area
from storage.models.people import Grant
from storage.vocabulary import AreaKind


class Place(NamedTuple):
    """An area in its list."""

    id: int
    code: str
    name: str
    name_en: str | None
    kind: AreaKind
    below: int
    """Areas directly below it."""
    representatives: int
    """Of those in office, how many sit for it in particular."""


def _places() -> Select[Any]:
    lower = aliased(Area)
    below = select(func.count()).where(lower.parent_id == Area.id).correlate(Area).scalar_subquery()
    sit = (
        select(func.count())
        .select_from(representative_area)
        .join(Representative, Representative.id == representative_area.c.representative_id)
        .where(representative_area.c.area_id == Area.id, Representative.active)
        .correlate(Area)
        .scalar_subquery()
    )
    return select(Area.id, Area.code, Area.name, Area.name_en, Area.kind, below, sit)


async def below(session: AsyncSession, parent_id: int | None, limit: int, skip: int) -> list[Place]:
    """Areas directly below one (None: the top), by code.

    Indexes: `ix_area_parent_id`, `ix_representative_area_area_id`.
    """
    where = Area.parent_id.is_(None) if parent_id is None else Area.parent_id == parent_id
    found = _places().where(where).order_by(Area.code).limit(limit).offset(skip)
    return [Place(*row) for row in await session.execute(found)]


async def these(session: AsyncSession, ids: Collection[int]) -> list[Place]:
    """These areas, in this order."""
    order = list(ids)
    found = [Place(*row) for row in await session.execute(_places().where(Area.id.in_(order)))]
    return sorted(found, key=lambda one: order.index(one.id))


async def all_topics(session: AsyncSession) -> list[tuple[Topic, HandlingUnit | None]]:
    """Every topic with the unit that leads in it: those that are offered first, in their order."""
    found = select(Topic, HandlingUnit).outerjoin(HandlingUnit, HandlingUnit.id == Topic.unit_id)
    rows = await session.execute(found.order_by(Topic.active.desc(), Topic.position, Topic.id))
    return [(row[0], row[1]) for row in rows]


async def officers(session: AsyncSession) -> dict[int, int]:
    """Number of officers of each unit; who has none is not in it."""
    counted = (
        select(Grant.unit_id, func.count(Grant.person_id.distinct()))
        .where(Grant.unit_id.is_not(None), Grant.revoked_at.is_(None))
        .group_by(Grant.unit_id)
    )
    return {row[0]: row[1] for row in await session.execute(counted) if row[0] is not None}
