"""Questions about opinions that say the same."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, func, select, union
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models.opinions import Entry, Opinion
from storage.vocabulary import EntryKind, Stage


class Beside(NamedTuple):
    """An opinion to look at beside another one."""

    id: int
    reference: str
    stage: Stage
    submitted_at: datetime


def _beside() -> Select[int, str, Stage, datetime]:
    return select(Opinion.id, Opinion.reference, Opinion.stage, Opinion.submitted_at)


async def newest_near(
    session: AsyncSession, opinion: Opinion, stations: Sequence[int] | None, stages: Sequence[Stage], limit: int
) -> list[Beside]:
    """The newest at these stages from the same village, and the newest of the same topic at the same station.

    Only of these stations (None: of all). At most `limit` of either are looked at, whatever their stage, by
    `ix_opinion_area_id_id` and `ix_opinion_station_id_topic_id_id`: it costs the same among millions.
    """
    near = [select(Opinion.id).where(Opinion.topic_id == opinion.topic_id, Opinion.station_id == opinion.station_id)]
    if opinion.area_id is not None:
        near.append(select(Opinion.id).where(Opinion.area_id == opinion.area_id))
    newest = [
        select(one.where(Opinion.id != opinion.id).order_by(Opinion.id.desc()).limit(limit).subquery().c.id)
        for one in near
    ]
    found = _beside().where(Opinion.id.in_(union(*newest)), Opinion.stage.in_(stages)).order_by(Opinion.id.desc())
    if stations is not None:
        found = found.where(Opinion.station_id.in_(stations))
    return [Beside(*row) for row in await session.execute(found)]


async def openings(session: AsyncSession, ids: Sequence[int], longest: int) -> dict[int, str]:
    """Words of the constituents in these opinions, no more than `longest` characters a message."""
    found = (
        select(Entry.opinion_id, func.substr(Entry.text, 1, longest))
        .where(Entry.opinion_id.in_(ids), Entry.kind.in_((EntryKind.OPINION, EntryKind.ADDITION)))
        .order_by(Entry.id)
    )
    texts: dict[int, list[str]] = {one: [] for one in ids}
    for opinion_id, text in await session.execute(found):
        texts[opinion_id].append(text)
    return {one: "\n".join(filter(None, written)) for one, written in texts.items()}


async def merged_briefly(session: AsyncSession, opinion_id: int, limit: int) -> list[Beside]:
    """The first of those that are handled together with an opinion, oldest first, not locked."""
    found = _beside().where(Opinion.merged_into_id == opinion_id).order_by(Opinion.id).limit(limit)
    return [Beside(*row) for row in await session.execute(found)]


async def count_merged(session: AsyncSession, opinion_id: int) -> int:
    """Count the opinions that are handled together with one."""
    found = select(func.count()).select_from(Opinion).where(Opinion.merged_into_id == opinion_id)
    return (await session.execute(found)).scalar_one()
