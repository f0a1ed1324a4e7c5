"""A feed of changes, for those who wait for one and for subscribers."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

BACKLOG = 10_000
"""Changes that wait for a subscriber: our own choice."""


@dataclass(slots=True, frozen=True)
class Change:
    """One change: `kind` is message, edited, deleted, typing, toast, commands, blocked, acknowledged, ...

    `chat_id` is None when it concerns no single chat; for a private chat it is the person's id.
    """

    kind: str
    chat_id: int | None = None
    message_id: int | None = None

    @property
    def person_id(self) -> int | None:
        """The person whose chat it is, None for groups and for what concerns everybody."""
        return self.chat_id if self.chat_id is not None and self.chat_id > 0 else None


class ChangeFeed:
    """Fans changes out to subscribers and to those who wait for the next one."""

    def __init__(self) -> None:
        self._subscribers: set[asyncio.Queue[Change]] = set()
        self._waiters: list[asyncio.Future[None]] = []

    def tell(self, kind: str, chat_id: int | None = None, message_id: int | None = None) -> None:
        """Announce a change; costs next to nothing while nobody listens."""
        if self._waiters:
            waiters, self._waiters = self._waiters, []
            for waiter in waiters:
                if not waiter.done():
                    waiter.set_result(None)
        if self._subscribers:
            change = Change(kind, chat_id, message_id)
            for queue in self._subscribers:
                if queue.full():
                    queue.get_nowait()
                queue.put_nowait(change)

    async def next(self) -> None:
        """Wait for the next change of any kind."""
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiters.append(waiter)
        await waiter

    def subscribe(self) -> AsyncIterator[Change]:
        """An endless iterator of the changes told after this call."""
        queue: asyncio.Queue[Change] = asyncio.Queue(BACKLOG)
        self._subscribers.add(queue)
        return self._iterate(queue)

    async def _iterate(self, queue: asyncio.Queue[Change]) -> AsyncIterator[Change]:
        try:
            while True:
                yield await queue.get()
        finally:
            self._subscribers.discard(queue)
