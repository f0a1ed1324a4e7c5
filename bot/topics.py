"""Training the model of topics, aside: by a command, and every night."""

import structlog

from bot.aside import outcome_of
from bot.clock import Clock
from handlers.core.aside import TooCostly, Work
from handlers.core.topics import training, trying
from handlers.core.topics.trying import Trained
from handlers.core.unit_of_work import County, UnitOfWork
from storage.engine import Database

log = structlog.get_logger(__name__)

CPU_SECONDS = 180
LONGEST_SECONDS = 300.0
"""Of training, niced as all work aside is: ten times what 4,000 examples of twenty topics take here."""


async def train(database: Database, county: County, clock: Clock) -> Trained | None:
    """Train a model and use it if it is no worse than what is used; None if that took too much."""
    async with database.reading() as session:
        order = await training.order(session)
    outcome = await outcome_of(Work(trying.work_out, (order,)), cpu=CPU_SECONDS, longest=LONGEST_SECONDS)
    try:
        trained: Trained = outcome.get()
    except TooCostly:
        return None
    async with database.writing() as session:
        await training.keep(UnitOfWork(session, county, clock.now()), trained)
    log.info("topics were learned", came=trained.came, examples=trained.examples, score=round(trained.score, 3))
    return trained
