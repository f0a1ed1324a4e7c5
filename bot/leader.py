"""Work that one process at a time does for a bot: ask for updates, send, and feed notices to what sends."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import structlog

from bot.api_client import ApiRefusal, ApiSilent, BotApi
from bot.backoff import backoff, pause
from bot.delivery.sender import Sender
from bot.intake import webhook
from bot.intake.inbox_writer import InboxWriter
from bot.intake.polling import Polling
from bot.notices import Notices
from bot.settings import Settings
from storage.lease import Held, LeaseLost

log = structlog.get_logger()

GRACE_SECONDS = 5.0
"""At shutdown, what can be sent in this time is sent: our own choice."""

Start = Callable[[Coroutine[Any, Any, None], str], asyncio.Task[None]]
"""Starts a task without which the process is of no use."""


class Leader:
    """Begins with the lease and ends with it: at once when it is lost, in order when the process stops."""

    def __init__(
        self,
        settings: Settings,
        api: BotApi,
        writer: InboxWriter,
        *,
        start: Start,
        make_sender: Callable[[Held], Sender],
        make_notices: Callable[[Sender, Held], Notices],
        sure: Callable[[], bool],
    ) -> None:
        """`sure`: whether the lease is ours at this instant."""
        self._settings = settings
        self._api = api
        self._writer = writer
        self._start = start
        self._make_sender = make_sender
        self._make_notices = make_notices
        self._sure = sure
        self._polling: Polling | None = None
        self._notices: Notices | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._ended = asyncio.Event()
        self._closed = False
        self.sender: Sender | None = None
        """None while this process stands by."""

    @property
    def on(self) -> bool:
        """True if this process polls and sends now."""
        return bool(self._tasks)

    async def begin(self, held: Held) -> None:
        """The lease is ours: send, and have updates come here."""
        if self._closed:
            return
        self._ended.clear()
        sender = self._make_sender(held)
        self._notices = notices = self._make_notices(sender, held)
        self.sender = sender
        self._tasks = [
            self._start(self._while_on(_send(sender, notices)), "sender"),
            self._start(self._while_on(self._take_in()), "intake"),
            self._start(self._while_on(notices.run()), "notices"),
        ]

    async def end(self) -> None:
        """The lease is lost: neither ask nor send any more, from this moment."""
        self._ended.set()
        self.sender = None
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks, self._polling = [], None

    async def stop_intake(self) -> None:
        """Ask for no more updates; what was fetched is kept and acknowledged."""
        self._ended.set()
        if self._polling is not None:
            self._polling.stop()
        if len(self._tasks) > 1:
            await asyncio.wait([self._tasks[1]])

    async def close(self) -> None:
        """Send what can be sent in `GRACE_SECONDS`, then no more."""
        self._closed = True
        if self._notices is not None:
            self._notices.stop()
        if self.sender is not None:
            await self.sender.stop(GRACE_SECONDS)
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []

    def intake_state(self) -> bool | str:
        """For readiness: how updates come in."""
        if self._settings.webhook_url:
            return "webhook"
        if self._polling is None:
            return False if self.on else "standby"
        return self._polling.healthy and "polling"

    def sender_state(self) -> bool | str:
        """For readiness."""
        return "standby" if not self.on else not self._tasks[0].done()

    async def _while_on(self, work: Coroutine[Any, Any, None]) -> None:
        """Do `work`; what fails in it while this is being ended fails nobody."""
        try:
            await work
        except LeaseLost:
            log.warning("Another process has taken over.")
        except Exception as error:
            if not self._ended.is_set():
                raise
            log.warning("Something was left undone at the end.", reason=type(error).__name__)

    async def _take_in(self) -> None:
        url, secret = self._settings.webhook_url, self._settings.webhook_secret
        if url and secret:
            await self._insist(lambda: webhook.announce(self._api, url, secret.get_secret_value()))
            await self._ended.wait()
            return
        if not await self._insist(lambda: webhook.withdraw(self._api)):
            return
        self._polling = polling = Polling(self._api, self._writer, sure=self._sure)
        await polling.run()

    async def _insist(self, call: Callable[[], Awaitable[None]]) -> bool:
        """Try until it succeeds, or until this ends: then False."""
        failures = 0
        while not self._ended.is_set():
            try:
                await call()
            except (ApiRefusal, ApiSilent) as error:
                failures += 1
                seconds = getattr(error, "retry_after", None) or backoff(failures)
                log.warning("Could not tell Telegram how updates are to come.", reason=str(error))
                await pause(seconds, self._ended)
            else:
                return True
        return False


async def _send(sender: Sender, notices: Notices) -> None:
    """Send, once what an earlier sender left behind has been looked through."""
    await notices.prepare()
    await sender.run()
