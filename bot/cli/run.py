"""`python -m bot run`."""

import typer

from bot.cli.common import give_up, settings


def run() -> None:
    """Run the bot until Ctrl-C or SIGTERM; what is in hand is finished first."""
    known = settings()
    from bot import app
    from bot.opening import StartFault

    try:
        code = app.run(known)
    except StartFault as fault:
        give_up(str(fault))
    raise typer.Exit(code)
