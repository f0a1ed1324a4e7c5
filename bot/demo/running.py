"""The demo while it runs: the sandbox here, the real bot in a process of its own, both kept going and put away."""

import asyncio
import contextlib
import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import typer

from bot.demo import town
from bot.demo.clock import DemoClock
from bot.opening import install_keys
from bot.sandbox.control import Control
from bot.sandbox.server import SandboxServer
from bot.sandbox.world import World
from bot.settings import Settings
from handlers.directory import importing, workbook
from handlers.directory.topics import plant_topics
from storage.engine import Database, open_database
from storage.migrations import make_current
from storage.models import Grant, Person
from storage.queries import directory
from storage.vocabulary import Role

TOKEN = "42:sandbox"  # noqa: S105 - the sandbox's own
SAVE_SECONDS = 2.0
STOP_SECONDS = 8.0


async def serve(data_dir: Path, port: int, *, fresh: bool) -> int:
    """Open the town and serve it until Ctrl-C or SIGTERM; the exit code."""
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    if fresh and data_dir.exists():
        shutil.rmtree(data_dir)
    data_dir.mkdir(parents=True, exist_ok=True)
    url = f"sqlite:///{data_dir / 'huiyin.sqlite3'}"
    settings = Settings(_env_file=None, bot_token=TOKEN, data_dir=data_dir)
    install_keys(settings)
    database = open_database(url)
    clock = DemoClock(data_dir / "clock", settings.timezone, database)
    await make_current(database, url)
    await _settle_town(database, clock)
    world = _world(data_dir / "world", clock)
    control = Control(world, town.CAST, clock, town=town.NAME, places=town.PLACES)
    try:
        async with _server(world, control, port) as server:
            typer.echo("The town is open; Ctrl-C closes it.")
            typer.echo(server.url)
            await _keep_going(server.url, data_dir, url, world, stopping)
    finally:
        _save(data_dir / "world", world)
        await database.close()
    return 0


@asynccontextmanager
async def _server(world: World, control: Control, port: int) -> AsyncIterator[SandboxServer]:
    """On `port`, or on a free one if that is taken."""
    server = SandboxServer(world, port, routes=control.routes())
    try:
        await server.__aenter__()
    except OSError:
        server = SandboxServer(world, 0, routes=control.routes())
        await server.__aenter__()
    try:
        yield server
    finally:
        await server.__aexit__(None, None, None)


async def _keep_going(api_url: str, data_dir: Path, url: str, world: World, stopping: asyncio.Event) -> None:
    """Run the bot, start it again if it dies, save what the phones show; until told to stop."""
    environment = {
        **os.environ,
        "BOT_TOKEN": TOKEN,
        "BOT_API_URL": api_url,
        "DATA_DIR": str(data_dir),
        "DATABASE_URL": url,
        "CLOCK_FILE": str(data_dir / "clock"),
        "ADMIN_IDS": str(town.CLERK),
        "REFERENCE_PREFIX": "LS",
        "LISTEN_PORT": "0",
        "RATE_PER_SECOND": "300",
        "LOG_LEVEL": "WARNING",
    }
    while not stopping.is_set():
        bot = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", env=environment, start_new_session=True
        )
        try:
            while bot.returncode is None and not stopping.is_set():
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stopping.wait(), SAVE_SECONDS)
                _save(data_dir / "world", world)
            if not stopping.is_set():
                typer.echo(f"The bot's process ended (code {bot.returncode}); starting it again.", err=True)
        finally:
            await _stop(bot)


async def _stop(bot: asyncio.subprocess.Process) -> None:
    if bot.returncode is not None:
        return
    bot.terminate()
    try:
        async with asyncio.timeout(STOP_SECONDS):
            await bot.wait()
    except TimeoutError:
        bot.kill()
        await bot.wait()


def _world(file: Path, clock: DemoClock) -> World:
    """The phones as they were left; a fresh world if there were none."""
    if file.exists():
        return World.restore(file.read_bytes(), clock.now)
    return World(clock.now, {TOKEN: "huiyin_demo_bot"})


def _save(file: Path, world: World) -> None:
    fresh = file.with_name("world.new")
    fresh.write_bytes(world.snapshot())
    fresh.replace(file)


async def _settle_town(database: Database, clock: DemoClock) -> None:
    """Import the directory and let the representative in; once."""
    async with database.writing() as session:
        if await directory.representative_by_code(session, "R01") is not None:
            return
        await plant_topics(session)
        for name, sheet in town.SHEETS.items():
            await importing.apply(session, workbook.read(name, sheet.encode()), clock.now())
        for telegram_id, code in town.ACTS_FOR.items():
            representative = await directory.representative_by_code(session, code)
            assert representative is not None  # noqa: S101 - just imported
            person = Person(
                telegram_id=telegram_id, name=representative.name, language="zh_Hans", created_at=clock.now()
            )
            session.add(person)
            await session.flush()
            role = Grant(
                person_id=person.id,
                role=Role.REPRESENTATIVE,
                representative_id=representative.id,
                granted_at=clock.now(),
            )
            session.add(role)
