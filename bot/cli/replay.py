"""`python -m bot replay`."""

import asyncio
from typing import Annotated

import typer

from bot.cli.common import database, give_up, settings


def replay(
    ids: Annotated[list[int] | None, typer.Argument(help="Numbers from the list.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All of them.")] = False,
    raw: Annotated[bool, typer.Option("--raw", help="Only show these updates as they came: people's texts!")] = False,
) -> None:
    """List the updates that gave up, or give them fresh tries once their cause is mended.

    Without numbers or --all nothing is changed: the list says which updates gave up, when, and where the code failed.
    A running bot takes replayed ones up within a second.
    """
    asyncio.run(_replay(ids or [], everything=everything, raw=raw))


async def _replay(ids: list[int], *, everything: bool, raw: bool) -> None:
    from bot.clock import clock
    from storage import inbox

    known = settings()
    async with database(known) as opened:
        async with opened.reading() as session:
            found = await inbox.quarantined(session)
        unknown = set(ids) - {update.id for update in found}
        if unknown:
            give_up(
                f"Not among those that gave up: {', '.join(map(str, sorted(unknown)))}. See `python -m bot replay`."
            )
        if raw:
            for update in found:
                if everything or update.id in ids:
                    typer.echo(update.raw)
        elif everything or ids:
            async with opened.writing() as session:
                count = await inbox.replay(session, None if everything else ids, clock(known.clock_file).now())
            typer.echo(f"{count} will be tried again.")
        else:
            _show(
                [
                    (str(row.id), str(row.update_id), f"{row.received_at:%Y-%m-%d %H:%M}Z", row.error or "")
                    for row in found
                ]
            )


def _show(rows: list[tuple[str, str, str, str]]) -> None:
    from rich.console import Console
    from rich.table import Table

    if not rows:
        typer.echo("No update gave up. Nothing to replay.")
        return
    table = Table("number", "update", "came", "failed with", title="Updates that gave up")
    for row in rows:
        table.add_row(*row)
    Console().print(table)
    typer.echo("Try again: python -m bot replay NUMBER …   or   python -m bot replay --all")
