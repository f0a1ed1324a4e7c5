"""Consequences of the result of a try: for the call, for its chat, for the edits that wait for it."""

import random
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

import orjson
import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.backoff import backoff
from bot.delivery import metrics
from bot.delivery.edits import Edits
from bot.delivery.error_policy import (
    Ambiguous,
    Dead,
    FileRefused,
    Migrated,
    RateLimited,
    ResendAsNew,
    Reshaped,
    Retry,
    SendResult,
    Sent,
    TakenApart,
    Unreachable,
)
from bot.delivery.files import FetchedFile, kept_content
from bot.delivery.rate_limit import RateLimiter
from bot.delivery.refused_files import file_places
from bot.delivery.result_writer import ResultWriter
from bot.delivery.send_queue import FileByFile, OutgoingCall, SendQueue
from storage import inbox, outbox
from storage.inbox import Kept
from storage.queries import files as kept_files
from storage.vocabulary import CallState, Lane

LONGEST_WAIT = 300.0
"""Seconds until a call that failed often is tried again: our own choice."""
MAX_AMBIGUOUS = 10
"""A case call that breaks off this often is left alone: the person may have had it ten times."""

log = structlog.get_logger()


class ResultHandler:
    """Acts on what became of a try: ends the call, or has it go again."""

    def __init__(
        self,
        writer: ResultWriter,
        queue: SendQueue,
        edits: Edits,
        limiter: RateLimiter,
        *,
        bot_id: int,
        on_inbox: Callable[[], None],
        on_outbox: Callable[[], None],
    ) -> None:
        self._writer = writer
        self._queue = queue
        self._edits = edits
        self._limiter = limiter
        self._bot_id = bot_id
        self._on_inbox = on_inbox
        self._on_outbox = on_outbox

    def close(self, call: OutgoingCall, outcome: SendResult, now: float) -> None:
        """The try has ended so, at `now` (monotonic seconds)."""
        call.attempts += 1
        if not isinstance(outcome, Sent | ResendAsNew | Migrated):
            metrics.FAILED.labels(type(outcome).__name__.lower()).inc()
        match outcome:
            case Sent(result):
                self._sent(call, result, now)
            case Retry(reason, counts):
                delay = _wait(call)
                call.attempts -= not counts
                self._limiter.failed(now)
                self._again(call, delay, reason, now)
            case RateLimited(retry_after):
                metrics.TOO_MANY.inc()
                call.attempts -= 1
                self._limiter.too_many(call.queue_key, call.lane, retry_after, now)
                self._again(call, retry_after + random.uniform(0, 0.1), "too many requests", now)
            case Migrated(chat_id):
                self._moved(call, chat_id, now)
            case Unreachable(reason) if call.chat_id != 0:
                self._unreachable(call, reason, now)
            case ResendAsNew():
                self._anew(call, now)
            case FileRefused() | Reshaped():  # its payload is another one now
                self._queue.free(call, now)
                self._queue.add(call, now)
            case TakenApart(calls, reason):
                self._apart(call, calls, reason, now)
            case Ambiguous(reason):
                self._ambiguous(call, reason, now)
            case Dead(reason) | Unreachable(reason):
                self._refused(call, reason, now)

    def fetched(self, call: OutgoingCall, file: FetchedFile, now: float) -> None:
        """The file is here, or is not to be had: tell the handlers in the transaction that ends the call."""
        self._limiter.succeeded()
        self._queue.free(call, now)
        asked = orjson.loads(call.payload)
        if (kept_as := asked.get("keep")) is not None:
            if file.content is not None and len(file.content) <= asked["at_most"]:
                self._writer.also(kept_content(kept_as, file.name, file.content))
            self._writer.settle(call, CallState.SENT)
            return
        update = file.update(call.id, call.payload)

        async def keep(session: AsyncSession, at: datetime) -> None:
            if file.content is not None:
                sha256 = orjson.loads(update)["huiyin"]["fetched"]["sha256"]
                await kept_files.keep_blob(session, sha256, file.name, file.content, at)
            await inbox.keep(session, [Kept(self._bot_id, -call.id, call.chat_id, update)], at)

        self._writer.also(keep, self._on_inbox)
        self._writer.settle(call, CallState.SENT)

    def _sent(self, call: OutgoingCall, result: Any, now: float) -> None:
        messages = message_ids(result)
        if call.apart is not None:
            call.apart.messages += messages
            self._limiter.succeeded()
            self._next_file(call, call.apart, now)
            return
        if messages:
            call.message_id = messages[0]
        if call.renewed and call.message_id and call.edits:
            self._writer.shown_elsewhere(call.edits, call.message_id)
        self._limiter.succeeded()
        self._settle(call, CallState.SENT, messages=messages)
        self._queue.free(call, now)
        metrics.SENT_IN[call.lane].inc()
        metrics.SECONDS_IN[call.lane].observe(max(0.0, time.time() - call.id / 1_000_000))

    def _refused(self, call: OutgoingCall, reason: str, now: float) -> None:
        """It goes in no form."""
        if call.apart is not None:
            call.apart.refused.append(reason)
            self._next_file(call, call.apart, now)
            return
        self._tell_refused(call, reason)
        self._end(call, CallState.DEAD, reason, now)

    def _next_file(self, call: OutgoingCall, album: FileByFile, now: float) -> None:
        """The next file of a notice's album; after the last its ledger learns whether any arrived, and what did not."""
        if album.rest:
            call.method, call.payload = album.rest.pop(0)
            call.first_method, call.attempts = None, 0
            self._queue.free(call, now)
            self._queue.add(call, now)
        elif album.messages:
            call.message_id = album.messages[0]
            self._settle(call, CallState.SENT, album.reason, album.messages)
            self._queue.free(call, now)
            metrics.SENT_IN[call.lane].inc()
        else:
            self._end(call, CallState.DEAD, album.refused[-1], now)

    def _settle(
        self, call: OutgoingCall, state: CallState, error: str | None = None, messages: list[int] | None = None
    ) -> None:
        """End the call, the edits it took in, and the waiting of those that follow it."""
        self._writer.settle(call, state, error=error, messages=messages or ())
        self._edits.release(call)
        taken_in = CallState.REPLACED if state is CallState.SENT else state
        for edit in call.takes_place_of:
            edit.message_id = call.message_id
            self._writer.settle(edit, taken_in, error=error)
            self._edits.release(edit)

    def _again(self, call: OutgoingCall, delay: float, reason: str, now: float) -> None:
        """The chat waits, so that its order is kept; notices go back to the outbox."""
        self._limiter.chats.pause(call.queue_key, now + delay)
        self._queue.free(call, now)
        if call.lane is Lane.NOTICE and call.apart is None:
            for notice in (call, *self._notices_of(call, now)):
                for edit in (notice, *notice.takes_place_of):
                    self._writer.postpone(edit, delay, reason, let_go=True)
            return
        self._writer.postpone(call, delay, reason, let_go=False)
        self._queue.add(call, now)

    def _notices_of(self, call: OutgoingCall, now: float) -> list[OutgoingCall]:
        """The notices behind this one, taken out of the queue."""
        behind = [other for other in self._queue.of_chat(call.chat_id) if other.lane is Lane.NOTICE]
        for other in behind:
            self._queue.drop(other, now)
        return behind

    def _anew(self, call: OutgoingCall, now: float) -> None:
        if not self._edits.renew(call):
            self._sent(call, None, now)
            return
        self._queue.free(call, now)
        self._queue.add(call, now)

    def _ambiguous(self, call: OutgoingCall, reason: str, now: float) -> None:
        """A case message goes again, rather twice than never; a notice does not."""
        log.warning("call broke off", call=call.id, method=call.method, lane=call.lane.name, reason=reason)
        if call.lane is Lane.NOTICE or call.attempts >= MAX_AMBIGUOUS:
            self._end(call, CallState.AMBIGUOUS, reason, now)
        else:
            self._limiter.failed(now)
            self._again(call, _wait(call), reason, now)

    def _end(self, call: OutgoingCall, state: CallState, reason: str, now: float) -> None:
        if state is CallState.DEAD:
            log.error("call refused", call=call.id, method=call.method, lane=call.lane.name, reason=reason)
        self._settle(call, state, reason[:500])
        self._queue.free(call, now)

    def _apart(self, call: OutgoingCall, calls: list[tuple[str, str]], reason: str, now: float) -> None:
        """An album is refused, perhaps for one of its files: each is promised alone.

        Those of a notice go one after the other in the call's place, so that its ledger learns what became of them.
        """
        log.warning("album refused, its files go alone", call=call.id, files=len(calls), reason=reason)
        if call.lane is Lane.NOTICE:
            call.apart = FileByFile(calls, len(calls))
            self._next_file(call, call.apart, now)
            return

        async def promise(session: AsyncSession, at: datetime) -> None:
            alone = [
                outbox.Call(outbox.next_id(), call.chat_id, call.lane, method, payload, at, at, call.opinion_id)
                for method, payload in calls
            ]
            await outbox.promise(session, alone)

        self._writer.also(promise, self._on_outbox)
        self._settle(call, CallState.REPLACED, reason[:500])
        self._queue.free(call, now)

    def _tell_refused(self, call: OutgoingCall, reason: str) -> None:
        """Have the handlers tell whom it concerns. What only reminds or reports is not told of."""
        method = call.first_method or call.method
        if call.lane > Lane.STAFF or not method.startswith(("send", "editMessageMedia")):
            return
        sources = [holder[key] for holder, key in file_places(orjson.loads(call.payload))]
        kind = method.removeprefix("send") if method.startswith("send") else "Photo"
        about = {
            "chat_id": call.chat_id,
            "opinion_id": call.opinion_id,
            "kind": kind,
            "files": sources,
            "reason": reason,
        }
        update = orjson.dumps({"update_id": -call.id, "huiyin": {"refused": about}}).decode()

        async def tell(session: AsyncSession, at: datetime) -> None:
            await inbox.keep(session, [Kept(self._bot_id, -call.id, call.chat_id, update)], at)

        self._writer.also(tell, self._on_inbox)

    def _moved(self, call: OutgoingCall, chat_id: int, now: float) -> None:
        """The group's calls follow it."""
        old = call.chat_id
        self._queue.free(call, now)
        waiting = self._queue.of_chat(old)
        for other in waiting:
            self._queue.drop(other, now)
        for other in (call, *waiting):
            other.chat_id, other.payload = chat_id, outbox.readdressed(other.payload, chat_id)
            self._queue.add(other, now)

        async def follow(session: AsyncSession, _at: datetime) -> None:
            await outbox.move_chat(session, old, chat_id)

        self._writer.also(follow)
        log.info("group moved", calls=len(waiting) + 1)

    def _unreachable(self, call: OutgoingCall, reason: str, now: float) -> None:
        """Nothing more to this chat; whom it concerns is told by the handlers, who get an update about it."""
        self._queue.free(call, now)
        ended = [call, *self._queue.of_chat(call.chat_id)]
        for other in ended[1:]:
            self._queue.drop(other, now)
        opinions = {other.opinion_id for other in ended if other.opinion_id is not None}

        async def tell(session: AsyncSession, at: datetime) -> None:
            all_opinions = opinions.union(await outbox.give_up_chat(session, call.chat_id, reason, at))
            about = {"chat_id": call.chat_id, "opinion_ids": sorted(all_opinions)}
            update = orjson.dumps({"update_id": -call.id, "huiyin": {"unreachable": about}}).decode()
            await inbox.keep(session, [Kept(self._bot_id, -call.id, call.chat_id, update)], at)

        self._writer.also(tell, self._on_inbox)
        for other in ended:
            self._settle(other, CallState.UNREACHABLE, reason)
        log.info("chat cannot be reached", calls=len(ended), reason=reason)


def _wait(call: OutgoingCall) -> float:
    """Seconds until the next try of a call that has just failed."""
    return backoff(call.attempts, longest=LONGEST_WAIT, spread=0.25)


def message_ids(result: Any) -> list[int]:
    """The messages a result names: a message, an album, or message ids; none for `true` and the like."""
    messages = result if isinstance(result, list) else [result]
    return [message["message_id"] for message in messages if isinstance(message, dict) and "message_id" in message]
