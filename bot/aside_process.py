"""The process that does costly work: an order on standard input, its outcome on standard output."""

import importlib
import os
import pickle
import sys
from contextlib import suppress
from pathlib import Path

from handlers.core.aside import Outcome, TooCostly

NICENESS = 10
"""Answers to people go first where there is one core: our own choice."""
COSTLY = 3
"""Exit code: there was not enough memory to say anything."""


def main() -> int:
    """Do one work; the exit code."""
    order = sys.stdin.buffer.read()
    # A loop in a file's data must not write into what is read from here.
    answer, sys.stdout = sys.stdout.buffer, sys.stderr
    try:
        module, name, args, memory, cpu = pickle.loads(order)  # noqa: S301 - from our own process
        bound(memory, cpu)
        outcome = _done(module, name, args)
        answer.write(pickle.dumps(outcome))
        answer.flush()
    except MemoryError:
        return COSTLY
    return 0


def _done(module: str, name: str, args: tuple[object, ...]) -> Outcome:
    try:
        return Outcome(getattr(importlib.import_module(module), name)(*args))
    except (MemoryError, RecursionError):
        return Outcome(error=TooCostly(name))
    except Exception as error:
        return Outcome(error=error)


def bound(memory: int, cpu: int) -> None:
    """Take no more than so many bytes of memory and seconds of a core, and go behind everybody else."""
    with suppress(OSError):
        os.nice(NICENESS)
    with suppress(OSError):  # the first to go where memory is short
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    try:
        import resource
    except ImportError:  # no such thing on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main())
