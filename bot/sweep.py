"""The sweep, which does what has fallen due: found by an index, each once, a bad one in nobody's way."""

from collections.abc import Callable
from datetime import timedelta

import structlog

from bot.aside import outcome_of
from bot.errors import error_location
from bot.update_worker import Clock
from handlers import registry
from handlers.conversation.outgoing import Outgoing
from handlers.core.aside import Aside, Outcome
from handlers.core.unit_of_work import County
from storage import outbox
from storage.engine import Database
from storage.queries import due
from storage.trouble import is_away

log = structlog.get_logger(__name__)

TRY_AGAIN = timedelta(hours=1)
"""Time before what failed is tried again: our own choice."""
TIMES = 2
"""Costly works that one due thing may ask for: our own choice."""

Outcomes = dict[int, dict[str, Outcome]]
"""Of what was done aside, by the due row that asked for it."""


class WaitsFor(Exception):
    """A due thing cannot be done before this costly work is."""

    def __init__(self, due_id: int, aside: Aside) -> None:
        super().__init__(due_id)
        self.due_id, self.work = due_id, aside.work


async def sweep(
    database: Database, place: County, clock: Clock, on_commit: Callable[[Outgoing], None], limit: int = 50
) -> int:
    """Do at most `limit` of what has fallen due, in one transaction; if one fails, each on its own. How many."""
    try:
        return await _together(database, place, clock, on_commit, limit)
    except Exception as error:
        if is_away(error):
            raise
        done = 0
        while done < limit and await _alone(database, place, clock, on_commit):
            done += 1
        return done


async def _together(
    database: Database,
    place: County,
    clock: Clock,
    on_commit: Callable[[Outgoing], None],
    limit: int,
    outcomes: Outcomes | None = None,
) -> int:
    async with database.writing() as session:
        post = Outgoing(session, place, clock.now())
        fallen = await due.fallen(session, post.now, limit)
        for thing in fallen:
            thing.done_at = post.now  # first: the move it makes calls off what is still open, itself included
        await session.flush()
        for thing in fallen:
            post.outcomes = (outcomes or {}).get(thing.id, {})
            try:
                await registry.fall_due(post, thing)
            except Aside as aside:
                raise WaitsFor(thing.id, aside) from aside
        await outbox.promise(session, post.calls)
    if fallen:
        on_commit(post)
    return len(fallen)


async def _alone(database: Database, place: County, clock: Clock, on_commit: Callable[[Outgoing], None]) -> int:
    """The longest due one by itself; one that fails is put off, so that it does not stand before the others.

    What is costly is done beside it first, while no transaction is open.
    """
    outcomes: Outcomes = {}
    try:
        for _ in range(TIMES):
            try:
                return await _together(database, place, clock, on_commit, 1, outcomes)
            except WaitsFor as waits:
                outcomes.setdefault(waits.due_id, {})[waits.work.name] = await outcome_of(waits.work)
        return await _together(database, place, clock, on_commit, 1, outcomes)
    except Exception as error:
        if is_away(error):
            raise
        async with database.writing() as session:
            for thing in await due.fallen(session, clock.now(), 1):
                log.error("due thing failed", due_id=thing.id, kind=thing.kind, error=error_location(error))
                thing.due_at = clock.now() + TRY_AGAIN
        return 1
