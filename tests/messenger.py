"""The real sender, driven by hand."""

from collections.abc import Callable
from datetime import datetime
from types import TracebackType
from typing import Any, Self

import orjson

from bot.api_client import BotApi
from bot.delivery.error_policy import Dead, SendResult
from bot.delivery.files import FetchedFile
from bot.delivery.outbox_reader import AT_ONCE
from bot.delivery.send_queue import FETCH, OutgoingCall
from bot.delivery.sender import Sender
from storage.engine import Database
from tests.second_rules import obeys

RATE = 1000
TOO_LATE = ("query is too old", "bot was blocked")
"""Why a quick call may fail: nobody waits for its answer any more."""


class Messenger(Sender):
    """All of delivery (limiter, lanes, edits, files, verdicts, books) but its loop: calls go out one by one, in order.

    Where the limits would make a call wait, its time leaps ahead instead, so that tests neither wait nor race. A call
    that Telegram refuses for good, or that teremok would, fails the test. An async context manager.
    """

    def __init__(self, database: Database, *, token: str, api_url: str, clock: Callable[[], datetime]) -> None:
        super().__init__(database, BotApi(token, api_url), clock=clock, rate_per_second=RATE, on_inbox=self._told)
        self.holds_notices = False
        """While true no notice leaves the outbox."""
        self.refusals_expected = False
        """Whether Telegram may refuse calls for good; otherwise that fails the test."""
        self.told_bot = False
        """Whether the bot has been told something (a file that was fetched, somebody who left) since this was unset."""
        self._at = 0.0

    async def __aenter__(self) -> Self:
        await self._api.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._api.__aexit__(kind, error, trace)

    async def call(self, method: str, body: dict[str, Any]) -> dict[str, Any]:
        """One call beside all that was promised; its whole answer."""
        answer = (await self._api.send(method, orjson.dumps(body))).body
        assert answer is not None, f"{method} was not answered by the Bot API"
        return answer

    async def deliver(self) -> int:
        """Send all that waits; how many calls were tried."""
        tried = await self._deliver_quick()
        more = True
        while more:
            found = await self._reader.read()
            claimed = await self._writer.write(
                self._ahead if self._reader.notices_wait and not self.holds_notices else 0
            )
            self._reader.take_in(claimed)
            sent = 0
            while (call := self._soonest()) is not None:
                await self._deliver(call)
                sent += 1
            if sent:
                await self._writer.write()
            tried += sent
            more = bool(claimed) or found >= AT_ONCE or self._reader.wanted.is_set()
        return tried

    def _told(self) -> None:
        self.told_bot = True

    async def _deliver_quick(self) -> int:
        count = len(self._quick)
        while self._quick:
            method, payload, _ = self._quick.popleft()
            obeys(method, payload)
            answer = (await self._api.send(method, payload)).body or {}
            refused = "" if answer.get("ok") else str(answer.get("description"))
            assert not refused or any(words in refused for words in TOO_LATE), (method, payload, refused)
        return count

    def _soonest(self) -> OutgoingCall | None:
        """The call that may go first, now or when its chat's limits allow."""
        while (call := self._next(self._at)) is None and (at := self._queue.next_at()) is not None:
            self._at = max(self._at, at)
        return call

    async def _deliver(self, call: OutgoingCall) -> None:
        outcome = await self._try(call)
        is_dead = isinstance(outcome, Dead) and not self.refusals_expected
        assert not is_dead, f"{call.method} is refused: {outcome}\n{call.payload}"
        if isinstance(outcome, FetchedFile):
            self._handler.fetched(call, outcome, self._at)
        else:
            self._handler.close(call, outcome, self._at)

    async def _try(self, call: OutgoingCall) -> SendResult | FetchedFile:
        outcome = await super()._try(call)
        if call.method != FETCH:
            obeys(call.method, call.payload)
        return outcome
