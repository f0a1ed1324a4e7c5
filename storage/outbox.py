"""Calls that were promised: kept in the transaction that made the promise, sent after."""

import time
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple, cast

import orjson
from sqlalchemy import Table, bindparam, delete, func, literal_column, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.addresses import channel_of
from storage.in_list import in_list
from storage.models.people import Person
from storage.models.traffic import PENDING, Blob, CaseMessage, OutboxCall
from storage.queries.files import kept_for_good
from storage.upsert import inserts_by_dialect
from storage.vocabulary import CallState, Channel, Lane

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
    channel: Channel = Channel.TELEGRAM


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


OUTBOX = cast("Table", OutboxCall.__table__)
PROMISED = tuple(getattr(OutboxCall, name) for name in Promised._fields)


class CallResult(NamedTuple):
    """Outcome of a call."""

    id: int
    state: CallState
    message_id: int | None = None
    error: str | None = None


_PROMISE = {
    name: insert.on_conflict_do_nothing(index_elements=["once"]) for name, insert in inserts_by_dialect(OutboxCall)
}


async def promise(session: AsyncSession, calls: Sequence[Call]) -> None:
    """Keep these calls. One whose `once` was promised before is left out."""
    if not calls:
        return
    rows = [{**call._asdict(), "state": CallState.PENDING, "attempts": 0} for call in calls]
    await session.execute(_PROMISE[session.get_bind().dialect.name], rows)


async def promised_once(session: AsyncSession, once: str) -> bool:
    """True if a call with this `once` is still remembered."""
    return (await session.execute(select(OutboxCall.id).where(OutboxCall.once == once))).first() is not None


async def forget_once(session: AsyncSession, beginning: str) -> None:
    """Calls whose `once` begins so may be promised again. Looks through the whole outbox."""
    await session.execute(
        update(OutboxCall)
        .where(OutboxCall.once.startswith(beginning, autoescape=True))
        .values(once=None)
        .execution_options(synchronize_session=False)
    )


_WAITING = (
    select(*(OUTBOX.c[name] for name in Promised._fields))
    .where(
        PENDING,
        OUTBOX.c.channel == bindparam("in_channel", type_=OUTBOX.c.channel.type),
        OUTBOX.c.lane <= bindparam("slowest", type_=OUTBOX.c.lane.type),
        OUTBOX.c.not_before <= bindparam("now"),
        ~in_list(OUTBOX.c.id, "known"),
        ~in_list(OUTBOX.c.chat_id * literal_column(str(len(Lane))) + OUTBOX.c.lane, "crowded"),
    )
    .order_by(OUTBOX.c.lane, OUTBOX.c.id)
    .limit(bindparam("at_most"))
)


async def waiting(
    session: AsyncSession,
    now: datetime,
    limit: int,
    known: Collection[int] = (),
    *,
    channel: Channel = Channel.TELEGRAM,
    slowest: Lane = Lane.REMINDER,
    crowded: Collection[int] = (),
) -> list[Promised]:
    """At most `limit` case calls of a channel to send now, the quickest lane first, then in the order promised.

    Without `known` ones, lanes after `slowest`, and what the `crowded` (see `chat_lane_key`) still have. Notices
    are claimed instead (`claim_notices`). Index: `ix_outbox_pending`.
    """
    most = {"in_channel": channel, "slowest": min(slowest, Lane.REMINDER), "at_most": limit}
    found = await session.execute(_WAITING, {**most, "now": now, "known": known, "crowded": crowded})
    return [Promised(*row) for row in found]


def chat_lane_key(chat_id: int, lane: Lane) -> int:
    """One number for a chat's calls in a lane."""
    return chat_id * len(Lane) + lane


_NOTICES = (
    select(OUTBOX.c.id)
    .where(
        PENDING,
        OUTBOX.c.channel == bindparam("in_channel", type_=OUTBOX.c.channel.type),
        OUTBOX.c.lane == Lane.NOTICE,
        OUTBOX.c.not_before <= bindparam("now"),
    )
    .limit(bindparam("at_most"))
)


async def notices_wait(session: AsyncSession, now: datetime, channel: Channel = Channel.TELEGRAM) -> bool:
    """True if a notice could be claimed."""
    asked = {"in_channel": channel, "now": now, "at_most": 1}
    return (await session.execute(_NOTICES, asked)).first() is not None


