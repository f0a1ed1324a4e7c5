"""From a press to its answer, at a pace that a county's bot has in its busiest hour, beside a bare echo's."""

from bot.bench import bots, databases, promises, spreading
from bot.bench.conversations import UPDATES, arrival, opinion, words
from bot.bench.delivery import LATENCY
from bot.bench.figures import Figure, against, quantile
from bot.bench.inside import PLACE
from bot.bench.process import keep_still
from bot.bench.talk import Crowd, Talker, crowd, side_by_side
from bot.sandbox.people import Person as Somebody
from bot.sandbox.server import SandboxServer
from storage.engine import Database

UPDATES_PER_SECOND = 20.0
PEOPLE = 80
"""At once, so that nobody acts more than once in four seconds: Telegram's pace for a chat is not what is measured."""
ROUNDS = 2
BOUND = 3.0
LONGEST = 100.0
"""Milliseconds."""
BESIDE_A_NOTICE = 2.0
BROADCASTS = {30: 4.0, 300: 20.0}
"""Calls a second that Telegram allows, and how many updates come in beside a notice that takes all the rest."""
TALKS = 200
"""Presses and messages in each measurement beside a notice."""


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


async def beside_a_notice() -> list[Figure]:
    """p95 from a press to its answer while a notice goes out as fast as it may, beside that at rest."""
    return [await _beside(limit, pace) for limit, pace in BROADCASTS.items()]


async def _beside(limit: int, pace: float) -> Figure:
    world = bots.world()
    people = TALKS // UPDATES
    async with (
        databases.sqlite() as url,
        databases.opened(url) as database,
        SandboxServer(world) as server,
        crowd(world, bots.HUIYIN) as voters,
        bots.huiyin(world, server.url, url, rate=limit),
    ):
        talkers = voters.talkers(people)
        await side_by_side(arrival, talkers)
        world.faults.enforce_limits(overall=limit)
        world.faults.latency = LATENCY
        voters.pace = pace
        await side_by_side(opinion, talkers[:5])
        at_rest = await _pressed(voters, talkers)
        readers = promises.recipients(world, round(limit * TALKS / pace * 2))
        keep_still()
        await _begin(database, readers)
        await world.wait_until(lambda: any(m.from_bot for m in world.messages(readers[0])), 30)
        during = await _pressed(voters, talkers)
        if all(any(message.from_bot for message in world.messages(one)) for one in readers):
            raise RuntimeError("the notice was over before the talk was")
    value, yardstick = (1000 * quantile(seconds, 0.95) for seconds in (during, at_rest))
    return against(f"latency.notice.{limit}", "ms", value, yardstick, "<=", BESIDE_A_NOTICE)


async def _begin(database: Database, readers: list[Somebody]) -> None:
    async with database.writing() as session:
        await spreading.known(session, readers)
        await spreading.released(session, PLACE.zone)


async def _pressed(voters: Crowd, talkers: list[Talker]) -> list[float]:
    """Seconds from each press to its answer."""
    voters.pressed = []
    await side_by_side(opinion, talkers)
    return voters.pressed
