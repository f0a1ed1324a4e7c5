"""Questions about sessions at the desk."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models.desk import DeskSession

_QUIETLY = {"synchronize_session": False}


def _running(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (DeskSession.begun_at.is_not(None), DeskSession.ended_at.is_(None), DeskSession.ends_at > now)


async def of_link(session: AsyncSession, link_hash: str, now: datetime) -> DeskSession | None:
    """The session that this link can still open, locked: nobody has opened it, and its minutes are not over."""
    found = select(DeskSession).where(
        DeskSession.link_hash == link_hash,
        DeskSession.ended_at.is_(None),
        DeskSession.cookie_hash.is_(None),
        DeskSession.open_until > now,
    )
    return await session.scalar(found.with_for_update(of=DeskSession))


async def of_cookie(session: AsyncSession, cookie_hash: str) -> DeskSession | None:
    """The session whose browser holds this, however it stands, with its person and their roles."""
    return await session.scalar(select(DeskSession).where(DeskSession.cookie_hash == cookie_hash))


async def of_person(session: AsyncSession, person_id: int, session_id: int) -> DeskSession | None:
    """This session, locked, if it is theirs and was not ended."""
    found = select(DeskSession).where(
        DeskSession.id == session_id, DeskSession.person_id == person_id, DeskSession.ended_at.is_(None)
    )
    return await session.scalar(found.with_for_update(of=DeskSession).execution_options(populate_existing=True))


async def running(session: AsyncSession, person_id: int, now: datetime) -> Sequence[DeskSession]:
    """The sessions a person has open, the newest first."""
    found = select(DeskSession).where(DeskSession.person_id == person_id, *_running(now))
    return (await session.scalars(found.order_by(DeskSession.id.desc()))).all()


async def end_unused(session: AsyncSession, person_id: int, now: datetime) -> None:
    """End what a person asked for and has not begun: of several links only the newest works."""
    unused = (DeskSession.begun_at.is_(None), DeskSession.ended_at.is_(None))
    await session.execute(
        update(DeskSession)
        .where(DeskSession.person_id == person_id, *unused)
        .values(ended_at=now)
        .execution_options(**_QUIETLY)
    )


async def end_all(session: AsyncSession, person_id: int, now: datetime) -> int:
    """End all that a person has open or asked for; how many."""
    ended = await session.execute(
        update(DeskSession)
        .where(DeskSession.person_id == person_id, DeskSession.ended_at.is_(None))
        .values(ended_at=now)
        .execution_options(**_QUIETLY)
    )
    return cast("CursorResult[Any]", ended).rowcount


async def forget_of(session: AsyncSession, person_id: int) -> None:
    """Delete all sessions of a person."""
    await session.execute(delete(DeskSession).where(DeskSession.person_id == person_id).execution_options(**_QUIETLY))


async def prune(session: AsyncSession, before: datetime, limit: int) -> int:
    """Delete up to so many that were asked for before this instant; how many."""
    old = select(DeskSession.id).where(DeskSession.asked_at < before).limit(limit)
    gone = await session.execute(delete(DeskSession).where(DeskSession.id.in_(old)).execution_options(**_QUIETLY))
    return cast("CursorResult[Any]", gone).rowcount
