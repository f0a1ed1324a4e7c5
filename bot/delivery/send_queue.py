"""The calls at hand: which one goes next. Pure: every instant is an argument, in monotonic seconds."""

from collections import Counter
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush

from bot.delivery.rate_limit import ChatLimits
from storage.outbox import Promised, chat_lane_key
from storage.vocabulary import Lane

FETCH = "fetchFile"
"""The pseudo-method by which a file that somebody sent is asked for."""


@dataclass(slots=True)
class FileByFile:
    """An album of a notice that was refused as one: its files go one after the other."""

    rest: list[tuple[str, str]]
    """Files that have not had their turn: method and payload of each."""
    files: int
    """How many there are in all."""
    messages: list[int] = field(default_factory=list)
    """Those that arrived."""
    refused: list[str] = field(default_factory=list)
    """Why others did not."""

    @property
    def reason(self) -> str | None:
        """How many files are missing, and why the first of them; None if none is."""
        if not self.refused:
            return None
        return f"{len(self.refused)} of {self.files} files refused: {self.refused[0]}"[:500]


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
    first_method: str | None = None
    """Method it was promised as, where that was refused and it goes in another form."""
    apart: FileByFile | None = None
    """The files of a notice's album, which go in this call's place."""
    queued: bool = False
    done: bool = False

    @property
    def queue_key(self) -> int:
        """Chat in whose queue it waits; 0 for what writes to no chat."""
        return 0 if self.method == FETCH else self.chat_id

    def __lt__(self, other: "OutgoingCall") -> bool:
        return (self.lane, self.id) < (other.lane, other.id)


def outgoing(call: Promised) -> OutgoingCall:
    """A call read from the outbox."""
    return OutgoingCall(*call)


@dataclass(slots=True)
class ChatQueue:
    """Calls that wait for one chat, and whether one is under way there."""

    calls: list[OutgoingCall] = field(default_factory=list)
    busy: bool = False


class SendQueue:
    """Waiting calls, a queue for each chat: one under way in each, the quickest lane first, then as promised."""

    def __init__(self, limits: ChatLimits) -> None:
        self._limits = limits
        self._chats: dict[int, ChatQueue] = {}
        self._ready: list[tuple[Lane, int, int]] = []
        """Heap of (lane, call, queue key) of chats that may go on; what is out of date is skipped."""
        self._later: list[tuple[float, int]] = []
        """Heap of (instant, queue key) of chats that their limits hold back."""
        self.waiting = [0] * len(Lane)
        """Number of calls that wait in each lane."""
        self.chat_lanes: Counter[int] = Counter()
        """Number of calls that wait in each chat and lane (`storage.outbox.chat_lane_key`)."""

    def add(self, call: OutgoingCall, now: float) -> None:
        """This call waits; also one that was under way and must go again."""
        chat = self._chats.setdefault(call.queue_key, ChatQueue())
        heappush(chat.calls, call)
        call.queued = True
        self.waiting[call.lane] += 1
        self.chat_lanes[chat_lane_key(call.chat_id, call.lane)] += 1
        if chat.calls[0] is call:
            self._offer(call.queue_key, chat, now)

    def take(self, now: float, slowest: Lane = Lane.NOTICE) -> OutgoingCall | None:
        """The call to send now, in no lane after `slowest`; its chat is busy until `free`. None if none may go now."""
        while self._later and self._later[0][0] <= now:
            key = heappop(self._later)[1]
            if key in self._chats:
                self._offer(key, self._chats[key], now)
        while self._ready and self._ready[0][0] <= slowest:
            lane, call_id, key = heappop(self._ready)
            chat = self._chats.get(key)
            if chat is None or chat.busy or not chat.calls:
                continue
            call = chat.calls[0]
            if (call.lane, call.id) != (lane, call_id):
                continue
            if self._limits.ready_at(key) > now:
                self._offer(key, chat, now)
                continue
            heappop(chat.calls)
            chat.busy = True
            self._left(call)
            self._limits.take(key, now)
            return call
        return None

    def free(self, call: OutgoingCall, now: float) -> None:
        """This call is not under way any more: its chat may go on."""
        chat = self._chats[call.queue_key]
        chat.busy = False
        if chat.calls:
            self._offer(call.queue_key, chat, now)
        else:
            del self._chats[call.queue_key]

    def drop(self, call: OutgoingCall, now: float) -> None:
        """This call need not be sent."""
        if not call.queued:
            return
        chat = self._chats[call.queue_key]
        chat.calls.remove(call)
        heapify(chat.calls)
        self._left(call)
        if chat.calls and not chat.busy:
            self._offer(call.queue_key, chat, now)
        elif not chat.busy:
            del self._chats[call.queue_key]

    def of_chat(self, chat_id: int) -> list[OutgoingCall]:
        """Calls that wait for this chat, in order."""
        chat = self._chats.get(chat_id)
        return sorted(call for call in chat.calls if call.chat_id == chat_id) if chat else []

    def all_waiting(self) -> list[OutgoingCall]:
        """Calls that wait for any chat."""
        return [call for chat in self._chats.values() for call in chat.calls]

    def next_at(self) -> float | None:
        """Instant from which a call that its chat's limits hold back may go; None if there is none."""
        return self._later[0][0] if self._later else None

    def _left(self, call: OutgoingCall) -> None:
        call.queued = False
        self.waiting[call.lane] -= 1
        key = chat_lane_key(call.chat_id, call.lane)
        self.chat_lanes[key] -= 1
        if not self.chat_lanes[key]:
            del self.chat_lanes[key]

    def _offer(self, key: int, chat: ChatQueue, now: float) -> None:
        """Put the chat where its first call can be found."""
        if chat.busy or not chat.calls:
            return
        at = self._limits.ready_at(key)
        if at > now:
            heappush(self._later, (at, key))
        else:
            heappush(self._ready, (chat.calls[0].lane, chat.calls[0].id, key))
