"""The demo at run time: the sandbox in this process, the real bot in one of its own, both kept going and closed."""

import asyncio
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

import typer

from bot.demo import town
from bot.demo.autosave import Autosave, restored
from bot.demo.bot_process import TOKEN, BotProcess
from bot.demo.clock import DemoClock
from bot.demo.desk import desk_url, free_port, link_maker
from bot.keys import FILE
from bot.sandbox.page_api import PageApi
from bot.sandbox.server import SandboxServer
from bot.sandbox.world import World
from bot.settings import Settings
from bot.startup import install_keys
from storage.engine import Database, open_database
from storage.lease import AlreadyRunning, lock_file
from storage.migrations import DatabaseAhead, make_current

FAILED = 1


class CannotOpen(Exception):
    """A town that cannot be opened; the message says why and what to do, in one line."""


class RunningDemo(NamedTuple):
    """The parts of an open demo."""

    url: str
    world: World
    page_api: PageApi
    clock: DemoClock
    bot: BotProcess
    database: Database


async def serve(data_dir: Path, port: int, *, fresh: bool, county: bool = False) -> int:
    """Open the town (or a `county` of full size) and serve it until Ctrl-C or SIGTERM; the exit code."""
    stopping = stop_signals()
    try:
        async with opened(data_dir, port, stopping, fresh=fresh, county=county) as there:
            if there is not None:
                typer.echo("The town is open; Ctrl-C closes it.")
                typer.echo(there.url)
                await there.bot.keep_going()
    except CannotOpen as reason:
        typer.echo(str(reason), err=True)
        return FAILED
    return 0


def stop_signals() -> asyncio.Event:
    """Set by Ctrl-C and SIGTERM."""
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    return stopping


@asynccontextmanager
async def opened(
    data_dir: Path, port: int, stopping: asyncio.Event, *, fresh: bool, county: bool = False
) -> AsyncIterator[RunningDemo | None]:
    """The town of `data_dir`, seeded if it is new; None if `stopping` came first. Raises `CannotOpen`."""
    data_dir.mkdir(parents=True, exist_ok=True)
    with _locked(data_dir):
        kept = data_dir / "world"
        if fresh or not kept.exists() or not (data_dir / FILE).exists():
            _clear(data_dir)
        desk_port = free_port()
        settings = Settings(_env_file=None, bot_token=TOKEN, data_dir=data_dir, desk_url=desk_url(desk_port))
        url = f"sqlite:///{data_dir / 'huiyin.sqlite3'}"
        database = open_database(url)
        try:
            clock = DemoClock(data_dir / "clock", settings.timezone, database)
            is_new = not kept.exists()
            with _of_this_release(data_dir):
                await make_current(database, url)
                world = World(clock.now, {TOKEN: town.USERNAME}) if is_new else restored(kept, clock)
            await install_keys(settings, database)
            page_api = _page(world, clock, county=county)
            page_api.desk_link = link_maker(database, clock, settings)
            async with _served(world, page_api, port) as server:
                if is_new and not await _seeded(world, database, server.url, clock, stopping, county=county):
                    yield None
                    return
                absent = partial(world.listens, world.bot, listening=False)
                bot = BotProcess(server.url, data_dir, url, stopping, absent, desk_port=desk_port)
                async with Autosave(kept, world):
                    yield RunningDemo(server.url, world, page_api, clock, bot, database)
        finally:
            await database.close()


@contextmanager
def _locked(data_dir: Path) -> Iterator[None]:
    try:
        lock = lock_file(data_dir / "town")
    except AlreadyRunning:
        line = f"The town in {data_dir} is open already: close that one, or give another --data-dir."
        raise CannotOpen(line) from None
    with lock:
        yield


@contextmanager
def _of_this_release(data_dir: Path) -> Iterator[None]:
    try:
        yield
    except (DatabaseAhead, ValueError):
        line = f"The town in {data_dir} is of another release: begin anew with --fresh, or give another --data-dir."
        raise CannotOpen(line) from None


def _page(world: World, clock: DemoClock, *, county: bool) -> PageApi:
    if not county:
        return PageApi(world, town.cast(), clock, town=town.NAME, places=town.PLACES)
    from bot.demo.county import town as full  # loads more than who comes for the small one needs

    return PageApi(world, full.cast(), clock, town=full.NAME, places=town.PLACES)


async def _seeded(
    world: World, database: Database, url: str, clock: DemoClock, stopping: asyncio.Event, *, county: bool
) -> bool:
    if county:
        from bot.demo.county.town import found

        typer.echo("A county of full size is founded; this takes some seconds.", err=True)
        await found(world, database, clock)
        return True
    from bot.demo.seeding import seed  # loads the whole bot, seconds that a town which is there need not wait for

    return await seed(world, database, url, clock, stopping)


def _clear(data_dir: Path) -> None:
    """Forget the town, and nothing else that may lie in this folder."""
    for name in ("huiyin.sqlite3", "huiyin.sqlite3-wal", "huiyin.sqlite3-shm", "clock", "world", FILE):
        (data_dir / name).unlink(missing_ok=True)


@asynccontextmanager
async def _served(world: World, page_api: PageApi, port: int) -> AsyncIterator[SandboxServer]:
    """On `port`, or on a free one if that is taken."""
    server = SandboxServer(world, port, routes=page_api.routes())
    try:
        await server.__aenter__()
    except OSError:
        server = SandboxServer(world, 0, routes=page_api.routes())
        await server.__aenter__()
    try:
        yield server
    finally:
        await server.__aexit__(None, None, None)
