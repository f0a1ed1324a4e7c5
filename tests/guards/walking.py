"""Walking through all screens of all roles, as far as their own keys lead, in a county of full size."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import orjson

from handlers.conversation.markup import parsed
from handlers.conversation.split import units
from storage.outbox import Call
from tests.guards.somebody import Somebody
from tests.guards.table import routes
from tests.guards.trying import EMPTY, Deed, House, Pocket, message, press

Json = dict[str, Any]
OF_A_KIND = 2
"""Keys of each kind that are pressed; of a list two things are looked at."""
TYPED = ("王", "wang", "路灯", "TC-2026-000001", "1")
"""What is typed wherever something is awaited."""
TURNING = re.compile(r"^(◀|⏮|\d+ ▶|▶)|▶[\ufe0e\ufe0f]?$")
ONWARD = re.compile(r"▶[\ufe0e\ufe0f]?$")
SEARCH = ("🔤", "🔎")
QUOTED = re.compile(r"<blockquote.*?</blockquote>", re.DOTALL)


@dataclass
class Screen:
    """A message with keys that was shown."""

    who: Somebody
    came_by: str
    """What led here, for people."""
    html: str
    text: str
    """As it is read."""
    keys: list[list[Json]]
    pocket: Pocket

    @property
    def data(self) -> list[str]:
        """What its keys carry."""
        return [key["callback_data"] for row in self.keys for key in row if "callback_data" in key]

    @property
    def own_words(self) -> str:
        """The text without what people wrote."""
        return parsed(QUOTED.sub("", self.html)).text

    def onward(self) -> str | None:
        """The key to the next page, if there is one."""
        return next((key["callback_data"] for row in self.keys for key in row if ONWARD.match(key["text"])), None)

    def searches(self) -> bool:
        """Whether a key leads to a search, or what is typed is looked for."""
        return self.pocket[0] is not None or any(key["text"].startswith(SEARCH) for row in self.keys for key in row)

    def listed(self, kind: str | None = None) -> list[str]:
        """The keys of what is listed: of this kind, else the kind that stands here most often."""
        if kind is not None:
            return [one for one in self.data if _kind(one) == kind]
        kinds = Counter(_kind(key["callback_data"]) for row in self.keys for key in row
                        if "callback_data" in key and not TURNING.search(key["text"]))  # fmt: skip
        kind, times = max(kinds.items(), key=lambda one: one[1], default=("", 0))
        return self.listed(kind) if times > 2 else []


NAMED = {"plo"}
"""Keys of lists of things that have names in place of numbers."""


def _kind(data: str) -> str:
    """Keys of one kind differ in numbers only, or in names."""
    prefix = data.partition(":")[0]
    return prefix if prefix in NAMED else re.sub(r"\d+", "#", data)


CHOSEN = {
    "ut", "ur", "uby", "ent", "rtu", "rtz", "piu", "pis", "st", "sb", "sg", "rh", "ng", "rce", "svn", "mti", "ros",
    "gpl", "gps", "roa", "rps",
}  # fmt: skip
"""Keys of lists that are chosen from: what is pressed is done, and nothing is opened that one would come back from."""
READ = {"sto", "mtd"}
"""Pages that are read from one end to the other: nothing is opened from them."""


def _signature(data: str) -> str:
    prefix, *fields = data.split(":")
    return ":".join([prefix, *("#" if re.fullmatch(r"[0-9a-f]*\d[0-9a-f-]*", one) else one for one in fields)])


def screens(who: Somebody, came_by: str, calls: list[Call], pocket: Pocket) -> Iterator[Screen]:
    """The messages with keys among what would be sent to them."""
    for call in calls:
        body = orjson.loads(call.payload)
        keys = (body.get("reply_markup") or {}).get("inline_keyboard")
        html = body.get("text") or body.get("caption") or (body.get("media") or {}).get("caption") or ""
        if keys and call.chat_id == who.chat:
            marked = body.get("parse_mode") == "HTML" or (body.get("media") or {}).get("parse_mode") == "HTML"
            yield Screen(who, came_by, html if marked else "", parsed(html).text if marked else html, keys, pocket)


@dataclass
class Walk:
    """All that somebody comes to by pressing what they are shown and typing where something is awaited."""

    house: House
    who: Somebody
    wrongs: dict[str, None] = field(default_factory=dict)
    """What is no screen for people, each kind of it once."""
    lists: dict[str, Screen] = field(default_factory=dict)
    """A first page of each list that has several."""
    steps: int = 0
    _seen: Counter[str] = field(default_factory=Counter)
    _ways: deque[tuple[str, Deed, Pocket]] = field(default_factory=deque)

    async def goes(self) -> None:
        """From every command on, until nothing new is shown."""
        for route in routes():
            if await route.lets_through(self.who.role) or await route.lets_through():
                self._ways.extend(
                    (f"/{one}", message(text=f"/{one}"), EMPTY) for one in route.commands if not self._met(one)
                )
        self._ways.extend((f"“{one}”", message(text=one), EMPTY) for one in TYPED)
        while self._ways:
            how, deed, pocket = self._ways.popleft()
            await self._tries(how, deed, pocket)

    def _met(self, key: str) -> bool:
        """Whether that was met before; from now on it was."""
        self._seen[key] += 1
        return self._seen[key] > 1

    async def _tries(self, how: str, deed: Deed, pocket: Pocket) -> None:
        self.steps += 1
        outcome = await self.house.tries(self.who, deed, pocket)
        if outcome.failed:
            self.wrongs[f"{self.who.name}: {how}: {outcome.failed}"] = None
        for call in outcome.calls:
            for wrong in limits(call):
                self.wrongs.setdefault(f"{self.who.name}: {_signature_of(how)}: {wrong}", None)
        own = [one for one in outcome.calls if one.chat_id == self.who.chat and one.method == "sendMessage"]
        if len(own) > MOST_MESSAGES:
            self.wrongs[f"{self.who.name}: {how}: {len(own)} messages at once"] = None
        for screen in screens(self.who, how, outcome.calls, outcome.pocket):
            self._looks(screen)
        state = outcome.pocket[0]
        if state is not None and not self._seen[f"state {state}"]:
            self._seen[f"state {state}"] += 1
            self._ways.extend((f"{how} › “{one}”", message(text=one), outcome.pocket) for one in TYPED)

    def _looks(self, screen: Screen) -> None:
        for wrong in no_wall(screen):
            self.wrongs.setdefault(f"{self.who.name}: {_signature_of(screen.came_by)}: {wrong}", None)
        if screen.onward() is not None and str(screen.onward()).partition(":")[0] not in READ:
            self.lists.setdefault(_list_of(screen), screen)
        for data in _spread(screen.data):
            signature = f"{_signature(data)} {screen.pocket[0]}"
            if self._seen[signature] < OF_A_KIND and not self._seen[f"{data} {screen.pocket[0]}"]:
                self._seen[signature] += 1
                self._seen[f"{data} {screen.pocket[0]}"] += 1
                self._ways.append((f"{screen.came_by} › {data}", press(data), screen.pocket))


MOST_MESSAGES = 2
"""A notice comes with its card; anything else is one."""
MOST_CHARACTERS, MOST_ROWS, MOST_KEYS, LARGEST_KEYBOARD, LONGEST_MESSAGE = 1_500, 12, 98, 10_000, 4_096
"""The last three are Telegram's: keys and bytes under a message (beyond, "reply markup is too long"), UTF-16 units."""


