"""The sender of one bot: drains the outbox within Telegram's limits."""

import asyncio
import traceback
from collections import deque
from collections.abc import Callable, Coroutine, Mapping, Sequence
from datetime import datetime
from typing import Any

import aiohttp
import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.delivery import files, metrics
from bot.delivery.closing import Closing
from bot.delivery.edits import Edits
from bot.delivery.fetch import Fetched, fetch
from bot.delivery.ledger import GATHER_SECONDS, RETRY_SECONDS, Ledger
from bot.delivery.limits import Departure, Limits
from bot.delivery.refill import Refill
from bot.delivery.verdict import Dead, Later, Sent, TooMany, Verdict, verdict
from bot.delivery.window import FETCH, Held, Window
from bot.delivery.wire import Wire
from bot.nursery import Nursery
from storage import outbox
from storage.engine import Database
from storage.lease import Held as Lease
from storage.lease import LeaseLost
from storage.vocabulary import Lane

POLL_SECONDS = 1.0
"""How often to look for what fell due without anybody calling `wake`."""
DEPTHS_SECONDS = 15.0
QUICK_SECONDS = 10.0
"""A quick call that could not leave for so long is useless."""
QUICK_PATIENCE = 1.0
"""So long a quick call lets answers go first: they are what somebody waits for; it only stops a button's spinner."""
QUICK_ROOM = 1000
TIMER_GRAIN = 0.0005
AHEAD_SECONDS = 0.25
"""Notices are claimed for so long ahead: what a crash may leave unsent, and never sends twice."""
UNSURE_SECONDS = 0.25
"""How often to look whether the lease is ours again, when its renewal is late."""
LAST_WORDS_SECONDS = 5.0

log = structlog.get_logger()


