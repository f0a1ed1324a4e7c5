"""`latency`: time from a press to its answer, at a pace that a county's bot has in its busiest hour."""

from contextlib import nullcontext

from bot.bench import databases, launch, notice_release, outbox_load
from bot.bench.baselines.stock import ECHO
from bot.bench.figures import Figure, compared, quantile
from bot.bench.in_process import PLACE
from bot.bench.process import busy_core, keep_still
from bot.bench.scenarios import UPDATES, arrive, send_opinion, send_texts
from bot.bench.virtual_users import VirtualUser, VirtualUsers, side_by_side, virtual_users
from bot.sandbox.people import Person as Somebody
from bot.sandbox.server import SandboxServer
from storage.engine import Database

UPDATES_PER_SECOND = 20.0
"""As the goal says: docs/performance.md."""
PEOPLE = 80
"""At once, so that nobody acts more than once in four seconds: Telegram's pace for a chat is not what is measured."""
ROUNDS = 2
BOUND = 3.0
"""Times a bare echo: the goal (docs/performance.md)."""
LONGEST = 100.0
"""Milliseconds: the goal too."""
BESIDE_A_NOTICE = 2.0
"""Times what it takes at rest: the goal (docs/performance.md)."""
RUNS, HOGGED = 5, 2
"""Runs beside a notice, as the goal says (docs/performance.md), and the one of them that has a core less."""
TALKS = 100
"""Presses and messages in each measurement beside a notice: our own choice."""


async def of_presses() -> list[Figure]:
    """p50 and p95."""
    world = launch.world()
    async with (
        databases.sqlite() as url,
        SandboxServer(world) as server,
        virtual_users(world, ECHO) as listeners,
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


async def beside_a_notice_30() -> list[Figure]:
    """p95 from a press to its answer while a notice takes the rest of 30 calls/s, beside that at rest."""
    return [await _beside(30, 4.0)]


async def beside_a_notice_300() -> list[Figure]:
    """The same at 300 calls/s."""
    return [await _beside(300, 20.0)]


async def _beside(limit: int, pace: float) -> Figure:
    """The worst of the runs, one of them beside a process that eats a core. `pace`: updates a second."""
    runs = [await _run(limit, pace, hogged=number == HOGGED) for number in range(RUNS)]
    value, at_rest = max(runs, key=lambda run: run[0] / run[1])
    also = f"in each of {RUNS} runs, one beside a busy core"
    return compared(f"latency.notice.{limit}", "ms", value, at_rest, "<=", BESIDE_A_NOTICE, also=also)


async def _run(limit: int, pace: float, *, hogged: bool) -> tuple[float, float]:
    """p95 (ms) beside a notice and, before that, at rest on a machine with nothing else to do."""
    world = launch.world()
    async with (
        databases.sqlite() as url,
        databases.opened(url) as database,
        SandboxServer(world) as server,
        virtual_users(world, launch.HUIYIN) as voters,
        launch.huiyin(world, server.url, url, rate=limit),
    ):
        users = voters.users(TALKS // UPDATES)
        await side_by_side(arrive, users)
        world.faults.enforce_limits(overall=limit)
        world.faults.latency = launch.TELEGRAM_LATENCY
        voters.pace = pace
        await side_by_side(send_opinion, users[:5])
        at_rest = await _pressed(voters, users)
        readers = outbox_load.recipients(world, round(limit * TALKS / pace * 2))
        keep_still()
        async with busy_core() if hogged else nullcontext():
            await _begin(database, readers)
            await world.wait_until(lambda: any(m.from_bot for m in world.messages(readers[0])), 30)
            during = await _pressed(voters, users)
        if all(any(message.from_bot for message in world.messages(one)) for one in readers):
            raise RuntimeError("the notice was over before the talk was")
    return 1000 * quantile(during, 0.95), 1000 * quantile(at_rest, 0.95)


async def _begin(database: Database, readers: list[Somebody]) -> None:
    async with database.writing() as session:
        await notice_release.add_people(session, readers)
        await notice_release.release(session, PLACE.zone)


async def _pressed(voters: VirtualUsers, users: list[VirtualUser]) -> list[float]:
    """Seconds from each press to its answer."""
    voters.pressed = []
    await side_by_side(send_opinion, users)
    return voters.pressed
