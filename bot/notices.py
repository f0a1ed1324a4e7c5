"""Notices under way: written down in short pieces, fed to the outbox a few at a time, told about, reported."""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import error_trace
from bot.update_worker import Clock
from handlers.conversation.outgoing import Outgoing
from handlers.core.notices import delivery, ledger, rules
from handlers.core.notices.actions import time as time_actions
from handlers.core.notices.audience import who_of
from handlers.core.notices.events import NoticeProgressed
from handlers.core.notices.report_data import ReportData
from handlers.core.notices.rules import Hold
from handlers.core.unit_of_work import County
from handlers.notifications import notice_delivery
from handlers.notifications.dispatch import notify
from storage import outbox
from storage.engine import Database
from storage.lease import Held, LeaseLost, fence
from storage.models.notices import Notice
from storage.queries import notices, recipients
from storage.queries.recipients import Tally, Who
from storage.trouble import is_away
from storage.vocabulary import NoticeState

log = structlog.get_logger(__name__)

BUSY_SECONDS, IDLE_SECONDS = 0.1, 1.0
"""Between two looks while something is under way, and while nothing is: our own choice."""
SHOWN_SECONDS = 3.0
"""An author's progress message changes at most so often: our own choice."""
FIXING_SECONDS = 1.0
"""So long recipients are written down before other notices have their turn: our own choice."""
PIECE_SECONDS = 0.006
"""Seconds that writing down a piece should take: an eighth of the 50 ms for which it may hold the writer.

Counted in time on the processor: how busy the machine is says nothing about how large a piece should be.
"""
LEAST_PIECE, MOST_PIECE = 500, 20_000
"""People in a piece: our own choice; in between its size follows from `PIECE_SECONDS`."""
RATE_SECONDS = 20.0
"""The rate shown is that of the last so many seconds: our own choice."""
RECALL_SECONDS = 2.0
"""Seconds that what is called back from the sender stays in the outbox, so that it can be taken back from there."""
REST_SECONDS = 10.0
"""A notice that fails here is tried again after so long: our own choice."""
COUNTED_AT_ONCE, READ_AT_ONCE = 5_000, 2_000
"""People counted, lines of a ledger read, before others have the event loop for a moment."""


class Progress:
    """The rate at which a notice goes out, and when its author was last told. In monotonic seconds."""

    def __init__(self) -> None:
        self._shown = float("-inf")
        self._said: object = None
        self.rest_until = float("-inf")
        """After a failure it is left alone until then."""
        self._seen: deque[tuple[float, int]] = deque(maxlen=400)

    def speaks(self, now: float, status: object, *, at_once: bool) -> bool:
        """True if the author is told now: if the `status` is another, and not too often unless `at_once`."""
        if status == self._said or (now - self._shown < SHOWN_SECONDS and not at_once):
            return False
        self._shown, self._said = now, status
        return True

    def rate(self, now: float, attempted: int, *, held: bool) -> float:
        """Calls a second lately; 0 while that cannot be said."""
        if held:
            self._seen.clear()
            return 0.0
        self._seen.append((now, attempted))
        while now - self._seen[0][0] > RATE_SECONDS:
            self._seen.popleft()
        began, first = self._seen[0]
        return (attempted - first) / (now - began) if now - began >= 1 else 0.0


