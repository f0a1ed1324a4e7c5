"""The short way of plain statements, and lists as one parameter, on both databases."""

from datetime import UTC, datetime
from typing import cast

import pytest
from sqlalchemy import Table, func, select, text

from storage.among import among
from storage.engine import Database
from storage.models import Conversation, Person

TALKS = cast("Table", Conversation.__table__)
MANY = [*range(1, 3000), 9_000_000_000]


@pytest.mark.parametrize("wanted", [[], [7], [7, -5, 9_000_000_000], MANY])
async def test_a_list_of_any_length_finds_what_is_in_it(database: Database, wanted: list[int]) -> None:
    chats = {7, 8, -5, 9_000_000_000}
    async with database.writing() as session:
        session.add_all([Conversation(chat_id=chat, data="{}", heard="[]") for chat in chats])
    inside, outside = (
        select(TALKS.c.chat_id).where(clause)
        for clause in (among(TALKS.c.chat_id, "wanted"), ~among(TALKS.c.chat_id, "wanted"))
    )
    async with database.reading() as session:
        found = set(await session.scalars(inside, {"wanted": wanted}))
        others = set(await session.scalars(outside, {"wanted": wanted}))
    assert found == chats & set(wanted)
    assert others == chats - set(wanted)


async def test_a_plain_statement_sees_what_was_only_added_and_is_undone_with_it(database: Database) -> None:
    people = select(func.count()).select_from(cast("Table", Person.__table__))
    with pytest.raises(RuntimeError, match="on purpose"):
        async with database.writing() as session:
            session.add(Person(telegram_id=7, name=None, language="en", created_at=datetime.now(UTC)))
            assert await session.scalar(people) == 1
            raise RuntimeError("on purpose")
    async with database.reading() as session:
        assert await session.scalar(people) == 0


async def test_a_session_goes_on_after_its_connection_was_given_back(database: Database) -> None:
    async with database.reading() as session:
        assert await session.scalar(text("SELECT 1")) == 1
        await session.rollback()
        assert await session.scalar(text("SELECT 2")) == 2
