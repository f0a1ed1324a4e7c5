"""Long polling: nothing is acknowledged before it is kept."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot import metrics
from bot.api_client import ApiRefusal, ApiSilent, BotApi
from bot.backoff import backoff, pause
from bot.intake.inbox_writer import ALLOWED_UPDATES, InboxWriter, decode, update_id

log = structlog.get_logger()

POLL_SECONDS = 30
"""A long poll; Telegram's own server holds none for longer than 50 s (tdlib/telegram-bot-api)."""
BATCH = 100
"""Updates an answer may hold: the Bot API's limit."""
CONFIRM_SECONDS = 3.0
"""For the last acknowledgement, at shutdown: our own choice."""
UNSURE_SECONDS = 0.1
"""Seconds between two looks whether the lease is ours again: our own choice."""


class TokenRefused(Exception):
    """Telegram does not know this token; trying again is no use."""


class Polling:
    """Asks for updates until stopped. Each batch is committed before the next call acknowledges it.

    It asks only while it is `sure` to be the one who may: a second one who asks is answered instead of the first.
    """

    def __init__(self, api: BotApi, writer: InboxWriter, *, sure: Callable[[], bool] = lambda: True) -> None:
        self._api = api
        self._writer = writer
        self._sure = sure
        self._offset: int | None = None
        self._told: int | None = None
        self._stopped = asyncio.Event()
        self._request: asyncio.Timeout | None = None
        self._failures = 0

    @property
    def healthy(self) -> bool:
        """False after three failures in a row."""
        return self._failures < 3

    async def run(self) -> None:
        """Poll until `stop`. Raises `TokenRefused`; everything else is tried again, ever more slowly."""
        while not self._stopped.is_set():
            if not self._sure():
                await pause(UNSURE_SECONDS, self._stopped)
                continue
            try:
                await self._round()
                self._failures = 0
            except ApiRefusal as refusal:
                await self._refused(refusal)
            except (ApiSilent, SQLAlchemyError, ValueError, OSError) as error:
                if not self._stopped.is_set():
                    await self._failed(type(error).__name__, f"Could not fetch or keep updates: {_plain(error)}")
        await self._confirm()

    def stop(self) -> None:
        """Break off waiting, not a commit; `run` then tells Telegram how far we came, and returns."""
        self._stopped.set()
        if self._request is not None:
            self._request.reschedule(0)

    async def _confirm(self) -> None:
        """Acknowledge what is kept. What this call answers is not acknowledged: it comes again at the next start."""
        if self._offset not in (None, self._told):
            with contextlib.suppress(ApiRefusal, ApiSilent):
                await self._api.post("getUpdates", self._params(timeout=0, limit=1), CONFIRM_SECONDS)

    async def _round(self) -> None:
        try:
            async with asyncio.timeout(POLL_SECONDS + 15) as self._request:
                params = self._params(timeout=POLL_SECONDS, limit=BATCH)
                body, _ = await self._api.post("getUpdates", params, POLL_SECONDS + 10)
        finally:
            self._request = None
        self._told = params.get("offset")
        updates = _updates(body)
        if not updates:
            return
        await self._writer.write(updates)
        numbers = [number for number in map(update_id, updates) if number is not None]
        if not numbers:
            raise ValueError("the Bot API sent updates without numbers")
        self._offset = max(numbers) + 1

    def _params(self, **params: Any) -> dict[str, Any]:
        offset = {} if self._offset is None else {"offset": self._offset}
        return {**offset, **params, "allowed_updates": ALLOWED_UPDATES}

    async def _refused(self, refusal: ApiRefusal) -> None:
        if refusal.code in (401, 404):
            raise TokenRefused
        if refusal.code == 409:
            line = "Another process asks for this bot's updates, or a webhook is set: stop the other one."
        else:
            line = f"Telegram refuses updates: {refusal.code} {refusal.description}"
        await self._failed(str(refusal.code), line, refusal.retry_after)

    async def _failed(self, reason: str, line: str, wait: float | None = None) -> None:
        self._failures += 1
        metrics.intake_failures.labels(reason).inc()
        seconds = wait or backoff(self._failures)
        log.warning(line, failures=self._failures, again_in_seconds=round(seconds, 1))
        await pause(seconds, self._stopped)


def _updates(body: bytes) -> list[Any]:
    """Updates of an answer, undecoded any further. Raises `ValueError` if it is no answer of the Bot API."""
    answer = decode(body)
    updates = answer.get("result") if isinstance(answer, dict) else None
    if not isinstance(updates, list):
        raise ValueError("no list of updates")
    return updates


def _plain(error: Exception) -> str:
    return f"no answer from the Bot API ({error})" if isinstance(error, ApiSilent) else type(error).__name__
