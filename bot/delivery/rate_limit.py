"""How fast calls may go out. Pure: every instant is an argument, in monotonic seconds."""

from collections import deque
from dataclasses import dataclass

from bot.backoff import backoff

SAFETY, SAFETY_AT_1000 = 0.005, 0.01
"""Seconds by which our second is longer than theirs, at any rate and at 1,000 calls in it.

Calls that left evenly arrive a little less so, and the more there are, the more of them a hiccup delays.
"""
TOGETHER = 0.01
"""Seconds by which a call may leave before its turn: being woken for each one alone costs as much as sending it."""
CATCH_UP = 0.05
"""Seconds of missed slots that may be made up for; what is later than that is lost, not bunched."""
GROUP_CALLS, GROUP_SECONDS = 20, 60.0
CHAT_SECONDS, CHAT_BURST = 1.0, 3
SECOND_429_WITHIN = 10.0
SLOWEST_RATE = 1.0
RECOVERY_SECONDS = 20.0
"""From nothing back to the full rate; from half, half as long."""
LINES_CLOSE_AFTER = 40.0
"""Seconds of silence after which connections may not stand any more."""


@dataclass(slots=True)
class Departure:
    """A call on its way; `at` is when it left, as well as that is known."""

    at: float


class Pace:
    """One budget for all calls: an even, absolute schedule, and never more than `rate` in a second."""

    def __init__(self, rate: int) -> None:
        self.full = float(rate)
        self.rate = float(rate)
        self._second = 1 + SAFETY + SAFETY_AT_1000 * min(1.0, rate / 1000)
        self._next = float("-inf")
        self._held_until = float("-inf")
        self._recent: deque[Departure] = deque(maxlen=rate)
        self._changed = 0.0

    def turn_at(self) -> float:
        """When it is the next call's turn."""
        return max(self._next, self._bound())

    def allowed_at(self) -> float:
        """From when on it may leave: `TOGETHER` before its turn, but never too many in a second."""
        return max(self._next - TOGETHER, self._bound())

    def _bound(self) -> float:
        is_full = len(self._recent) == self._recent.maxlen
        return max(self._held_until, self._recent[0].at + self._second) if is_full else self._held_until

    def take(self, now: float) -> Departure:
        """A call leaves now; whoever learns that it was later corrects what is returned."""
        self._recover(now)
        self._next = max(self._next, now - CATCH_UP if self._recent else now) + self._second / self.rate
        departure = Departure(now)
        self._recent.append(departure)
        return departure

    def hold(self, until: float) -> None:
        """Nothing leaves before `until`."""
        self._held_until = max(self._held_until, until)
        self._next = max(self._next, until)

    def slow_down(self, now: float) -> None:
        """Half the rate, at most once a second; it comes back linearly."""
        self._recover(now)
        if now - self._changed >= 1 or self.rate == self.full:
            self.rate = max(SLOWEST_RATE, self.rate / 2)
            self._changed = now

    def _recover(self, now: float) -> None:
        if self.rate < self.full and now > self._changed:
            self.rate = min(self.full, self.rate + (now - self._changed) * self.full / RECOVERY_SECONDS)
            self._changed = now


class Arrivals:
    """Calls that had to open a connection reach the server later than the others, which then seem to crowd behind.

    A call is taken to have opened one if more were under way than ever since the last long silence. How much later
    it arrived is told by how much longer its answer took than that of a call on an open line.
    """

    def __init__(self) -> None:
        self._open = 0
        self._last = float("-inf")
        self._late: list[tuple[Departure, float]] = []

    def opens_line(self, under_way: int, now: float) -> bool:
        """Whether the call that leaves now as the `under_way`-th opens a connection."""
        if now - self._last > LINES_CLOSE_AFTER:
            self._open = 0
        self._last = now
        if under_way <= self._open:
            return False
        self._open = under_way
        return True

    def answered(self, departure: Departure, now: float, *, opened: bool) -> None:
        """The answer is here: correct what was assumed about the departures of calls that opened a connection."""
        if opened:
            self._late.append((departure, now))
        elif self._late:
            usual = now - departure.at
            for late, answered_at in self._late:
                late.at = max(late.at, answered_at - usual)
            self._late.clear()


class Chats:
    """The limits of each chat: 1/s after a burst of 3, groups also 20 a minute; chat 0 stands for no chat."""

    def __init__(self) -> None:
        self._due: dict[int, float] = {}
        self._paused: dict[int, float] = {}
        self._groups: dict[int, deque[float]] = {}

    def ready_at(self, chat_id: int, now: float) -> float:
        """When the next call to this chat may leave; an instant not after `now` means at once."""
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
    """The budget of all calls and the limits of each chat, and what a 429 does to both."""

    def __init__(self, rate: int) -> None:
        self.pace = Pace(rate)
        self.chats = Chats()
        self.arrivals = Arrivals()
        self._last_429: tuple[int, float] | None = None
        self._failures = 0
        self._held_until = float("-inf")

    def too_many(self, chat_id: int, retry_after: float, now: float) -> None:
        """A 429: the chat pauses. If another chat met one just before, it is the bot that pauses and slows down."""
        self.chats.pause(chat_id, now + retry_after)
        last, self._last_429 = self._last_429, (chat_id, now)
        if last is not None and last[0] != chat_id and now - last[1] <= SECOND_429_WITHIN:
            self.pace.hold(now + retry_after)
            self.pace.slow_down(now)

    def failed(self, now: float) -> None:
        """The server was not there. From the third time on without a success everything waits, ever longer."""
        if now < self._held_until:
            return
        self._failures += 1
        if self._failures >= 3:
            self._held_until = now + backoff(self._failures - 2, first=0.25, spread=0)
            self.pace.hold(self._held_until)

    def succeeded(self) -> None:
        """The server is there."""
        self._failures = 0
