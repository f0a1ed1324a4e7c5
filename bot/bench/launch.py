"""Launches the bots that are compared, each in a process of its own, all in one sandbox."""

import socket
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.bench.baselines.stock import ECHO, USUAL
from bot.bench.databases import KEY
from bot.bench.process import Child, child
from bot.sandbox.people import Person
from bot.sandbox.world import World

HUIYIN = "42:sandbox"
"""Huiyin's token."""
START_SECONDS = 120.0
"""For the first answer: our own choice."""
TELEGRAM_LATENCY = 0.06
"""Seconds a call to Telegram takes from afar, where a benchmark lets the sandbox take as long: our own choice."""


def world(calls_kept: int = 1000) -> World:
    """A small Telegram for all of them, that remembers so many calls."""
    bots = {HUIYIN: "huiyin_bench_bot", ECHO: "echo_bench_bot", USUAL: "usual_bench_bot"}
    return World(bots=bots, calls_kept=calls_kept)


@asynccontextmanager
async def huiyin(
    world: World, api_url: str, database_url: str, *, rate: int = 1000, webhook: bool = False
) -> AsyncIterator[Child]:
    """`python -m bot run` on this database; up when the block begins. Raises `TimeoutError` if it does not come up."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        env = settings(api_url, database_url, folder) | {"LISTEN_PORT": str(port), "RATE_PER_SECOND": str(rate)}
        if webhook:
            env |= {"WEBHOOK_URL": f"http://127.0.0.1:{port}/webhook", "WEBHOOK_SECRET": "bench"}
        async with child("-m", "bot", "run", folder=Path(folder), env=env) as process:
            await greeted(world, HUIYIN)
            yield process


def settings(api_url: str, database_url: str, folder: str) -> dict[str, str]:
    """The environment that leads Huiyin to a sandbox and a database, with its data in `folder`."""
    return {
        "BOT_TOKEN": HUIYIN,
        "BOT_API_URL": api_url,
        "DATA_DIR": folder,
        "DATABASE_URL": database_url,
        "ENCRYPTION_KEYS": KEY,
        "LISTEN_PORT": "0",
        "LOG_LEVEL": "WARNING",
        "OPINIONS_PER_DAY": "0",
    }


@asynccontextmanager
async def echo(world: World, api_url: str, *, webhook: bool = False) -> AsyncIterator[Child]:
    """The baseline `bare`; up when the block begins. Raises `TimeoutError` if it does not come up."""
    async with _baseline(world, ECHO, "bot.bench.baselines.echo", api_url, webhook=webhook) as process:
        yield process


@asynccontextmanager
async def usual(world: World, api_url: str, database_url: str, *, webhook: bool = False) -> AsyncIterator[Child]:
    """The baseline `usual` on an empty database; up when the block begins. Raises `TimeoutError` as `echo` does."""
    args = (api_url, database_url)
    async with _baseline(world, USUAL, "bot.bench.baselines.usual", *args, webhook=webhook) as process:
        yield process


@asynccontextmanager
async def _baseline(world: World, token: str, module: str, *args: str, webhook: bool) -> AsyncIterator[Child]:
    port = [str(free_port())] if webhook else []
    with tempfile.TemporaryDirectory() as folder:
        async with child("-m", module, *args, *port, folder=Path(folder), env={}) as process:
            await greeted(world, token)
            yield process


async def greeted(world: World, token: str) -> Person:
    """Let somebody say a word and have an answer. Raises `TimeoutError` if there is none."""
    bot, person = world.bots[token], world.person(f"the first of {token}")
    world.says(person, "/start", bot=bot)
    await world.wait_until(lambda: any(m.from_bot for m in world.messages(person, bot)), START_SECONDS)
    return person


def first_poll(world: World, token: str) -> float | None:
    """The instant at which the bot first asked for updates (monotonic seconds); None before it has."""
    username = world.bots[token].username
    return next((call.at for call in world.sent("getUpdates") if call.bot == username), None)


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
