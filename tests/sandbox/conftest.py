"""A world, its server and a plain HTTP client for it."""

from collections.abc import AsyncIterator, Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from bot.sandbox.people import Person
from bot.sandbox.server import SandboxServer
from bot.sandbox.world import World
from tests.sandbox.pages import ARGUMENTS, CHROMIUM
from tests.sandbox.townsfolk import Town, running_town

TOKEN = "42:TEST"


class TownClock:
    """A clock that only moves when told."""

    def __init__(self) -> None:
        self.now = datetime(2026, 6, 1, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **span: float) -> None:
        self.now += timedelta(**span)


class Answer:
    """What the API answered to one call."""

    def __init__(self, status: int, headers: Any, body: dict[str, Any]) -> None:
        self.status, self.headers, self.body = status, headers, body

    @property
    def result(self) -> Any:
        assert self.body["ok"], self.body
        return self.body["result"]

    @property
    def refusal(self) -> str:
        assert not self.body["ok"], self.body
        assert self.body["error_code"] == self.status
        return str(self.body["description"])


Ask = Callable[..., Coroutine[Any, Any, Answer]]


@pytest.fixture
def clock() -> TownClock:
    return TownClock()


@pytest.fixture
def world(clock: TownClock) -> World:
    return World(clock, {TOKEN: "huiyin_bot"})


@pytest.fixture
async def server(world: World) -> AsyncIterator[SandboxServer]:
    async with SandboxServer(world, first_retry=0.01) as server:
        yield server


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=20)) as session:
        yield session


@pytest.fixture
def ask(server: SandboxServer, http: aiohttp.ClientSession) -> Ask:
    """Call a method with JSON parameters: `await ask("sendMessage", chat_id=1, text="x")`."""

    async def ask(method: str, **params: Any) -> Answer:
        async with http.post(f"{server.url}/bot{TOKEN}/{method}", json=params) as response:
            return Answer(response.status, response.headers, await response.json())

    return ask


@pytest.fixture
def ann(world: World) -> Person:
    """Somebody who has talked with the bot before."""
    person = world.person("Ann", language="en")
    world.opens(person)
    return person


@pytest_asyncio.fixture(loop_scope="module")
async def town() -> AsyncIterator[Town]:
    async with running_town() as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        await started.close()
