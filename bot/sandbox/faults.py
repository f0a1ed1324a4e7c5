"""Fault injection: failures between a bot and Telegram, switched on by a test or a demo."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.rate_limits import RateLimits

_NOT_BY_DEFAULT = frozenset({"getupdates", "getme", "setwebhook", "deletewebhook", "getwebhookinfo"})


@dataclass(slots=True)
class Fault:
    """A failure of a call, instead of or after its being carried out.

    `kind` is "reply" (refused with status, description and parameters), "page" (refused with a body that is no JSON),
    "drop" (the connection is closed without an answer; `carried_out` says whether the call took effect first).
    """

    kind: str
    status: int = 500
    description: str = "Internal Server Error"
    parameters: dict[str, Any] | None = None
    carried_out: bool = True
    method: str | None = None
    chat_id: int | None = None
    left: int | None = 1

    def hits(self, method: str, chat_id: int | None) -> bool:
        """True if it applies to a call; without a method it applies to all but the receiving of updates."""
        if self.chat_id is not None and self.chat_id != chat_id:
            return False
        return self.method == method if self.method else method not in _NOT_BY_DEFAULT


@dataclass
class Faults:
    """Every fault that is switched on; `latency` in seconds is added to each call that concerns a chat."""

    inject: Callable[[Any], int]
    latency: float = 0.0
    limits: RateLimits | None = None
    armed: deque[Fault] = field(default_factory=deque)

    def enforce_limits(
        self, *, overall: float = 30, per_chat: float = 1, burst: int = 3, per_group_minute: int = 20, penalty: int = 3
    ) -> RateLimits:
        """Refuse with 429 what exceeds Telegram's limits; see RateLimits for the units."""
        self.limits = RateLimits(overall, per_chat, burst, per_group_minute, penalty)
        return self.limits

    def lift_limits(self) -> None:
        """Accept any rate again."""
        self.limits = None

    def server_errors(
        self, count: int, *, status: int = 500, method: str | None = None, chat_id: int | None = None
    ) -> None:
        """Answer the next calls with a 5xx in the Bot API's own form."""
        self._arm(Fault("reply", status, "Internal Server Error", left=count), method, chat_id)

    def bad_gateway(self, count: int, *, method: str | None = None, chat_id: int | None = None) -> None:
        """Answer the next calls with a proxy's 502 page, which is not JSON."""
        self._arm(Fault("page", 502, left=count), method, chat_id)

    def too_many_requests(
        self, count: int, *, retry_after: int = 1, method: str | None = None, chat_id: int | None = None
    ) -> None:
        """Answer the next calls with 429, whatever their rate."""
        fault = Fault("reply", 429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})
        fault.left = count
        self._arm(fault, method, chat_id)

    def drop_connections(
        self, count: int, *, carried_out: bool = True, method: str | None = None, chat_id: int | None = None
    ) -> None:
        """Close the connection of the next calls unanswered: after they took effect, or before."""
        self._arm(Fault("drop", carried_out=carried_out, left=count), method, chat_id)

    def forbid(self, chat_id: int, description: str = "Forbidden: bot was blocked by the user") -> None:
        """Refuse every call to a chat with 403, until `clear`."""
        self._arm(Fault("reply", 403, description, left=None), None, chat_id)

    def lose_chat(self, chat_id: int) -> None:
        """Refuse every call to a chat with "chat not found", until `clear`."""
        self._arm(Fault("reply", 400, "Bad Request: chat not found", left=None), None, chat_id)

    def refuse(
        self, count: int, description: str, *, status: int = 400, method: str | None = None, chat_id: int | None = None
    ) -> None:
        """Answer the next calls with this error."""
        self._arm(Fault("reply", status, description, left=count), method, chat_id)

    def poison(self, payload: Any = None) -> int:
        """Send the bot an update that no library can decode (or one whose message is `payload`); returns its id."""
        return self.inject({"message_id": "x", "date": "never", "chat": 7} if payload is None else payload)

    def clear(self) -> None:
        """Switch everything off."""
        self.armed.clear()
        self.latency, self.limits = 0.0, None

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        """The fault that hits a call, counted down; `method` in lower case."""
        for fault in self.armed:
            if fault.hits(method, chat_id):
                if fault.left is not None:
                    fault.left -= 1
                    if fault.left <= 0:
                        self.armed.remove(fault)
                return fault
        return None

    def _arm(self, fault: Fault, method: str | None, chat_id: int | None) -> None:
        fault.method, fault.chat_id = method.lower() if method else None, chat_id
        if fault.left is None or fault.left > 0:
            self.armed.append(fault)
