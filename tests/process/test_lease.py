"""The lease: one holder at a time, who knows when it is over."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.lease import LASTS_SECONDS, LeaseKeeper
from storage import lease
from storage.engine import IDLE_SECONDS, LOCK_SECONDS, Database, hold_longer
from storage.lease import AlreadyRunning, Held, LeaseLost, lock_file
from storage.models.traffic import Lease
from storage.trouble import is_away

LONG = timedelta(minutes=5)


async def take(database: Database, holder: str, lasts: timedelta = LONG) -> Held | None:
    async with database.writing() as session:
        return await lease.acquire(session, "bot:1", holder, lasts)


async def test_one_holds_it_and_the_other_stands_by(database: Database) -> None:
    first = await take(database, "a")
    assert first == Held("bot:1", "a", 1)
    assert await take(database, "b") is None


async def test_when_it_ends_the_next_one_has_a_higher_epoch_and_the_fence_shuts(database: Database) -> None:
    first = await take(database, "a", timedelta(seconds=-1))
    second = await take(database, "b")
    assert first is not None
    assert second == Held("bot:1", "b", 2)
    async with database.writing() as session:
        with pytest.raises(LeaseLost):
            await lease.fence(session, first)
        await lease.fence(session, second)
        assert not await lease.renew(session, first, LONG)
        await lease.release(session, first)
    assert await take(database, "c") is None


async def test_released_it_is_free_at_once(database: Database) -> None:
    first = await take(database, "a")
    assert first is not None
    async with database.writing() as session:
        assert await lease.renew(session, first, LONG)
        await lease.release(session, first)
    assert await take(database, "b") is not None


async def test_two_who_ask_at_once_do_not_both_get_it(database: Database) -> None:
    got = await asyncio.gather(*(take(database, f"holder {n}") for n in range(6)))
    assert sum(held is not None for held in got) == 1


async def stands_still(session: AsyncSession) -> None:
    """What a process does that stops in a transaction after a statement with many rows; PostgreSQL does not see it."""
    names = [{"name": f"bot:{number}", "holder": "a", "epoch": 1, "expires_at": lease.LONG_AGO} for number in (2, 3)]
    await session.execute(insert(Lease), names)
    await asyncio.sleep(IDLE_SECONDS + 0.5)


async def test_a_transaction_whose_process_stands_still_is_ended(database: Database) -> None:
    if database.is_sqlite:
        return
    with pytest.raises(DBAPIError) as ended:
        async with database.writing() as session:
            await stands_still(session)
            async with database.writing() as other:
                assert await lease.end_frozen(other) == 1
            await session.execute(select(Lease))
    assert is_away(ended.value)


async def test_a_transaction_that_may_take_longer_is_left_alone(database: Database) -> None:
    async with database.writing() as session:
        await hold_longer(session)
        await session.execute(insert(Lease).values(name="bot:2", holder="a", epoch=1, expires_at=lease.LONG_AGO))
        if not database.is_sqlite:
            await asyncio.sleep(IDLE_SECONDS + 0.5)
            async with database.writing() as other:
                assert await lease.end_frozen(other) == 0
        assert await session.scalar(select(Lease.holder)) == "a"


def test_nothing_of_the_former_holder_is_open_when_the_lease_passes_on() -> None:
    assert LOCK_SECONDS < IDLE_SECONDS < LASTS_SECONDS * 6 / 7
    busy = 2.0
    assert LASTS_SECONDS / 7 + busy < LASTS_SECONDS * 11 / 12, "a holder that was busy for so long still renews in time"


class Seat:
    """What a process does while it holds the lease."""

    def __init__(self) -> None:
        self.gained = asyncio.Event()
        self.lost = asyncio.Event()

    async def gain(self, _held: Held) -> None:
        self.gained.set()

    async def lose(self) -> None:
        self.lost.set()


@asynccontextmanager
async def keeping(database: Database, seat: Seat) -> AsyncIterator[LeaseKeeper]:
    keeper = LeaseKeeper(database, "bot:1", lasts=0.6)
    async with asyncio.timeout(15), asyncio.TaskGroup() as group:
        group.create_task(keeper.run(seat.gain, seat.lose))
        yield keeper
        keeper.stop()
    await keeper.release()


async def test_a_standby_takes_over_when_the_holder_lets_go(database: Database) -> None:
    if database.is_sqlite:
        return  # one process only: the file is locked
    first, second = Seat(), Seat()
    async with keeping(database, first):
        await first.gained.wait()
        async with keeping(database, second):
            await asyncio.sleep(1.5)
            assert not second.gained.is_set(), "the holder lives and renews"
    async with keeping(database, second):
        await second.gained.wait()
    assert not first.lost.is_set()


async def test_a_holder_that_was_replaced_notices_and_stands_by(database: Database) -> None:
    seat = Seat()
    async with keeping(database, seat) as keeper:
        await seat.gained.wait()
        async with database.writing() as session:
            await session.execute(update(Lease).values(epoch=Lease.epoch + 1, holder="other"))
        await seat.lost.wait()
        assert keeper.held is None or keeper.held.epoch > 2


async def test_on_sqlite_a_holder_keeps_it_however_long_it_waits_for_the_file(database: Database) -> None:
    if not database.is_sqlite:
        return
    seat = Seat()
    async with keeping(database, seat) as keeper:
        await seat.gained.wait()
        async with database.writing():
            await asyncio.sleep(1.5)
            assert keeper.sure
        assert not seat.lost.is_set()


async def test_a_holder_does_not_wait_for_a_database_that_never_answers(database: Database) -> None:
    if database.is_sqlite:
        return
    seat = Seat()
    async with keeping(database, seat) as keeper:
        await seat.gained.wait()
        never = asyncio.Event()

        @asynccontextmanager
        async def silent() -> AsyncIterator[AsyncSession]:
            try:
                await never.wait()
            except asyncio.CancelledError:
                await never.wait()  # to break off takes as long
                raise
            yield AsyncSession()

        keeper._database = SimpleNamespace(is_sqlite=False, writing=silent)  # type: ignore[assignment]
        await seat.lost.wait()
        keeper._database = database
        never.set()


async def test_after_a_crash_on_one_machine_nobody_waits(database: Database) -> None:
    await take(database, "the dead one")
    async with database.writing() as session:
        held = await lease.acquire(session, "bot:1", "new", LONG, surely_free=True)
    assert held == Held("bot:1", "new", 2)


def test_a_second_process_on_the_same_file_is_refused_until_the_first_ends(tmp_path: Path) -> None:
    file = tmp_path / "huiyin.sqlite3"
    with lock_file(file), pytest.raises(AlreadyRunning, match="in use by another process"):
        lock_file(file)
    lock_file(file).close()
