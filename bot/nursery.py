"""The one place that starts tasks: keeps them, logs their failures, ends them at shutdown."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import structlog

Result = TypeVar("Result")

log = structlog.get_logger()


class Nursery:
    """Tasks that run beside each other until they end or `close` ends them."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def start(self, coro: Coroutine[Any, Any, Result], *, name: str) -> asyncio.Task[Result]:
        """Run `coro` beside everything else. A failure is logged under `name`; the others go on."""
        task = asyncio.create_task(coro, name=name)  # noqa: TID251 (the one place)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    async def close(self) -> None:
        """Cancel what still runs and wait until it has ended, without the task that closes."""
        closing = [task for task in self._tasks if task is not asyncio.current_task()]
        for task in closing:
            task.cancel()
        await asyncio.gather(*closing, return_exceptions=True)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("task failed", task=task.get_name(), exc_info=error)