class Sender:
    """Sends what was promised: `run` it in a task, `wake` it after a commit, `stop` it before leaving.

    Only one may run for a bot at a time. The pace is that of `rate_per_second` calls of all methods together.
    `on_inbox` is called when an internal update (a fetched file, an unreachable chat) was put into the inbox.
    With a `lease` nothing is claimed or marked once another has it; nothing leaves while it is not `sure`ly ours.
    """

    def __init__(
        self,
        database: Database,
        *,
        token: str,
        api_url: str,
        clock: Callable[[], datetime],
        rate_per_second: int = 30,
        on_inbox: Callable[[], None] = lambda: None,
        lease: Lease | None = None,
        sure: Callable[[], bool] = lambda: True,
    ) -> None:
        self._database = database
        self._clock = clock
        self._sure = sure
        self._most = min(300, max(30, rate_per_second))
        self._ahead = min(500, max(4, int(rate_per_second * AHEAD_SECONDS)))
        self._limits = Limits(rate_per_second)
        self._window = Window(self._limits.chats)
        self._ledger = Ledger(database, clock, lease)
        self._edits = Edits(self._ledger, self._window)
        self._refill = Refill(database, clock, self._ledger, self._window, self._edits)
        bot_id = int(token.partition(":")[0])
        self._closing = Closing(self._ledger, self._window, self._edits, self._limits, bot_id=bot_id, on_inbox=on_inbox)
        self._wire = Wire(api_url, token)
        self._nursery = Nursery()
        self._quick: deque[tuple[str, str | bytes, float]] = deque(maxlen=QUICK_ROOM)
        """Method, body, and since when it waits (monotonic seconds)."""
        self._in_flight = 0
        self._paced = False
        """Whether the pump waits for the next slot of the pace: calls that end meanwhile need not stir it."""
        self._stirred = asyncio.Event()
        self._ended = asyncio.Event()
        self._stopping = False
        self._running: asyncio.Event | None = None
        """Set when `run` has ended; None before it began."""

    async def run(self) -> None:
        """Send until `stop` has done its work, or this is cancelled; then write down what is known."""
        self._running = asyncio.Event()
        async with self._wire:
            for step in (self._pump, self._read, self._write, self._count):
                self._nursery.start(self._for_ever(step), name=f"delivery: {step.__name__}")
            try:
                await self._ended.wait()
            finally:
                self._stopping = True
                await self._ledger.quiet()
                await self._nursery.close()
                self.recall_notices()
                await self._last_words()
                _show_depths({})
                self._running.set()

    def wake(self) -> None:
        """Something was promised: look at once."""
        self._refill.wanted.set()

    def promised(self, calls: Sequence[outbox.Call]) -> None:
        """This process has committed these: where they come next, nobody has to look for them."""
        if self._running is not None and not self._stopping and self._refill.offer(calls):
            self._stirred.set()
        else:
            self.wake()

    def quick(self, method: str, payload: str | bytes) -> None:
        """Send this JSON body as soon as the budget allows, once; whether it arrives, nobody learns."""
        self._quick.append((method, payload, asyncio.get_running_loop().time()))
        self._stirred.set()

    async def stop(self, grace_seconds: float) -> None:
        """Send what can be sent in that time, notices not yet under way excepted; `run` has ended when this returns."""
        loop = asyncio.get_running_loop()
        until = loop.time() + grace_seconds
        self._stopping = True
        self.recall_notices()
        self.wake()
        while loop.time() < until and (  # noqa: ASYNC110 (many things end, none of them alone matters)
            self._in_flight or self._quick or self._refill.busy or any(self._window.waiting)
        ):
            await asyncio.sleep(0.01)
        self._ended.set()
        if self._running is not None:
            await self._running.wait()

    def recall_notices(self, seconds: float = 0.0) -> None:
        """Claimed notices that have not left are put back into the outbox, to be claimed again after so long."""
        now = asyncio.get_running_loop().time()
        for call in self._window.all_waiting():
            if call.lane is Lane.NOTICE:
                self._window.drop(call, now)
                for notice in (call, *call.takes_place_of):
                    self._ledger.postpone(notice, seconds, "", let_go=True)

    async def _last_words(self) -> None:
        """Write down what is known; what cannot be written is sent again by the next one, notices excepted."""
        try:
            await asyncio.wait_for(self._ledger.write(), LAST_WORDS_SECONDS)
        except (SQLAlchemyError, OSError, TimeoutError, LeaseLost) as error:
            log.error("outcomes not written", error=type(error).__name__)

    async def _pump(self) -> None:
        """Start a call whenever the pace, its chat, the connections and the lease allow."""
        loop = asyncio.get_running_loop()
        while True:
            self._stirred.clear()
            now = loop.time()
            at: float | None = None
            self._paced = False
            if self._may_leave(now):
                if self._start_one(now):
                    continue
                at = self._window.next_at()
            elif self._quick or any(self._window.waiting):
                at = self._allowed_at(now)
            await wait_for_event(self._stirred, at)

    def _may_leave(self, now: float) -> bool:
        """Whether the budget, the connections and the lease allow a call now."""
        return self._limits.pace.allowed_at() <= now + TIMER_GRAIN and self._in_flight < self._most and self._sure()

    def _allowed_at(self, now: float) -> float | None:
        """When to look again whether a call may leave; None: when one has ended."""
        if not self._sure():
            return now + UNSURE_SECONDS
        self._paced = self._limits.pace.allowed_at() > now + TIMER_GRAIN
        return self._limits.pace.turn_at() if self._paced else None

    def _start_one(self, now: float) -> bool:
        """Send off an answer, a quick call, or else the first that waits; False if there is none."""
        while self._quick and now - self._quick[0][2] >= QUICK_SECONDS:
            self._quick.popleft()
        patient = bool(self._quick) and now - self._quick[0][2] < QUICK_PATIENCE
        call = self._next(now, Lane.ANSWER) if patient else None
        if call is None and self._quick:
            method, payload, _ = self._quick.popleft()
            self._off(now)
            self._nursery.start(self._send_quick(method, payload), name="delivery: quick call")
            return True
        call = call or self._next(now)
        if call is None:
            return False
        self._nursery.start(self._send(call, *self._off(now)), name="delivery: call")
        return True

    def _next(self, now: float, slowest: Lane = Lane.NOTICE) -> Held | None:
        """The first call that may go, out of the window."""
        # The last connections are kept for people who wait for an answer.
        if self._in_flight >= self._most * 0.9:
            slowest = min(slowest, Lane.REMINDER)
        call = self._window.take(now, slowest)
        if call is not None:
            self._refill.taken(call)
            if call.lane is Lane.NOTICE and self._notices_run_low():
                self._ledger.stirred.set()
        return call

    def _off(self, now: float) -> tuple[Departure, bool]:
        """A call leaves: when, and whether it opens a connection."""
        self._in_flight += 1
        return self._limits.pace.take(now), self._limits.arrivals.opens_line(self._in_flight, now)

    async def _send(self, first: Held, departure: Departure, opens_line: bool) -> None:
        """One try, and what follows from it; then at once the next call that may leave, if there is one."""
        call: Held | None = first
        loop = asyncio.get_running_loop()
        while call is not None:
            departure.at = loop.time()
            try:
                outcome = await self._try(call)
            except Exception as error:
                log.error("call cannot be prepared", call=call.id, error=type(error).__name__, at=place(error))
                outcome = Dead(type(error).__name__)
            finally:
                self._in_flight -= 1
            now = loop.time()
            self._limits.arrivals.answered(departure, now, opened=opens_line)
            if isinstance(outcome, Fetched):
                self._closing.fetched(call, outcome, now)
            else:
                self._closing.close(call, outcome, now)
            call = self._next(now) if self._may_leave(now) and not self._quick else None
            if call is not None:
                departure, opens_line = self._off(now)
        if not self._paced:
            self._stirred.set()

    async def _try(self, call: Held) -> Verdict | Fetched:
        if call.method == FETCH:
            return await fetch(self._wire, call.payload, call.attempts + 1)
        if not self._edits.ready(call):
            return Sent(None)
        if files.holds_files(call.payload):
            return await self._post_files(call)
        return await self._post(call, call.payload)

    async def _post(self, call: Held, body: str | bytes | aiohttp.FormData) -> Verdict:
        if not self._sure():  # the process may have stood still since it was to leave
            return Later(UNSURE_SECONDS, "the lease may be another's", counts=False)
        try:
            if isinstance(body, aiohttp.FormData):
                reply = await self._wire.post_files(call.method, body)
            else:
                reply = await self._wire.post(call.method, body)
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            return verdict(call.method, error, call.attempts + 1)
        return verdict(call.method, reply, call.attempts + 1)

    async def _post_files(self, call: Held) -> Verdict:
        """Send with the files Telegram does not have, and remember what it calls them."""
        try:
            packed = await files.packed(self._database, call.payload)
        except files.MissingFile:
            return Dead("file not kept")
        outcome = await self._post(call, packed.body)
        if isinstance(outcome, Sent):
            for sha256, kind, file_id in files.file_ids(outcome.result, packed.new):
                self._ledger.also(files.remembering(sha256, kind, file_id, call.id))
        return outcome

    async def _send_quick(self, method: str, payload: str | bytes) -> None:
        try:
            outcome = verdict(method, await self._wire.post(method, payload), 1)
        except OSError as error:
            outcome = verdict(method, error, 1)
        finally:
            self._in_flight -= 1
        if isinstance(outcome, TooMany):
            metrics.TOO_MANY.inc()
            self._limits.too_many(0, outcome.retry_after, asyncio.get_running_loop().time())
        if not isinstance(outcome, Sent):
            metrics.FAILED.labels("quick").inc()
        self._stirred.set()

    async def _read(self) -> None:
        """Take in what waits, now and whenever there is a reason."""
        if await self._refill.read():
            self._stirred.set()
        if self._refill.notices_wait and self._notices_run_low():
            self._ledger.stirred.set()
        await wait_for_event(self._refill.wanted, asyncio.get_running_loop().time() + POLL_SECONDS)

    async def _write(self) -> None:
        """Commit outcomes together, and claim the next notices with them."""
        await self._ledger.stirred.wait()
        if not self._notices_run_low():
            await asyncio.sleep(GATHER_SECONDS)
        self._ledger.stirred.clear()
        claim = self._ahead - self._window.waiting[Lane.NOTICE] if self._notices_run_low() else 0
        claimed = await self._ledger.write(claim)
        if claim:
            self._refill.notices_wait = len(claimed) == claim
            self._refill.take_in(claimed)
            if self._stopping:
                self.recall_notices()
            self._stirred.set()

    async def _count(self) -> None:
        """Tell Prometheus how much waits."""
        async with self._database.reading() as session:
            depths = await outbox.depths(session)
        now = self._clock()
        _show_depths({depth.lane: (depth.calls, (now - depth.oldest).total_seconds()) for depth in depths})
        await asyncio.sleep(DEPTHS_SECONDS)

    async def _for_ever(self, step: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Again and again; a database that fails is asked again a little later."""
        while True:
            try:
                await step()
            except LeaseLost:
                log.warning("another process sends now")
                self._ended.set()
                return
            except Exception as error:
                log.error("delivery stumbled", step=step.__name__, error=type(error).__name__, at=place(error))
                await asyncio.sleep(RETRY_SECONDS)
                self._ledger.stirred.set()

    def _notices_run_low(self) -> bool:
        """Whether notices wait in the outbox and few are at hand."""
        low = self._window.waiting[Lane.NOTICE] <= self._ahead // 2
        return low and self._refill.notices_wait and not self._stopping


def _show_depths(waiting: Mapping[Lane, tuple[int, float]]) -> None:
    """By lane: how many calls wait, and how long the oldest has (seconds)."""
    for lane in Lane:
        calls, oldest = waiting.get(lane, (0, 0.0))
        metrics.WAITING.labels(lane.name.lower()).set(calls)
        metrics.OLDEST.labels(lane.name.lower()).set(oldest)


async def wait_for_event(event: asyncio.Event, at: float | None) -> None:
    """Wait until `event` is set; at the instant `at` (monotonic seconds) it is set by the clock."""
    timer = None if at is None else asyncio.get_running_loop().call_at(at, event.set)
    try:
        await event.wait()
    finally:
        if timer is not None:
            timer.cancel()


def place(error: BaseException) -> str:
    """Where an error came from, without what was being sent."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""