class Notices:
    """Runs beside the sender, where the lease is.

    `recall` has the sender put what it claimed and did not send back into the outbox for so many seconds. With a
    `lease` nothing is written once another has it: `LeaseLost` is raised instead.
    """

    def __init__(
        self,
        database: Database,
        place: County,
        clock: Clock,
        *,
        recall: Callable[[float], None],
        on_commit: Callable[[Outgoing], None],
        lease: Held | None = None,
    ) -> None:
        self._database = database
        self._place = place
        self._clock = clock
        self._recall = recall
        self._on_commit = on_commit
        self._lease = lease
        self._stopping = asyncio.Event()
        self._progress: dict[int, Progress] = {}
        self._piece = LEAST_PIECE

    def stop(self) -> None:
        """Finish the piece in hand; `run` then returns."""
        self._stopping.set()

    async def run(self) -> None:
        """Work until stopped. The database being away is waited out; a notice that fails stops nobody else's.

        Raises `LeaseLost`.
        """
        while not self._stopping.is_set():
            try:
                busy = await self.step()
            except Exception as error:
                if not is_away(error):
                    raise
                log.debug("database is away, waiting", error=type(error).__name__)
                busy = False
            try:
                async with asyncio.timeout(BUSY_SECONDS if busy else IDLE_SECONDS):
                    await self._stopping.wait()
            except TimeoutError:
                pass

    async def prepare(self) -> None:
        """Before the sender begins: what was left half-sent is ambiguous, what may not leave is taken back.

        Raises `LeaseLost`.
        """
        while not self._stopping.is_set():
            try:
                await self._tidy()
                return
            except Exception as error:
                if not is_away(error):
                    raise
                await asyncio.sleep(IDLE_SECONDS)

    async def _tidy(self) -> None:
        async with self._writing() as session:
            broken = await recipients.break_off(session, self._clock.now())
        if broken:
            log.warning("Notices broke off while they were sent.", calls=broken)
        async with self._database.reading() as session:
            found = await notices.open_ones(session)
        for notice_id in found:
            async with self._work(notice_id) as (post, notice):
                if await delivery.hold(post, notice) is not None:
                    await recipients.recall(post.session, notice.id)

    async def step(self) -> bool:
        """One look at everything under way; whether anything moves."""
        async with self._database.reading() as session:
            found = await notices.open_ones(session)
            counting = await notices.to_count(session)
        self._progress = {one: self._progress.get(one) or Progress() for one in (*found, *counting)}
        sending_now = sum(state is NoticeState.SENDING for state in found.values())
        room = max(1, rules.at_hand(self._place.rate_per_second) // max(1, sending_now))
        moves = False
        for notice_id, progress in self._progress.items():
            if time.monotonic() < progress.rest_until:
                continue
            try:
                if notice_id in counting:
                    moves |= await self._count(notice_id)
                elif found[notice_id] is NoticeState.FIXING:
                    moves |= await self._write_down(notice_id, progress)
                else:
                    moves |= await self._advance(notice_id, room, progress)
            except LeaseLost:
                raise
            except Exception as error:
                if is_away(error):
                    raise
                progress.rest_until = time.monotonic() + REST_SECONDS
                log.error("notice stumbled", notice=notice_id, error=error_trace(error))
        return moves

    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[AsyncSession]:
        """A transaction of the lease's holder. Raises `LeaseLost`."""
        async with self._database.writing() as session:
            if self._lease is not None:
                await fence(session, self._lease)
            yield session

    @asynccontextmanager
    async def _work(self, notice_id: int) -> AsyncIterator[tuple[Outgoing, Notice]]:
        """A transaction with the notice locked, whose promises are kept. Raises `LookupError` if it is gone."""
        async with self._writing() as session:
            notice = await notices.one(session, notice_id)
            if notice is None:
                raise LookupError(notice_id)
            post = Outgoing(session, self._place, self._clock.now())
            yield post, notice
            await notify(post)
            await outbox.promise(session, post.calls)
        if post.calls:
            self._on_commit(post)

    async def _advance(self, notice_id: int, room: int, progress: Progress) -> bool:
        """Take in what became of it, promise the next calls; False while it is held and nothing of it is under way."""
        async with self._work(notice_id) as (post, notice):
            before = notice.state
            exchanged = await time_actions.exchange(post, notice, room)
            calls = notice_delivery.send(post, notice, exchanged.ready)
            await time_actions.promise(post, notice, calls)
            in_outbox = exchanged.in_outbox + len(calls)
            finished = await time_actions.finish(post, notice, in_outbox)
            hold = await delivery.hold(post, notice)
            notice.rate = progress.rate(time.monotonic(), delivery.attempted(notice), held=hold is not None)
            self._show(post, notice, hold, progress, at_once=notice.state is not before)
        # What is overtaken may leave the sender, which holds a moment's worth; a recall would put off the urgent ones.
        if hold in (Hold.STOPPED, Hold.QUIET) and in_outbox:
            self._recall(RECALL_SECONDS)
        if finished:
            await self._report(notice_id)
        return in_outbox > 0 or hold is None

    def _show(self, post: Outgoing, notice: Notice, hold: Hold | None, progress: Progress, *, at_once: bool) -> None:
        status = (notice.state, notice.fixed_up_to, delivery.settled(notice), hold)
        if progress.speaks(time.monotonic(), status, at_once=at_once):
            post.record(NoticeProgressed(notice))

    # Writing down who gets it

    async def _write_down(self, notice_id: int, progress: Progress) -> bool:
        """The next pieces; after the last it goes out."""
        await self._pieces(notice_id, time.monotonic() + FIXING_SECONDS)
        async with self._work(notice_id) as (post, notice):
            before = notice.state
            await time_actions.start_sending(post, notice)
            hold = await delivery.hold(post, notice)
            self._show(post, notice, hold, progress, at_once=notice.state is not before)
        return True

    async def _pieces(self, notice_id: int, until: float) -> None:
        """Piece after piece until that instant, or until there is none."""
        async with self._database.reading() as session:
            notice = await notices.one(session, notice_id)
        if notice is None or notice.state is not NoticeState.FIXING:
            return
        who, at = who_of(notice), notice.fixed_up_to
        while at < notice.fix_until and time.monotonic() < until:
            reached = await self._piece_after(notice_id, who, at, notice.fix_until)
            if reached is None:
                return
            at = reached
            await asyncio.sleep(0)

    async def _piece_after(self, notice_id: int, who: Who, after: int, newest: int) -> int | None:
        """Write down the next people; the last of them, None if somebody else works on it or it was cancelled.

        Whom it reaches is counted before, so that the writer is held for the writing alone.
        """
        async with self._database.reading() as session:
            piece = await ledger.count(session, who, after, newest, self._piece)
        async with self._writing() as session:
            if not await ledger.claim(session, notice_id, piece):
                return None
            began = time.thread_time()
            await ledger.write(session, notice_id, who, piece)
            self._piece = next_piece(self._piece, time.thread_time() - began)
        return piece.up_to

    # Counting whom a draft would reach

    async def _count(self, notice_id: int) -> bool:
        """Count in short looks, and show it to the author who waits; again, if they changed the draft meanwhile."""
        async with self._database.reading() as session:
            notice = await notices.one(session, notice_id)
            newest = await notices.newest_person(session)
        if notice is None:
            return False
        who, tallies, after = who_of(notice), list[Tally](), 0
        while after < newest:
            async with self._database.reading() as session:
                piece = await ledger.count(session, who, after, newest, COUNTED_AT_ONCE)
            tallies += piece.tallies
            after = piece.up_to
            await asyncio.sleep(0)
        with suppress(LookupError):  # thrown away while it was counted
            async with self._work(notice_id) as (post, now):
                await time_actions.counted(post, now, notice.version, tallies)
        return True

    # Telling what became of it

    async def _report(self, notice_id: int) -> None:
        """Read the ledger in short looks, draw and write in a thread, and promise both to the author, once."""
        data = ReportData()
        async with self._database.reading() as session:
            notice = await notices.one(session, notice_id)
            if notice is None:
                return
            await notices.complete(session, notice)
        while True:
            async with self._database.reading() as session:
                lines = await recipients.lines(session, notice_id, data.last, READ_AT_ONCE)
            if not lines:
                break
            data.take(lines)
            await asyncio.sleep(0)
        async with self._database.reading() as session:
            report = await notice_delivery.prepare_report(session, self._place.zone, notice, data)
        files = await asyncio.to_thread(report.make)
        async with self._work(notice_id) as (post, now):
            if now.ended_at is None and now.version == notice.version:
                await time_actions.close(post, now)
                await notice_delivery.send_report(post, now, data, files)


def next_piece(people: int, seconds: float) -> int:
    """Number of people to write down next, after so many took so long."""
    fitting = people * PIECE_SECONDS / max(seconds, 0.001)
    return int(min(MOST_PIECE, max(LEAST_PIECE, min(fitting, 2 * people))))
