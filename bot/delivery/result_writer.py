"""Records of delivery: outcomes written in small group commits, notices claimed in the same ones."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.send_queue import OutgoingCall, outgoing
from storage import outbox
from storage.engine import Database
from storage.lease import Held as Lease
from storage.lease import fence
from storage.outbox import CallResult, Postponed
from storage.vocabulary import CallState, Channel

CHANNEL = Channel.TELEGRAM
"""Channel whose calls are sent here."""
GATHER_SECONDS = 0.05
"""Seconds for which outcomes wait for company: the window in which a crash leaves a sent call unmarked."""
LATE_SECONDS = 1.0
"""Outcomes that wait longer for the database hold up what would be sent next, which a crash would have sent again: our
own choice."""
RETRY_SECONDS = 1.0
"""Before outcomes that could not be written are tried again: our own choice."""
REMEMBERED = 10_000
"""Calls whose messages are known without asking the outbox: our own choice."""

log = structlog.get_logger()

Job = Callable[[AsyncSession, datetime], Awaitable[None]]


class ResultWriter:
    """Knows every call at hand until its outcome is committed."""

    def __init__(self, database: Database, clock: Callable[[], datetime], lease: Lease | None) -> None:
        """`lease`: who loses it writes nothing down any more; None: nobody else can be sending."""
        self.known: dict[int, OutgoingCall] = {}
        """Calls at hand by id: waiting, under way, or ended and not yet committed."""
        self.recent: dict[int, int] = {}
        """Messages of calls that ended lately, by call id: most edits find theirs here."""
        self.stirred = asyncio.Event()
        self._database = database
        self._clock = clock
        self._lease = lease
        self._outcomes: list[CallResult] = []
        self._messages: list[tuple[int, int, int]] = []
        self._postponed: dict[int, Postponed] = {}
        self._jobs: list[Job] = []
        self._after: list[Callable[[], None]] = []
        self._gone: list[int] = []
        self._writing = asyncio.Lock()
        self._behind_since = float("inf")
        """Instant since which something is to be written (monotonic seconds)."""

    @property
    def late(self) -> bool:
        """True while the database has not taken for `LATE_SECONDS` what became of calls."""
        return time.monotonic() - self._behind_since > LATE_SECONDS

    def settle(
        self, call: OutgoingCall, state: CallState, *, error: str | None = None, messages: Sequence[int] = ()
    ) -> None:
        """The call has ended; `messages` are those it made, which speak of its opinion."""
        call.done = True
        self._postponed.pop(call.id, None)
        self._outcomes.append(CallResult(call.id, state, call.message_id, error))
        if call.opinion_id is not None:
            self._messages.extend((call.chat_id, message, call.opinion_id) for message in messages)
        if call.message_id:
            self.remember(call.id, call.message_id)
        self._gone.append(call.id)
        self.stirred.set()

    def postpone(self, call: OutgoingCall, seconds: float, error: str, *, let_go: bool) -> None:
        """The call goes again; `let_go`: it is read (or claimed) anew when its time comes."""
        until = self._clock() + timedelta(seconds=seconds)
        self._postponed[call.id] = Postponed(call.id, until, min(call.attempts, 32_000), error or None)
        if let_go:
            self._gone.append(call.id)
        self.stirred.set()

    def also(self, job: Job, after: Callable[[], None] | None = None) -> None:
        """Do this in the transaction of the outcomes so far, and `after` when it is committed."""
        self._jobs.append(job)
        if after is not None:
            self._after.append(after)
        self.stirred.set()

    def shown_elsewhere(self, call_id: int, message_id: int) -> None:
        """The message of this call is gone; another one stands for it."""
        self.remember(call_id, message_id)

        async def note(session: AsyncSession, _now: datetime) -> None:
            await outbox.show_elsewhere(session, call_id, message_id)

        self.also(note)

    async def write(self, claim: int = 0) -> list[OutgoingCall]:
        """Commit what has gathered; the notices claimed with it, at most `claim`.

        When the database refuses, everything stays for the next time, and the error is raised. Raises `LeaseLost`.
        """
        async with self._writing:
            outcomes, messages, jobs, after = self._outcomes, self._messages, self._jobs, self._after
            postponed, gone = self._postponed, self._gone
            if not (claim or outcomes or jobs or postponed):
                return []
            self._outcomes, self._messages, self._jobs, self._after = [], [], [], []
            self._postponed, self._gone = {}, []
            now = self._clock()
            self._behind_since = min(self._behind_since, time.monotonic())
            try:
                async with self._database.writing() as session:
                    if self._lease is not None:
                        await fence(session, self._lease)
                    await outbox.postpone(session, list(postponed.values()))
                    for job in jobs:
                        await job(session, now)
                    await outbox.settle(session, outcomes, now)
                    await outbox.remember_messages(session, messages)
                    claimed = await outbox.claim_notices(session, now, claim, CHANNEL) if claim else []
            except BaseException:
                self._outcomes[:0], self._messages[:0], self._jobs[:0] = outcomes, messages, jobs
                self._after[:0], self._gone[:0] = after, gone
                self._postponed = postponed | self._postponed
                raise
            self._behind_since = float("inf")
            for call_id in gone:
                self.known.pop(call_id, None)
            for told in after:
                told()
            return [self.hold(call) for call in claimed]

    async def quiet(self) -> None:
        """Wait until no transaction is open: one cut off in its commit may have claimed what nobody knows of."""
        async with self._writing:
            pass

    def hold(self, promised: outbox.Promised) -> OutgoingCall:
        """This call is at hand now."""
        call = self.known[promised.id] = outgoing(promised)
        return call

    def remember(self, call_id: int, message_id: int) -> None:
        """The message a call made, for the edits to come."""
        if len(self.recent) >= REMEMBERED:
            for old in list(self.recent)[: REMEMBERED // 2]:
                del self.recent[old]
        self.recent[call_id] = message_id
