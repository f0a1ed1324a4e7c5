"""The two bots that are compared: Huiyin as it is run, and stock aiogram that echoes. Both live in one sandbox."""

import socket
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from cryptography.fernet import Fernet

from bot.bench.echo import TOKEN as ECHO
from bot.bench.process import Child, child
from bot.sandbox.world import World
from storage import crypto

HUIYIN = "42:sandbox"  # noqa: S105 - the sandbox's own
KEY = Fernet.generate_key().decode()
"""Of this run: the bench reads and writes names as the bot does."""
START_SECONDS = 60.0


def world() -> World:
    """A small Telegram for both."""
    crypto.install([KEY])
    return World(bots={HUIYIN: "huiyin_bench_bot", ECHO: "echo_bench_bot"}, calls_kept=20_000)


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
        async with child("bot.bench.echo", *args, folder=Path(folder), env={}) as process:
            await _greeted(world, ECHO)
            yield process


async def _greeted(world: World, token: str) -> None:
    """Somebody says a word and has an answer."""
    bot, person = world.bots[token], world.person(f"the first of {token}")
    world.says(person, "/start", bot=bot)
    await world.wait_until(lambda: any(m.from_bot for m in world.messages(person, bot)), START_SECONDS)


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
