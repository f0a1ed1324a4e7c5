"""One process: opened in order, run until told to stop, closed in order."""

import asyncio
import contextlib
import gc
import os
import signal
from collections.abc import Coroutine, Sequence
from contextlib import AsyncExitStack
from typing import Any

import orjson
import structlog
import uvloop
from sqlalchemy import text

from bot import logs
from bot.api_client import ApiRefusal, ApiSilent, BotApi
from bot.backoff import pause
from bot.clock import clock as make_clock
from bot.county import county_of
from bot.database_state import DatabaseState
from bot.delivery.sender import Sender
from bot.errors import error_trace
from bot.http import HttpServer
from bot.intake.inbox_writer import InboxWriter
from bot.intake.polling import TokenRefused
from bot.intake.webhook import Webhook
from bot.leader import Leader
from bot.lease import LeaseKeeper
from bot.maintenance import ticks
from bot.notices import Notices
from bot.nursery import Nursery
from bot.pg_notify import INBOX, OUTBOX, PgNotifier
from bot.schedule import Schedule
from bot.served import served
from bot.settings import Settings
from bot.startup import TOKEN_REFUSED, Identity, StartFault, bot_api, identify, install_keys, open_ready
from bot.sweep import sweep
from bot.update_worker import UpdateWorker
from handlers import registry
from handlers.conversation.outgoing import Outgoing
from handlers.core.unit_of_work import County
from storage import outbox
from storage.engine import Database
from storage.inbox import Kept
from storage.lease import Held
from storage.trouble import is_away

log = structlog.get_logger()

GARBAGE = (20_000, 20, 50)
"""Thresholds of the search for garbage (`gc.set_threshold`): Python's own 700 has it done every few updates."""

KEPT_FIRST_SECONDS = 300.0
"""A webhook brings an update that the process died of again, but late: our own choice. Polling brings it first."""
PLANT_AGAIN_SECONDS = 1.0
"""Before a database that does not take what a new county must find is asked again: our own choice."""


