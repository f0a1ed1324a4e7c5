"""Keeping: everything that comes, in whose order it belongs, many in one commit."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event, select
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.intake.inbox_writer import InboxWriter, chat_of, decode, kept
from storage.engine import Database
from storage.models.traffic import Conversation, InboxUpdate
from tests.process.scripted import message


async def rows_of(database: Database) -> list[tuple[int, int]]:
    async with database.reading() as session:
        found = await session.execute(select(InboxUpdate.update_id, InboxUpdate.chat_id).order_by(InboxUpdate.id))
        return [(row[0], row[1]) for row in found]


@pytest.mark.parametrize(
    ("update", "whose"),
    [
        (message(1, chat=-100), -100),
        ({"update_id": 1, "edited_message": message(1)["message"]}, 7),
        ({"update_id": 1, "callback_query": {"id": "1", "from": {"id": 5}, "message": {"chat": {"id": 9}}}}, 9),
        ({"update_id": 1, "callback_query": {"id": "1", "from": {"id": 5}, "inline_message_id": "x"}}, 5),
        ({"update_id": 1, "my_chat_member": {"chat": {"id": 3}, "from": {"id": 4}}}, 3),
        ({"update_id": 1, "inline_query": {"id": "1", "from": {"id": 5}}}, 5),
        ({"update_id": 1, "poll_answer": {"poll_id": "1", "user": {"id": 6}}}, 6),
        ({"update_id": 1, "poll": {"id": "1"}}, 0),
        ({"update_id": 1, "message": {"chat": {"id": "7"}}}, 0),
        ({"update_id": 1, "message": {"chat": {"id": 2**63}, "from": {"id": 8}}}, 8),
        ({"update_id": 1, "message": "poison"}, 0),
        (["not", "an", "update"], 0),
    ],
)
def test_an_update_belongs_to_its_chat_or_person(update: Any, whose: int) -> None:
    assert chat_of(update) == whose


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["update_id", "message", "chat", "id"]), inner),
)


@given(anything)
def test_whatever_comes_has_a_row_that_fits(update: Any) -> None:
    row = kept(1, update)
    assert -(2**63) <= row.update_id < 2**63
    assert -(2**63) <= row.chat_id < 2**63
    assert "\0" not in row.raw
    assert row == kept(1, update)


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        (rb"broken \ud83d lamp", "broken \N{REPLACEMENT CHARACTER} lamp"),
        (rb"\udc00\ud83d", "\N{REPLACEMENT CHARACTER}" * 2),
        (rb"\ud83d\ude00", "\N{GRINNING FACE}"),
        (rb"\ud83d\ude00 and \ude00", "\N{GRINNING FACE} and \N{REPLACEMENT CHARACTER}"),
        (b"\xed\xa0\xbd", "\N{REPLACEMENT CHARACTER}"),
    ],
)
def test_half_a_character_is_made_readable(sent: bytes, read: str) -> None:
    update = decode(b'{"update_id": 1, "message": {"chat": {"id": 7}, "text": "' + sent + b'"}}')
    assert update["message"]["text"] == read
    assert orjson.loads(kept(1, update).raw) == update


@given(st.text(st.characters(exclude_categories=())))
def test_whatever_characters_come_the_row_can_be_read(text: str) -> None:
    update = decode(json.dumps({"update_id": 1, "message": text}).encode())
    assert orjson.loads(kept(1, update).raw) == update


async def test_updates_are_kept_once_with_their_chat_s_conversation(database: Database) -> None:
    woken: list[bool] = []
    writer = InboxWriter(database, bot_id=1, clock=Clock(), on_commit=lambda: woken.append(True))
    await writer.write([message(1), message(2, chat=8), message(1)])
    await writer.write([message(2, chat=8), {"odd": True}, {"odd": True}, []])
    rows = await rows_of(database)
    assert rows[:2] == [(1, 7), (2, 8)]
    assert [chat for _, chat in rows[2:]] == [0, 0]
    assert woken == [True, True]
    async with database.reading() as session:
        assert sorted(await session.scalars(select(Conversation.chat_id))) == [0, 7, 8]
        raw = await session.scalar(select(InboxUpdate.raw).where(InboxUpdate.update_id == 1))
    assert orjson.loads(raw or "") == message(1)


async def test_requests_side_by_side_share_commits(database: Database) -> None:
    commits = 0

    def count(_connection: Any) -> None:
        nonlocal commits
        commits += 1

    event.listen(database.engine.sync_engine, "commit", count)
    writer = InboxWriter(database, bot_id=1, clock=Clock(), on_commit=lambda: None)
    await asyncio.gather(*(writer.write([message(number, chat=number)]) for number in range(1, 51)))
    event.remove(database.engine.sync_engine, "commit", count)
    assert len(await rows_of(database)) == 50
    assert commits <= 3


async def test_everybody_in_a_commit_that_fails_is_told(database: Database) -> None:
    writer = InboxWriter(database, bot_id=1, clock=Clock(), on_commit=lambda: None)
    async with database.writing() as session:
        await session.execute(InboxUpdate.__table__.delete())  # type: ignore[attr-defined]
        await session.run_sync(lambda sync: InboxUpdate.__table__.drop(sync.connection()))  # type: ignore[attr-defined]
    results = await asyncio.gather(*(writer.write([message(n)]) for n in range(5)), return_exceptions=True)
    assert [isinstance(result, SQLAlchemyError) for result in results] == [True] * 5


class Stuck:
    """A database whose first transactions never begin."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[None]:
        self.begun.set()
        await asyncio.Event().wait()
        yield


async def test_when_the_one_who_commits_is_interrupted_the_others_are_told() -> None:
    stuck = Stuck()
    writer = InboxWriter(cast("Database", stuck), bot_id=1, clock=Clock(), on_commit=lambda: None)
    async with asyncio.TaskGroup() as group:
        first, second, third = (group.create_task(_outcome(writer, number)) for number in (1, 2, 3))
        await stuck.begun.wait()
        stuck.begun.clear()
        first.cancel()
        await stuck.begun.wait()
        second.cancel()
        assert await third == "interrupted"


async def _outcome(writer: InboxWriter, number: int) -> str:
    try:
        await writer.write([message(number)])
    except InterruptedError:
        return "interrupted"
    return "kept"
