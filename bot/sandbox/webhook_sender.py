"""Posts updates to webhooks the way Telegram does: chats side by side, one at a time in each, again until taken."""

import asyncio
from collections.abc import Coroutine
from functools import partial
from typing import Any

import aiohttp
import orjson

from bot.backoff import backoff
from bot.sandbox.chats import BotAccount, Webhook
from bot.sandbox.update_queue import Stream, Update
from bot.sandbox.world import World

MAX_RETRY_SECONDS = 60.0
"""Telegram's own server waits for 60 to 120 s at most (tdlib/telegram-bot-api)."""
READ_TIMEOUT = aiohttp.ClientTimeout(total=60)


class WebhookSender:
    """Delivers the updates of every bot that has a webhook.

    A stream is a chat's messages or a person's button presses: one delivery in flight in each, `max_connections` over
    all. Anything but 2xx is tried again after `first_retry` real seconds, doubled each time up to a minute, until the
    update expires.
    """

    def __init__(self, world: World, webhook_set: asyncio.Event, first_retry: float) -> None:
        self.world, self.first_retry = world, first_retry
        self._webhook_set = webhook_set
        self._tasks = asyncio.TaskGroup()
        self._running: set[asyncio.Task[None]] = set()
        self._busy: set[tuple[int, Stream]] = set()
        self._slots: dict[int, asyncio.Semaphore] = {}
        self._session: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        """Begin to watch the queues; a world restored with webhooks set goes on delivering."""
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), timeout=READ_TIMEOUT)
        await self._tasks.__aenter__()
        self._webhook_set.set()
        self._run(self._watch())

    async def stop(self) -> None:
        """End every delivery; what was not confirmed stays pending."""
        for task in self._running:
            task.cancel()
        await self._tasks.__aexit__(None, None, None)
        if self._session is not None:
            await self._session.close()

    async def _watch(self) -> None:
        while True:
            await self._webhook_set.wait()
            self._webhook_set.clear()
            for bot in self.world.bots.values():
                if bot.webhook is None:
                    continue
                self._slots[bot.id] = asyncio.Semaphore(bot.webhook.max_connections)
                bot.updates.arrived = partial(self._begin, bot)
                for stream in bot.updates.streams:
                    self._begin(bot, stream)

    def _begin(self, bot: BotAccount, stream: Stream) -> None:
        if bot.webhook is not None and (bot.id, stream) not in self._busy:
            self._busy.add((bot.id, stream))
            self._run(self._deliver(bot, stream))

    async def _deliver(self, bot: BotAccount, stream: Stream) -> None:
        failures = 0
        try:
            while (hook := bot.webhook) is not None and (update := bot.updates.head(stream)) is not None:
                async with self._slots[bot.id]:
                    problem = await self._post(hook, update)
                if problem is None:
                    failures = 0
                    bot.updates.acknowledge([update.id])
                    self.world.changes.tell("acknowledged")
                else:
                    hook.last_error, hook.last_error_date = problem, self.world.now()
                    self.world.changes.tell("webhook")
                    failures += 1
                    await asyncio.sleep(backoff(failures, first=self.first_retry, longest=MAX_RETRY_SECONDS, spread=0))
        finally:
            self._busy.discard((bot.id, stream))

    async def _post(self, hook: Webhook, update: Update) -> str | None:
        headers = {"Content-Type": "application/json"}
        if hook.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = hook.secret
        assert self._session is not None  # noqa: S101 - deliveries run between start and stop
        try:
            async with self._session.post(hook.url, data=orjson.dumps(update.json()), headers=headers) as response:
                await response.read()
                if 200 <= response.status < 300:
                    return None
                return f"Wrong response from the webhook: {response.status} {response.reason}"
        except aiohttp.ClientConnectorError:
            return "Connection refused"
        except (aiohttp.ClientError, TimeoutError):
            return "Read timeout expired"

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        task = self._tasks.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
