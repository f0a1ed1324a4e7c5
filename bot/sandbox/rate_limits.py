"""Telegram's rates, counted the way a bot meets them."""

import math
import time
from collections import OrderedDict, deque

MAX_CHATS = 200_000
"""Chats remembered, the latest: our own choice."""


class RateLimits:
    """Counts calls and says when one comes too soon. All in real seconds, whatever the world's clock says.

    `overall` calls a second for the whole bot (counted over a sliding second, 5 % forgiven); `per_chat` calls a second
    in a private chat, of which `burst` may come at once; `per_group_minute` in a group. Exceeding the overall limit
    stops every call for `penalty` seconds.
    """

    def __init__(self, overall: float, per_chat: float, burst: int, per_group_minute: int, penalty: int) -> None:
        self.overall, self.per_chat, self.burst = overall, per_chat, burst
        self.per_group_minute, self.penalty = per_group_minute, penalty
        self.refused = 0
        self.monotonic = time.monotonic
        self._recent: deque[float] = deque()
        self._chats: OrderedDict[int, float] = OrderedDict()
        self._groups: dict[int, deque[float]] = {}
        self._stopped_until = 0.0

    def wait(self, chat_id: int | None, weight: int = 1) -> int:
        """Whole seconds to wait before this call may be made, 0 when it is counted and may go on."""
        now = self.monotonic()
        seconds = self._overall(now, weight) or (self._chat(chat_id, now, weight) if chat_id is not None else 0.0)
        if seconds:
            self.refused += 1
            return max(1, math.ceil(seconds))
        self._recent.extend([now] * weight)
        return 0

    def _overall(self, now: float, weight: int) -> float:
        if now < self._stopped_until:
            return self._stopped_until - now
        while self._recent and self._recent[0] <= now - 1:
            self._recent.popleft()
        if len(self._recent) + weight <= self.overall + max(1.0, self.overall * 0.05):
            return 0
        self._stopped_until = now + self.penalty
        return self.penalty

    def _chat(self, chat_id: int, now: float, weight: int) -> float:
        if chat_id < 0:
            return self._group(chat_id, now, weight)
        # The instant at which the chat's bucket is full again; a call moves it on by its share.
        full_at = max(self._chats.get(chat_id, 0.0), now) + weight / self.per_chat
        ahead = full_at - now - max(self.burst, weight) / self.per_chat
        if ahead > 0.001:
            return ahead
        self._chats[chat_id] = full_at
        self._chats.move_to_end(chat_id)
        if len(self._chats) > MAX_CHATS:
            self._chats.popitem(last=False)
        return 0

    def _group(self, chat_id: int, now: float, weight: int) -> float:
        sent = self._groups.setdefault(chat_id, deque())
        while sent and sent[0] <= now - 60:
            sent.popleft()
        if len(sent) + weight > self.per_group_minute and sent:
            return sent[0] + 60 - now
        sent.extend([now] * weight)
        return 0
