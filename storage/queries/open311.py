"""Questions of and about other programs (Open311)."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.matter_vocabulary import MatterState
from storage.models.board import SHOWN, BoardEntry
from storage.models.directory import Topic
from storage.models.matters import Matter, MatterNews
from storage.models.open311 import ApiKey, ApiRequest, ApiUpdate
from storage.models.opinions import Opinion


async def key_of(session: AsyncSession, key_hash: str, *, lock: bool = False) -> ApiKey | None:
    """The key with this hash, `lock`: to be counted; None if there is none, or it was withdrawn."""
    found = select(ApiKey).where(ApiKey.key_hash == key_hash, ApiKey.ended_at.is_(None))
    if lock:
        found = found.with_for_update(of=ApiKey).execution_options(populate_existing=True)
    return await session.scalar(found)


async def keys(session: AsyncSession) -> Sequence[ApiKey]:
    """All keys that can be used, the newest first."""
    return (await session.scalars(select(ApiKey).where(ApiKey.ended_at.is_(None)).order_by(ApiKey.id.desc()))).all()


async def sent_by(session: AsyncSession, key_id: int, reference: str) -> Opinion | None:
    """An opinion that came in by this key; None if none of this reference did."""
    found = select(Opinion).join(ApiRequest, ApiRequest.opinion_id == Opinion.id)
    return await session.scalar(found.where(ApiRequest.key_id == key_id, Opinion.reference == reference))


async def is_known(session: AsyncSession, key_id: int, update_id: str) -> bool:
    """True if an update of this number came in by this key before."""
    found = select(ApiUpdate.id).where(ApiUpdate.key_id == key_id, ApiUpdate.update_id == update_id)
    return await session.scalar(found) is not None


class Wanted(NamedTuple):
    """Public requests that are asked for; None: any."""

    numbers: Collection[int] | None = None
    topics: Collection[str] | None = None
    since: datetime | None = None
    until: datetime | None = None


async def public(session: AsyncSession, wanted: Wanted, limit: int, skip: int = 0) -> Sequence[BoardEntry]:
    """Entries of the public board, those whose matter is newest first."""
    found = select(BoardEntry).join(Matter, Matter.id == BoardEntry.matter_id)
    found = found.where(SHOWN, Matter.state == MatterState.RELEASED)
    if wanted.numbers is not None:
        found = found.where(BoardEntry.id.in_(wanted.numbers))
    if wanted.topics is not None:
        found = found.where(Matter.topic_id.in_(select(Topic.id).where(Topic.code.in_(wanted.topics))))
    if wanted.since is not None:
        found = found.where(Matter.created_at >= wanted.since)
    if wanted.until is not None:
        found = found.where(Matter.created_at <= wanted.until)
    found = found.order_by(Matter.created_at.desc(), BoardEntry.id.desc())
    return (await session.scalars(found.limit(limit).offset(skip))).unique().all()


async def updates(
    session: AsyncSession, since: datetime, until: datetime, limit: int
) -> Sequence[tuple[BoardEntry, MatterNews]]:
    """What was told of matters on the board between two instants, in order."""
    found = (
        select(BoardEntry, MatterNews)
        .join(Matter, Matter.id == BoardEntry.matter_id)
        .join(MatterNews, MatterNews.matter_id == Matter.id)
        .where(SHOWN, Matter.state == MatterState.RELEASED, MatterNews.at >= since, MatterNews.at <= until)
    )
    return [(row[0], row[1]) for row in (await session.execute(found.order_by(MatterNews.id).limit(limit))).unique()]
