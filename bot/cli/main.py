"""The table of commands. A new one is a module with a function, and a line here."""

import importlib
from collections.abc import Callable
from typing import Any

import typer

COMMANDS = {
    "run": "bot.cli.run:run",
    "demo": "bot.cli.demo:demo",
    "import": "bot.cli.directory:import_commands",
    "export": "bot.cli.directory:export_commands",
    "migrate": "bot.cli.migrate:commands",
    "replay": "bot.cli.replay:replay",
    "jobs": "bot.cli.jobs:jobs",
    "topics": "bot.cli.topics:commands",
    "backup": "bot.cli.backup:backup",
    "restore": "bot.cli.backup:restore",
    "doctor": "bot.cli.doctor:doctor",
}
"""Name to place: a function, or a `typer.Typer` with commands of its own."""


def app() -> typer.Typer:
    """The command line, assembled."""
    made = typer.Typer(
        help="Huiyin (回音): a constituent's opinion finds its representative, and the answer finds the constituent.",
        epilog="Settings come from the environment and .env; .env.example explains each.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    for name, place in COMMANDS.items():
        module, _, attribute = place.partition(":")
        command: Callable[..., Any] | typer.Typer = getattr(importlib.import_module(module), attribute)
        if isinstance(command, typer.Typer):
            made.add_typer(command, name=name)
        else:
            made.command(name)(command)
    return made


def main() -> None:
    """Entry point."""
    app()(prog_name="python -m bot")
