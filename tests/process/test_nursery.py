"""Tasks beside each other: one that fails harms no other, and all end together."""

import asyncio

from bot.nursery import Nursery


async def test_a_nursery_outlives_a_failing_task_and_ends_the_rest() -> None:
    nursery, never = Nursery(), asyncio.Event()

    async def fails() -> None:
        raise ValueError("once")

    waiting = nursery.start(never.wait(), name="waits")
    failing = nursery.start(fails(), name="fails")
    await asyncio.wait([failing])
    assert not waiting.done()
    await nursery.close()
    assert waiting.cancelled()
