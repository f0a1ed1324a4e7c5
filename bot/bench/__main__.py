"""`make bench`: every figure beside its yardstick of the same run. `python -m bot.bench [ID,…]` for some of them."""

import asyncio
import importlib
import os
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import uvloop

from bot.bench.databases import Skipped
from bot.bench.figures import Figure, Report

Bench = Callable[[], Awaitable[list[Figure]]]

BENCHES = {
    "intake": "bot.bench.benchmarks.intake:by_polling",
    "intake.pg": "bot.bench.benchmarks.intake:on_postgresql",
    "intake.webhook": "bot.bench.benchmarks.intake:by_webhook",
    "latency": "bot.bench.benchmarks.latency:of_presses",
    "latency.notice.30": "bot.bench.benchmarks.latency:beside_a_notice_30",
    "latency.notice.300": "bot.bench.benchmarks.latency:beside_a_notice_300",
    "delivery": "bot.bench.benchmarks.delivery:cost",
    "delivery.rate.30": "bot.bench.benchmarks.delivery:rate_30",
    "delivery.rate.300": "bot.bench.benchmarks.delivery:rate_300",
    "delivery.rate.1000": "bot.bench.benchmarks.delivery:rate_1000",
    "start": "bot.bench.benchmarks.start:time_and_memory",
    "sweep": "bot.bench.benchmarks.sweep:of_reminders",
    "screens": "bot.bench.benchmarks.screens:each",
    "desk": "bot.bench.benchmarks.desk:each",
    "places": "bot.bench.benchmarks.places:each",
    "similar.found": "bot.bench.benchmarks.similar:on_real_messages",
    "similar.sqlite": "bot.bench.benchmarks.similar_cost:on_sqlite",
    "similar.pg": "bot.bench.benchmarks.similar_cost:on_postgresql",
    "topic": "bot.bench.benchmarks.topic:on_real_messages",
    "notice": "bot.bench.benchmarks.notice:notice",
    "import": "bot.bench.benchmarks.importing:lists",
    "takeover.kill": "bot.bench.benchmarks.takeover:after_a_kill",
    "takeover.freeze": "bot.bench.benchmarks.takeover:after_a_freeze",
}
"""The function that measures each figure one can ask for. Some give several figures, named after them."""
LONGEST_SECONDS = 600.0
"""No bench takes longer; one that does is broken off: our own choice."""


def chosen(asked: str) -> list[str]:
    """The benches meant by ids with commas between (all, if there is none). Raises `LookupError` for an unknown one.

    `delivery.rate` means all that begin so, `intake.pg.usual` the bench that gives it.
    """
    names = [name for one in asked.split(",") if one.strip() for name in _meant(one.strip())]
    return list(dict.fromkeys(names)) or list(BENCHES)


def _meant(asked: str) -> list[str]:
    exactly = [name for name in BENCHES if name == asked]
    found = exactly or [name for name in BENCHES if name.startswith(f"{asked}.")]
    found = found or sorted((name for name in BENCHES if asked.startswith(f"{name}.")), key=len)[-1:]
    if not found:
        raise LookupError(f"There is no figure {asked!r}. There are: {', '.join(BENCHES)}.")
    return found


async def measure(names: Sequence[str], report: Report) -> int:
    """Measure these one after the other; how many could not be brought to their end."""
    failed = 0
    for name in names:
        module, _, function = BENCHES[name].partition(":")
        bench: Bench = getattr(importlib.import_module(module), function)
        started = time.monotonic()
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                report.add(await bench())
        except Skipped as reason:
            _say(f"{name}: skipped, {reason}.")
        except Exception as error:
            failed += 1
            _say(f"{name}: broke off with {type(error).__name__}: {error}. What the bots said is in build/bench.log.")
        else:
            _say(f"{name}: measured in {time.monotonic() - started:.0f} s.")
    return failed


def main() -> int:
    """Entry point; the exit code."""
    try:
        names = chosen(",".join(sys.argv[1:]))
    except LookupError as unknown:
        _say(str(unknown.args[0]))
        return 2
    if not Path("/proc/self/stat").exists():
        _say("The bench reads CPU time and memory from /proc, which this system does not have.")
        return 2
    busy = os.getloadavg()[0]
    if busy > 1:
        _say(f"This machine is busy (load {busy:.1f}): ratios are rough, and rates and latencies say little.")
    report = Report()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        failed = runner.run(measure(names, report))
    report.show()
    return 1 if failed else 0


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
