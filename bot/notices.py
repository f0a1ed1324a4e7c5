"""Notices under way: written down in short pieces, fed to the outbox a few at a time, told about, reported."""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

import structlog

from bot.errors import error_trace
from bot.update_worker import Clock
from handlers.conversation.outgoing import Place, Post
from handlers.conversation.texts import translator
from handlers.notices import desk, report, rules, sending
from handlers.notices.report import Gathered
from storage import outbox
from storage.engine import Database, is_away
from storage.models import Notice
from storage.queries import notices, recipients
from storage.queries.recipients import Who
from storage.vocabulary import NoticeState

log = structlog.get_logger(__name__)

BUSY_SECONDS, IDLE_SECONDS = 0.1, 1.0
"""Between two looks while something is under way, and while nothing is."""
SHOWN_SECONDS = 3.0
"""An author's progress message changes at most so often."""
FIXING_SECONDS = 1.0
"""So long recipients are written down before other notices have their turn."""
PIECE_SECONDS = 0.006
"""How long the work of writing down a piece should take: an eighth of the 50 ms for which it may hold the writer.

Counted in time on the processor: how busy the machine is says nothing about how large a piece should be.
"""
LEAST_PIECE, MOST_PIECE = 500, 20_000
RATE_SECONDS = 20.0
"""The rate shown is that of the last so many seconds."""
RECALL_SECONDS = 2.0
"""What is called back from the sender stays in the outbox for so long, so that it can be taken back from there."""
REST_SECONDS = 10.0
"""A notice that fails here is tried again after so long."""
COUNTED_AT_ONCE, READ_AT_ONCE = 5_000, 2_000
"""People counted, lines of a ledger read, before others have the event loop for a moment."""


class Pulse:
    """How fast a notice goes out, and when its author was last told. In monotonic seconds."""

    def __init__(self) -> None:
        self._shown = float("-inf")
        self._said: object = None
        self.rest_until = float("-inf")
        """After a failure it is left alone until then."""
        self._seen: deque[tuple[float, int]] = deque(maxlen=400)

    def speaks(self, now: float, status: object, *, at_once: bool) -> bool:
        """Whether the author is told now: if `status` has changed, and not too often unless `at_once`."""
        if status == self._said or (now - self._shown < SHOWN_SECONDS and not at_once):
            return False
        self._shown, self._said = now, status
        return True

    def rate(self, now: float, done: int, *, held: bool) -> float:
        """Calls a second lately; 0 while that cannot be said."""
        if held:
            self._seen.clear()
            return 0.0
        self._seen.append((now, done))
        while now - self._seen[0][0] > RATE_SECONDS:
            self._seen.popleft()
        began, first = self._seen[0]
        return (done - first) / (now - began) if now - began >= 1 else 0.0


