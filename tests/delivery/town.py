"""What the delivery tests share: promises, and a look at what was written down."""

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from storage import outbox
from storage.engine import Database
from storage.models.traffic import CaseMessage, InboxUpdate, OutboxCall
from storage.vocabulary import CallState, Lane

TOKEN = "4242:test"


def now() -> datetime:
    return datetime.now(UTC)


async def promise(database: Database, chat_id: int, text: str = "hello", **facts: Any) -> int:
    """Promise one call; its id."""
    return (await promised(database, outbox.next_id(), chat_id, text, **facts)).id


async def promised(
    database: Database,
    call_id: int,
    chat_id: int,
    text: str,
    *,
    lane: Lane = Lane.ANSWER,
    method: str = "sendMessage",
    opinion_id: int | None = None,
    edits: int | None = None,
    body: dict[str, Any] | None = None,
) -> outbox.Call:
    """Promise one call."""
    payload = body if body is not None else {"chat_id": chat_id, "text": text}
    call = outbox.Call(
        call_id, chat_id, lane, method, json.dumps(payload), now(), now() - timedelta(seconds=1), opinion_id, edits
    )
    async with database.writing() as session:
        await outbox.promise(session, [call])
    return call


async def row(database: Database, call_id: int) -> OutboxCall:
    async with database.reading() as session:
        found = await session.get(OutboxCall, call_id)
        assert found is not None
        return found


async def settled(database: Database, call_id: int, state: CallState = CallState.SENT) -> OutboxCall:
    """Wait until the call has ended, in this state."""
    call: OutboxCall = await until(
        lambda: row(database, call_id), lambda call: call.done_at is not None and call.state is state
    )
    return call


async def until(look: Callable[[], Any], good: Callable[[Any], bool], seconds: float = 10) -> Any:
    """Look until it is good; the last sight is in the failure."""
    seen = None
    try:
        async with asyncio.timeout(seconds):
            while not good(seen := await look()):  # noqa: ASYNC110 (a database tells nobody)
                await asyncio.sleep(0.01)
    except TimeoutError:
        raise AssertionError(
            f"never came true; last seen: {vars(seen) if hasattr(seen, '__dict__') else seen}"
        ) from None
    return seen


async def case_messages(database: Database) -> list[tuple[int, int, int]]:
    async with database.reading() as session:
        rows = await session.execute(select(CaseMessage.chat_id, CaseMessage.message_id, CaseMessage.opinion_id))
        return sorted(tuple(found) for found in rows)  # type: ignore[misc]


async def internal_updates(database: Database) -> list[tuple[int, int, dict[str, Any]]]:
    """(update id, chat, what it says) of each internal update."""
    async with database.reading() as session:
        rows = await session.execute(select(InboxUpdate.update_id, InboxUpdate.chat_id, InboxUpdate.raw))
        return [(update_id, chat_id, json.loads(raw)["huiyin"]) for update_id, chat_id, raw in rows]
