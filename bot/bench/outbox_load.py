"""Puts load into a bot's outbox from outside, as its handlers would, and waits until it is drained."""

import asyncio
import time
from datetime import UTC, datetime

import orjson
from sqlalchemy import func, select

from bot.sandbox.people import Person
from bot.sandbox.world import World
from storage import outbox
from storage.engine import Database
from storage.models.traffic import OutboxCall
from storage.vocabulary import CallState, Lane

TEXT = (
    "The road past the school is closed on Friday from 8 to 12: the lamps are being replaced. Please go by the bridge."
)


def body(chat_id: int) -> dict[str, object]:
    """A message as it goes over the wire."""
    return {"chat_id": chat_id, "text": TEXT, "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}


def recipients(world: World, count: int) -> list[Person]:
    """People to whom the first bot may write."""
    people = [world.person(f"Recipient {number}") for number in range(count)]
    for person in people:
        world.opens(person)
    return people


async def enqueue(database: Database, people: list[Person], lane: Lane) -> None:
    """A message to each of them, in one transaction."""
    now = datetime.now(UTC)
    calls = [
        outbox.Call(outbox.next_id(), one.id, lane, "sendMessage", orjson.dumps(body(one.id)).decode(), now, now)
        for one in people
    ]
    async with database.writing() as session:
        await outbox.promise(session, calls)


async def drained(database: Database, seconds: float) -> None:
    """Wait until nothing waits and everything sent is marked. Raises `TimeoutError`."""
    open_states = (CallState.PENDING, CallState.AMBIGUOUS)
    unsettled = select(func.count()).select_from(OutboxCall).where(OutboxCall.state.in_(open_states))
    until = time.monotonic() + seconds
    while True:
        async with database.reading() as session:
            if await session.scalar(unsettled) == 0:
                return
        if time.monotonic() > until:
            raise TimeoutError("the outbox is not empty")
        await asyncio.sleep(0.2)
