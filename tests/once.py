"""What takes long and comes to the same for every worker of a run: the first does it, the others read what it found."""

import fcntl
import os
import pickle
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest

T = TypeVar("T")


async def once(factory: pytest.TempPathFactory, name: str, work: Callable[[], Awaitable[T]]) -> T:
    """The outcome of `work`, which only one worker of this run does. It must survive pickling."""
    file = shared(factory) / name
    with file.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.exists():
            fresh = file.with_suffix(".new")
            fresh.write_bytes(pickle.dumps(await work()))
            fresh.rename(file)
    found: T = pickle.loads(file.read_bytes())  # noqa: S301 (written above)
    return found


def shared(factory: pytest.TempPathFactory) -> Path:
    """The folder that all workers of this run have, and no other run."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
