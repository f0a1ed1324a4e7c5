"""What there is to do: every button that is made or shown, every command, every kind of message, in every state."""

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from enum import Enum
from functools import cache
from typing import Any, NamedTuple, get_args

import orjson
from aiogram.filters.callback_data import CallbackQueryFilter

from storage.models.opinions import Opinion
from storage.vocabulary import Role
from tests.guards.somebody import FIRST_ASSIGNED, GAO, NOTE, RIGHTFUL, Somebody
from tests.guards.table import Route, kinds, routes, words
from tests.guards.trying import EMPTY, LAST, Deed, House, Outcome, Pocket, message, press

SHOWN = 10
"""Buttons of each kind remembered as they were shown."""
REFERENCE = "TC-2026-000002"
TEXTS = ("Please mend the fence by the school", REFERENCE, "3")
FILE = {"file_id": "own-file", "file_unique_id": "own", "file_size": 5}
CONTENTS: tuple[dict[str, Any], ...] = (
    *({"text": text} for text in TEXTS),
    {"photo": [{**FILE, "width": 9, "height": 9}], "caption": TEXTS[0]},
    {"photo": [{**FILE, "width": 9, "height": 9}], "media_group_id": "1"},
    {"document": {**FILE, "file_name": "letter.pdf"}, "caption": TEXTS[0]},
    {"document": {**FILE, "file_name": "directory.csv"}},
    {"voice": {**FILE, "duration": 3}},
    {"location": {"latitude": 29.1, "longitude": 113.9}},
    {"sticker": {**FILE, "type": "regular", "width": 9, "height": 9, "is_animated": False, "is_video": False}},
)
ARGUMENTS = {"start": ("r_R-Wang", "s_S-Maishi", "i_0123456789")}
"""What may stand behind a command; behind any other, what was typed may."""

ABOUT_AN_OPINION = {kind.__prefix__ for kind in kinds() if "opinion" in kind.model_fields}
"""How the data of buttons begins that carry an opinion's number."""
PLAIN = {kind.__prefix__ for kind in kinds()} - ABOUT_AN_OPINION


class Explored(NamedTuple):
    """Everything that there is to do, found out by doing it."""

    reached: set[int]
    """The handlers that rightful people came to, by their places among the routes."""
    tries: list[tuple[Deed, Pocket]]
    """What others try: each thing with full pockets, and in every talk what suits it."""
    leaks: list[str]
    """What showed a note of the unit to somebody outside it."""


class Ways:
    """What rightful people come to; what others then try is the same."""

    def __init__(self, opinions: list[Opinion]) -> None:
        self.deeds: dict[Deed, None] = dict.fromkeys([*_presses(opinions), *_messages(opinions)])
        self._talks: list[tuple[Somebody, Pocket, list[Deed]]] = []
        """One for each state, and one for each thing that a talk of somebody's may remember; the buttons shown then."""
        self._remembered: set[str] = set()
        self._shown: Counter[str] = Counter()
        self._states: dict[str, set[str | None]] = defaultdict(set)
        """In which states alone buttons mean something, by how their data begins."""
        for prefix, asked in _asked().items():
            self._states[prefix].update(*(route.states for route in asked))
        self._commands = Counter(command for route in routes() for command in route.commands)
        self._others: dict[Somebody, set[str]] = {}
        """How the buttons' data begins that are for another role."""

    async def explore(self, house: House) -> Explored:
        """Let rightful people do everything, as long as that leads to something new."""
        tried: set[tuple[Somebody, Deed, Pocket]] = set()
        leaks: list[str] = []
        self._others = {who: await _others_buttons(who.role) for who in RIGHTFUL}
        before = -1
        while len(tried) != before:
            before = len(tried)
            for step in [*self._rightful()]:
                if step not in tried:
                    tried.add(step)
                    who, _, _ = step
                    outcome = await house.tries(*step)
                    leaks += [f"{who.name}: {deed}" for deed in [step[1]] if _leaks(who, outcome)]
                    self._remember(who, outcome.pocket, outcome.buttons())
        reached = {number for number, route in enumerate(routes()) if route.callback in house.entered}
        return Explored(reached, [*self._tries()], leaks)

    def _rightful(self) -> Iterator[tuple[Somebody, Deed, Pocket]]:
        """What rightful people can do now: everything out of nothing, and in each talk of theirs what suits it."""
        for who in RIGHTFUL:
            full = self._full(who)
            for deed in self.deeds:
                if _prefix(deed) in self._others[who]:
                    continue
                yield who, deed, full if _prefix(deed) in PLAIN else EMPTY
        yield from ((who, deed, talk) for who, talk, shown in self._talks for deed in self._suiting(talk, shown))

    def _tries(self) -> Iterator[tuple[Deed, Pocket]]:
        """What is no text is read alike whatever a talk remembers: it is tried once a state."""
        full, states = self._full(), set[str | None]()
        yield from ((deed, full) for deed in self.deeds)
        for _, talk, shown in self._talks:
            again = talk[0] in states
            states.add(talk[0])
            yield from ((deed, talk) for deed in self._suiting(talk, shown) if not (again and _is_file(deed)))

    def _suiting(self, talk: Pocket, shown: list[Deed]) -> list[Deed]:
        """What was shown, the buttons for its state alone, commands that mean this here and that there, any words."""
        return [*dict.fromkeys([*shown, *(deed for deed in self.deeds if self._suits(deed, talk[0]))])]

    def _suits(self, deed: Deed, state: str | None) -> bool:
        if deed.kind == "callback_query":
            return state in self._states[_prefix(deed)]
        command = re.match(r'{"text":"/(\w+)', deed.body)
        if command is not None:
            return self._commands[command[1]] > 1
        return "reply_to" not in deed.body

    def _remember(self, who: Somebody, talk: Pocket, buttons: Iterable[str]) -> None:
        shown = [press(data) for data in buttons]
        told = {f"{who.role}: {one}" for one in (talk[0], *_told(orjson.loads(talk[1])))}
        if not told <= self._remembered:
            self._remembered |= told
            self._talks.append((who, talk, shown))
        for deed in shown:
            if deed not in self.deeds and self._shown[_prefix(deed)] < SHOWN:
                self._shown[_prefix(deed)] += 1
                self.deeds[deed] = None

    def _full(self, whose: Somebody | None = None) -> Pocket:
        """A talk that is in no state and remembers something of every kind: what one person wrote, or anybody."""
        data: dict[str, Any] = {}
        for who, (_, remembered), _ in self._talks:
            if whose in (None, who):
                data |= {
                    name: value
                    for name, value in orjson.loads(remembered).items()
                    if len(str(value)) > len(str(data.get(name, "")))
                }
        return None, orjson.dumps(data).decode()