_CLAIM = (
    update(OUTBOX)
    .where(OUTBOX.c.id.in_(_NOTICES.order_by(OUTBOX.c.id)))
    .values(state=CallState.AMBIGUOUS, done_at=bindparam("now"))
    .returning(*(OUTBOX.c[name] for name in Promised._fields))
)


async def claim_notices(
    session: AsyncSession, now: datetime, limit: int, channel: Channel = Channel.TELEGRAM
) -> list[Promised]:
    """At most `limit` notices of a channel to send now, in the order promised, marked ambiguous until they are settled.

    Commit before sending: a crash leaves them ambiguous, so that none is sent twice.
    """
    asked = {"in_channel": channel, "now": now, "at_most": limit}
    return sorted(Promised(*row) for row in await session.execute(_CLAIM, asked))


# One statement for all, the outcomes as one JSON parameter: a fifth of the time of a statement for each.
_SETTLE = """
    UPDATE outbox SET state = ended.state, message_id = ended.message_id, error = ended.error,
        done_at = :now, payload = ''
    FROM ({rows}) AS ended WHERE outbox.id = ended.id
"""
_SETTLE_SQLITE = _SETTLE.format(
    rows="SELECT json_extract(value, '$[0]') AS id, json_extract(value, '$[1]') AS state, "
    "json_extract(value, '$[2]') AS message_id, json_extract(value, '$[3]') AS error FROM json_each(:outcomes)"
)
_SETTLE_POSTGRESQL = _SETTLE.format(
    rows="SELECT CAST(value->>0 AS bigint) AS id, CAST(value->>1 AS smallint) AS state, "
    "CAST(value->>2 AS integer) AS message_id, value->>3 AS error "
    "FROM json_array_elements(CAST(:outcomes AS json))"
)

_SETTLES = {
    name: text(statement).bindparams(bindparam("now", type_=OUTBOX.c.done_at.type))
    for name, statement in (("sqlite", _SETTLE_SQLITE), ("postgresql", _SETTLE_POSTGRESQL))
}


async def settle(session: AsyncSession, outcomes: Sequence[CallResult], now: datetime) -> None:
    """Mark what was sent or given up, and empty the payloads."""
    if not outcomes:
        return
    await session.execute(
        _SETTLES[session.get_bind().dialect.name],
        {"now": now, "outcomes": orjson.dumps([list(outcome) for outcome in outcomes]).decode()},
    )


_REMEMBER = {
    name: insert.on_conflict_do_update(
        index_elements=["chat_id", "message_id"], set_={"opinion_id": insert.excluded.opinion_id}
    )
    for name, insert in inserts_by_dialect(CaseMessage)
}


async def remember_messages(session: AsyncSession, messages: Sequence[tuple[int, int, int]]) -> None:
    """(chat_id, message_id, opinion_id): a reply to one of these messages is about that opinion, the latest of them."""
    if not messages:
        return
    latest = {(chat_id, message_id): opinion_id for chat_id, message_id, opinion_id in messages}
    await session.execute(
        _REMEMBER[session.get_bind().dialect.name],
        [
            {"chat_id": chat, "channel": channel_of(chat), "message_id": message, "opinion_id": latest[chat, message]}
            for chat, message in latest
        ],
    )


class Postponed(NamedTuple):
    """A call that was surely not sent, or may be sent again."""

    id: int
    until: datetime
    attempts: int
    error: str | None = None


async def postpone(session: AsyncSession, calls: Sequence[Postponed]) -> None:
    """Try these calls again, each at its `until`; a claimed notice is free again."""
    if not calls:
        return
    await session.execute(
        update(OUTBOX)
        .where(OUTBOX.c.id == bindparam("call"))
        .values(
            state=CallState.PENDING,
            done_at=None,
            not_before=bindparam("until", type_=OUTBOX.c.not_before.type),
            attempts=bindparam("tries"),
            error=bindparam("new_error"),
        ),
        [{"call": call.id, "until": call.until, "tries": call.attempts, "new_error": call.error} for call in calls],
        execution_options={"synchronize_session": False},
    )


_MESSAGE_OF = select(OUTBOX.c.message_id).where(OUTBOX.c.id == bindparam("call"))


async def message_of(session: AsyncSession, call_id: int) -> int | None:
    """The message a call made; None if it was not sent, or made none."""
    found: int | None = await session.scalar(_MESSAGE_OF, {"call": call_id})
    return found


