"""`python -m bot run`."""

from typing import Annotated

import typer

from bot.cli.common import give_up, settings


def run(
    tied: Annotated[
        bool, typer.Option("--tied", help="End with standard input too, and so with the program that holds it.")
    ] = False,
) -> None:
    """Run the bot until Ctrl-C or SIGTERM; what is in hand is finished first."""
    known = settings()
    from bot import app
    from bot.startup import StartFault

    try:
        code = app.run(known, tied=tied)
    except StartFault as fault:
        give_up(str(fault))
    raise typer.Exit(code)
