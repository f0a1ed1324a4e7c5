"""What the Bot API was told to send, with the town's time: all that the judge has of the bot."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from bot.sandbox.world import World
from tests.year.days import ZONE, day_of
from tests.year.running import sorted_json

REFERENCE = re.compile(r"HY-\d{4}-\d{6}")
TWICE_WITHIN = 300
"""Seconds of the town's time; what a death left unmarked is sent again at once, what reads alike comes another day."""


@dataclass(frozen=True, slots=True)
class Said:
    """A message that the bot sent, or changed."""

    at: datetime
    """The town's time, aware, in its zone."""
    to: str
    text: str
    is_new: bool

    @property
    def day(self) -> date:
        """The town's day."""
        return day_of(self.at)

    @property
    def first(self) -> str:
        """The first line without the sign before it."""
        return re.sub(r"^\W+ (?=\w)", "", self.text.partition("\n")[0])

    @property
    def minute(self) -> tuple[int, int]:
        """The time of day."""
        return self.at.hour, self.at.minute


def transcript(world: World, unmarked: Iterable[bytes] = ()) -> list[Said]:
    """All messages in order. Those that a death left unmarked count once, though they came twice."""
    allowed, seen = Counter(unmarked), dict[bytes, int]()
    names = {number: person.name for number, person in world.people.by_id.items()}
    said = []
    for call in world.calls:
        if not call.method.startswith(("send", "edit")) or call.outcome != "ok" or not isinstance(call.result, dict):
            continue
        is_new, raw = call.method.startswith("send"), sorted_json(call.params)
        moment = int(call.result["date" if is_new else "edit_date"])
        if is_new and allowed[raw] and raw in seen and moment - seen[raw] < TWICE_WITHIN:
            allowed[raw] -= 1
            continue
        seen[raw] = moment
        at = datetime.fromtimestamp(moment, UTC).astimezone(ZONE)
        text = call.result.get("text") or call.result.get("caption") or ""
        said.append(Said(at, names[call.result["chat"]["id"]], text, is_new))
    return said
