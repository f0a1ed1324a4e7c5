"""From a press to its answer, at a pace that a county's bot has in its busiest hour, beside a bare echo's."""

from bot.bench import bots, databases
from bot.bench.conversations import arrival, opinion, words
from bot.bench.figures import Figure, against, quantile
from bot.bench.talk import crowd, side_by_side
from bot.sandbox.server import SandboxServer

UPDATES_PER_SECOND = 20.0
PEOPLE = 80
"""At once, so that nobody acts more than once in four seconds: Telegram's pace for a chat is not what is measured."""
ROUNDS = 2
BOUND = 3.0
LONGEST = 100.0
"""Milliseconds."""


async def of_presses() -> list[Figure]:
    """p50 and p95."""
    world = bots.world()
    async with (
        databases.sqlite() as url,
        SandboxServer(world) as server,
        crowd(world, bots.ECHO) as listeners,
        crowd(world, bots.HUIYIN) as voters,
        bots.echo(world, server.url),
        bots.huiyin(world, server.url, url),
    ):
        await side_by_side(arrival, voters.talkers(PEOPLE))
        voters.pace = listeners.pace = UPDATES_PER_SECOND
        await side_by_side(opinion, voters.talkers(5))  # what is loaded on first use is loaded now
        await side_by_side(words, listeners.talkers(5))
        voters.pressed, listeners.said = [], []
        for _ in range(ROUNDS):
            await side_by_side(opinion, voters.talkers(PEOPLE))
            await side_by_side(words, listeners.talkers(PEOPLE))
    return [_figure(50, voters.pressed, listeners.said), _figure(95, voters.pressed, listeners.said)]


def _figure(percent: int, pressed: list[float], said: list[float]) -> Figure:
    value, yardstick = (1000 * quantile(seconds, percent / 100) for seconds in (pressed, said))
    also = f"under {LONGEST:g} ms" if percent == 95 else ""
    return against(f"latency.p{percent}", "ms", value, yardstick, "<=", BOUND, also=also, held=value < LONGEST)
