"""A statement made once takes the driver's way from its second run on, and nobody can tell, on both databases."""

import asyncio
import gc
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
from sqlalchemy import CursorResult, Integer, Table, bindparam, event, func, insert, literal, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from storage import straight
from storage.engine import Database, is_away
from storage.models.people import Person
from storage.models.traffic import Conversation, InboxUpdate
from storage.upsert import inserts_by_dialect
from storage.vocabulary import InboxState

INBOX, PEOPLE = cast("Table", InboxUpdate.__table__), cast("Table", Person.__table__)
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
OF_STATE = (
    select(
        INBOX.c.update_id,
        INBOX.c.raw,
        INBOX.c.state,
        INBOX.c.received_at,
        INBOX.c.done_at,
        INBOX.c.state.in_([InboxState.DONE]).label("done"),
        func.max(INBOX.c.id).over(),
        literal("as it is"),
    )
    .where(INBOX.c.state == bindparam("state", type_=INBOX.c.state.type), INBOX.c.received_at <= bindparam("until"))
    .order_by(INBOX.c.update_id)
)
WITHOUT_A_LIST = OF_STATE.with_only_columns(
    INBOX.c.update_id, INBOX.c.raw, INBOX.c.state, INBOX.c.received_at, INBOX.c.done_at, literal("as it is")
)
NUMBERED = insert(INBOX).returning(INBOX.c.id, INBOX.c.state, INBOX.c.received_at)
HANDLED = (
    update(INBOX)
    .where(INBOX.c.update_id == bindparam("which"))
    .values(state=InboxState.DONE, done_at=bindparam("when"))
)
KEEP = {
    name: made.on_conflict_do_nothing().execution_options(preserve_rowcount=True)
    for name, made in inserts_by_dialect(InboxUpdate)
}


def takes_it(session: AsyncSession, statement: Any, params: Any) -> bool:
    """Whether the driver is asked directly."""
    return straight.plain(statement, params, session.get_bind().dialect) is not None


@pytest.mark.parametrize("statement", [OF_STATE, WITHOUT_A_LIST])
async def test_every_run_reads_the_same(database: Database, statement: Any) -> None:
    asked = {"state": InboxState.PENDING, "until": AT + timedelta(seconds=1)}
    async with database.writing() as session:
        for number in (1, 2):
            await session.execute(insert(INBOX), {**COMING, "update_id": number})
        first, *others = [await session.execute(statement, asked) for _ in range(3)]
        names, rows = list(first.keys()), first.all()
        assert [row.update_id for row in rows] == [1, 2]
        assert (rows[0].raw, rows[0].state, rows[0].received_at) == (COMING["raw"], InboxState.PENDING, AT)
        for other in others:
            assert list(other.keys()) == names
            again = other.all()
            assert again == rows
            assert [type(value) for row in again for value in row] == [type(value) for row in rows for value in row]
            assert again[0]._mapping[INBOX.c.raw] == COMING["raw"]


async def test_what_can_be_written_down_once_goes_to_the_driver(database: Database) -> None:
    async with database.reading() as session:
        asked = {"state": InboxState.PENDING, "until": AT}
        for statement in (OF_STATE, WITHOUT_A_LIST):
            await session.execute(statement, asked)
        assert takes_it(session, WITHOUT_A_LIST, asked)
        assert not takes_it(session, OF_STATE, asked), "SQLAlchemy writes out a list anew each time"
        assert not takes_it(session, select(INBOX.c.id), None), "nobody runs it again"


async def test_rows_that_are_written_are_numbered_counted_and_refused_alike(database: Database) -> None:
    async with database.writing() as session:
        keep = KEEP[session.get_bind().dialect.name]
        for number in range(1, 4):
            row = (await session.execute(NUMBERED, {**COMING, "update_id": number})).one()
            assert (row.state, row.received_at) == (InboxState.PENDING, AT)
            known, new = ({**COMING, "update_id": each} for each in (number, number + 100))
            for rows, kept in ((known, 0), ([known, new], 1), ([known], 0)):
                assert cast("CursorResult[object]", await session.execute(keep, rows)).rowcount == kept
            await session.execute(HANDLED, [{"which": number, "when": AT}, {"which": 0, "when": None}])
        done = select(INBOX.c.update_id, INBOX.c.done_at).where(INBOX.c.state == InboxState.DONE)
        assert (await session.execute(done.order_by(INBOX.c.update_id))).all() == [(1, AT), (2, AT), (3, AT)]
    for _ in range(3):
        with pytest.raises(IntegrityError) as refused:
            async with database.writing() as session:
                await session.execute(NUMBERED, {**COMING, "update_id": 1})
        assert "灯坏了" not in str(refused.value), "what people wrote is not shown"
        assert not refused.value.connection_invalidated