class Original(NamedTuple):
    """The call whose message an edit names: still to be sent (`promised`), or what became of it."""

    promised: Promised | None
    message_id: int | None


async def originals(session: AsyncSession, call_ids: Collection[int]) -> dict[int, Original]:
    """Originals of these calls, by id; one that is not kept any more is left out."""
    found = select(OutboxCall.state, *PROMISED, OutboxCall.message_id).where(OutboxCall.id.in_(call_ids))
    return {
        row.id: Original(Promised(*row[1:-1]) if row.state is CallState.PENDING else None, row.message_id)
        for row in await session.execute(found)
    }


async def show_elsewhere(session: AsyncSession, call_id: int, message_id: int) -> None:
    """The message of this call is gone and was sent anew as `message_id`: later edits find that one."""
    await session.execute(
        update(OutboxCall)
        .where(OutboxCall.id == call_id)
        .values(message_id=message_id)
        .execution_options(synchronize_session=False)
    )


async def give_up_chat(session: AsyncSession, chat_id: int, reason: str, now: datetime) -> list[int]:
    """The chat cannot be reached: nothing more is sent there, the person is marked.

    The opinions the ended calls spoke of, each once. Index: `ix_outbox_pending_chat`.
    """
    ended = await session.scalars(
        update(OutboxCall)
        .where(PENDING, OutboxCall.chat_id == chat_id)
        .values(state=CallState.UNREACHABLE, error=reason[:500], done_at=now, payload="")
        .returning(OutboxCall.opinion_id)
        .execution_options(synchronize_session=False)
    )
    opinions = {opinion_id for opinion_id in ended if opinion_id is not None}
    await session.execute(
        update(Person)
        .where(Person.chat_id == chat_id)
        .values(reachable=False)
        .execution_options(synchronize_session=False)
    )
    return sorted(opinions)


async def move_chat(session: AsyncSession, old: int, new: int) -> int:
    """A group has got another id: what waits for it follows, in its payload too; how many calls."""
    rows = (
        await session.execute(select(OutboxCall.id, OutboxCall.payload).where(PENDING, OutboxCall.chat_id == old))
    ).all()
    for call_id, payload in rows:
        await session.execute(
            update(OutboxCall)
            .where(OutboxCall.id == call_id)
            .values(chat_id=new, payload=readdressed(payload, new))
            .execution_options(synchronize_session=False)
        )
    return len(rows)


def readdressed(payload: str, chat_id: int) -> str:
    """The same call to another chat."""
    body: dict[str, Any] = orjson.loads(payload)
    if "chat_id" in body:
        body["chat_id"] = chat_id
    return orjson.dumps(body).decode()


COUNTED = 100_000
"""Counting what waits stops here: a look at the queue must not cost what the queue is long."""


class Depth(NamedTuple):
    """Calls that wait in a lane, counted."""

    lane: Lane
    calls: int
    """At most `COUNTED`."""
    oldest: datetime


async def depths(session: AsyncSession, channel: Channel = Channel.TELEGRAM) -> list[Depth]:
    """Depths of a channel's lanes, a row a lane in which something waits. Index: `ix_outbox_pending`."""
    found = []
    for lane in Lane:
        waits = select(OutboxCall.id).where(PENDING, OutboxCall.channel == channel, OutboxCall.lane == lane)
        calls = await session.scalar(select(func.count()).select_from(waits.limit(COUNTED).subquery()))
        first = waits.order_by(OutboxCall.id).limit(1).scalar_subquery()
        oldest = await session.scalar(select(OutboxCall.created_at).where(OutboxCall.id == first))
        if calls and oldest is not None:
            found.append(Depth(lane, calls, oldest))
    return found


async def prune(session: AsyncSession, before: datetime, limit: int = 1000) -> int:
    """Forget at most `limit` calls ended before `before`, and files made before then; how many calls."""
    old = select(OutboxCall.id).where(OutboxCall.done_at < before, OutboxCall.state != CallState.PENDING).limit(limit)
    gone = await session.execute(delete(OutboxCall).where(OutboxCall.id.in_(old)).returning(OutboxCall.id))
    await session.execute(delete(Blob).where(Blob.created_at < before, ~kept_for_good()))
    return len(gone.all())
