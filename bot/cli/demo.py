"""`python -m bot demo`."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

Column = Annotated[
    str | None, typer.Option(help="With --opinions or --replies: this column's title, where it is not found.")
]


class Town(StrEnum):
    """A town to open."""

    SMALL = "small"
    COUNTY = "county"


def demo(
    port: Annotated[int, typer.Option(help="The page's port; a free one is taken if it is in use.")] = 8090,
    data_dir: Annotated[
        Path | None, typer.Option(help="Where the town is kept between two visits: build/demo.", show_default=False)
    ] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget the town and begin anew.")] = False,
    town: Annotated[
        Town, typer.Option(help="Which town: a small one that has been lived in, or a county of full size.")
    ] = Town.SMALL,
    opinions: Annotated[
        Path | None, typer.Option(help="Send the messages of this CSV file to a town of their own, and report.")
    ] = None,
    replies: Annotated[
        Path | None,
        typer.Option(
            help="Let the messages of this CSV file be answered on their real dates, and count what was late."
        ),
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="With --opinions or --replies: only so many.")] = None,
    title: Column = None,
    text: Column = None,
    author: Column = None,
    time: Column = None,
) -> None:
    """Open a town on this machine: a page to chat as everybody, no token needed."""
    import asyncio

    named = {"title": title, "text": text, "author": author, "time": time}
    if replies is not None:
        from bot.demo.replies_run import run as answer

        raise typer.Exit(answer(replies, named, limit))
    if opinions is None:
        from bot.demo.runtime import serve

        county = town is Town.COUNTY
        folder = data_dir or Path("build/demo-county" if county else "build/demo")
        raise typer.Exit(asyncio.run(serve(folder, port, fresh=fresh, county=county)))
    from bot.demo.bulk_run import run

    raise typer.Exit(asyncio.run(run(opinions, named, limit, data_dir or Path("build/demo-opinions"), port)))
