"""Refusals for good: noted with their case, and found again."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models.files import File, FileCopy
from storage.models.opinions import Attachment, Entry, Opinion, Undelivered
from storage.vocabulary import BLOB, AttachmentKind, Role


async def note(
    session: AsyncSession, opinion_id: int, kind: AttachmentKind | None, to_role: Role, now: datetime
) -> None:
    """Write down that something of an opinion did not reach somebody."""
    session.add(Undelivered(opinion_id=opinion_id, kind=kind, to_role=to_role, at=now))
    await session.flush()


async def kinds_of(
    session: AsyncSession, opinion_id: int, to_role: Role, since: datetime
) -> Sequence[AttachmentKind | None]:
    """Parts of an opinion that did not reach readers of a role since an instant, the oldest first.

    Index: `ix_undelivered_at`.
    """
    found = select(Undelivered.kind).where(Undelivered.opinion_id == opinion_id, Undelivered.to_role == to_role)
    return (await session.scalars(found.where(Undelivered.at >= since).order_by(Undelivered.id))).all()


async def of_opinion(session: AsyncSession, opinion_id: int, since: datetime) -> Sequence[Undelivered]:
    """Parts of an opinion, handed in at `since`, that did not reach somebody, the oldest first.

    Index: `ix_undelivered_at`.
    """
    found = select(Undelivered).where(Undelivered.at >= since, Undelivered.opinion_id == opinion_id)
    return (await session.scalars(found.order_by(Undelivered.id))).all()


async def entry_with(session: AsyncSession, opinion_id: int, sources: Sequence[str]) -> Entry | None:
    """The newest entry of an opinion with one of these files, as calls name them. Index: `ix_entry_opinion_id`."""
    contents = [source.removeprefix(BLOB) for source in sources if source.startswith(BLOB)]
    copy = select(FileCopy.file_id).where(FileCopy.external_id.in_(sources))
    found = (
        select(Entry)
        .join(Attachment, Attachment.entry_id == Entry.id)
        .join(File, File.id == Attachment.file_id)
        .where(Entry.opinion_id == opinion_id, or_(File.sha256.in_(contents), File.id.in_(copy)))
    )
    return await session.scalar(found.order_by(Entry.id.desc()).limit(1))


class Missed(NamedTuple):
    """An opinion of which something did not get through."""

    id: int
    reference: str


async def since(session: AsyncSession, stations: Sequence[int] | None, at: datetime, limit: int) -> list[Missed]:
    """Opinions of these stations (None: all) of which something did not get through since an instant, the newest first.

    Index: `ix_undelivered_at`.
    """
    found = select(Opinion.id, Opinion.reference).join(Undelivered, Undelivered.opinion_id == Opinion.id)
    if stations is not None:
        found = found.where(Opinion.station_id.in_(stations))
    found = found.where(Undelivered.at >= at).distinct().order_by(Opinion.id.desc()).limit(limit)
    return [Missed(*row) for row in await session.execute(found)]
