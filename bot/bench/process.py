"""A child process, with the CPU time and memory it has used."""

import asyncio
import gc
import os
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from bot.settings import Settings

LOG = Path("build/bench.log").absolute()
ROOT = Path(__file__).parent.parent.parent
STOP_SECONDS = 10.0
"""For a process to end by itself; then it is killed. Our own choice."""


class Child:
    """A running process."""

    def __init__(self, process: asyncio.subprocess.Process, started: float) -> None:
        self.process = process
        self.started = started
        """The monotonic instant before it was made."""

    @property
    def cpu(self) -> float:
        """CPU seconds used so far, user and system, all threads."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    @property
    def memory(self) -> float:
        """Resident memory, MiB."""
        return _memory(self.process.pid, "VmRSS")


def peak_memory() -> float:
    """The most resident memory of this program so far, MiB; `ru_maxrss` counts what was there before it was loaded."""
    return _memory("self", "VmHWM")


def forget_peak() -> None:
    """From now on `peak_memory` says what is needed at most after this instant."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # man 5 proc


def _memory(process: int | str, field: str) -> float:
    for line in Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines():
        if line.startswith(f"{field}:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("the process shows no memory")


def keep_still() -> None:
    """This process, which serves the Bot API too, no longer looks through what it holds so far for garbage.

    That takes it a tenth of a second each time, after which calls that left evenly seem to arrive in a bunch.
    """
    gc.collect()
    gc.freeze()


@asynccontextmanager
async def child(*args: str, folder: Path, env: Mapping[str, str]) -> AsyncIterator[Child]:
    """Run `python args` in `folder` until the block ends; what it says goes to build/bench.log.

    It sees the settings in `env` and no others, neither this machine's nor those of a `.env`.
    """
    LOG.parent.mkdir(parents=True, exist_ok=True)
    foreign = {name.upper() for name in Settings.model_fields}
    plain = {name: value for name, value in os.environ.items() if name not in foreign}
    with LOG.open("ab") as output:
        started = time.monotonic()
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *args,
            cwd=folder,
            env={**plain, "PYTHONPATH": str(ROOT), **env},
            stdout=output,
            stderr=output,
        )
        try:
            yield Child(process, started)
        finally:
            await _end(process)


@asynccontextmanager
async def busy_core() -> AsyncIterator[None]:
    """A process beside that computes without rest, until the block ends."""
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", "while True: pass")
    try:
        yield
    finally:
        await _end(process)


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.terminate()
    try:
        async with asyncio.timeout(STOP_SECONDS):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
