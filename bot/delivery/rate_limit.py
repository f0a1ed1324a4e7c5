"""Limits on calls going out: all together, and to each chat. Pure: instants are arguments, in monotonic seconds."""

from collections import deque
from dataclasses import dataclass

from bot.backoff import backoff
from storage.vocabulary import Lane

SAFETY, SAFETY_AT_1000 = 0.005, 0.01
"""Seconds by which our second is longer than theirs, at any rate and at 1,000 calls in it.

Calls that left evenly arrive a little less so, and the more there are, the more of them a hiccup delays.
"""
NOTICE_SECOND = 1.02
"""Seconds in which calls may use the limit up if the next is a notice: the rest is headroom for people who wait."""
CATCH_UP = 0.05
"""Seconds of missed slots that may be made up for; what is later than that is lost, not bunched."""
JITTER = 0.01
"""Seconds by which an answer may be later than the quickest without saying anything about when its call arrived."""
DRIFT = 0.0005
"""Seconds by which the quickest answer is forgotten with each call: a way that has become longer is soon known."""
GROUP_CALLS, GROUP_SECONDS = 20, 60.0
"""Calls to a group in so many seconds: Telegram's limit (Bot FAQ)."""
CHAT_SECONDS, CHAT_BURST = 1.0, 3
"""A call to a chat each second, a few more in a short burst (Bot FAQ); how many is not told, 3 is our own choice."""
SECOND_429_WITHIN = 10.0
"""Seconds in which a 429 from a second chat says that it is not the chat's: our own choice."""
SLOWEST_RATE = 1.0
"""Calls a second that are left, however many 429s come: our own choice."""
RECOVERY_SECONDS = 20.0
"""From nothing back to the full rate; from half, half as long: our own choice."""


@dataclass(slots=True)
class Departure:
    """A call on its way."""

    left_at: float
    arrived_at: float
    """Instant at which it was with the server, as well as that is known; at first, that at which it left."""


class Window:
    """Never more than so many calls in a second, counted where they arrive."""

    def __init__(self, calls: int) -> None:
        self._second = 1 + SAFETY + SAFETY_AT_1000 * min(1.0, calls / 1000)
        self._recent: deque[Departure] = deque(maxlen=calls)
        self._quickest = float("inf")
        """Seconds from a call's departure to its answer, the fewest of late."""

    def ready_at(self, second: float = 0.0) -> float:
        """Instant from which a further call would not be one too many, in their second or in a longer one."""
        is_full = len(self._recent) == self._recent.maxlen
        return self._recent[0].arrived_at + max(second, self._second) if is_full else float("-inf")

    def take(self, now: float) -> Departure:
        """A call leaves now."""
        departure = Departure(now, now)
        self._recent.append(departure)
        return departure

    def answered(self, departure: Departure, now: float) -> None:
        """The answer is here. One that took longer than others was held up, and arrived with those behind it.

        So it is after a standstill here, there or between, and with a call that had to open its connection first.
        """
        took = now - departure.left_at
        self._quickest = min(took, self._quickest + DRIFT)
        if took > self._quickest + JITTER:
            departure.arrived_at = max(departure.arrived_at, now - self._quickest)


class Pace:
    """An even, absolute schedule of so many calls in so many seconds."""

    def __init__(self, calls: int, seconds: float) -> None:
        self.full = self.rate = calls / seconds
        self._next = float("-inf")
        self._changed = 0.0

    def ready_at(self) -> float:
        """Instant of the next call's turn."""
        return self._next

    def take(self, now: float) -> None:
        """A call leaves now."""
        self._recover(now)
        self._next = max(self._next, now - CATCH_UP if self._next > float("-inf") else now) + 1 / self.rate

    def hold(self, until: float) -> None:
        """Nothing leaves before `until`."""
        self._next = max(self._next, until)

    def slow_down(self, now: float) -> None:
        """Half the rate, at most once a second; it comes back linearly, from the end of a hold on."""
        self._recover(now)
        if now - self._changed >= 1 or self.rate == self.full:
            self.rate = max(min(SLOWEST_RATE, self.full), self.rate / 2)
            self._changed = max(now, self._next)

    def _recover(self, now: float) -> None:
        if self.rate < self.full and now > self._changed:
            self.rate = min(self.full, self.rate + (now - self._changed) * self.full / RECOVERY_SECONDS)
            self._changed = now


