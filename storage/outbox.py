"""Calls that were promised: kept in the transaction that made the promise, sent after."""

import time
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Blob, CaseMessage, OutboxCall, Person, SentFile
from storage.models.traffic import PENDING
from storage.vocabulary import CallState, Lane

_last_id = 0


def next_id() -> int:
    """A number for a new call: microseconds since 1970, never the same twice in a process.

    Known before the row is written, so that a later call can name the message of an earlier one.
    """
    global _last_id
    _last_id = max(_last_id + 1, time.time_ns() // 1000)
    return _last_id


class Call(NamedTuple):
    """A call to promise."""

    id: int
    chat_id: int
    lane: Lane
    method: str
    payload: str
    """JSON object, the body of the call."""
    created_at: datetime
    not_before: datetime
    opinion_id: int | None = None
    edits: int | None = None
    once: str | None = None


class Promised(NamedTuple):
    """A call to send."""

    id: int
    chat_id: int
    lane: Lane
    method: str
    payload: str
    opinion_id: int | None
    edits: int | None
    attempts: int
    created_at: datetime
    not_before: datetime


class Outcome(NamedTuple):
    """What became of a call."""

    id: int
    state: CallState
    message_id: int | None = None
    error: str | None = None


async def promise(session: AsyncSession, calls: Sequence[Call]) -> None:
    """Keep these calls. One whose `once` was promised before is left out."""
    if not calls:
        return
    dialect_insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    statement = dialect_insert(OutboxCall).on_conflict_do_nothing(index_elements=["once"])
    await session.execute(statement, [{**call._asdict(), "state": CallState.PENDING, "attempts": 0} for call in calls])


async def waiting(session: AsyncSession, now: datetime, limit: int, known: Sequence[int] = ()) -> list[Promised]:
    """At most `limit` calls to send now, the quickest lane first, then in the order promised, without `known` ones.

    Index: `ix_outbox_pending`.
    """
    columns = (getattr(OutboxCall, name) for name in Promised._fields)
    found = select(*columns).where(PENDING, OutboxCall.not_before <= now)
    if known:
        found = found.where(OutboxCall.id.not_in(known))
    return [
        Promised(*row) for row in await session.execute(found.order_by(OutboxCall.lane, OutboxCall.id).limit(limit))
    ]


async def settle(session: AsyncSession, outcomes: Sequence[Outcome], now: datetime) -> None:
    """Mark what was sent or given up, empty the payloads, and remember which message speaks of which case."""
    if not outcomes:
        return
    table = OutboxCall.__table__
    await session.execute(
        update(table)  # type: ignore[arg-type]
        .where(table.c.id == bindparam("call"))
        .values(
            state=bindparam("new_state", type_=table.c.state.type),
            message_id=bindparam("new_message"),
            error=bindparam("new_error"),
            done_at=bindparam("now", type_=table.c.done_at.type),
            payload=bindparam("left"),
        ),
        [
            {
                "call": outcome.id,
                "new_state": outcome.state,
                "new_message": outcome.message_id,
                "new_error": outcome.error,
                "now": now,
                "left": "",
            }
            for outcome in outcomes
        ],
        execution_options={"synchronize_session": False},
    )


async def remember_messages(session: AsyncSession, messages: Sequence[tuple[int, int, int]]) -> None:
    """(chat_id, message_id, opinion_id): a reply to one of these messages is about that opinion."""
    if not messages:
        return
    dialect_insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    await session.execute(
        dialect_insert(CaseMessage).on_conflict_do_nothing(),
        [dict(zip(("chat_id", "message_id", "opinion_id"), message, strict=True)) for message in messages],
    )


async def postpone(session: AsyncSession, call_id: int, until: datetime, attempts: int, error: str) -> None:
    """Try this call again at `until`."""
    await session.execute(
        update(OutboxCall)
        .where(OutboxCall.id == call_id)
        .values(not_before=until, attempts=attempts, error=error[:500])
        .execution_options(synchronize_session=False)
    )


async def message_of(session: AsyncSession, call_id: int) -> int | None:
    """The message a call made; None if it was not sent, or made none."""
    return await session.scalar(select(OutboxCall.message_id).where(OutboxCall.id == call_id))


async def give_up_chat(session: AsyncSession, chat_id: int, reason: str, now: datetime) -> int:
    """The chat cannot be reached: nothing more is sent there, the person is marked; how many calls that ends."""
    ended = await session.execute(
        update(OutboxCall)
        .where(PENDING, OutboxCall.chat_id == chat_id)
        .values(state=CallState.UNREACHABLE, error=reason[:500], done_at=now, payload="")
        .returning(OutboxCall.id)
        .execution_options(synchronize_session=False)
    )
    await session.execute(
        update(Person)
        .where(Person.telegram_id == chat_id)
        .values(reachable=False)
        .execution_options(synchronize_session=False)
    )
    return len(ended.all())


class Depth(NamedTuple):
    """How much waits in a lane."""

    lane: Lane
    calls: int
    oldest: datetime


async def depths(session: AsyncSession) -> list[Depth]:
    """What waits, a row a lane that has something."""
    counted = (
        select(OutboxCall.lane, func.count(), func.min(OutboxCall.created_at)).where(PENDING).group_by(OutboxCall.lane)
    )
    return [Depth(*row) for row in await session.execute(counted)]


async def keep_blob(session: AsyncSession, sha256: str, name: str, content: bytes, now: datetime) -> None:
    """Keep a file until it is sent; keeping it twice is keeping it once."""
    dialect_insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    row = {"sha256": sha256, "name": name, "content": content, "created_at": now}
    await session.execute(dialect_insert(Blob).values(row).on_conflict_do_nothing())


async def blob(session: AsyncSession, sha256: str) -> Blob | None:
    """A kept file."""
    return await session.get(Blob, sha256)


async def sent_file(session: AsyncSession, sha256: str, kind: str) -> str | None:
    """The Telegram file id of a file sent before as `kind`."""
    return await session.scalar(select(SentFile.file_id).where(SentFile.sha256 == sha256, SentFile.kind == kind))


async def remember_file(session: AsyncSession, sha256: str, kind: str, file_id: str) -> None:
    """Telegram has this file now."""
    dialect_insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    row = {"sha256": sha256, "kind": kind, "file_id": file_id}
    await session.execute(dialect_insert(SentFile).values(row).on_conflict_do_nothing())


async def prune(session: AsyncSession, before: datetime, limit: int = 1000) -> int:
    """Forget at most `limit` calls ended before `before`, and files made before then; how many calls."""
    old = select(OutboxCall.id).where(OutboxCall.done_at < before, OutboxCall.state != CallState.PENDING).limit(limit)
    gone = await session.execute(delete(OutboxCall).where(OutboxCall.id.in_(old)).returning(OutboxCall.id))
    await session.execute(delete(Blob).where(Blob.created_at < before))
    return len(gone.all())