async def test_many_rows_give_back_what_was_asked_for(database: Database) -> None:
    for start in (10, 20, 30):
        async with database.writing() as session:
            rows = [{**COMING, "update_id": start + each} for each in range(3)]
            assert len((await session.execute(NUMBERED, rows)).all()) == 3


async def test_a_write_after_a_failure_is_undone_with_the_rest(database: Database) -> None:
    for number in range(2):
        with pytest.raises(RuntimeError, match="on purpose"):
            async with database.writing() as session:
                await session.execute(select(INBOX.c.id))
                with pytest.raises(IntegrityError):
                    session.add_all([Conversation(chat_id=-2, data="{}", heard="[]") for _ in range(2)])
                    await session.flush()
                await session.execute(NUMBERED, {**COMING, "update_id": number})
                raise RuntimeError("on purpose")
    async with database.reading() as session:
        assert not (await session.execute(select(INBOX.c.id))).all()


async def test_numbers_with_a_fraction_and_what_is_asked_for_anew_go_the_ordinary_way(database: Database) -> None:
    numbers = iter(range(10))
    half = select((INBOX.c.attempts / literal(2)).label("half"))
    counted = select(bindparam("next", callable_=lambda: next(numbers), type_=Integer()))
    nothing = select(INBOX.c.update_id, text("1 AS one"))
    async with database.writing() as session:
        await session.execute(NUMBERED, {**COMING, "update_id": 1, "attempts": 3})
        for ctx in range(3):
            assert float((await session.execute(half)).scalar_one()) == 1.5
            assert (await session.execute(counted)).scalar_one() == ctx
            assert (await session.execute(nothing)).one() == (1, 1)


async def test_a_connection_that_broke_is_given_up(database: Database) -> None:
    if database.is_sqlite:
        return
    async with database.reading() as session:
        for _ in range(2):
            await session.execute(WITHOUT_A_LIST, {"state": InboxState.PENDING, "until": AT})
        own = (await session.execute(text("SELECT pg_backend_pid()"))).scalar_one()
        async with database.reading() as other:
            await other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": own})
        with pytest.raises(DBAPIError) as broken:
            await session.execute(WITHOUT_A_LIST, {"state": InboxState.PENDING, "until": AT})
        assert broken.value.connection_invalidated and is_away(broken.value)
        assert (await session.connection()).invalidated
    async with database.reading() as session:
        assert (await session.execute(WITHOUT_A_LIST, {"state": InboxState.PENDING, "until": AT})).all() == []


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
        assert (await session.execute(WITHOUT_A_LIST, {"state": InboxState.PENDING, "until": AT})).all() == []


async def test_whoever_listens_hears_of_every_statement(database: Database) -> None:
    heard: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        heard.append(statement)

    async with database.reading() as session:
        here = (await session.connection()).sync_connection
        for _ in range(2):
            await session.execute(WITHOUT_A_LIST, {"state": InboxState.PENDING, "until": AT})
        event.listen(here, "before_cursor_execute", note)
        await session.execute(WITHOUT_A_LIST, {"state": InboxState.PENDING, "until": AT})
    assert len(heard) == 1


async def test_what_is_made_anew_each_time_is_not_kept(database: Database) -> None:
    async with database.reading() as session:
        gc.collect()
        before = len(straight._known)
        for number in range(50):
            await session.execute(select(PEOPLE.c.id).where(PEOPLE.c.id == number))
        gc.collect()
        assert len(straight._known) <= before + 1, "SQLAlchemy holds on to the first"
