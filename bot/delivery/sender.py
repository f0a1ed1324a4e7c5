"""The sender of one bot: drains the outbox within Telegram's limits."""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine, Mapping
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.api_client import ApiSilent, BotApi, Reply
from bot.delivery import files, metrics
from bot.delivery.edits import Edits
from bot.delivery.error_policy import (
    Dead,
    FileRefused,
    RateLimited,
    Reshaped,
    Retry,
    SendResult,
    Sent,
    TakenApart,
    classify,
)
from bot.delivery.files import FetchedFile
from bot.delivery.other_forms import Apart, OtherForm, other_form
from bot.delivery.outbox_reader import OutboxReader
from bot.delivery.rate_limit import Departure, RateLimiter
from bot.delivery.refused_files import with_contents
from bot.delivery.result_handler import ResultHandler
from bot.delivery.result_writer import CHANNEL, GATHER_SECONDS, RETRY_SECONDS, ResultWriter
from bot.delivery.send_queue import FETCH, OutgoingCall, SendQueue
from bot.errors import error_location
from bot.nursery import Nursery
from storage import outbox
from storage.engine import Database
from storage.lease import Held as Lease
from storage.lease import LeaseLost
from storage.trouble import is_away
from storage.vocabulary import Lane

POLL_SECONDS = 1.0
"""Seconds between two looks for what fell due without anybody calling `wake`: our own choice."""
DEPTHS_SECONDS = 15.0
"""Between two counts of what waits: our own choice."""
QUICK_SECONDS = 10.0
"""A quick call that could not leave for so long is useless."""
QUICK_PATIENCE = 1.0
"""So long a quick call lets answers go first: they are what somebody waits for; it only stops a button's spinner."""
QUICK_ROOM = 1000
"""Quick calls that wait at most, the oldest give way: our own choice."""
TIMER_GRAIN = 0.0005
"""Seconds; what is due so soon goes now, since a timer is no finer: our own choice."""
AHEAD_SECONDS = 0.25
"""Notices are claimed for so long ahead: what a crash may leave unsent, and never sends twice."""
UNSURE_SECONDS = 0.25
"""Seconds between two looks whether the lease is ours again, when its renewal is late: our own choice."""
LAST_WORDS_SECONDS = 5.0
"""For writing down outcomes at shutdown: our own choice."""

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
        api: BotApi,
        *,
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
        self._limiter = RateLimiter(rate_per_second)
        self._queue = SendQueue(self._limiter.chats)
        self._writer = ResultWriter(database, clock, lease)
        self._edits = Edits(self._writer, self._queue)
        self._reader = OutboxReader(database, clock, self._writer, self._queue, self._edits)
        self._handler = ResultHandler(
            self._writer,
            self._queue,
            self._edits,
            self._limiter,
            bot_id=api.bot_id,
            on_inbox=on_inbox,
            on_outbox=self.wake,
        )
        self._api = api
        self._nursery = Nursery()
        self._quick: deque[tuple[str, str | bytes, float]] = deque(maxlen=QUICK_ROOM)
        """Method, body, and since when it waits (monotonic seconds)."""
        self._in_flight = 0
        self._paced = False
        """True if the pump waits for the pace, at an instant it knows."""
        self._stirred = asyncio.Event()
        self._ended = asyncio.Event()
        self._stopping = False
        self._running: asyncio.Event | None = None
        """Set when `run` has ended; None before it began."""

    async def run(self) -> None:
        """Send until `stop` has done its work, or this is cancelled; then write down what is known."""
        self._running = asyncio.Event()
        for step in (self._pump, self._read, self._write, self._count):
            self._nursery.start(self._for_ever(step), name=f"delivery: {step.__name__}")
        try:
            await self._ended.wait()
        finally:
            self._stopping = True
            await self._writer.quiet()
            await self._nursery.close()
            self.recall_notices()
            await self._last_words()
            _show_depths({})
            self._running.set()

    def wake(self) -> None:
        """Something was promised: look at once."""
        self._reader.wanted.set()

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
            self._in_flight or self._quick or self._reader.busy or any(self._queue.waiting)
        ):
            await asyncio.sleep(0.01)
        self._ended.set()
        if self._running is not None:
            await self._running.wait()

    def recall_notices(self, seconds: float = 0.0) -> None:
        """Claimed notices that have not left are put back into the outbox, to be claimed again after so long."""
        now = asyncio.get_running_loop().time()
        for call in self._queue.all_waiting():
            if call.lane is Lane.NOTICE:
                self._queue.drop(call, now)
                for notice in (call, *call.takes_place_of):
                    self._writer.postpone(notice, seconds, "", let_go=True)

    async def _last_words(self) -> None:
        """Write down what is known; what cannot be written is sent again by the next one, notices excepted."""
        try:
            await asyncio.wait_for(self._writer.write(), LAST_WORDS_SECONDS)
        except (SQLAlchemyError, OSError, TimeoutError, LeaseLost) as error:
            log.error("outcomes not written", error=type(error).__name__)

    async def _pump(self) -> None:
        """Start calls, each when the limits, the connections and the lease allow it."""
        self._stirred.clear()
        now = asyncio.get_running_loop().time()
        if not self._start_one(now):
            await wait_for_event(self._stirred, self._look_again_at(now))

    def _start_one(self, now: float) -> bool:
        """Send off an answer, a quick call, or else the first that waits; False if there is none that may leave."""
        slowest = self._slowest_lane(now)
        if slowest is None:
            return False
        while self._quick and now - self._quick[0][2] >= QUICK_SECONDS:
            self._quick.popleft()
        patient = bool(self._quick) and now - self._quick[0][2] < QUICK_PATIENCE
        call = self._next(now, Lane.ANSWER) if patient else None
        if call is None and self._quick:
            method, payload, _ = self._quick.popleft()
            self._nursery.start(self._send_quick(method, payload, self._leaves(Lane.ANSWER, now)), name="quick call")
            return True
        call = call or self._next(now, slowest)
        if call is None:
            return False
        self._nursery.start(self._send(call, self._leaves(call.lane, now)), name="call")
        return True

    def _slowest_lane(self, now: float) -> Lane | None:
        """The slowest lane of which a call may leave now; None if none may."""
        if self._in_flight >= self._most or not self._sure() or self._writer.late:
            return None
        soon = now + TIMER_GRAIN
        if self._limiter.ready_at(Lane.ANSWER) > soon:
            return None
        # The last connections, like the headroom of the limit, are kept for people who wait for an answer.
        is_crowded = self._in_flight >= self._most * 0.9
        return Lane.REMINDER if is_crowded or self._limiter.ready_at(Lane.NOTICE) > soon else Lane.NOTICE

    def _look_again_at(self, now: float) -> float | None:
        """Instant at which a call may leave that may not now; None: when something stirs."""
        self._paced = False
        if self._in_flight >= self._most:
            return None
        if not self._sure() or self._writer.late:
            return now + UNSURE_SECONDS
        instants = [self._limiter.ready_at(lane) for lane in Lane if self._queue.waiting[lane] or self._quick]
        self._paced = bool(instants) and self._limiter.ready_at(Lane.ANSWER) > now
        if (next_chat := self._queue.next_at()) is not None:
            instants.append(next_chat)
        return min((at for at in instants if at > now), default=None)

    def _next(self, now: float, slowest: Lane = Lane.NOTICE) -> OutgoingCall | None:
        """The first call that may go, out of the queue."""
        call = self._queue.take(now, slowest)
        if call is not None:
            self._reader.taken(call)
            if call.lane is Lane.NOTICE and self._notices_run_low():
                self._writer.stirred.set()
        return call

    def _leaves(self, lane: Lane, now: float) -> Departure:
        """A call of this lane is under way from now on."""
        self._in_flight += 1
        return self._limiter.take(lane, now)

    def _ended_one(self) -> None:
        """A call is no longer under way: another may leave, unless the pump waits for the pace anyway."""
        self._in_flight -= 1
        if not self._paced:
            self._stirred.set()

    async def _send(self, call: OutgoingCall, departure: Departure) -> None:
        """One try, and what follows from it."""
        loop = asyncio.get_running_loop()
        departure.left_at = departure.arrived_at = loop.time()
        try:
            result = await self._try(call)
        except Exception as error:
            log.error("call cannot be prepared", call=call.id, error=error_location(error))
            result = Dead(type(error).__name__)
        finally:
            self._ended_one()
        now = loop.time()
        self._limiter.window.answered(departure, now)
        if isinstance(result, FetchedFile):
            self._handler.fetched(call, result, now)
        else:
            self._handler.close(call, result, now)

    async def _try(self, call: OutgoingCall) -> SendResult | FetchedFile:
        if call.method == FETCH:
            return await files.fetch(self._api, call.payload, call.attempts + 1)
        if not self._edits.ready(call):
            return Sent(None)
        holds_files = files.holds_files(call.payload)
        outcome = await (self._post_files(call) if holds_files else self._post(call, call.payload))
        if isinstance(outcome, FileRefused):
            payload = await with_contents(self._database, call.payload)
            if payload is not None:
                call.payload = payload
                return outcome
            outcome = Dead(outcome.reason)
        return await self._in_another_form(call, outcome.reason) if isinstance(outcome, Dead) else outcome

    async def _in_another_form(self, call: OutgoingCall, reason: str) -> SendResult:
        """A further try in another form after a refusal for good, where there is one; else its end."""
        form = OtherForm(call.method, call.payload)
        other = await other_form(self._database, self._api, form, reason, self._clock(), call.attempts + 1)
        if isinstance(other, Apart):
            return TakenApart(other.calls, reason)
        if isinstance(other, OtherForm):
            call.first_method = call.first_method or call.method
            call.renewed |= call.edits is not None
            call.method, call.payload = other
            return Reshaped(reason)
        return other if isinstance(other, Retry) else Dead(reason)

    async def _post(self, call: OutgoingCall, body: files.Body) -> SendResult:
        if not self._sure():  # the process may have stood still since it was to leave
            return Retry("the lease may be another's", counts=False)
        try:
            reply: Reply | ApiSilent = await self._api.send(call.method, body)
        except ApiSilent as error:
            reply = error
        return classify(call.method, reply, call.attempts + 1)

    async def _post_files(self, call: OutgoingCall) -> SendResult:
        """Send with the files Telegram does not have, and remember what it calls them."""
        try:
            packed = await files.packed(self._database, call.payload)
        except files.MissingFile:
            return Dead("file not kept")
        result = await self._post(call, packed.body)
        if isinstance(result, Sent):
            for sha256, kind, file_id in files.file_ids(result.result, packed.new):
                self._writer.also(files.remembering(sha256, kind, file_id, call.id))
        return result

    async def _send_quick(self, method: str, payload: str | bytes, departure: Departure) -> None:
        try:
            result = classify(method, await self._api.send(method, payload), 1)
        except ApiSilent as error:
            result = classify(method, error, 1)
        finally:
            self._ended_one()
        now = asyncio.get_running_loop().time()
        self._limiter.window.answered(departure, now)
        if isinstance(result, RateLimited):
            metrics.TOO_MANY.inc()
            self._limiter.too_many(0, Lane.ANSWER, result.retry_after, now)
        if not isinstance(result, Sent):
            metrics.FAILED.labels("quick").inc()

    async def _read(self) -> None:
        """Take in what waits, now and whenever there is a reason."""
        if await self._reader.read():
            self._stirred.set()
        if self._reader.notices_wait and self._notices_run_low():
            self._writer.stirred.set()
        await wait_for_event(self._reader.wanted, asyncio.get_running_loop().time() + POLL_SECONDS)

    async def _write(self) -> None:
        """Commit outcomes together, and claim the next notices with them."""
        await self._writer.stirred.wait()
        if not self._notices_run_low():
            await asyncio.sleep(GATHER_SECONDS)
        self._writer.stirred.clear()
        claim = self._ahead - self._queue.waiting[Lane.NOTICE] if self._notices_run_low() else 0
        claimed = await self._writer.write(claim)
        if claim:
            self._reader.notices_wait = len(claimed) == claim
            self._reader.take_in(claimed)
            if self._stopping:
                self.recall_notices()
            self._stirred.set()

    async def _count(self) -> None:
        """Tell Prometheus how much waits."""
        async with self._database.reading() as session:
            depths = await outbox.depths(session, CHANNEL)
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
                tell = log.debug if is_away(error) else log.error
                tell("delivery stumbled", step=step.__name__, error=error_location(error))
                await asyncio.sleep(RETRY_SECONDS)
                self._writer.stirred.set()

    def _notices_run_low(self) -> bool:
        """True if notices wait in the outbox and few are at hand."""
        low = self._queue.waiting[Lane.NOTICE] <= self._ahead // 2
        return low and self._reader.notices_wait and not self._stopping


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
