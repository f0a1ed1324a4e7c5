"""Launches the bots that are compared, each in a process of its own, all in one sandbox."""

import socket
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.bench.baselines import echo as echo_bot
from bot.bench.databases import KEY
from bot.bench.process import Child, child
from bot.sandbox.world import World

HUIYIN, ECHO = "42:sandbox", echo_bot.TOKEN
"""Their tokens."""
START_SECONDS = 120.0


def world(calls_kept: int = 1000) -> World:
    """A small Telegram for both, that remembers so many calls."""
    return World(bots={HUIYIN: "huiyin_bench_bot", ECHO: "echo_bench_bot"}, calls_kept=calls_kept)


@asynccontextmanager
async def huiyin(
    world: World, api_url: str, database_url: str, *, rate: int = 1000, webhook: bool = False
) -> AsyncIterator[Child]:
    """`python -m bot run` on this database; up when the block begins. Raises `TimeoutError` if it does not come up."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        env = {
            "BOT_TOKEN": HUIYIN,
            "BOT_API_URL": api_url,
            "DATA_DIR": folder,
            "DATABASE_URL": database_url,
            "ENCRYPTION_KEYS": KEY,
            "LISTEN_PORT": str(port),
            "RATE_PER_SECOND": str(rate),
            "LOG_LEVEL": "WARNING",
            "OPINIONS_PER_DAY": "0",
        }
        if webhook:
            env |= {"WEBHOOK_URL": f"http://127.0.0.1:{port}/webhook", "WEBHOOK_SECRET": "bench"}
        async with child("bot", "run", folder=Path(folder), env=env) as process:
            await _greeted(world, HUIYIN)
            yield process


@asynccontextmanager
async def echo(world: World, api_url: str, *, webhook: bool = False) -> AsyncIterator[Child]:
    """The yardstick; up when the block begins. Raises `TimeoutError` if it does not come up."""
    with tempfile.TemporaryDirectory() as folder:
        args = [api_url, *([str(free_port())] if webhook else [])]
        async with child("bot.bench.baselines.echo", *args, folder=Path(folder), env={}) as process:
            await _greeted(world, ECHO)
            yield process


async def _greeted(world: World, token: str) -> None:
    """Somebody says a word and has an answer."""
    bot, person = world.bots[token], world.person(f"the first of {token}")
    world.says(person, "/start", bot=bot)
    await world.wait_until(lambda: any(m.from_bot for m in world.messages(person, bot)), START_SECONDS)


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
