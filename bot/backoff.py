"""Waiting before the next try."""

import asyncio
import random


def backoff(failures: int, *, first: float = 0.5, longest: float = 30.0, spread: float = 0.5) -> float:
    """Seconds to wait after so many failures in a row (from 1 on): doubling from `first` to `longest`.

    `spread` is the share by which it is longer or shorter by chance, so that many do not come back at once.
    """
    seconds = min(longest, first * 2 ** min(failures - 1, 20))
    return float(seconds * random.uniform(1 - spread, 1 + spread))


async def pause(seconds: float, stopped: asyncio.Event) -> None:
    """Wait, but not longer than until `stopped` is set."""
    try:
        async with asyncio.timeout(seconds):
            await stopped.wait()
    except TimeoutError:
        pass
