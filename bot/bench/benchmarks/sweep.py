"""`sweep`: a sweep costs what is due, not what exists."""

import statistics
import time
from datetime import timedelta

from sqlalchemy import delete, select, update

from bot.bench import databases, dataset
from bot.bench.figures import Figure, compared
from bot.bench.in_process import CLOCK, PLACE
from bot.sweep import sweep
from storage.engine import Database
from storage.models.opinions import Due, Opinion
from storage.models.traffic import OutboxCall
from storage.vocabulary import Stage

FEW, MANY = 10_000, 1_000_000
"""Open and not due, as the goal says: docs/performance.md."""
DUE = 1_000
"""As the goal says."""
ROUNDS = 5
"""The median counts: our own choice."""


async def of_reminders() -> list[Figure]:
    """CPU milliseconds of a sweep with so many due among many and among few that are not."""
    few_took, many_took = [], []
    async with (
        databases.opened(await dataset.with_opinions(FEW)) as few,
        databases.opened(await dataset.with_opinions(MANY)) as many,
    ):
        for _ in range(ROUNDS):
            few_took.append(await _swept(few))
            many_took.append(await _swept(many))
    return [compared("sweep", "CPU ms", statistics.median(many_took), statistics.median(few_took), "<=", 1.5)]


async def _swept(database: Database) -> float:
    """CPU milliseconds for what was made due just before."""
    async with database.writing() as session:
        rated_late = select(Opinion.id).where(Opinion.stage == Stage.ANSWERED).limit(DUE).scalar_subquery()
        await session.execute(delete(OutboxCall))
        await session.execute(
            update(Due)
            .where(Due.opinion_id.in_(rated_late))
            .values(due_at=CLOCK.now() - timedelta(minutes=1), done_at=None)
            .execution_options(synchronize_session=False)
        )
    done, before = 0, time.process_time()
    while at_once := await sweep(database, PLACE, CLOCK, lambda post: None):
        done += at_once
    if done != DUE:
        raise RuntimeError(f"{done} things were done instead of {DUE}")
    return 1000 * (time.process_time() - before)
