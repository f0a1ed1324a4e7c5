"""Questions about notices: whose, where they stand, who may release them, who muted what."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, delete, false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import lazyload

from storage.models.notices import PROMISED, WAITING, MutedColumn, Notice, NoticeRecipient, NoticeText
from storage.models.people import Grant, Person
from storage.models.traffic import PENDING, OutboxCall
from storage.upsert import insert_into
from storage.vocabulary import NoticeColumn, NoticeState, Role

OVER = (NoticeState.DONE, NoticeState.CANCELLED)
LISTED = 400
"""Notices listed at most; who looks for an older one asks for its number."""


def _seen_by(stations: Sequence[int] | None, person_id: int) -> ColumnElement[bool]:
    """Their own, and those of the stations they are staff of (None: of the county office, all)."""
    if stations is None:
        return ~false()
    return or_(Notice.author_id == person_id, Notice.station_id.in_(stations))


async def of_staff(
    session: AsyncSession, notice_id: int, stations: Sequence[int] | None, person_id: int
) -> Notice | None:
    """A notice these staff may see, locked; None if there is none. A draft is its author's alone."""
    found = select(Notice).where(Notice.id == notice_id, _seen_by(stations, person_id))
    found = found.where(or_(Notice.state != NoticeState.DRAFT, Notice.author_id == person_id))
    return await session.scalar(found.with_for_update(of=Notice))


async def one(session: AsyncSession, notice_id: int) -> Notice | None:
    """The notice, locked, without its author and station (`complete`); None if it was thrown away."""
    found = select(Notice).where(Notice.id == notice_id).with_for_update(of=Notice)
    return await session.scalar(found.options(lazyload(Notice.author), lazyload(Notice.station)))


async def complete(session: AsyncSession, notice: Notice) -> None:
    """Load the author and the station of `one`."""
    await session.refresh(notice, ["author", "station"])


class Listed(NamedTuple):
    """A notice in a list."""

    id: int
    state: NoticeState
    column: NoticeColumn | None
    author_id: int
    send_at: datetime | None
    recipients: int
    sent: int
    bodies: Mapping[str, Mapping[str, Any]]
    """Its content, by language (`NoticeText.body`)."""


async def listed(session: AsyncSession, stations: Sequence[int] | None, person_id: int) -> list[Listed]:
    """Notices these staff may see, the newest first, at most `LISTED`."""
    columns = (getattr(Notice, name) for name in Listed._fields[:-1])
    found = select(*columns).where(_seen_by(stations, person_id))
    found = found.where(or_(Notice.state != NoticeState.DRAFT, Notice.author_id == person_id))
    rows = (await session.execute(found.order_by(Notice.id.desc()).limit(LISTED))).all()
    said = select(NoticeText.notice_id, NoticeText.language, NoticeText.body)
    bodies: dict[int, dict[str, Any]] = {row.id: {} for row in rows}
    for notice_id, language, body in await session.execute(said.where(NoticeText.notice_id.in_(bodies))):
        bodies[notice_id][language] = body
    return [Listed(**row._asdict(), bodies=bodies[row.id]) for row in rows]


async def count_to_release(session: AsyncSession, stations: Sequence[int] | None, person_id: int) -> int:
    """Count the notices of others that wait for these staff's release."""
    found = select(func.count()).where(Notice.state == NoticeState.HANDED, Notice.author_id != person_id)
    if stations is not None:
        found = found.where(Notice.station_id.in_(stations))
    return (await session.execute(found)).scalar_one()


async def releasers(session: AsyncSession, notice: Notice) -> list[Person]:
    """People who may release a notice in place of its author: county staff, and the staff of its station."""
    offices: list[ColumnElement[bool]] = [Grant.station_id.is_(None)]
    if notice.station_id is not None:
        offices.append(Grant.station_id == notice.station_id)
    granted = select(Grant.person_id).where(Grant.role == Role.STAFF, Grant.revoked_at.is_(None), or_(*offices))
    found = select(Person).where(Person.id.in_(granted), Person.id != notice.author_id, Person.reachable)
    return list((await session.scalars(found.order_by(Person.id))).all())


async def open_ones(session: AsyncSession) -> dict[int, NoticeState]:
    """Notices that are under way or whose report is to be made: urgent ones first. Index: `ix_notice_open`."""
    under_way = (NoticeState.FIXING, NoticeState.SENDING, NoticeState.PAUSED, *OVER)
    found = select(Notice.id, Notice.state, Notice.column).where(Notice.ended_at.is_(None), Notice.state.in_(under_way))
    rows = (await session.execute(found.order_by(Notice.id))).all()
    return {row.id: row.state for row in sorted(rows, key=lambda row: row.column is not NoticeColumn.URGENT)}


async def going_first(session: AsyncSession, now: datetime) -> int | None:
    """The urgent notice before which no plain one goes: somebody waits for it, or a call of it can be sent now.

    Its calls that are put off, or under way, hold nobody up. Indexes: `ix_notice_open`, `ix_notice_recipient_waiting`,
    `ix_notice_recipient_promised`.
    """
    waiting = select(NoticeRecipient.person_id).where(WAITING, NoticeRecipient.notice_id == Notice.id)
    sendable = select(OutboxCall.id).where(
        PENDING, OutboxCall.id == NoticeRecipient.call_id, OutboxCall.not_before <= now
    )
    promised = select(NoticeRecipient.person_id).where(
        PROMISED, NoticeRecipient.notice_id == Notice.id, sendable.correlate(NoticeRecipient).exists()
    )
    found = select(Notice.id).where(
        Notice.ended_at.is_(None),
        Notice.state == NoticeState.SENDING,
        Notice.column == NoticeColumn.URGENT,
        or_(waiting.correlate(Notice).exists(), promised.correlate(Notice).exists()),
    )
    return await session.scalar(found.order_by(Notice.id).limit(1))


async def to_count(session: AsyncSession) -> list[int]:
    """Ids of the notices that somebody looks at and that wait to be counted. Index: `ix_notice_open`."""
    found = select(Notice.id).where(Notice.ended_at.is_(None), Notice.counting)
    return list((await session.scalars(found.order_by(Notice.id))).all())


async def newest_person(session: AsyncSession) -> int:
    """The id of who came last; 0 if nobody came."""
    return await session.scalar(select(func.max(Person.id))) or 0


async def muted_by(session: AsyncSession, person_id: int) -> set[NoticeColumn]:
    """The columns a person muted."""
    return set((await session.scalars(select(MutedColumn.column).where(MutedColumn.person_id == person_id))).all())


async def mute(session: AsyncSession, person_id: int, column: NoticeColumn) -> None:
    """The person gets no more notices of this column."""
    row = {"person_id": person_id, "column": column}
    await session.execute(insert_into(session, MutedColumn).values(row).on_conflict_do_nothing())


async def unmute(session: AsyncSession, person_id: int, columns: Collection[NoticeColumn]) -> None:
    """The person gets notices of these columns again."""
    await session.execute(
        delete(MutedColumn)
        .where(MutedColumn.person_id == person_id, MutedColumn.column.in_(columns))
        .execution_options(synchronize_session=False)
    )
