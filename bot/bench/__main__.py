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
from bot.bench.figures import Figure, Record

Bench = Callable[[], Awaitable[list[Figure]]]

BENCHES = {
    "intake": "bot.bench.intake:by_polling",
    "intake.pg": "bot.bench.intake:on_postgresql",
    "intake.webhook": "bot.bench.intake:by_webhook",
    "latency": "bot.bench.latency:of_presses",
    "latency.notice": "bot.bench.latency:beside_a_notice",
    "delivery": "bot.bench.delivery:cost",
    "delivery.rate.30": "bot.bench.delivery:rate_30",
    "delivery.rate.300": "bot.bench.delivery:rate_300",
    "delivery.rate.1000": "bot.bench.delivery:rate_1000",
    "start": "bot.bench.start:time_and_memory",
    "sweep": "bot.bench.sweep:of_reminders",
    "screens": "bot.bench.screens:each",
    "notice": "bot.bench.notice:notice",
    "takeover.kill": "bot.bench.takeover:after_a_kill",
    "takeover.freeze": "bot.bench.takeover:after_a_freeze",
}
"""What can be asked for, and what measures it. Some give several figures, named after them."""
LONGEST_SECONDS = 180.0
"""No bench takes longer; one that does is broken off."""


def wanted(asked: str) -> list[str]:
    """The benches meant by ids with commas between (all, if there is none). Raises `LookupError` for an unknown one.

    `delivery.rate` means all that begin so, `start.memory` the bench that gives it.
    """
    names = [name for one in asked.split(",") if one.strip() for name in _meant(one.strip())]
    return list(dict.fromkeys(names)) or list(BENCHES)


def _meant(asked: str) -> list[str]:
    exactly = [name for name in BENCHES if name == asked]
    found = exactly or [name for name in BENCHES if name.startswith(f"{asked}.")]
    found = found or [name for name in BENCHES if asked.startswith(f"{name}.")]
    if not found:
        raise LookupError(f"There is no figure {asked!r}. There are: {', '.join(BENCHES)}.")
    return found


async def measure(names: Sequence[str], record: Record) -> int:
    """Measure these one after the other; how many could not be brought to their end."""
    failed = 0
    for name in names:
        module, _, function = BENCHES[name].partition(":")
        bench: Bench = getattr(importlib.import_module(module), function)
        started = time.monotonic()
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                record.add(await bench())
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
        names = wanted(",".join(sys.argv[1:]))
    except LookupError as unknown:
        _say(str(unknown.args[0]))
        return 2
    if not Path("/proc/self/stat").exists():
        _say("The bench reads CPU time and memory from /proc, which this system does not have.")
        return 2
    busy = os.getloadavg()[0]
    if busy > 1:
        _say(f"This machine is busy (load {busy:.1f}): ratios are rough, and rates and latencies say little.")
    record = Record()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        failed = runner.run(measure(names, record))
    record.show()
    return 1 if failed else 0


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
