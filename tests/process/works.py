"""Costly work of every kind, in a file that loads nothing: each process that does such work loads it anew."""

import os
import signal
import time
from pathlib import Path


def doubled(text: str) -> str:
    """Work that succeeds."""
    return text * 2


def patient(path: str) -> str:
    """Work that ends when there is a file at this path."""
    while not Path(path).exists():
        time.sleep(0.01)
    return "at last"


def hungry() -> int:
    """Work that takes more memory than it may."""
    return len(bytearray(1 << 30))


def dying() -> None:
    """Work that brings its process to death."""
    os.kill(os.getpid(), signal.SIGKILL)


def endless() -> None:
    """Work that never ends."""
    while True:
        time.time()


def refusing() -> None:
    """Work that raises."""
    raise LookupError("nothing there")


def refusing_without(path: str) -> str:
    """Work that raises until there is a file at this path."""
    if not Path(path).exists():
        raise LookupError("nothing there")
    return "now there is"
