"""Transactions on both databases: what fails is undone whole, and a broken connection is replaced."""

import asyncio
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import Integer, Table, bindparam, func, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, InvalidRequestError

from storage.engine import Database, open_database
from storage.migrations import upgrade
from storage.models.traffic import Conversation, InboxUpdate
from storage.trouble import is_away
from storage.vocabulary import Channel, InboxState

INBOX = cast("Table", InboxUpdate.__table__)
AT = datetime(2026, 3, 2, 1, 30, 15, 250_000, tzinfo=UTC)
COMING: dict[str, Any] = {
    "bot_id": 42,
    "chat_id": 7,
    "raw": '{"text": "灯坏了 %s ?"}',
    "received_at": AT,
    "next_try_at": AT,
    "state": InboxState.PENDING,
    "attempts": 0,
}
PENDING = select(INBOX.c.update_id).where(INBOX.c.state == InboxState.PENDING)
NUMBERED = insert(INBOX).returning(INBOX.c.id)


async def test_a_write_after_a_failure_is_refused(database: Database) -> None:
    for number in range(2):
        with pytest.raises(InvalidRequestError):
            async with database.writing() as session:
                await session.execute(select(INBOX.c.id))
                with pytest.raises(IntegrityError):
                    session.add_all([Conversation(chat_id=-2, data="{}", heard="[]") for _ in range(2)])
                    await session.flush()
                await session.execute(NUMBERED, {**COMING, "update_id": number})
    async with database.reading() as session:
        assert not (await session.execute(select(INBOX.c.id))).all()


async def test_a_refused_row_is_told_without_what_people_wrote(database: Database) -> None:
    with pytest.raises(IntegrityError) as refused:
        async with database.writing() as session:
            await session.execute(NUMBERED, [{**COMING, "update_id": 1} for _ in range(2)])
    assert "灯坏了" not in str(refused.value)
    assert not refused.value.connection_invalidated


async def test_a_connection_that_broke_is_given_up(database: Database) -> None:
    if database.is_sqlite:
        return
    async with database.reading() as session:
        for _ in range(2):
            await session.execute(PENDING)
        own = (await session.execute(text("SELECT pg_backend_pid()"))).scalar_one()
        async with database.reading() as other:
            await other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": own})
        with pytest.raises(DBAPIError) as broken:
            await session.execute(PENDING)
        assert broken.value.connection_invalidated and is_away(broken.value)
        assert (await session.connection()).invalidated
    async with database.reading() as session:
        assert (await session.execute(PENDING)).all() == []


async def test_whoever_gives_up_waiting_leaves_a_connection_that_works(database: Database) -> None:
    if database.is_sqlite:
        return
    slow = select(func.pg_sleep(bindparam("seconds", type_=Integer())))
    async with database.writing() as session:
        for _ in range(2):
            await session.execute(slow, {"seconds": 0})
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3), database.writing() as session:
            await session.execute(slow, {"seconds": 20})
    async with database.reading() as session:
        assert (await session.execute(PENDING)).all() == []


async def test_while_another_program_holds_the_lock_the_loop_goes_on(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'test.sqlite3'}"
    upgrade(url)
    database = open_database(url)
    async with database.writing() as session:
        await session.execute(select(1))  # so that it is in the mode the bot leaves it in
    other = sqlite3.connect(tmp_path / "test.sqlite3", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")

    async def write() -> None:
        async with database.writing() as session:
            await session.execute(
                insert(Conversation).values(chat_id=3, data="{}", heard="[]", channel=Channel.TELEGRAM)
            )

    async with asyncio.TaskGroup() as group:
        writing = group.create_task(write())
        for _ in range(10):
            await asyncio.sleep(0)
        assert not writing.done()
        async with database.reading() as session:
            assert await session.scalar(select(func.count()).select_from(Conversation)) == 0
        assert not writing.done()
        other.execute("ROLLBACK")
    async with database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Conversation)) == 1
    other.close()
    await database.close()
