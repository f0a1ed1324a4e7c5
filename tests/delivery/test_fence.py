"""A sender that has lost its lease neither claims nor marks; what it left is the next one's."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest
import structlog

from bot.delivery.sender import Sender
from storage import lease
from storage.engine import Database
from storage.lease import Held
from storage.vocabulary import CallState, Lane
from tests.delivery.server import Server, cut, refusal
from tests.delivery.town import internal_updates, promise, row, settled

Start = Callable[..., Sender]
Tasks = dict[Sender, asyncio.Task[None]]


async def take(database: Database, holder: str) -> Held:
    """The lease, from whoever has it."""
    async with database.writing() as session:
        held = await lease.acquire(session, "bot:4242", holder, timedelta(minutes=5), surely_free=True)
    assert held is not None
    return held


async def test_with_its_lease_a_sender_sends_and_marks(database: Database, server: Server, start: Start) -> None:
    start(lease=await take(database, "a"))
    await settled(database, await promise(database, 7))
    await settled(database, await promise(database, 8, lane=Lane.NOTICE))


async def test_what_was_under_way_when_the_lease_passed_on_is_the_next_one_s(
    database: Database, server: Server, start: Start, tasks: Tasks
) -> None:
    server.delay = 0.5
    old = start(lease=await take(database, "a"))
    call = await promise(database, 7, "hello")
    old.wake()
    await server.heard(1)
    taken = await take(database, "b")
    await asyncio.wait_for(tasks[old], 10)
    assert (await row(database, call)).state is CallState.PENDING
    start(lease=taken)
    await settled(database, call)
    assert server.texts() == ["hello", "hello"]


async def test_a_sender_without_its_lease_claims_no_notice(
    database: Database, server: Server, start: Start, tasks: Tasks
) -> None:
    lost = await take(database, "a")
    await take(database, "b")
    notice = await promise(database, 7, lane=Lane.NOTICE)
    await asyncio.wait_for(tasks[start(lease=lost)], 10)
    assert (await row(database, notice)).state is CallState.PENDING
    assert server.calls == []


@pytest.mark.parametrize(
    "answer",
    [
        refusal(403, "Forbidden: bot was blocked by the user"),
        refusal(400, "Bad Request: group upgraded", migrate_to_chat_id=-1005),
        refusal(500, "Internal Server Error"),
        cut,
    ],
)
async def test_whatever_it_learns_it_writes_nothing_down(
    database: Database, server: Server, start: Start, tasks: Tasks, answer: object
) -> None:
    server.delay = 0.3
    server.script[-5].append(answer)  # type: ignore[arg-type]
    call = await promise(database, -5, opinion_id=3)
    old = start(lease=await take(database, "a"))
    await server.heard(1)
    await take(database, "b")
    await asyncio.wait_for(tasks[old], 10)
    kept = await row(database, call)
    assert (kept.state, kept.chat_id, kept.attempts) == (CallState.PENDING, -5, 0)
    assert await internal_updates(database) == []


async def test_while_it_is_not_sure_of_its_lease_nothing_leaves(
    database: Database, server: Server, start: Start
) -> None:
    sure = False
    sender = start(lease=await take(database, "a"), sure=lambda: sure)
    call = await promise(database, 7)
    sender.wake()
    await asyncio.sleep(0.6)
    assert server.calls == []
    sure = True
    await settled(database, call)


async def test_what_was_to_leave_when_the_process_froze_does_not_leave_when_it_goes_on(
    database: Database, server: Server, start: Start
) -> None:
    awake = False
    sender: Sender

    def sure() -> bool:
        """Until a call is on its way."""
        return awake or sender._in_flight == 0

    sender = start(lease=await take(database, "a"), sure=sure)
    call = await promise(database, 7)
    sender.wake()
    await asyncio.sleep(0.6)
    assert server.calls == []
    awake = True
    await settled(database, call)
    assert len(server.calls) == 1


async def test_the_loss_is_told_in_the_log_and_nothing_else_fails(
    database: Database, server: Server, start: Start, tasks: Tasks
) -> None:
    lost = await take(database, "a")
    await take(database, "b")
    await promise(database, 7)
    with structlog.testing.capture_logs() as logged:
        await asyncio.wait_for(tasks[start(lease=lost)], 10)
    assert [entry["event"] for entry in logged] == ["another process sends now", "outcomes not written"]
