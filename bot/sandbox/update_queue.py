"""The queue of a bot's updates: how long each is kept, what acknowledges it, what must come in order."""

from collections import OrderedDict, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

DAY = 24 * 3600
KEPT_SECONDS = {"callback_query": 150, "shipping_query": 150, "pre_checkout_query": 150, "inline_query": 30}
"""As in Telegram's own server (tdlib/telegram-bot-api); all others are kept for a day."""
NOT_SENT_UNASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})

Stream = tuple[str, int]


@dataclass(slots=True, eq=False)
class Update:
    """One update; `expires` in Unix seconds by the world's clock; `stream` orders webhook deliveries."""

    id: int
    kind: str
    payload: Any
    expires: int
    stream: Stream

    def json(self) -> dict[str, Any]:
        """The update as getUpdates and webhooks carry it."""
        return {"update_id": self.id, self.kind: self.payload}


class UpdateQueue:
    """The pending updates of one bot, oldest first."""

    def __init__(self, first_id: int, now: Callable[[], int], acknowledged: set[int]) -> None:
        self.next_id = first_id
        self.pending: OrderedDict[int, Update] = OrderedDict()
        self.streams: dict[Stream, deque[int]] = {}
        self.allowed: frozenset[str] | None = None
        self.acknowledged = acknowledged
        self.arrived: Callable[[Stream], None] = lambda _stream: None
        self._now = now

    def put(self, kind: str, payload: Any, stream: Stream, *, always: bool = False) -> Update | None:
        """Queue an update; None when the bot did not ask for its kind (`always` queues it nevertheless)."""
        if not always and not self.wants(kind):
            return None
        update = Update(self.next_id, kind, payload, self._now() + KEPT_SECONDS.get(kind, DAY), stream)
        self.next_id += 1
        self.hold(update)
        self.arrived(stream)
        return update

    def hold(self, update: Update) -> None:
        """Put an update as it is at the end of the queue."""
        self.pending[update.id] = update
        self.streams.setdefault(update.stream, deque()).append(update.id)

    def wants(self, kind: str) -> bool:
        """True if updates of this kind are kept; an empty or missing list means all but the unasked ones."""
        return kind in self.allowed if self.allowed else kind not in NOT_SENT_UNASKED

    def fetch(self, offset: int, limit: int) -> list[Update]:
        """Acknowledge what `offset` confirms and return up to `limit` updates, without removing those.

        A negative offset keeps that many from the end and forgets the rest; zero starts at the oldest.
        """
        if offset < 0:
            self.acknowledge([*self.pending][: max(0, len(self.pending) + offset)])
        elif offset:
            confirmed = []
            for update_id in self.pending:
                if update_id >= offset:
                    break
                confirmed.append(update_id)
            self.acknowledge(confirmed)
        found: list[Update] = []
        expired: list[int] = []
        now = self._now()
        for update in self.pending.values():
            if update.expires <= now:
                expired.append(update.id)
                continue
            found.append(update)
            if len(found) == limit:
                break
        self.forget(expired)
        return found

    def acknowledge(self, update_ids: Iterable[int]) -> None:
        """Remove updates that the bot has confirmed."""
        update_ids = [*update_ids]
        self.acknowledged.update(update_ids)
        self.forget(update_ids)

    def forget(self, update_ids: Iterable[int]) -> None:
        """Remove updates without counting them as confirmed."""
        for update_id in update_ids:
            update = self.pending.pop(update_id, None)
            if update is None:
                continue
            stream = self.streams[update.stream]
            if stream[0] == update_id:
                stream.popleft()
            else:
                stream.remove(update_id)
            if not stream:
                del self.streams[update.stream]

    def head(self, stream: Stream) -> Update | None:
        """The oldest unexpired update of a stream."""
        while (waiting := self.streams.get(stream)) is not None:
            update = self.pending[waiting[0]]
            if update.expires > self._now():
                return update
            self.forget([update.id])
        return None
