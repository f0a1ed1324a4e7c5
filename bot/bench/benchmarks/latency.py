"""From a press to its answer, at a pace that a county's bot has in its busiest hour, beside a bare echo's."""

from bot.bench import databases, launch, notice_release, outbox_load
from bot.bench.benchmarks.delivery import LATENCY
from bot.bench.figures import Figure, compared, quantile
from bot.bench.in_process import PLACE
from bot.bench.process import keep_still
from bot.bench.scenarios import UPDATES, arrive, send_opinion, send_texts
from bot.bench.virtual_users import VirtualUser, VirtualUsers, side_by_side, virtual_users
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
    world = launch.world()
    async with (
        databases.sqlite() as url,
        SandboxServer(world) as server,
        virtual_users(world, launch.ECHO) as listeners,
        virtual_users(world, launch.HUIYIN) as voters,
        launch.echo(world, server.url),
        launch.huiyin(world, server.url, url),
    ):
        await side_by_side(arrive, voters.users(PEOPLE))
        voters.pace = listeners.pace = UPDATES_PER_SECOND
        await side_by_side(send_opinion, voters.users(5))  # what is loaded on first use is loaded now
        await side_by_side(send_texts, listeners.users(5))
        voters.pressed, listeners.said = [], []
        for _ in range(ROUNDS):
            await side_by_side(send_opinion, voters.users(PEOPLE))
            await side_by_side(send_texts, listeners.users(PEOPLE))
    return [_figure(50, voters.pressed, listeners.said), _figure(95, voters.pressed, listeners.said)]


def _figure(percent: int, pressed: list[float], said: list[float]) -> Figure:
    value, yardstick = (1000 * quantile(seconds, percent / 100) for seconds in (pressed, said))
    also = f"under {LONGEST:g} ms" if percent == 95 else ""
    return compared(f"latency.p{percent}", "ms", value, yardstick, "<=", BOUND, also=also, held=value < LONGEST)


async def beside_a_notice() -> list[Figure]:
    """p95 from a press to its answer while a notice goes out as fast as it may, beside that at rest."""
    return [await _beside(limit, pace) for limit, pace in BROADCASTS.items()]


async def _beside(limit: int, pace: float) -> Figure:
    world = launch.world()
    people = TALKS // UPDATES
    async with (
        databases.sqlite() as url,
        databases.opened(url) as database,
        SandboxServer(world) as server,
        virtual_users(world, launch.HUIYIN) as voters,
        launch.huiyin(world, server.url, url, rate=limit),
    ):
        talkers = voters.users(people)
        await side_by_side(arrive, talkers)
        world.faults.enforce_limits(overall=limit)
        world.faults.latency = LATENCY
        voters.pace = pace
        await side_by_side(send_opinion, talkers[:5])
        at_rest = await _pressed(voters, talkers)
        readers = outbox_load.recipients(world, round(limit * TALKS / pace * 2))
        keep_still()
        await _begin(database, readers)
        await world.wait_until(lambda: any(m.from_bot for m in world.messages(readers[0])), 30)
        during = await _pressed(voters, talkers)
        if all(any(message.from_bot for message in world.messages(one)) for one in readers):
            raise RuntimeError("the notice was over before the talk was")
    value, yardstick = (1000 * quantile(seconds, 0.95) for seconds in (during, at_rest))
    return compared(f"latency.notice.{limit}", "ms", value, yardstick, "<=", BESIDE_A_NOTICE)


async def _begin(database: Database, readers: list[Somebody]) -> None:
    async with database.writing() as session:
        await notice_release.add_people(session, readers)
        await notice_release.release(session, PLACE.zone)


async def _pressed(voters: VirtualUsers, talkers: list[VirtualUser]) -> list[float]:
    """Seconds from each press to its answer."""
    voters.pressed = []
    await side_by_side(send_opinion, talkers)
    return voters.pressed
