"""The calls at hand: which one goes next. Pure: every instant is an argument, in monotonic seconds."""

from collections import Counter
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush

from bot.delivery.rate_limit import Chats
from storage.outbox import Promised, chat_lane_key
from storage.vocabulary import Lane

FETCH = "fetchFile"


@dataclass(slots=True, eq=False)
class OutgoingCall:
    """A call at hand: waiting, under way, or sent and not yet marked so."""

    id: int
    chat_id: int
    lane: Lane
    method: str
    payload: str
    opinion_id: int | None
    edits: int | None
    attempts: int
    message_id: int | None = None
    """Of an edit: the message it is about. Of another call, once sent: the message it made."""
    takes_place_of: list["OutgoingCall"] = field(default_factory=list)
    """Edits that were merged into this call."""
    followers: list["OutgoingCall"] = field(default_factory=list)
    """Edits that wait for the message this call makes."""
    renewed: bool = False
    """An edit that goes out as a new message, because the one it was about is gone."""
    queued: bool = False
    done: bool = False

    @property
    def line(self) -> int:
        """Whose turn it waits for: its chat's; 0 for what writes to no chat."""
        return 0 if self.method == FETCH else self.chat_id

    def __lt__(self, other: "OutgoingCall") -> bool:
        return (self.lane, self.id) < (other.lane, other.id)


def outgoing(call: Promised) -> OutgoingCall:
    """A call read from the outbox."""
    return OutgoingCall(
        call.id,
        call.chat_id,
        call.lane,
        call.method,
        call.payload,
        call.opinion_id,
        call.edits,
        call.attempts,
    )


@dataclass(slots=True)
class ChatQueue:
    """What waits for one chat, and whether something is under way there."""

    calls: list[OutgoingCall] = field(default_factory=list)
    busy: bool = False


class SendQueue:
    """Waiting calls, a line for each chat: one under way in each, the quickest lane first, then as promised."""

    def __init__(self, chats: Chats) -> None:
        self._chats = chats
        self._lines: dict[int, ChatQueue] = {}
        self._ready: list[tuple[Lane, int, int]] = []
        self._later: list[tuple[float, int]] = []
        self.waiting = [0] * len(Lane)
        """How many wait in each lane."""
        self.crowds: Counter[int] = Counter()
        """How many wait in each chat and lane (`storage.outbox.chat_lane_key`)."""

    def add(self, call: OutgoingCall, now: float) -> None:
        """This call waits; also one that was under way and must go again."""
        line = self._lines.setdefault(call.line, ChatQueue())
        heappush(line.calls, call)
        call.queued = True
        self.waiting[call.lane] += 1
        self.crowds[chat_lane_key(call.chat_id, call.lane)] += 1
        if line.calls[0] is call:
            self._offer(call.line, line, now)

    def take(self, now: float, slowest: Lane = Lane.NOTICE) -> OutgoingCall | None:
        """The call to send now, in no lane after `slowest`; its chat is busy until `free`. None if none may go now."""
        while self._later and self._later[0][0] <= now:
            key = heappop(self._later)[1]
            if key in self._lines:
                self._offer(key, self._lines[key], now)
        while self._ready and self._ready[0][0] <= slowest:
            lane, call_id, key = heappop(self._ready)
            line = self._lines.get(key)
            if line is None or line.busy or not line.calls:
                continue
            call = line.calls[0]
            if (call.lane, call.id) != (lane, call_id):
                continue
            if self._chats.ready_at(key, now) > now:
                self._offer(key, line, now)
                continue
            heappop(line.calls)
            line.busy = True
            self._left(call)
            self._chats.take(key, now)
            return call
        return None

    def free(self, call: OutgoingCall, now: float) -> None:
        """This call is not under way any more: its chat may go on."""
        line = self._lines[call.line]
        line.busy = False
        if line.calls:
            self._offer(call.line, line, now)
        else:
            del self._lines[call.line]

    def drop(self, call: OutgoingCall, now: float) -> None:
        """This call need not be sent."""
        if not call.queued:
            return
        line = self._lines[call.line]
        line.calls.remove(call)
        heapify(line.calls)
        self._left(call)
        if line.calls and not line.busy:
            self._offer(call.line, line, now)
        elif not line.busy:
            del self._lines[call.line]

    def of_chat(self, chat_id: int) -> list[OutgoingCall]:
        """What waits for this chat, in order."""
        line = self._lines.get(chat_id)
        return sorted(call for call in line.calls if call.chat_id == chat_id) if line else []

    def all_waiting(self) -> list[OutgoingCall]:
        """What waits for any chat."""
        return [call for line in self._lines.values() for call in line.calls]

    def next_at(self) -> float | None:
        """When a call that its chat's limits hold back may go; None if there is none."""
        return self._later[0][0] if self._later else None

    def _left(self, call: OutgoingCall) -> None:
        call.queued = False
        self.waiting[call.lane] -= 1
        key = chat_lane_key(call.chat_id, call.lane)
        self.crowds[key] -= 1
        if not self.crowds[key]:
            del self.crowds[key]

    def _offer(self, key: int, line: ChatQueue, now: float) -> None:
        """Put the chat where its first call can be found."""
        if line.busy or not line.calls:
            return
        at = self._chats.ready_at(key, now)
        if at > now:
            heappush(self._later, (at, key))
        else:
            heappush(self._ready, (line.calls[0].lane, line.calls[0].id, key))
