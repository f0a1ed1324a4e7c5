"""States of a town that many tests begin with: reached once by each worker, then put back.

Everybody in their roles, an opinion sent and assigned: such a beginning costs most of a test. A step marked with
`beginning` is taken as its people take it the first time; from the very same state it is afterwards only put back. The
state is the same if nobody has written into the database since it was kept or put back, and the sandbox, the clock and
the settings are as they were. What a process holds in memory is not put back: it is in the position of one that has
been started anew.
"""

import hashlib
import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, ParamSpec, TypeVar

import orjson

from bot.sandbox.files import FileStore
from bot.sandbox.people import People
from bot.sandbox.snapshot import fill, pack
from bot.sandbox.world import Call, World
from tests.actor import Actor
from tests.furniture import Furniture

if TYPE_CHECKING:
    from tests.town import Town

KEPT = 150
"""States of a worker, each about a megabyte; the longest unused one gives way."""
EMPTY = "empty"
PLAIN = (str, int, bool, float, type(None), Furniture)

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


class Unsure(Exception):
    """What a step was given or has made cannot be kept."""


class State(NamedTuple):
    """A town at rest after a step, and what the step left in the test's hands."""

    name: str
    database: sqlite3.Connection
    world: bytes
    calls: list[Call]
    read: dict[int, int]
    instant: datetime
    offset: int
    attributes: dict[str, Any]
    result: tuple[str, Any]


class Checkpoints:
    """The states known of a town's database on a file, which is empty but for its tables. SQLite only."""

    def __init__(self, file: Path) -> None:
        self._file = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
        self._file.execute("PRAGMA synchronous=OFF")
        self._kept: OrderedDict[Any, State] = OrderedDict()
        self._empty = self._copied()
        self._stands_at(EMPTY)

    def empty(self) -> None:
        """Empty the database."""
        self._fill(EMPTY, self._empty)

    async def take(self, town: "Town", step: Callable[..., Any], place: Any, args: Any, kwargs: Any) -> Any:
        """Take a step of a test's `place`, or put back the state that it led to from here."""
        try:
            key = self._key(town, step, place, args, kwargs)
        except Unsure:
            return await step(place, *args, **kwargs)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._put_back(town, place, self._kept[key])
        before = vars(place).copy()
        result = await step(place, *args, **kwargs)
        try:
            self._keep(key, town, place, before, result)
        except Unsure:
            self._at = ""
        return result

    def _key(self, town: "Town", step: Callable[..., Any], place: Any, args: Any, kwargs: Any) -> Any:
        """What the outcome of a step depends on. Raises `Unsure`."""
        if self._at == "" or self._version != self._now() or not town.at_rest:
            raise Unsure
        given = tuple(_named(value) for value in (*args, *kwargs.values()))
        own = tuple((name, value) for name, value in sorted(vars(place).items()) if isinstance(value, str | int | None))
        world = hashlib.sha256(pack(town.world)).hexdigest()
        step_name = f"{type(place).__module__}.{type(place).__qualname__}.{step.__qualname__}"
        return self._at, world, town.clock.instant, repr(town.place), step_name, own, given, tuple(kwargs)

    def _keep(self, key: Any, town: "Town", place: Any, before: dict[str, Any], result: Any) -> None:
        if not town.at_rest:
            raise Unsure
        new = {name: value for name, value in vars(place).items() if name not in before or before[name] is not value}
        if not all(isinstance(value, PLAIN) for value in new.values()):
            raise Unsure
        name = f"{len(self._kept)}:{hash(key)}"
        kept = State(
            name,
            self._copied(),
            pack(town.world),
            [*town.world.calls],
            dict(town.read),
            town.clock.instant,
            town._offset,
            new,
            _result(place, result),
        )
        self._kept[key] = kept
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)[1].database.close()
        self._stands_at(name)

    def _put_back(self, town: "Town", place: Any, state: State) -> Any:
        self._fill(state.name, state.database)
        _refill(town.world, state)
        town.read.update(state.read)
        town.clock.instant, town._offset = state.instant, state.offset
        vars(place).update(state.attributes)
        how, value = state.result
        return place if how == "self" else getattr(place, value) if how == "attribute" else value

    def _fill(self, name: str, database: sqlite3.Connection) -> None:
        database.backup(self._file)
        self._stands_at(name)

    def _copied(self) -> sqlite3.Connection:
        made = sqlite3.connect(":memory:", check_same_thread=False)
        self._file.backup(made)
        return made

    def _stands_at(self, name: str) -> None:
        self._at, self._version = name, self._now()

    def _now(self) -> int:
        """A number that is another one when somebody else has written."""
        return int(self._file.execute("PRAGMA data_version").fetchone()[0])


def beginning(
    step: Callable[Parameters, Coroutine[Any, Any, Result]],
) -> Callable[Parameters, Coroutine[Any, Any, Result]]:
    """Mark a step with which many tests begin: a method of a town, or of what has one in its `town`."""

    @wraps(step)
    async def taken(*all_args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        args: list[Any] = list(all_args)
        place = args.pop(0)
        town: Town = getattr(place, "town", place)
        if town.checkpoints is None:
            return await step(*all_args, **kwargs)
        result: Result = await town.checkpoints.take(town, step, place, args, kwargs)
        return result

    return taken


def _named(value: Any) -> Any:
    """What stands for an argument in a key. Raises `Unsure`."""
    if isinstance(value, Actor):
        return "actor", value.id
    if isinstance(value, tuple):
        return tuple(_named(one) for one in value)
    if isinstance(value, Furniture) or not isinstance(value, PLAIN):
        raise Unsure
    return value


def _result(place: Any, result: Any) -> tuple[str, Any]:
    """What a step gave back, so that it can be given back again. Raises `Unsure`."""
    if result is place:
        return "self", None
    if isinstance(result, PLAIN):
        return "value", result
    for name, value in vars(place).items():
        if value is result:
            return "attribute", name
    raise Unsure


def _refill(world: World, state: State) -> None:
    """Put the sandbox into a state, its people and bots being the same objects as before."""
    known = world.people.by_id
    world.people, world.files = People(), FileStore()
    world.acknowledged.clear()
    for bot in world.bots.values():
        for held in (bot.chats, bot.queries, bot.updates.pending, bot.updates.streams):
            held.clear()
    fill(world, orjson.loads(state.world))
    world.calls.clear()
    world.calls.extend(state.calls)
    for number, person in world.people.by_id.items():
        if (same := known.get(number)) is not None:
            for field in ("name", "language", "username", "blocked_bots"):
                setattr(same, field, getattr(person, field))
            world.people.by_id[number] = world.people.by_name[same.name] = same
            for bot in world.bots.values():
                if number in bot.chats:
                    bot.chats[number].peer = same
