"""Reads the outbox: enough at hand to keep sending, never so much that memory grows with the queue."""

import asyncio
from collections import Counter
from collections.abc import Callable, Collection
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.edits import Edits
from bot.delivery.result_writer import CHANNEL, ResultWriter
from bot.delivery.send_queue import OutgoingCall, SendQueue
from storage import outbox
from storage.engine import Database
from storage.outbox import Promised
from storage.vocabulary import Lane

LANE_ROOM = 500
"""Calls at hand in each lane: our own choice."""
CHAT_ROOM = 30
"""Calls at hand of one chat in one lane: a chat with a long queue leaves room for the others."""
AT_ONCE = 250
"""Calls read in one go: our own choice."""
WAIT_FOR_NOTICE = 2.0
"""Seconds until an edit looks again for a notice that has not been claimed yet: our own choice."""


class OutboxReader:
    """Reads what waits into the send queue."""

    def __init__(
        self, database: Database, clock: Callable[[], datetime], writer: ResultWriter, queue: SendQueue, edits: Edits
    ) -> None:
        self.wanted = asyncio.Event()
        self.notices_wait = False
        """True if notices were waiting at the last look."""
        self._database = database
        self._clock = clock
        self._writer = writer
        self._queue = queue
        self._edits = edits
        self._crowded: set[int] = set()
        self._more = True
        """True if more waits in the outbox than is at hand, as far as is known; at first nothing is known."""
        self._reading = asyncio.Lock()

    async def read(self) -> int:
        """Take in what waits now, as far as there is room; how many calls."""
        async with self._reading:
            self.wanted.clear()
            try:
                return await self._read()
            except BaseException:
                self.wanted.set()
                raise

    @property
    def busy(self) -> bool:
        """True if there is a reason to read, or a read is under way."""
        return self.wanted.is_set() or self._reading.locked()

    async def _read(self) -> int:
        self._crowded = {key for key in self._crowded if not self._has_room(key)}
        slowest = self._slowest()
        async with self._database.reading() as session:
            now = self._clock()
            self.notices_wait = await outbox.notices_wait(session, now, CHANNEL)
            if slowest is None:
                self._more = True
                return 0
            known = list(self._writer.known)
            rows = await outbox.waiting(
                session, now, AT_ONCE, known, channel=CHANNEL, slowest=slowest, crowded=self._crowded
            )
            originals = await self._originals(session, rows)
        self._more = len(rows) >= AT_ONCE or slowest is not Lane.REMINDER
        later = {row.id for row in originals if row.lane is Lane.NOTICE}
        rows = self._with_room(rows) + [row for row in originals if row.lane is not Lane.NOTICE]
        self.take_in([self._writer.hold(row) for row in rows], later)
        if any(self._has_room(key) for key in self._crowded):
            self.wanted.set()  # what was at hand has merged
        return len(rows)

    def take_in(self, calls: list[OutgoingCall], later: Collection[int] = ()) -> None:
        """Let these calls wait for their turns, oldest first, so that an edit comes after what it edits.

        Edits of `later` ones, notices that are not at hand yet, are put off.
        """
        now = asyncio.get_running_loop().time()
        for call in sorted(calls, key=lambda call: call.id):
            if call.edits in later and call.edits not in self._writer.known:
                self._writer.postpone(call, WAIT_FOR_NOTICE, "", let_go=True)
            else:
                self._edits.take_in(call, now)

    async def _originals(self, session: AsyncSession, rows: list[Promised]) -> list[Promised]:
        """Unsent calls that `rows` edit and that are not at hand; what became of sent ones is remembered."""
        seen = {row.id for row in rows}
        found: list[Promised] = []
        level = rows
        while targets := {row.edits for row in level if row.edits} - self._writer.recent.keys() - seen:
            targets -= self._writer.known.keys()
            seen |= targets
            originals = await outbox.originals(session, targets) if targets else {}
            for call_id, original in originals.items():
                if original.message_id:
                    self._writer.remember(call_id, original.message_id)
            level = [original.promised for original in originals.values() if original.promised]
            found += level
        return found

    def taken(self, call: OutgoingCall) -> None:
        """A call left the queue: if more waits and there is room again, read."""
        key = outbox.chat_lane_key(call.chat_id, call.lane)
        if key in self._crowded and self._has_room(key):
            self._crowded.discard(key)
            self.wanted.set()
        if self._more and self._queue.waiting[call.lane] < LANE_ROOM // 2:
            self.wanted.set()

    def _has_room(self, key: int) -> bool:
        """True if so few of a chat's calls are at hand that more may be read."""
        return self._queue.chat_lanes[key] < CHAT_ROOM // 3

    def _slowest(self) -> Lane | None:
        """The slowest lane for which there is room, all quicker ones having room too; None if the quickest is full."""
        slowest = None
        for lane in (Lane.ANSWER, Lane.STAFF, Lane.REMINDER):
            if self._queue.waiting[lane] >= LANE_ROOM:
                break
            slowest = lane
        return slowest

    def _with_room(self, rows: list[Promised]) -> list[Promised]:
        """The calls whose chats have room at hand; of the others, and all after them, the outbox takes care."""
        kept, new = [], Counter[int]()
        for row in rows:
            key = outbox.chat_lane_key(row.chat_id, row.lane)
            if self._queue.chat_lanes[key] + new[key] >= CHAT_ROOM:
                self._crowded.add(key)
            if key not in self._crowded:
                new[key] += 1
                kept.append(row)
        return kept
