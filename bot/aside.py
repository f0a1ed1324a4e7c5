"""Costly work in a process of its own: bounded in memory and time, killed with no harm to anybody else."""

import asyncio
import os
import pickle
import sys
from typing import Any

import structlog

from handlers.core.aside import Outcome, TooCostly, Work

log = structlog.get_logger(__name__)

MEMORY = 400 << 20
"""Bytes of address space it may take: our own choice. An interpreter with its libraries takes a quarter of them."""
CPU_SECONDS = 30
"""Of one core: our own choice. A sheet of 690,000 rows of borders takes ten."""
LONGEST_SECONDS = 60.0
"""By the clock on the wall, as a machine may be busy: our own choice."""


async def outcome_of(
    work: Work, *, memory: int = MEMORY, cpu: int = CPU_SECONDS, longest: float = LONGEST_SECONDS
) -> Outcome:
    """Do this in a process that ends with it. Whatever becomes of that process is an outcome."""
    order = pickle.dumps((work.run.__module__, work.run.__qualname__, work.args, memory, cpu))
    try:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot.aside_process",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={**_bare_environment(), "PYTHONPATH": os.pathsep.join(path or "." for path in sys.path)},
        )
    except OSError as error:  # no memory, or no process left to begin one with
        log.warning("work could not be done aside", work=work.name, error=type(error).__name__)
        return Outcome(error=TooCostly(work.name))
    try:
        async with asyncio.timeout(longest):
            said, _ = await process.communicate(order)
    except TimeoutError:
        said = b""
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0 or not said:
        log.warning("work done aside cost too much", work=work.name, code=process.returncode)
        return Outcome(error=TooCostly(work.name))
    return _understood(said)


def _bare_environment() -> dict[str, str]:
    """Neither token nor keys: what it reads came from outside."""
    return {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR", "SYSTEMROOT") if name in os.environ}


def _understood(said: bytes) -> Outcome:
    answer: Any = pickle.loads(said)  # noqa: S301 - from our own process
    return answer if isinstance(answer, Outcome) else Outcome(error=TooCostly())
