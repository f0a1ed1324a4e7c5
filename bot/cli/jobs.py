"""`python -m bot jobs`."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.common import database, give_up, settings

if TYPE_CHECKING:
    from bot.clock import Clock
    from bot.schedule import Tick
    from bot.settings import Settings
    from storage.engine import Database
    from storage.queries.due import Planned


def jobs(
    run: Annotated[str | None, typer.Option("--run", metavar="NAME", help="Do this one now, once.")] = None,
) -> None:
    """Show what is done every so often and what is due, or do one of these jobs now.

    What falls due is kept in the database, so that a running bot and this command never do the same thing twice.
    Messages that come of it are sent by the running bot.
    """
    asyncio.run(_jobs(run))


async def _jobs(name: str | None) -> None:
    from bot.clock import clock

    known = settings()
    async with database(known, with_names=True) as opened:
        town_clock = clock(known.clock_file)
        ticks = _ticks(known, opened, town_clock)
        if name is None:
            await _show(opened, ticks, town_clock.now(), known)
            return
        tick = next((tick for tick in ticks if tick.name == name), None)
        if tick is None:
            give_up(f"No job is called {name}. There are: {', '.join(tick.name for tick in ticks)}.")
        await tick.run()
        typer.echo(f"{name} is done.")


def _ticks(known: "Settings", opened: "Database", town_clock: "Clock") -> "list[Tick]":
    """The ticks of a running bot, with a sweep that needs nobody on the network."""
    from bot.county import county_of
    from bot.maintenance import ticks
    from bot.sweep import sweep

    place = county_of(known)  # a sweep answers nobody: no links

    async def sweep_due() -> None:
        while done := await sweep(opened, place, town_clock, lambda post: None):
            typer.echo(f"{done} due things done.")

    return ticks(known, opened, town_clock, sweep_due)


async def _show(opened: "Database", ticks: "Sequence[Tick]", now: datetime, known: "Settings") -> None:
    from rich.console import Console
    from rich.table import Table

    from storage.queries import due

    async with opened.reading() as session:
        planned = await due.planned(session, now)
    regular = Table("job", "when", "next", title="Done every so often")
    for tick in ticks:
        regular.add_row(tick.name, *_when(tick, known))
    console = Console()
    console.print(regular)
    if not planned:
        typer.echo("Nothing is due, now or later.")
        return
    console.print(_due(planned, known))
    typer.echo("Do one now: python -m bot jobs --run NAME")


def _when(tick: "Tick", known: "Settings") -> tuple[str, str]:
    """In words, and when next: a pace is kept by the running bot from its start on."""
    from apscheduler.triggers.interval import IntervalTrigger

    if isinstance(tick.when, IntervalTrigger):
        seconds = tick.when.interval.total_seconds()
        return f"every {seconds:g} s", f"within {seconds:g} s, while the bot runs"
    # Ticks run in real time; a sandbox moves only what falls due.
    upcoming = tick.when.get_next_fire_time(None, datetime.now(known.zone))
    return "nightly", f"{upcoming:%Y-%m-%d %H:%M}"


def _due(planned: "Sequence[Planned]", known: "Settings"):  # type: ignore[no-untyped-def]
    from rich.table import Table

    table = Table("kind", "due now", "planned", "earliest", title="What falls due")
    for one in planned:
        earliest = f"{one.first.astimezone(known.zone):%Y-%m-%d %H:%M}"
        table.add_row(one.kind, str(one.fallen), str(one.open), earliest)
    return table
