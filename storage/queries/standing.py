"""Messages that stand in a chat and are changed in place."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.addresses import channel_of
from storage.models.traffic import StandingMessage
from storage.upsert import insert_into


async def call_of(session: AsyncSession, chat_id: int, kind: str, since: datetime) -> int | None:
    """The outbox call whose message of this kind stands in the chat; None if none was shown after `since`."""
    return await session.scalar(
        select(StandingMessage.call_id).where(
            StandingMessage.chat_id == chat_id, StandingMessage.kind == kind, StandingMessage.shown_at > since
        )
    )


async def remember(session: AsyncSession, chat_id: int, kind: str, call_id: int, now: datetime) -> None:
    """From now on this is the one."""
    newest = {"call_id": call_id, "shown_at": now}
    row = {"chat_id": chat_id, "channel": channel_of(chat_id), "kind": kind, **newest}
    await session.execute(
        insert_into(session, StandingMessage)
        .values(row)
        .on_conflict_do_update(index_elements=["chat_id", "kind"], set_=newest)
    )


async def forget(session: AsyncSession, chat_id: int, kind: str) -> None:
    """It was seen: the next one is a message of its own."""
    await session.execute(
        delete(StandingMessage)
        .where(StandingMessage.chat_id == chat_id, StandingMessage.kind == kind)
        .execution_options(synchronize_session=False)
    )