def limits(call: Call) -> Iterator[str]:
    """What Telegram would refuse."""
    body = orjson.loads(call.payload)
    html, rows = body.get("text") or "", (body.get("reply_markup") or {}).get("inline_keyboard", ())
    text = parsed(html).text if body.get("parse_mode") == "HTML" else html
    if units(text) > LONGEST_MESSAGE:
        yield f"a message of {units(text)}"
    if sum(map(len, rows)) > MOST_KEYS:
        yield f"{sum(map(len, rows))} keys"
    if len(orjson.dumps(body.get("reply_markup") or {})) > LARGEST_KEYBOARD:
        yield f"a keyboard of {len(orjson.dumps(body['reply_markup']))} bytes"


def no_wall(screen: Screen) -> Iterator[str]:
    """What people would not read to its end, or not find their way in; their own words may be as long as they are."""
    if len(screen.keys) > MOST_ROWS:
        yield f"{len(screen.keys)} rows of keys"
    if screen.html and len(screen.own_words) > MOST_CHARACTERS:
        yield f"{len(screen.own_words)} characters"
    for row in screen.keys:
        for key in row:
            if key["text"].rstrip().endswith(" ·") or "· ·" in key["text"]:
                yield f"a key that says “{key['text']}”"
            if not key["text"].strip():
                yield "a key without a word"


def _signature_of(came_by: str) -> str:
    return " › ".join(_signature(one) for one in came_by.split(" › ")[-2:])


def _list_of(screen: Screen) -> str:
    onward = screen.onward()
    assert onward is not None
    return re.sub(r"\d{2,}", "#", onward.rpartition(":")[0])


async def page_is_kept(house: House, first: Screen) -> str | None:
    """On the second page something is opened: a key of it must lead to that page again. What is wrong, if anything."""
    onward = first.onward()
    assert onward is not None
    turned = await house.tries(first.who, press(onward), first.pocket)
    second = next((one for one in screens(first.who, onward, turned.calls, turned.pocket)), None)
    if not first.listed():
        return f"lists nothing: {first.data}"
    kind = _kind(first.listed()[0])
    if second is None or second.listed(kind) == first.listed():
        return "its next page is the same"
    listed = second.listed(kind)
    if not listed:
        return "lists nothing on its next page"
    if kind.partition(":")[0] in CHOSEN:
        return None
    item = await house.tries(first.who, press(listed[0]), second.pocket)
    for screen in screens(first.who, listed[0], item.calls, item.pocket):
        for data in screen.data:
            again = await house.tries(first.who, press(data), screen.pocket)
            for back in screens(first.who, data, again.calls, again.pocket):
                if back.listed(kind) == listed:
                    return None
    return f"who opens {listed[0]} does not find the page again"


def _spread(data: list[str]) -> list[str]:
    """From both ends towards the middle: of a list the first and the last are looked at."""
    return [data[at // 2 if at % 2 == 0 else -1 - at // 2] for at in range(len(data))]
