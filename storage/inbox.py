"""Updates as they came: kept, then handled, each chat's in order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import NamedTuple, cast

from sqlalchemy import CursorResult, Table, bindparam, delete, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.in_list import in_list
from storage.models.traffic import PENDING, Conversation, InboxUpdate
from storage.upsert import inserts_by_dialect
from storage.vocabulary import Channel, InboxState

MAX_ATTEMPTS = 3
"""A handler that fails this often on one update sends it to quarantine: our own choice."""
RETRY_AFTER = timedelta(milliseconds=300)
"""Before the second try; doubled before each further one: our own choice, about a second in all."""


class Kept(NamedTuple):
    """An update on its way in."""

    bot_id: int
    update_id: int
    chat_id: int
    raw: str
    channel: Channel = Channel.TELEGRAM


class Waiting(NamedTuple):
    """A kept update that is to be handled."""

    id: int
    """0: it is kept as handled already."""
    chat_id: int
    raw: str
    attempts: int
    next_try_at: datetime


@dataclass(slots=True)
class Talk:
    """The talk with a chat, as one transaction holds it. `Conversation` says what each part is."""

    chat_id: int
    state: str | None
    data: str
    screen_call: int | None
    heard: str
    channel: Channel = Channel.TELEGRAM

    def forget(self) -> None:
        """Begin anew, as with somebody who has never written."""
        self.state, self.data, self.screen_call, self.heard = None, "{}", None, "[]"

    def snapshot(self) -> tuple[str | None, str, int | None, str]:
        """The parts that may change."""
        return self.state, self.data, self.screen_call, self.heard


class Claimed(NamedTuple):
    """Updates to handle in this transaction, oldest first, and the talks they belong to, locked."""

    updates: list[Waiting]
    talks: dict[int, Talk]
    all: bool
    """True if nothing else waits, neither for its next try nor for another worker."""


# What every update needs is put together once: SQLAlchemy takes longer to make such a statement than to run it. Written
# into and read from the tables, not the models, whose way is longer still.
_INBOX, _CONVERSATION = cast("Table", InboxUpdate.__table__), cast("Table", Conversation.__table__)
_KEEP_CHAT = {name: insert.on_conflict_do_nothing() for name, insert in inserts_by_dialect(Conversation)}
_KEEP_UPDATE = {
    name: insert.on_conflict_do_nothing().execution_options(preserve_rowcount=True)
    for name, insert in inserts_by_dialect(InboxUpdate)
}


async def keep(session: AsyncSession, updates: Sequence[Kept], now: datetime) -> None:
    """Keep what came, once each (by channel, bot and update_id), and see that each chat has its conversation row."""
    if not updates:
        return
    dialect = session.get_bind().dialect.name
    chats = {kept.chat_id: kept.channel for kept in updates}
    await session.execute(_KEEP_CHAT[dialect], _new_chats(sorted(chats.items())))
    as_new = {"received_at": now, "next_try_at": now, "state": InboxState.PENDING, "attempts": 0}
    await session.execute(_KEEP_UPDATE[dialect], [{**kept._asdict(), **as_new} for kept in updates])


def _new_chats(chats: Iterable[tuple[int, Channel]]) -> list[dict[str, object]]:
    return [{"chat_id": chat, "channel": channel, "data": "{}", "heard": "[]"} for chat, channel in chats]


_LOCK_IN_ORDER = (
    select(
        *(_CONVERSATION.c[field.name] for field in fields(Talk)),
        exists().where(PENDING, _INBOX.c.chat_id == _CONVERSATION.c.chat_id),
    )
    .where(in_list(_CONVERSATION.c.chat_id, "chats"))
    .with_for_update(of=_CONVERSATION, skip_locked=True)
)


async def keep_as_handled(session: AsyncSession, updates: Sequence[Kept], now: datetime) -> Claimed | None:
    """Keep what came and is handled in this very transaction; their talks are locked until it ends.

    None, and then it must be rolled back, if one was kept before, or if something of its chat waits or is under way.
    """
    dialect = session.get_bind().dialect.name
    chats = {kept.chat_id: kept.channel for kept in updates}
    found = (await session.execute(_LOCK_IN_ORDER, {"chats": chats})).all()
    if unknown := chats.keys() - {row[0] for row in found}:
        await session.execute(_KEEP_CHAT[dialect], _new_chats((chat, chats[chat]) for chat in unknown))
        found = (await session.execute(_LOCK_IN_ORDER, {"chats": chats})).all()
    if len(found) < len(chats) or any(waits for *_, waits in found):
        return None
    as_done = {"received_at": now, "next_try_at": now, "state": InboxState.DONE, "done_at": now, "attempts": 0}
    rows = [{**kept._asdict(), "raw": "", **as_done} for kept in updates]
    kept_now = await session.execute(_KEEP_UPDATE[dialect], rows)
    if cast("CursorResult[object]", kept_now).rowcount < len(updates):
        return None
    waiting = [Waiting(0, kept.chat_id, kept.raw, 0, now) for kept in updates]
    return Claimed(waiting, {row[0]: Talk(*row[:-1]) for row in found}, all=True)


_oldest = (
    select(_INBOX.c.chat_id)
    .where(PENDING, ~in_list(_INBOX.c.chat_id, "passed_over"))
    .order_by(_INBOX.c.id)
    .limit(bindparam("at_most"))
    .subquery()
)
_WAITING_CHATS = select(_oldest.c.chat_id).distinct()
_WAITING = (
    select(*(_INBOX.c[name] for name in Waiting._fields))
    .where(PENDING, in_list(_INBOX.c.chat_id, "chats"))
    .order_by(_INBOX.c.id)
    .limit(bindparam("at_most"))
)
_TALKS = select(*(_CONVERSATION.c[field.name] for field in fields(Talk))).where(
    in_list(_CONVERSATION.c.chat_id, "chats")
)
_LOCK = {skip: _TALKS.with_for_update(skip_locked=skip) for skip in (False, True)}


async def claim(session: AsyncSession, now: datetime, limit: int) -> Claimed:
    """At most `limit` pending updates of chats that no other worker holds; locked until the transaction ends.

    A chat whose oldest update waits for its next try waits as a whole: its order is kept.
    """
    passed_over: set[int] = set()
    while True:
        first = {"passed_over": passed_over, "at_most": limit}
        chats = (await session.scalars(_WAITING_CHATS, first)).all()
        if not chats:
            return Claimed([], {}, all=False)
        talks = await _lock(session, chats, skip_locked=True)
        updates, rest = await _due(session, talks, now, limit)
        if updates:
            rest = rest or bool(passed_over) or len(talks) < len(chats)
            return Claimed(updates, talks, all=not rest)
        # A long queue that waits for its next try, or is another worker's, must not hide the chats behind it.
        passed_over.update(chats)


async def _due(session: AsyncSession, chats: Iterable[int], now: datetime, limit: int) -> tuple[list[Waiting], bool]:
    """Updates of these chats to handle now, oldest first; True if there may be more, of these or of others."""
    found = await session.execute(_WAITING, {"chats": chats, "at_most": limit * 4})
    updates: list[Waiting] = []
    held_back: set[int] = set()
    for waiting in (Waiting(*row) for row in found):
        if waiting.next_try_at > now:
            held_back.add(waiting.chat_id)
        elif waiting.chat_id not in held_back:
            updates.append(waiting)
    return updates[:limit], bool(held_back) or len(updates) >= limit


async def _lock(session: AsyncSession, chats: Sequence[int], *, skip_locked: bool) -> dict[int, Talk]:
    found = await session.execute(_LOCK[skip_locked], {"chats": chats})
    return {row[0]: Talk(*row) for row in found}


async def talk_with(session: AsyncSession, chat_id: int) -> Talk | None:
    """The talk with one chat, locked; None if it never wrote."""
    return (await _lock(session, [chat_id], skip_locked=False)).get(chat_id)


async def peek(session: AsyncSession, chat_id: int) -> Talk | None:
    """The talk with one chat, to look at only; None if it never wrote."""
    columns = (getattr(Conversation, field.name) for field in fields(Talk))
    row = (await session.execute(select(*columns).where(Conversation.chat_id == chat_id))).first()
    return None if row is None else Talk(*row)


async def still_waits(session: AsyncSession, waiting: Waiting) -> bool:
    """True if nobody has tried this update since it was read. Ask with its talk locked."""
    untouched = PENDING, InboxUpdate.id == waiting.id, InboxUpdate.attempts == waiting.attempts
    return await session.scalar(select(InboxUpdate.id).where(*untouched)) is not None


_KEEP_TALK = (
    update(_CONVERSATION)
    .where(_CONVERSATION.c.chat_id == bindparam("chat"))
    .values(
        state=bindparam("new_state"),
        data=bindparam("new_data"),
        screen_call=bindparam("new_screen_call"),
        heard=bindparam("new_heard"),
    )
)


async def keep_talks(session: AsyncSession, talks: Iterable[Talk]) -> None:
    """Write down where these talks stand now."""
    rows = [
        {
            "chat": talk.chat_id,
            "new_state": talk.state,
            "new_data": talk.data,
            "new_screen_call": talk.screen_call,
            "new_heard": talk.heard,
        }
        for talk in talks
    ]
    if rows:
        await session.execute(_KEEP_TALK, rows)


_DONE = (
    update(_INBOX)
    .where(in_list(_INBOX.c.id, "handled"))
    .values(state=InboxState.DONE, done_at=bindparam("now"), raw="", error=None)
)


async def done(session: AsyncSession, ids: Sequence[int], now: datetime) -> None:
    """These are handled; what people wrote in them is no longer needed here."""
    if ids:
        await session.execute(_DONE, {"handled": ids, "now": now})


async def begun(session: AsyncSession, waiting: Waiting, now: datetime, *, held: timedelta = timedelta()) -> None:
    """Count a try before it is made: it counts even if the process dies of it. Nobody else tries while it is `held`."""
    await session.execute(
        update(InboxUpdate)
        .where(InboxUpdate.id == waiting.id)
        .values(attempts=waiting.attempts + 1, next_try_at=now + held)
        .execution_options(synchronize_session=False)
    )


async def hold(session: AsyncSession, number: int, until: datetime) -> None:
    """Nobody tries this update before then."""
    waits = update(InboxUpdate).where(PENDING, InboxUpdate.id == number).values(next_try_at=until)
    await session.execute(waits.execution_options(synchronize_session=False))


async def newest_pending(session: AsyncSession) -> int:
    """The id of the newest update that waits; 0 if none does."""
    return (await session.scalar(select(func.max(_INBOX.c.id)).where(PENDING))) or 0


async def any_pending(session: AsyncSession, up_to: int) -> bool:
    """True if an update waits that is no newer than the one with this id."""
    return await session.scalar(select(_INBOX.c.id).where(PENDING, _INBOX.c.id <= up_to).limit(1)) is not None


async def failed(
    session: AsyncSession,
    waiting: Waiting,
    error: str,
    now: datetime,
    *,
    hopeless: bool = False,
    counted: bool = False,
) -> bool:
    """Remember a failed try, unless it was `counted` as it began (`begun`).

    True if the update is quarantined now: tried often enough, or hopeless from the start.
    """
    attempts = waiting.attempts + (not counted)
    quarantined = hopeless or attempts >= MAX_ATTEMPTS
    await session.execute(
        update(InboxUpdate)
        .where(InboxUpdate.id == waiting.id)
        .values(
            attempts=attempts,
            error=error[:500],
            next_try_at=now + RETRY_AFTER * 2 ** max(0, attempts - 1),
            state=InboxState.QUARANTINED if quarantined else InboxState.PENDING,
            done_at=now if quarantined else None,
        )
        .execution_options(synchronize_session=False)
    )
    return quarantined


_NEXT_TRY = select(func.min(_INBOX.c.next_try_at)).where(PENDING)


async def next_try(session: AsyncSession) -> datetime | None:
    """Instant at which the earliest pending update may be tried; None if nothing is pending."""
    found: datetime | None = await session.scalar(_NEXT_TRY)
    return found


class Backlog(NamedTuple):
    """Counts of the updates that wait, and of those given up."""

    pending: int
    quarantined: int
    oldest: datetime | None
    """Instant at which the oldest pending update came."""


async def backlog(session: AsyncSession) -> Backlog:
    """Count the updates that wait, and those given up."""
    pending = (await session.execute(select(func.count(), func.min(InboxUpdate.received_at)).where(PENDING))).one()
    gave_up = select(func.count()).where(InboxUpdate.state == InboxState.QUARANTINED)
    return Backlog(pending[0], (await session.execute(gave_up)).scalar_one(), pending[1])


async def quarantined(session: AsyncSession) -> list[InboxUpdate]:
    """Updates that gave up, oldest first, with their raw text."""
    found = select(InboxUpdate).where(InboxUpdate.state == InboxState.QUARANTINED).order_by(InboxUpdate.id)
    return list((await session.scalars(found)).all())


async def replay(session: AsyncSession, ids: Sequence[int] | None, now: datetime) -> int:
    """Give quarantined updates (all, or these row ids) fresh tries; how many there were."""
    again = update(InboxUpdate).where(InboxUpdate.state == InboxState.QUARANTINED)
    if ids is not None:
        again = again.where(InboxUpdate.id.in_(ids))
    result = await session.execute(
        again.values(state=InboxState.PENDING, attempts=0, next_try_at=now, done_at=None).returning(InboxUpdate.id)
    )
    return len(result.all())


async def prune(session: AsyncSession, before: datetime, limit: int = 1000) -> int:
    """Forget at most `limit` updates handled before `before`; how many. Quarantined ones stay until replayed."""
    old = select(InboxUpdate.id).where(InboxUpdate.done_at < before, InboxUpdate.state == InboxState.DONE).limit(limit)
    result = await session.execute(delete(InboxUpdate).where(InboxUpdate.id.in_(old)).returning(InboxUpdate.id))
    return len(result.all())
