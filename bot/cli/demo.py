"""`python -m bot demo`."""

from pathlib import Path
from typing import Annotated

import typer


def demo(
    port: Annotated[int, typer.Option(help="The page's port; a free one is taken if it is in use.")] = 8090,
    data_dir: Annotated[Path, typer.Option(help="Where the town is kept between two visits.")] = Path("build/demo"),
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget the town and begin anew.")] = False,
) -> None:
    """Open a town on this machine: a page to chat as everybody, no token needed."""
    import asyncio

    from bot.demo.running import serve

    raise typer.Exit(asyncio.run(serve(data_dir, port, fresh=fresh)))
