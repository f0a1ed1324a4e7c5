"""The baselines do what the bench compares Huiyin with."""

import asyncio
from collections import Counter

import pytest
from sqlalchemy import func, select

from bot.bench import databases, launch
from bot.bench.baselines.stock import ECHO, USUAL
from bot.bench.baselines.usual import Base, Conversation, Deadline, Event, Opinion, Text, engine_of
from bot.bench.scenarios import UPDATES, send_opinion, send_texts
from bot.bench.virtual_users import side_by_side, virtual_users
from bot.sandbox.server import SandboxServer

PEOPLE = 3
CALLS = {"sendMessage": 2, "deleteMessage": 1, "answerCallbackQuery": 3, "editMessageText": 3}
"""Those that Huiyin makes for an opinion too."""
ROWS: dict[type[Base], int] = {Opinion: 1, Text: 2, Event: 1, Deadline: 2}


async def kept(url: str) -> tuple[dict[type[Base], int | None], int | None]:
    """How many rows each table has, and how many conversations are under way."""
    engine = engine_of(url)
    async with engine.connect() as connection:
        rows = {table: await connection.scalar(select(func.count()).select_from(table)) for table in ROWS}
        busy = await connection.scalar(select(func.count()).where(Conversation.state.is_not(None)))
    await engine.dispose()
    return rows, busy


@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
async def test_the_usual_bot_has_the_whole_conversation_and_keeps_it(webhook: bool) -> None:
    world = launch.world()
    expected = {table: count * PEOPLE for table, count in ROWS.items()}, 0
    async with (
        databases.sqlite(furnished=False) as url,
        SandboxServer(world) as server,
        virtual_users(world, USUAL) as people,
        launch.usual(world, server.url, url, webhook=webhook),
    ):
        world.calls.clear()
        await side_by_side(send_opinion, people.users(PEOPLE))
        made = Counter(call.method for call in world.sent() if call.method in CALLS)
        async with asyncio.timeout(20):  # it answers before it commits
            while await kept(url) != expected:  # noqa: ASYNC110 (a database tells nobody)
                await asyncio.sleep(0.05)
    assert made == {method: count * PEOPLE for method, count in CALLS.items()}


async def test_the_bare_bot_echoes() -> None:
    world = launch.world()
    async with (
        SandboxServer(world) as server,
        virtual_users(world, ECHO) as people,
        launch.echo(world, server.url),
    ):
        world.calls.clear()
        await side_by_side(send_texts, people.users(1))
    assert people.updates == UPDATES
    assert len(world.sent("sendMessage")) == UPDATES
