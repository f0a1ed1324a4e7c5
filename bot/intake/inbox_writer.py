"""Keep what came: the one way in for updates, by polling and by webhook."""

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import orjson

from bot import metrics
from bot.clock import Clock
from storage import inbox
from storage.engine import Database
from storage.inbox import Kept
from storage.vocabulary import Channel

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
"""Kinds of update we ask Telegram for; it remembers the list until told another."""

CHAT_PATHS = (("chat", "id"), ("message", "chat", "id"), ("from", "id"), ("user", "id"))
BIGGEST = 2**63
"""From here on a number does not fit into a column of the database (BIGINT)."""


def chat_of(update: Any) -> int:
    """Chat whose order an update keeps: its own, a press that of its message; else its person; else 0."""
    if not isinstance(update, dict):
        return 0
    events = [event for event in update.values() if isinstance(event, dict)]
    for path in CHAT_PATHS:
        for event in events:
            found: Any = event
            for step in path:
                found = found.get(step) if isinstance(found, dict) else None
            if found and _fits(found):
                return int(found)
    return 0


def update_id(update: Any) -> int | None:
    """Telegram's number of an update; None if it bears none."""
    found = update.get("update_id") if isinstance(update, dict) else None
    return found if _fits(found) else None


def decode(body: bytes) -> Any:
    """JSON; half a surrogate pair, which people send and no database takes, is replaced. Raises `ValueError`."""
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        with_halves = json.dumps(json.loads(body), ensure_ascii=False)
        return json.loads(with_halves.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))


def kept(bot_id: int, update: Any) -> Kept:
    """The inbox row of an update, however odd: one without a number gets one made from its content, below zero."""
    try:
        raw = orjson.dumps(update).decode()
    except TypeError:
        raw = json.dumps(update)
    number = update_id(update)
    if number is None:
        number = -1 - int.from_bytes(hashlib.sha256(raw.encode()).digest()[:7])
    return Kept(bot_id, number, chat_of(update), raw, Channel.TELEGRAM)


def _fits(number: Any) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and -BIGGEST <= number < BIGGEST


class InboxWriter:
    """Commits updates to the inbox; what arrives while a commit runs shares the next one."""

    def __init__(
        self,
        database: Database,
        *,
        bot_id: int,
        clock: Clock,
        on_commit: Callable[[], None],
        handled_at_once: Callable[[Sequence[Kept]], Awaitable[bool]] | None = None,
    ) -> None:
        """`on_commit` is called after each commit that kept something to be handled.

        `handled_at_once` may keep updates and handle them in one commit, or say that it did neither.
        """
        self._database = database
        self._bot_id = bot_id
        self._clock = clock
        self._on_commit = on_commit
        self._handled_at_once = handled_at_once
        self._turn = asyncio.Lock()
        self._waiting: list[tuple[list[Kept], asyncio.Future[None]]] = []

    async def write(self, updates: Sequence[Any]) -> None:
        """Returns once all `updates` (decoded JSON) are on disk; raises what the database raises, then none is."""
        mine = [kept(self._bot_id, update) for update in updates]
        if not mine:
            return
        done = asyncio.get_running_loop().create_future()
        self._waiting.append((mine, done))
        async with self._turn:
            if not done.done():
                await self._commit_waiting()
        await done

    async def _commit_waiting(self) -> None:
        batch, self._waiting = self._waiting, []
        try:
            rows = [row for rows, _ in batch for row in rows]
            handled = self._handled_at_once is not None and await self._handled_at_once(rows)
            if not handled:
                async with self._database.writing() as session:
                    await inbox.keep(session, rows, self._clock.now())
        except BaseException as error:
            told = error if isinstance(error, Exception) else InterruptedError("the commit was interrupted")
            for _, done in batch:
                if not done.done():
                    done.set_exception(told)
                    done.exception()  # looked at: whoever was cancelled no longer asks
            raise
        for _, done in batch:
            if not done.done():
                done.set_result(None)
        metrics.kept.inc(len(rows))
        if not handled:
            self._on_commit()