def _leaks(who: Somebody, outcome: Outcome) -> bool:
    """Whether a note of the unit stands on a screen of somebody else than its officer, or in a message to them."""
    sent = any(NOTE in call.payload for call in outcome.calls if call.chat_id != GAO.chat)
    return sent or (who is not GAO and NOTE in outcome.shown())


def _told(data: dict[str, Any] | list[Any], path: str = "") -> Iterator[str]:
    """What a talk remembers something about, whatever that is: its words, and what holds further ones."""
    for name, value in data.items() if isinstance(data, dict) else enumerate(data[:1]):
        here = f"{path}.{re.sub('[0-9]+', '#', str(name))}"
        if value and (not path or isinstance(value, dict | list)):
            yield here
            yield from _told(value, here) if isinstance(value, dict | list) else ()


def _is_file(deed: Deed) -> bool:
    """Whether it is a message without text: a picture, a voice, a place."""
    return deed.kind != "callback_query" and "text" not in orjson.loads(deed.body)


@cache
def _prefix(deed: Deed) -> str:
    return str(orjson.loads(deed.body)).partition(":")[0]


def _asked() -> dict[str, list[Route]]:
    """The handlers that buttons are for, by how their data begins."""
    found: dict[str, list[Route]] = defaultdict(list)
    for route in routes():
        for one in route.presses:
            found[one.callback_data.__prefix__].append(route)
    return found


async def _others_buttons(role: Role) -> set[str]:
    """How the buttons' data begins that lead somebody with this role nowhere."""
    found = set()
    for prefix, asked in _asked().items():
        if not any([await route.lets_through(role) for route in asked]):
            found.add(prefix)
    return found


def _presses(opinions: list[Opinion]) -> Iterator[Deed]:
    """A button of every kind for every opinion, and one of no kind."""
    yield press("zz:1")
    for kind in kinds():
        rules = [one for route in routes() for one in route.presses if one.callback_data is kind]
        for opinion in opinions if "opinion" in kind.model_fields else opinions[:1]:
            values = [_values(opinion, name, field.annotation, rules) for name, field in kind.model_fields.items()]
            for chosen in itertools.product(*values):
                yield press(kind(**dict(zip(kind.model_fields, chosen, strict=True))).pack())


def _values(opinion: Opinion, name: str, annotation: Any, rules: list[CallbackQueryFilter]) -> list[Any]:
    """What a field may hold: the opinion's number and version, the words that rules name, or any, both truths.

    Where no rule chooses, one assigned opinion is tried with every value, the others with one. Texts that no rule
    names are left to the buttons that are shown.
    """
    named = [words(one, name) for one in rules]
    if all(named):
        return sorted(set().union(*named))
    if annotation is str:
        return sorted({"nonsense"}.union(*named))
    every: list[Any] = []
    annotation = next((one for one in get_args(annotation) if one is not type(None)), annotation)
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        every = list(annotation)
    elif annotation is bool:
        every = [False, True]
    if every:
        return every if opinion.id == FIRST_ASSIGNED else every[:1]
    return [{"version": opinion.version, "round": opinion.round}.get(name, opinion.id)]


def _messages(opinions: list[Opinion]) -> Iterator[Deed]:
    for command in dict.fromkeys(command for route in routes() for command in route.commands):
        for argument in ("", *ARGUMENTS.get(command, TEXTS)):
            yield message(text=f"/{command} {argument}".rstrip())
    yield message(text="/nonsense")
    yield from (message(**content) for content in CONTENTS)
    for number in (FIRST_ASSIGNED, LAST):
        yield message(kind="edited_message", message_id=number, text=TEXTS[2])
    for opinion in opinions:
        yield message(text=TEXTS[0], reply_to=opinion.id)
