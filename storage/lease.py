"""The right to poll and send for a bot: a row that passes on within seconds, and a lock beside a SQLite file."""

import fcntl
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, NamedTuple, cast

from sqlalchemy import DateTime, Table, bindparam, false, func, or_, select, text, true, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine import APPLICATION, IDLE_SECONDS
from storage.models.traffic import Lease
from storage.upsert import insert_into

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


class Held(NamedTuple):
    """A lease in hand. The epoch is the fence: it rises with each holder."""

    name: str
    holder: str
    epoch: int


async def acquire(
    session: AsyncSession, name: str, holder: str, lasts: timedelta, *, surely_free: bool = False
) -> Held | None:
    """Take the lease if it is free, expired or already this holder's; None if another has it.

    `surely_free`: the one who has it is known to be dead. Real time counts here, never a moved clock.
    """
    await session.execute(
        insert_into(session, Lease).values(name=name, holder="", epoch=0, expires_at=LONG_AGO).on_conflict_do_nothing()
    )
    now = await _now(session)
    free = or_(Lease.expires_at <= now, Lease.holder == holder, true() if surely_free else false())
    taken = await session.execute(
        update(Lease)
        .where(Lease.name == name, free)
        .values(holder=holder, epoch=Lease.epoch + 1, expires_at=now + lasts)
        .returning(Lease.epoch)
        .execution_options(synchronize_session=False)
    )
    epoch = taken.scalar_one_or_none()
    return None if epoch is None else Held(name, holder, epoch)


async def renew(session: AsyncSession, held: Held, lasts: timedelta) -> bool:
    """Hold it for `lasts` from now. False: it has passed on."""
    renewed = await session.execute(
        update(Lease)
        .where(Lease.name == held.name, Lease.epoch == held.epoch)
        .values(expires_at=await _now(session) + lasts)
        .returning(Lease.epoch)
        .execution_options(synchronize_session=False)
    )
    return renewed.first() is not None


async def release(session: AsyncSession, held: Held) -> None:
    """Let the next one have it at once."""
    await session.execute(
        update(Lease)
        .where(Lease.name == held.name, Lease.epoch == held.epoch)
        .values(expires_at=LONG_AGO)
        .execution_options(synchronize_session=False)
    )


class LeaseLost(Exception):
    """Another has taken over: what this transaction would write is theirs to write."""


_LEASE = cast("Table", Lease.__table__)
_MINE = (
    select(_LEASE.c.epoch)
    .where(_LEASE.c.name == bindparam("lease"), _LEASE.c.epoch == bindparam("mine"))
    .with_for_update(read=True)
)


async def fence(session: AsyncSession, held: Held) -> None:
    """Nobody took over, and on PostgreSQL nobody can before this transaction ends. Raises `LeaseLost`."""
    if await session.scalar(_MINE, {"lease": held.name, "mine": held.epoch}) is None:
        raise LeaseLost


_END_FROZEN = text(
    """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE application_name = :ours AND datname = current_database() AND usename = current_user
      AND backend_xid IS NOT NULL AND wait_event = 'ClientRead'
      AND state_change < clock_timestamp() - make_interval(secs => :idle)
    """
).bindparams(ours=APPLICATION, idle=IDLE_SECONDS)


async def end_frozen(session: AsyncSession) -> int:
    """End our transactions that changed or locked rows and have waited for their process for `IDLE_SECONDS`; how many.

    PostgreSQL does so by itself, but not while a statement is sent with many rows (`executemany`), nor after it until
    the next one: psycopg sends the rows one by one, and a Flush at the end, at which PostgreSQL stops counting.
    """
    if session.get_bind().dialect.name == "sqlite":
        return 0
    return len((await session.execute(_END_FROZEN)).all())


async def _now(session: AsyncSession) -> datetime:
    """The database server's clock where there is one: machines disagree about the time."""
    if session.get_bind().dialect.name == "sqlite":
        return datetime.now(UTC)
    return (await session.execute(select(func.clock_timestamp(type_=DateTime(timezone=True))))).scalar_one()


class AlreadyRunning(Exception):
    """Another process has this SQLite database in use."""


def lock_file(database: Path) -> IO[bytes]:
    """Keep other processes off this SQLite file for as long as the answer is open; a crash frees it.

    Raises `AlreadyRunning`.
    """
    database.parent.mkdir(parents=True, exist_ok=True)
    handle = database.with_name(f"{database.name}.lock").open("a+b")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        handle.seek(0)
        other = handle.read(20).decode("ascii", "replace").strip()
        handle.close()
        raise AlreadyRunning(f"{database} is in use by another process ({other or 'unknown'})") from error
    handle.truncate(0)
    handle.write(str(os.getpid()).encode())
    handle.flush()
    return handle


PLANTING, AUDIT = 7_106_001, 7_262_001
"""Keys of advisory locks, our own numbers, for work that one transaction does at a time: planting what a new town must
find, adding to the audit log."""


async def one_by_one(session: AsyncSession, work: int) -> None:
    """Wait until no other transaction is at this `work`, and keep others from it; SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(select(func.pg_advisory_xact_lock(work)))