class Notices:
    """Runs beside the sender, where the lease is.

    `recall` has the sender put what it claimed and did not send back into the outbox for so many seconds.
    """

    def __init__(
        self,
        database: Database,
        place: Place,
        clock: Clock,
        *,
        recall: Callable[[float], None],
        on_commit: Callable[[Post], None],
    ) -> None:
        self._database = database
        self._place = place
        self._clock = clock
        self._recall = recall
        self._on_commit = on_commit
        self._stopping = asyncio.Event()
        self._pulses: dict[int, Pulse] = {}
        self._piece = LEAST_PIECE

    def stop(self) -> None:
        """Finish the piece in hand; `run` then returns."""
        self._stopping.set()

    async def run(self) -> None:
        """Until stopped. The database being away is waited out; a notice that fails stops nobody else's."""
        while not self._stopping.is_set():
            try:
                busy = await self.step()
            except Exception as error:
                if not is_away(error):
                    raise
                log.warning("database is away, waiting", error=type(error).__name__)
                busy = False
            try:
                async with asyncio.timeout(BUSY_SECONDS if busy else IDLE_SECONDS):
                    await self._stopping.wait()
            except TimeoutError:
                pass

    async def prepare(self) -> None:
        """Before the sender begins: what was left half-sent is ambiguous, what may not leave is taken back."""
        while not self._stopping.is_set():
            try:
                await self._tidy()
                return
            except Exception as error:
                if not is_away(error):
                    raise
                await asyncio.sleep(IDLE_SECONDS)

    async def _tidy(self) -> None:
        async with self._database.writing() as session:
            broken = await recipients.break_off(session, self._clock.now())
        if broken:
            log.warning("Notices broke off while they were sent.", calls=broken)
        async with self._database.reading() as session:
            found = await notices.open_ones(session)
        for notice_id in found:
            async with self._work(notice_id) as (post, notice):
                if sending.held(notice, post):
                    await recipients.recall(post.session, notice.id)

    async def step(self) -> bool:
        """One look at everything under way; whether anything moves."""
        async with self._database.reading() as session:
            found = await notices.open_ones(session)
            counting = await notices.to_count(session)
        self._pulses = {one: self._pulses.get(one) or Pulse() for one in (*found, *counting)}
        sending_now = sum(state is NoticeState.SENDING for state in found.values())
        room = max(1, rules.at_hand(self._place.rate_per_second) // max(1, sending_now))
        moves = False
        for notice_id, pulse in self._pulses.items():
            if time.monotonic() < pulse.rest_until:
                continue
            try:
                if notice_id in counting:
                    moves |= await self._count(notice_id)
                elif found[notice_id] is NoticeState.FIXING:
                    moves |= await self._write_down(notice_id, pulse)
                else:
                    moves |= await self._advance(notice_id, room, pulse)
            except Exception as error:
                if is_away(error):
                    raise
                pulse.rest_until = time.monotonic() + REST_SECONDS
                log.error("notice stumbled", notice=notice_id, error=error_trace(error))
        return moves

    @asynccontextmanager
    async def _work(self, notice_id: int) -> AsyncIterator[tuple[Post, Notice]]:
        """A transaction with the notice locked, whose promises are kept. Raises `LookupError` if it is gone."""
        async with self._database.writing() as session:
            notice = await notices.one(session, notice_id)
            if notice is None:
                raise LookupError(notice_id)
            post = Post(session, self._place, self._clock.now())
            yield post, notice
            await outbox.promise(session, post.calls)
        if post.calls:
            self._on_commit(post)

    async def _advance(self, notice_id: int, room: int, pulse: Pulse) -> bool:
        """What became of it, and the next calls; False while it is held and nothing of it is under way."""
        async with self._work(notice_id) as (post, notice):
            before = notice.state
            standing = await sending.exchange(post, notice, room)
            finished = await sending.over(post, notice, standing)
            held = sending.held(notice, post)
            notice.rate = pulse.rate(time.monotonic(), sending.done(notice), held=held)
            await self._show(post, notice, pulse, at_once=notice.state is not before)
        if held and standing:
            self._recall(RECALL_SECONDS)
        if finished:
            await self._report(notice_id)
        return standing > 0 or not held

    async def _show(self, post: Post, notice: Notice, pulse: Pulse, *, at_once: bool) -> None:
        status = (notice.state, notice.fixed_up_to, sending.done(notice), notice.muted, sending.held(notice, post))
        if pulse.speaks(time.monotonic(), status, at_once=at_once):
            await desk.stand(post, notice)

    # Writing down who gets it

    async def _write_down(self, notice_id: int, pulse: Pulse) -> bool:
        """The next pieces; after the last it goes out."""
        await self._pieces(notice_id, time.monotonic() + FIXING_SECONDS)
        async with self._work(notice_id) as (post, notice):
            before = notice.state
            if before is NoticeState.FIXING and notice.fixed_up_to >= notice.fix_until:
                await sending.fixed(post, notice)
            await self._show(post, notice, pulse, at_once=notice.state is not before)
        return True

    async def _pieces(self, notice_id: int, until: float) -> None:
        """Piece after piece until that instant, or until there is none."""
        async with self._database.reading() as session:
            notice = await notices.one(session, notice_id)
        if notice is None or notice.state is not NoticeState.FIXING:
            return
        who, at = desk.who_of(notice), notice.fixed_up_to
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
            up_to = await recipients.next_stop(session, after, newest, self._piece)
            tallies = await recipients.tally(session, who, after, up_to)
        async with self._database.writing() as session:
            if not await recipients.reach(session, notice_id, after, up_to, tallies):
                return None
            began = time.thread_time()
            await recipients.fix(session, notice_id, who, after, up_to)
            self._piece = next_piece(self._piece, time.thread_time() - began)
        return up_to

    # Counting whom a draft would reach

    async def _count(self, notice_id: int) -> bool:
        """Count in short looks, and show it to the author who waits; again, if they changed the draft meanwhile."""
        async with self._database.reading() as session:
            notice = await notices.one(session, notice_id)
            newest = await notices.newest_person(session)
        if notice is None:
            return False
        who, tallies, after = desk.who_of(notice), list[recipients.Tally](), 0
        while after < newest:
            async with self._database.reading() as session:
                up_to = await recipients.next_stop(session, after, newest, COUNTED_AT_ONCE)
                tallies += await recipients.tally(session, who, after, up_to)
            after = up_to
            await asyncio.sleep(0)
        with suppress(LookupError):  # thrown away while it was counted
            async with self._work(notice_id) as (post, now):
                if now.counting and now.version == notice.version:
                    now.counts, now.counting = sending.counts(tallies), False
                    await desk.stand(post, now)
        return True

    # Telling what became of it

    async def _report(self, notice_id: int) -> None:
        """Read the ledger in short looks, draw and write in a thread, and promise both to the author, once."""
        gathered = Gathered()
        async with self._database.reading() as session:
            notice = await notices.one(session, notice_id)
            if notice is None:
                return
            await notices.complete(session, notice)
        while True:
            async with self._database.reading() as session:
                lines = await recipients.lines(session, notice_id, gathered.last, READ_AT_ONCE)
            if not lines:
                break
            gathered.take(lines)
            await asyncio.sleep(0)
        t = translator(notice.author.language, self._place.zone)
        async with self._database.reading() as session:
            places = await report.places(session, t, gathered)
        made = await asyncio.to_thread(report.make, t, notice, gathered, places)
        async with self._work(notice_id) as (post, now):
            if now.ended_at is None and now.version == notice.version:
                await report.deliver(post, now, gathered, made)


def next_piece(people: int, seconds: float) -> int:
    """How many people to write down next, after so many took so long."""
    fitting = people * PIECE_SECONDS / max(seconds, 0.001)
    return int(min(MOST_PIECE, max(LEAST_PIECE, min(fitting, 2 * people))))