class ChatLimits:
    """The limits of each chat: 1/s after a burst of 3, groups also 20 a minute; chat 0 stands for no chat."""

    def __init__(self) -> None:
        self._due: dict[int, float] = {}
        self._paused: dict[int, float] = {}
        self._groups: dict[int, deque[float]] = {}

    def ready_at(self, chat_id: int) -> float:
        """Instant from which the next call to this chat may leave; one not after now means at once."""
        at = self._paused.get(chat_id, 0.0) if self._paused else 0.0
        if chat_id == 0:
            return at
        at = max(at, self._due.get(chat_id, 0.0) - (CHAT_BURST - 1) * CHAT_SECONDS)
        if chat_id < 0 and (sent := self._groups.get(chat_id)) and len(sent) == GROUP_CALLS:
            at = max(at, sent[0] + GROUP_SECONDS)
        return at

    def take(self, chat_id: int, now: float) -> None:
        """A call to this chat leaves now."""
        if chat_id == 0:
            return
        if len(self._due) > 20_000:
            self._forget(now)
        self._due[chat_id] = max(now, self._due.get(chat_id, 0.0)) + CHAT_SECONDS
        if chat_id < 0:
            self._groups.setdefault(chat_id, deque(maxlen=GROUP_CALLS)).append(now)

    def pause(self, chat_id: int, until: float) -> None:
        """Nothing to this chat before `until`."""
        self._paused[chat_id] = max(until, self._paused.get(chat_id, 0.0))

    def _forget(self, now: float) -> None:
        """Let go of chats that no limit concerns any more."""
        self._due = {chat: due for chat, due in self._due.items() if due > now}
        self._paused = {chat: until for chat, until in self._paused.items() if until > now}
        self._groups = {chat: sent for chat, sent in self._groups.items() if sent[-1] + GROUP_SECONDS > now}


class RateLimiter:
    """The limit of all calls, that of notices within it, those of each chat, and what a 429 does to them."""

    def __init__(self, rate: int) -> None:
        self.chats = ChatLimits()
        self.window = Window(rate)
        self.calls = Pace(rate, 1 + SAFETY + SAFETY_AT_1000 * min(1.0, rate / 1000))
        self.notices = Pace(rate, NOTICE_SECOND)
        self._refused: tuple[int, float] | None = None
        """The chat of the last 429, and until when one from another chat says that it is not the chat's."""
        self._failures = 0
        self._held_until = float("-inf")

    def ready_at(self, lane: Lane) -> float:
        """Instant from which the next call of a lane may leave, as far as its chat allows."""
        if lane is Lane.NOTICE:
            return max(self.calls.ready_at(), self.notices.ready_at(), self.window.ready_at(NOTICE_SECOND))
        return max(self.calls.ready_at(), self.window.ready_at())

    def take(self, lane: Lane, now: float) -> Departure:
        """A call leaves now; to be told when it is `answered`."""
        self.calls.take(now)
        if lane is Lane.NOTICE:
            self.notices.take(now)
        return self.window.take(now)

    def too_many(self, chat_id: int, lane: Lane, retry_after: float, now: float) -> None:
        """A 429, which does not say whose limit was touched: its chat pauses, and notices if it was one of them.

        If another chat's call that is no notice meets one as well, it is the bot's limit: everything pauses and slows
        down. Answers are few; where notices use the limit up, they are what has to give way.
        """
        until = now + retry_after
        self.chats.pause(chat_id, until)
        before, self._refused = self._refused, (chat_id, until if lane is Lane.NOTICE else now + SECOND_429_WITHIN)
        if lane is Lane.NOTICE:
            self.notices.hold(until)
            self.notices.slow_down(now)
        elif before is not None and before[0] != chat_id and now <= before[1]:
            self.calls.hold(until)
            self.calls.slow_down(now)

    def failed(self, now: float) -> None:
        """The server was not there. From the third time on without a success everything waits, ever longer."""
        if now < self._held_until:
            return
        self._failures += 1
        if self._failures >= 3:
            self._held_until = now + backoff(self._failures - 2, first=0.25, spread=0)
            self.calls.hold(self._held_until)

    def succeeded(self) -> None:
        """The server is there."""
        self._failures = 0
