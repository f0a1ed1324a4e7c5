"""Kept updates are handled: in order a chat, one transaction each, small ones sharing a commit."""

import asyncio
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple, Protocol

import structlog
from aiogram import Dispatcher
from aiogram.types import Update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.backoff import backoff
from bot.errors import error_location
from bot.raw_updates import UNREADABLE, KnownBot, read_update
from bot.tries import Died, Tries
from handlers import registry
from handlers.conversation.outgoing import Outgoing
from handlers.conversation.state import talks
from handlers.core.aside import Aside
from handlers.core.errors import Refusal
from handlers.core.unit_of_work import County
from storage import inbox, outbox
from storage.engine import Database
from storage.inbox import Claimed, Kept, Waiting
from storage.queries import own, people
from storage.trouble import held_too_long, is_away

log = structlog.get_logger(__name__)

BATCH = 32
"""At most so many updates share a commit ..."""
BATCH_SECONDS = 0.05
"""... and no longer than this is handled before the commit, so that the first does not wait for the last."""
LEAST = 8
"""So many may take longer: on a slow machine a commit for each would make it slower still."""
PATIENCE_SECONDS = 10.0
"""Seconds for what shares a commit; one that hangs fails, and the others are handled without it: our own choice."""
WORKERS = 2
"""At once on PostgreSQL: while one waits for somebody's row another goes on; more of them share fewer commits."""
LAST_SECONDS = 2.0
"""At shutdown; what is left is handled at the next start, or by another process: our own choice."""
LOOK_AGAIN_SECONDS = 1.0
"""A fallback: intake wakes handling, retries and other processes do not."""


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Aware UTC."""
        ...


class HandlerFailed(Exception):
    """A handler raised; the transaction is to be rolled back."""

    def __init__(self, waiting: Waiting, cause: BaseException) -> None:
        super().__init__(type(cause).__name__)
        self.waiting, self.cause = waiting, cause


class Handled(NamedTuple):
    """A committed batch."""

    updates: int
    post: Outgoing
    """Calls it promised."""
    all: bool = False
    """True if nothing was left that could be handled now."""
    finished: Sequence[Waiting] = ()
    """Updates that were handled."""


class UpdateWorker:
    """Handles what the inbox keeps. `on_commit` is given what each commit has promised, for delivery."""

    def __init__(
        self,
        database: Database,
        *,
        place: County,
        clock: Clock,
        token: str,
        on_commit: Callable[[Outgoing], None],
        dispatcher: Dispatcher | None = None,
        workers: int = WORKERS,
        kept_first_seconds: float = 0.0,
    ) -> None:
        """`kept_first_seconds`: for so long after a start nothing is kept and handled in one commit.

        What does that and kills the process comes again, and would do so for ever.
        """
        self._database = database
        self._place = place
        self._clock = clock
        self._bot = KnownBot(token, place.bot_username)
        self._on_commit = on_commit
        self._dispatcher = dispatcher or registry.dispatcher()
        self._kept_first_seconds = kept_first_seconds
        self._workers = 1 if database.is_sqlite else workers
        self._room = BATCH
        """Number of updates lately done in `BATCH_SECONDS`: no more are claimed than will be handled."""
        self._wakeup = asyncio.Semaphore(0)
        """1: there may be something for the next worker that is free."""
        self._busy = 0
        """Number of workers that have something in hand."""
        self._ends_at = float("inf")
        self._at_once_from = 0.0
        """Monotonic instant before which everything is kept first; after a start, what comes is so at least once."""
        self._new = False
        """True while the process has just begun and nothing has come yet."""
        self.tries = Tries(database, clock.now, wake=self.wake)

    def wake(self) -> None:
        """Something was kept. One worker looks; the next one only if that is too much for one batch."""
        if self._wakeup.locked():
            self._wakeup.release()

    def stop(self) -> None:
        """Finish what is in hand, and what is kept as far as `LAST_SECONDS` reach; `run` then returns."""
        self._ends_at = time.monotonic() + LAST_SECONDS
        for _ in range(self._workers):
            self._wakeup.release()

    async def run(self) -> None:
        """Handle until stopped. The database being away is waited out."""
        self._new = self.tries.wary = True
        self._at_once_from = time.monotonic() + self._kept_first_seconds
        try:
            await self._work_together()
        finally:
            await self.tries.close()

    async def _work_together(self) -> None:
        async with asyncio.TaskGroup() as group:
            for _ in range(self._workers):
                group.create_task(self._work())

    async def _work(self) -> None:
        in_vain = 0
        while time.monotonic() < self._ends_at:
            if not self._wakeup.locked():
                await self._wakeup.acquire()  # what it stands for is looked at now
            try:
                count, emptied = await self._drain()
                if count:
                    in_vain = 0
                    if not emptied:
                        self.wake()
                        continue
                if self._ends_at < float("inf"):
                    return
                pause = LOOK_AGAIN_SECONDS
                if not emptied:
                    pause = await self._pause(in_vain)
                    in_vain += 1
            except Exception as error:
                if not is_away(error):
                    raise
                log.debug("database is away, waiting", error=type(error).__name__)
                pause = LOOK_AGAIN_SECONDS
            try:
                async with asyncio.timeout(pause):
                    await self._wakeup.acquire()
            except TimeoutError:
                pass

    async def _pause(self, in_vain: int) -> float:
        """Seconds until the next try is due; what is due now is in other hands: look again, ever more rarely."""
        async with self._database.reading() as session:
            earliest = await inbox.next_try(session)
        if earliest is None:
            return LOOK_AGAIN_SECONDS
        wait = (earliest - self._clock.now()).total_seconds()
        return min(
            LOOK_AGAIN_SECONDS, wait if wait > 0 else backoff(in_vain + 1, first=0.02, longest=LOOK_AGAIN_SECONDS)
        )

    async def at_once(self, updates: Sequence[Kept]) -> bool:
        """Keep these and handle them in one transaction, where nothing else is in hand. False: neither was done.

        What cannot be handled is to be kept first: then it is tried again, and given up, like everything.
        """
        new, self._new = self._new, False
        if new or self.tries.wary or time.monotonic() < self._at_once_from:
            return False
        if self._busy or len(updates) > LEAST or self._ends_at < float("inf"):
            return False
        self._busy += 1
        try:
            async with self._database.writing() as session:
                claimed = await inbox.keep_as_handled(session, updates, self._clock.now())
                if claimed is None:
                    await session.rollback()
                    return False
                handled = await self._handle(session, claimed)
        except HandlerFailed:  # whoever keeps them and tries again meets it too, and tells
            return False
        except Exception as error:
            if not is_away(error):
                log.warning("updates are kept without being handled at once", error=error_location(error))
            return False
        finally:
            self._busy -= 1
        self._committed(handled)
        return True

    def _committed(self, handled: Handled) -> None:
        self.tries.finished(handled.finished)
        self._on_commit(handled.post)

    async def drain(self) -> int:
        """Handle one batch; how many updates it had. If one of them fails, each is handled on its own."""
        return (await self._drain())[0]

    async def _drain(self) -> tuple[int, bool]:
        """Handle a batch; how many updates it had, and True if nothing that could be handled is left."""
        self._busy += 1
        try:
            if self.tries.wary and await self.tries.look():
                return await self._warily(), False
            handled = await self._together(self._room)
        except HandlerFailed:
            return await self._one_by_one(), False
        finally:
            self._busy -= 1
        if handled.updates:
            self._committed(handled)
        return handled.updates, handled.all

    async def _warily(self) -> int:
        """Handle one update of those that the process before left: it may have died of it, so the try counts first."""
        waiting = await self.tries.begin()
        if waiting is None:
            return 0
        if self.tries.too_many(waiting):
            await self._mourn(HandlerFailed(waiting, Died()))
            return 1
        return await self._one_by_one(1)

    async def _together(self, limit: int) -> Handled:
        """Handle up to `limit` updates in one transaction. Raises `HandlerFailed`, also for what fails at its end."""
        claimed = Claimed([], {}, all=False)
        try:
            async with self._database.writing() as session:
                claimed = await inbox.claim(session, self._clock.now(), limit)
                return await self._handle(session, claimed)
        except Exception as error:
            if isinstance(error, HandlerFailed) or not claimed.updates or _may_pass(error):
                raise
            raise HandlerFailed(claimed.updates[0], error) from error

    async def _handle(self, session: AsyncSession, claimed: Claimed) -> Handled:
        now = self._clock.now()
        post = Outgoing(session, self._place, now)
        if not claimed.updates:
            return Handled(0, post)
        talks.set(claimed.talks)
        before = {chat: talk.snapshot() for chat, talk in claimed.talks.items()}
        finished = await self._feed_all(post, claimed.updates)
        await outbox.promise(session, post.calls)
        changed = [talk for chat, talk in claimed.talks.items() if talk.snapshot() != before[chat]]
        await inbox.keep_talks(session, changed)
        await inbox.done(session, [waiting.id for waiting in finished if waiting.id], now)
        return Handled(len(finished), post, claimed.all and len(finished) == len(claimed.updates), finished)

    async def _feed_all(self, post: Outgoing, updates: Sequence[Waiting]) -> list[Waiting]:
        """Those that were handled before the batch's time was up. Raises `HandlerFailed`."""
        users = {waiting.chat_id for waiting in updates if waiting.chat_id > 0}
        if len(users) > 1:
            await own.foresee_questions(post.session, await people.foresee(post.session, list(users)))
        finished: list[Waiting] = []
        deadline = time.monotonic() + BATCH_SECONDS
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                for waiting in updates:
                    await self._feed(post, waiting, read_update(waiting.raw, waiting.chat_id, self._bot))
                    finished.append(waiting)
                    if time.monotonic() > deadline and len(finished) >= LEAST:
                        self._room = len(finished)
                        return finished
        except TimeoutError as error:
            self._room = max(1, len(finished))
            raise HandlerFailed(updates[len(finished)], error) from error
        self._room = min(BATCH, max(self._room, 2 * len(finished)))
        return finished

    async def _feed(self, post: Outgoing, waiting: Waiting, update: Update | dict[str, Any] | Exception) -> None:
        if isinstance(update, Exception):
            raise HandlerFailed(waiting, update)
        post.outcomes = self.tries.outcomes.get(waiting.id, {})
        try:
            if isinstance(update, Update):
                await self._dispatcher.feed_update(self._bot, update, out=post)
            else:
                await registry.news(post, update)
        except Exception as error:
            if _may_pass(error):
                raise
            raise HandlerFailed(waiting, error) from error

    async def _one_by_one(self, at_most: int = BATCH) -> int:
        """Handle a batch again, each update in a transaction of its own, so that a bad one harms itself alone."""
        count = 0
        for _ in range(at_most):
            try:
                handled = await self._together(1)
            except HandlerFailed as failure:
                await self._mourn(failure)
                count += 1
                continue
            if not handled.updates:
                break
            self._committed(handled)
            count += 1
        return count

    async def _mourn(self, failure: HandlerFailed) -> None:
        """Write off a failed update and tell the person; if even that fails, it is written down without a word.

        One that needs costly work first did not fail: it is handled again when that is done.
        """
        if isinstance(failure.cause, Aside):
            if await self.tries.set_aside(failure.waiting, failure.cause.work):
                await self._show_work(failure.waiting.chat_id)
                return
            failure = HandlerFailed(failure.waiting, Died())
        try:
            await self._write_off(failure.waiting, failure.cause, tell=True)
        except Exception as error:
            if is_away(error):
                raise
            await self._write_off(failure.waiting, error, tell=False)

    async def _show_work(self, chat_id: int) -> None:
        """Let whoever waits see that something is being done."""
        if chat_id > 0:
            async with self._database.reading() as session:
                post = Outgoing(session, self._place, self._clock.now())
            post.typing(chat_id)
            self._on_commit(post)

    async def _write_off(self, waiting: Waiting, cause: BaseException, *, tell: bool) -> None:
        """A refusal in words, or a further try, or quarantine and an apology."""
        async with self._database.writing() as session:
            now = self._clock.now()
            post = Outgoing(session, self._place, now)
            talk = await inbox.talk_with(session, waiting.chat_id)
            if not await inbox.still_waits(session, waiting):
                return  # another worker met the same failure
            talks.set({} if talk is None else {waiting.chat_id: talk})
            if isinstance(cause, Refusal) and tell:
                update = read_update(waiting.raw, waiting.chat_id, self._bot)
                if isinstance(update, Update):
                    await registry.refused(post, update, cause)
                await inbox.done(session, [waiting.id], now)
            else:
                hopeless, told = isinstance(cause, (*UNREADABLE, Died)), error_location(cause)
                counted = self.tries.forget_count(waiting.id)
                gave_up = await inbox.failed(session, waiting, told, now, hopeless=hopeless, counted=counted)
                log.error("update failed", inbox_id=waiting.id, error=told, quarantined=gave_up)
                if gave_up and tell and waiting.chat_id > 0:
                    await registry.apologise(post, waiting.chat_id)
            await inbox.keep_talks(session, [talk] if talk is not None else [])
            await outbox.promise(session, post.calls)
        self._on_commit(post)


def _may_pass(error: BaseException) -> bool:
    """True if it was the database, not the handler: one that takes too long would take too long for ever."""
    return is_away(error) and not held_too_long(error)
