"""`python -m bot topics train` and `topics show`."""

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.common import database, give_up, settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storage.models.topic_models import TopicModel

commands = typer.Typer(
    help="The model that suggests what an opinion is about: train it, show how good it is.", no_args_is_help=True
)


@commands.command("train")
def train() -> None:
    """Learn from the opinions whose topic staff confirmed or set. The running bot does so every night.

    A model that is worse than what is used now, on opinions that neither has learned from, is not used.
    """
    asyncio.run(_train())


@commands.command("show")
def show(last: Annotated[int, typer.Option(help="Number of models to show.", min=1, max=100)] = 10) -> None:
    """Show the models that were trained last, with how good each was and what was used before."""
    asyncio.run(_show(last))


async def _train() -> None:
    from bot import topics
    from bot.clock import clock
    from bot.county import county_of
    from handlers.core.topics.trying import Came

    known = settings()
    async with database(known) as opened:
        trained = await topics.train(opened, county_of(known), clock(known.clock_file))
    if trained is None:
        give_up("That took more time or memory than training may take; what was used before is still used.")
    figures = f"macro-F1 {trained.score:.3f}, before {trained.before:.3f}, {trained.examples} examples"
    said = {
        Came.TAKEN: f"Taken: {figures}. It suggests a topic for {trained.share:.0%} of opinions.",
        Came.WORSE: f"Not taken, as it is worse than what is used: {figures}.",
        Came.UNCHANGED: f"Nothing to learn: the {trained.examples} examples are those of the last time.",
        Came.TOO_FEW: f"Too few examples yet: {trained.examples}. Each opinion that staff screen adds one.",
    }
    typer.echo(said[trained.came])


async def _show(last: int) -> None:
    from storage.queries import topic_models

    known = settings()
    async with database(known) as opened, opened.reading() as session:
        models = await topic_models.newest(session, last)
    if not models:
        typer.echo("No model was trained yet: topics are suggested by their keywords. Train one: topics train")
        return
    _print(models)


def _print(models: "Sequence[TopicModel]") -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("trained", "examples", "topics", "macro-F1", "before", "suggests", "", title="Models of topics")
    for one in models:
        figures = (f"{one.score:.3f}", f"{one.score_before:.3f}", f"{one.share:.0%}")
        came = "taken" if one.taken else "worse, not taken"
        table.add_row(f"{one.trained_at:%Y-%m-%d %H:%M}", str(one.examples), str(len(one.topics)), *figures, came)
    Console().print(table)