def run(settings: Settings, *, tied: bool = False) -> int:
    """`serve` on the fastest event loop there is; the process's exit code."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(serve(settings, tied=tied))


async def serve(settings: Settings, *, tied: bool = False) -> int:
    """Run until SIGTERM or SIGINT (0), or until something the process cannot be without has failed (1).

    `tied`: also until standard input, a pipe, ends; so it does when whoever started this process is killed.
    Raises `StartFault` if it cannot even begin.
    """
    logs.configure(settings.log_level, settings.log_format, settings.secrets)
    asyncio.get_running_loop().set_exception_handler(_tell)
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    if tied:
        asyncio.get_running_loop().add_reader(0, _read_on, stopping)
    async with AsyncExitStack() as closing:
        database = await open_ready(settings, closing, stopping)
        if stopping.is_set():
            return 0
        await install_keys(settings, database)
        api = await closing.enter_async_context(bot_api(settings))
        return await Process(settings, database, api, stopping).run()


class Process:
    """The parts of a running bot and what connects them."""

    def __init__(self, settings: Settings, database: Database, api: BotApi, stopping: asyncio.Event) -> None:
        self._settings = settings
        self._database = database
        self._state = DatabaseState(database)
        self._api = api
        self._stopping = stopping
        self._nursery = Nursery()
        self._clock = make_clock(settings.clock_file)
        self._worker: UpdateWorker | None = None
        self._fault: str | None = None
        url = settings.database_url.get_secret_value()
        self._notifier = PgNotifier(database, url, {INBOX: self._wake_worker, OUTBOX: self._wake_sender})
        writer = InboxWriter(
            database,
            bot_id=settings.bot_id,
            clock=self._clock,
            on_commit=self._kept,
            handled_at_once=self._handled_at_once,
        )
        self._town: County | None = None
        secret = settings.webhook_secret
        self._webhook = Webhook(writer, secret.get_secret_value()) if settings.webhook_url and secret else None
        self._leader = Leader(
            settings,
            api,
            writer,
            start=self._start,
            make_sender=self._make_sender,
            make_notices=self._make_notices,
            sure=lambda: self._lease.sure,
        )
        self._lease = LeaseKeeper(database, f"bot:{settings.bot_id}")
        self._served = served(settings, database, self._clock, self._sent_after)
        self._http = HttpServer(
            self._checks(),
            webhook=self._webhook,
            webhook_url=settings.webhook_url or "",
            more=[route for one in self._served for route in one.routes()],
        )

    async def run(self) -> int:
        """Work until told to stop; the exit code."""
        await self._listen()
        try:
            me = await identify(self._api, self._stopping)
            if me is not None:
                await self._work(me)
        finally:
            await self._http.stop()
            await self._nursery.close()
        if self._fault:
            raise StartFault(self._fault)
        return 0

    async def _work(self, me: Identity) -> None:
        self._town = place = county_of(self._settings, me.username)
        await self._plant(place)
        worker = self._worker = UpdateWorker(
            self._database,
            place=place,
            clock=self._clock,
            token=self._settings.bot_token.get_secret_value(),
            on_commit=self._sent_after,
            kept_first_seconds=KEPT_FIRST_SECONDS if self._webhook else 0.0,
        )

        async def sweep_due() -> None:
            while await sweep(self._database, place, self._clock, self._sent_after):
                pass

        schedule = Schedule(ticks(self._settings, self._database, self._clock, sweep_due))
        handled = self._start(worker.run(), "update worker")
        for one in self._served:
            one.begin(place)
        self._nursery.start(self._notifier.run(), name="pg_notify")
        leased = self._start(self._lease.run(self._leader.begin, self._leader.end), "lease")
        schedule.start()
        gc.collect()
        gc.freeze()
        gc.set_threshold(*GARBAGE)
        log.info("Huiyin is running.", bot=f"@{me.username}", webhook=bool(self._webhook))
        await self._stopping.wait()
        log.info("Stopping: finishing what is in hand.")
        if self._webhook:
            self._webhook.close()
        await self._leader.stop_intake()
        await schedule.stop()
        worker.stop()
        await asyncio.wait([handled])
        await self._leader.close()
        self._lease.stop()
        await asyncio.wait([leased])
        await self._lease.release()
        log.info("Stopped.")

    async def _plant(self, place: County) -> None:
        """Plant all that a new county must find; a database that does not take it is waited for."""
        while not self._stopping.is_set():
            try:
                async with self._database.writing() as session:
                    post = Outgoing(session, place, self._clock.now())
                    await registry.plant(post)
                    await outbox.promise(session, post.calls)
                return
            except Exception as error:
                if not is_away(error):
                    raise
            await pause(PLANT_AGAIN_SECONDS, self._stopping)

    async def _listen(self) -> None:
        host, port = self._settings.listen_host, self._settings.listen_port
        try:
            await self._http.start(host, port)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise StartFault(f"LISTEN_PORT: cannot serve on {host}:{port} ({reason}); try another, or 0.") from None

    def _make_sender(self, held: Held) -> Sender:
        return Sender(
            self._database,
            self._api,
            clock=self._clock.now,
            rate_per_second=self._settings.rate_per_second,
            on_inbox=self._kept,
            lease=held,
            sure=lambda: self._lease.sure,
        )

    async def _handled_at_once(self, updates: Sequence[Kept]) -> bool:
        return self._worker is not None and await self._worker.at_once(updates)

    def _kept(self) -> None:
        """The inbox has something new, for this process or another."""
        self._wake_worker()
        self._notifier.notify(INBOX)

    def _make_notices(self, sender: Sender, held: Held) -> Notices:
        assert self._town is not None  # noqa: S101 - the lease is asked for after the bot is known
        return Notices(
            self._database,
            self._town,
            self._clock,
            recall=sender.recall_notices,
            on_commit=self._sent_after,
            lease=held,
        )

    def _wake_worker(self) -> None:
        if self._worker is not None:
            self._worker.wake()

    def _wake_sender(self) -> None:
        if self._leader.sender is not None:
            self._leader.sender.wake()

    def _sent_after(self, post: Outgoing) -> None:
        """A commit may have promised calls; the quick ones go out beside the queue."""
        sender = self._leader.sender
        for method, payload in post.quick:
            if sender is not None:
                sender.quick(method, payload)
            else:
                self._nursery.start(self._call_once(method, payload), name="quick call")
        if not post.calls:
            return
        if sender is not None:
            sender.wake()
        else:
            self._notifier.notify(OUTBOX)

    async def _call_once(self, method: str, payload: str) -> None:
        """Without the lease there is no sender, but somebody who pressed a button waits."""
        with contextlib.suppress(ApiRefusal, ApiSilent):
            await self._api.post(method, orjson.loads(payload))

    def _start(self, coro: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
        """Start what the process cannot be without: if it fails, the process stops and says why."""
        return self._nursery.start(self._essential(coro, name), name=name)

    async def _essential(self, coro: Coroutine[Any, Any, None], name: str) -> None:
        try:
            await coro
        except TokenRefused:
            self._fault = TOKEN_REFUSED
        except Exception as error:
            log.exception("A part of the process failed.", part=name)
            self._fault = f"Stopped because {name} failed: {error_trace(error)}"
        if self._fault:
            self._stopping.set()

    def _checks(self) -> dict[str, Any]:
        async def database() -> bool | str:
            self._state.check()
            async with asyncio.timeout(3), self._database.reading() as session:
                await session.execute(text("SELECT 1"))
            return True

        async def intake() -> bool | str:
            return self._leader.intake_state()

        async def sender() -> bool | str:
            return self._leader.sender_state()

        async def lease() -> bool | str:
            return "held" if self._lease.held else "standby"

        async def started() -> bool | str:
            return self._worker is not None and not self._stopping.is_set()

        return {"started": started, "database": database, "intake": intake, "sender": sender, "lease": lease}


def _read_on(ended: asyncio.Event) -> None:
    """Something came on standard input, or its end."""
    if not os.read(0, 1 << 16):
        asyncio.get_running_loop().remove_reader(0)
        ended.set()


def _tell(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """The loop's own complaints, without the texts an exception or a task's description may hold."""
    log.error("The event loop complains.", about=context["message"][:60], exc_info=context.get("exception"))
