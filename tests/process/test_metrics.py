"""What the running process tells Prometheus, over HTTP."""

import asyncio
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from bot.settings import Settings
from storage import outbox
from storage.engine import open_database
from storage.migrations import upgrade
from storage.vocabulary import Lane
from tests.process.child import free_port
from tests.process.lives import Lives
from tests.process.scripted import TOKEN, ScriptedApi, message

HOUR = timedelta(hours=1)
INTRODUCTION = 6
"""Menus, descriptions and short descriptions in two languages are promised at a first start."""
LINE = re.compile(r'^(huiyin_\w+)(?:\{\w+="(\w+)"\})? (\S+)$', re.MULTILINE)
Figures = dict[tuple[str, str], float]


class Gauges:
    """/metrics of one process."""

    def __init__(self, port: int) -> None:
        self._url = f"http://127.0.0.1:{port}/metrics"

    async def now(self) -> Figures:
        """By name and the value of its label."""
        async with aiohttp.ClientSession() as session, session.get(self._url) as answer:
            assert answer.headers["Content-Type"].startswith("text/plain; version=")
            found = LINE.findall(await answer.text())
        return {(name, label): float(value) for name, label, value in found}

    async def come_to(self, good: Callable[[Figures], bool]) -> Figures:
        """Wait until they are so."""
        figures: Figures = {}
        try:
            async with asyncio.timeout(40):
                while not good(figures := await self.now()):  # noqa: ASYNC110 (figures tell nobody)
                    await asyncio.sleep(0.2)
        except TimeoutError:
            raise AssertionError(figures) from None
        return figures


def call(chat: int, lane: Lane, *, wait: timedelta = timedelta()) -> outbox.Call:
    """A message promised an hour ago, to be sent when `wait` has passed."""
    now, body = datetime.now(UTC), f'{{"chat_id": {chat}, "text": "hello"}}'
    return outbox.Call(outbox.next_id(), chat, lane, "sendMessage", body, now - HOUR, now + wait)


@pytest.fixture
async def waiting(settings: Settings) -> None:
    """Answers that go at once; two messages to staff and a reminder that have to wait."""
    url = settings.database_url.get_secret_value()
    settings.data_dir.mkdir()
    upgrade(url)
    database = open_database(url)
    async with database.writing() as session:
        later = [(9, Lane.STAFF), (9, Lane.STAFF), (9, Lane.REMINDER)]
        calls = [call(chat, Lane.ANSWER) for chat in (1, 2, 3, 4)] + [call(*one, wait=HOUR) for one in later]
        await outbox.promise(session, calls)
    await database.close()


async def test_the_queue_and_what_became_of_calls_are_shown(
    settings: Settings, waiting: None, lives: Lives, api: ScriptedApi
) -> None:
    api.refusals["sendMessage"] = [
        (403, "Forbidden: bot was blocked by the user"),
        (400, "Bad Request: can't parse entities"),
        (429, "Too Many Requests: retry after 1"),
    ]
    api.waiting = [message(1, chat=5, text="/help")]
    port = free_port()
    env = {"BOT_TOKEN": TOKEN, "BOT_API_URL": api.url, "LISTEN_PORT": str(port)}
    async with lives.one(settings.data_dir, env) as life:
        await life.lasts(api.until("sendMessage", 6))
        figures = await Gauges(port).come_to(lambda seen: seen["huiyin_calls_sent_total", "answer"] == 3)
        assert figures["huiyin_calls_failed_total", "unreachable"] == 1
        assert figures["huiyin_calls_failed_total", "dead"] == 1
        assert figures["huiyin_calls_failed_total", "ratelimited"] == 1
        assert figures["huiyin_too_many_requests_total", ""] == 1
        assert figures["huiyin_outbox_waiting", "staff"] == 2 + INTRODUCTION
        assert figures["huiyin_outbox_waiting", "reminder"] == 1
        assert figures["huiyin_outbox_waiting", "notice"] == 0
        assert 3600 <= figures["huiyin_outbox_oldest_seconds", "staff"] < 3700
        assert figures["huiyin_updates_kept_total", ""] == 1
        assert figures["huiyin_lease_held", ""] == 1
        figures = await Gauges(port).come_to(lambda seen: seen["huiyin_outbox_waiting", "answer"] == 0)
        assert figures["huiyin_outbox_oldest_seconds", "answer"] == 0
