"""`sweep`: a sweep costs what is due, not what exists."""

import statistics
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time

from sqlalchemy import ColumnElement, Select, String, cast, delete, insert, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.bench import databases, dataset
from bot.bench.dataset_rows import LONG_AGO
from bot.bench.figures import Figure, compared
from bot.bench.in_process import PLACE
from bot.demo.simulation import ManualClock
from bot.sweep import sweep
from handlers.core.workdays.country import country_days
from handlers.core.workdays.rules import Calendar
from storage.engine import Database
from storage.models.commitments import Commitment, CommitmentReport
from storage.models.opinions import Due, Opinion
from storage.models.reminders import Reminder
from storage.models.traffic import OutboxCall
from storage.vocabulary import CommitmentState, Stage

FEW, MANY = 10_000, 1_000_000
"""Open and not due, as the goal says: docs/performance.md."""
DUE = 1_000
"""As the goal says."""
ROUNDS = 5
"""The median counts: our own choice."""


def _at_work() -> datetime:
    """Ten o'clock of the last working day before today: at night and on days off nobody is reminded."""
    days = Calendar(country_days(PLACE.country), PLACE.zone)
    yesterday = days.day_of(datetime.now(UTC)) - timedelta(days=1)
    return datetime.combine(days.last_working(yesterday), clock_time(10), PLACE.zone).astimezone(UTC)


AT_WORK = ManualClock(_at_work())
JUST_NOW = AT_WORK.now() - timedelta(minutes=1)


Falls = Callable[[AsyncSession], Awaitable[None]]
"""Makes so many things due."""


async def of_reminders() -> list[Figure]:
    """CPU milliseconds of a sweep with so many due among many and among few that are not, by what is due."""
    found = []
    async with (
        databases.opened(await dataset.with_opinions(FEW)) as few,
        databases.opened(await dataset.with_opinions(MANY)) as many,
    ):
        for name, falls in FALLS.items():
            few_took, many_took = [], []
            for _ in range(ROUNDS):
                few_took.append(await _swept(few, falls))
                many_took.append(await _swept(many, falls))
            found.append(compared(name, "CPU ms", statistics.median(many_took), statistics.median(few_took), "<=", 1.5))
    return found


async def _ratings(session: AsyncSession) -> None:
    """Answers that nobody has rated."""
    unrated = select(Opinion.id).where(Opinion.stage == Stage.ANSWERED).limit(DUE).scalar_subquery()
    await _fall(session, Due.opinion_id.in_(unrated), Due.kind == "rating.reminder")


async def _progress(session: AsyncSession) -> None:
    """Promises of which nothing was heard for a month."""
    await _fall(session, Due.subject_id.in_(_kept_open()), Due.kind == "promise.progress")


async def _gathered(session: AsyncSession) -> None:
    """Reports that were held back for a week."""
    held_back = update(CommitmentReport).where(CommitmentReport.commitment_id.in_(_kept_open())).values(told=False)
    await session.execute(held_back.execution_options(synchronize_session=False))
    told = update(Commitment).where(Commitment.id.in_(_kept_open())).values(told_at=LONG_AGO)
    await session.execute(told.execution_options(synchronize_session=False))
    falls = delete(Due).where(Due.kind == "promise.gathered")
    await session.execute(falls.execution_options(synchronize_session=False))
    at = literal(JUST_NOW, Due.due_at.type)
    kind, key = literal("promise.gathered"), literal("promise.gathered:") + cast(Commitment.id, String)
    planned = select(kind, Commitment.id, at, key).where(Commitment.id.in_(_kept_open()))
    await session.execute(insert(Due).from_select(["kind", "subject_id", "due_at", "once"], planned))


def _kept_open() -> Select[int]:
    return select(Commitment.id).where(Commitment.state == CommitmentState.OPEN).order_by(Commitment.id).limit(DUE)


async def _fall(session: AsyncSession, *which: ColumnElement[bool]) -> None:
    due = update(Due).where(*which).values(due_at=JUST_NOW, done_at=None)
    await session.execute(due.execution_options(synchronize_session=False))


FALLS: Mapping[str, Falls] = {"sweep": _ratings, "sweep.progress": _progress, "sweep.gathered": _gathered}


async def _swept(database: Database, falls: Falls) -> float:
    """CPU milliseconds for what was made due just before; nobody was reminded of it yet."""
    async with database.writing() as session:
        await session.execute(delete(OutboxCall))
        await session.execute(delete(Reminder))
        await falls(session)
    done, before = 0, time.process_time()
    while at_once := await sweep(database, PLACE, AT_WORK, lambda post: None):
        done += at_once
    if done != DUE:
        raise RuntimeError(f"{done} things were done instead of {DUE}")
    return 1000 * (time.process_time() - before)
