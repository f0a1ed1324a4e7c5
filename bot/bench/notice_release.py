"""Releases a notice as staff would, for the bot to write its recipients down and send it."""

import asyncio
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.bench.outbox_load import TEXT
from bot.sandbox.people import Person as Somebody
from handlers.presentation.notices import wire
from storage.engine import Database
from storage.models.notices import Notice, NoticeText
from storage.models.people import Address, Person
from storage.queries import notices
from storage.vocabulary import Channel, NoticeColumn, NoticeState

AREA = 1
"""The id of the area all of them live in."""


async def add_people(session: AsyncSession, people: Sequence[Somebody]) -> None:
    """These people have been here before, so that a notice reaches them."""
    fields = {"language": "en", "language_chosen": False, "area_id": AREA, "created_at": datetime.now(UTC)}
    await session.execute(insert(Person), [{"chat_id": one.id, **fields} for one in people])
    numbers = dict((await session.execute(select(Person.chat_id, Person.id))).tuples().all())
    places = [{"chat_id": one.id, "external_id": str(one.id), "person_id": numbers[one.id]} for one in people]
    await session.execute(insert(Address).values(channel=Channel.TELEGRAM), places)


async def release(session: AsyncSession, zone: ZoneInfo, column: NoticeColumn = NoticeColumn.URGENT) -> Notice:
    """A notice to everybody by the first of them; an urgent one goes out at any hour."""
    now = datetime.now(UTC)
    made = Notice(
        author_id=1,
        state=NoticeState.FIXING,
        column=column,
        audience={},
        created_at=now,
        released_at=now,
        fix_until=await notices.newest_person(session),
        texts=[NoticeText(language="en", body={"text": TEXT}, sources=[])],
    )
    session.add(made)
    wire.freeze(made, zone)
    await session.flush()
    return made


async def ended(database: Database, notice_id: int, seconds: float) -> Notice:
    """The notice when its report is made. Raises `TimeoutError`."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        async with database.reading() as session:
            notice = await notices.one(session, notice_id)
        if notice is not None and notice.ended_at is not None:
            return notice
        await asyncio.sleep(0.2)
    raise TimeoutError("the notice is not over")
