"""`python -m bot doctor`."""

import asyncio

import typer

from bot.cli.common import FAILED, settings


def doctor() -> None:
    """Look at everything the bot needs, and say what to do about what is wrong. Changes nothing."""
    known = settings()
    from rich.console import Console
    from rich.markup import escape

    from bot.doctor import examine

    findings = asyncio.run(examine(known))
    console = Console(highlight=False, soft_wrap=True)
    console.print("[green]ok   [/] settings: all can be read")
    for finding in findings:
        mark = {True: "[green]ok   [/]", None: "[yellow]note [/]", False: "[red]wrong[/]"}[finding.good]
        console.print(f"{mark} {finding.what}: {escape(finding.found)}")
        if finding.do:
            console.print(f"      → {escape(finding.do)}")
    if any(finding.good is False for finding in findings):
        raise typer.Exit(FAILED)
