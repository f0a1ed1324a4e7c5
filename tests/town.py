"""A town to test in: people who say, press and hear, and the real handling between them, over the sandbox's HTTP."""

import hashlib
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import aiohttp
import orjson
from cryptography.fernet import Fernet
from sqlalchemy.ext.asyncio import AsyncSession

from bot.handling import Handling
from bot.sandbox.messages import Message
from bot.sandbox.people import Person as Someone
from bot.sandbox.server import SandboxServer
from bot.sandbox.world import World
from bot.sweep import sweep
from handlers.conversation.outgoing import Place
from storage import crypto, inbox, outbox
from storage.engine import Database, open_database
from storage.models import Area, Base, Grant, Person, Representative, Station, Topic
from storage.queries import people
from storage.vocabulary import AreaKind, CallState, Level, Role

TOKEN = "42:sandbox"
ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
"""Nine in the morning of an ordinary working Monday in the town."""


class TownClock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.instant = MONDAY

    def now(self) -> datetime:
        """The town's time, aware UTC."""
        return self.instant


class Actor:
    """A person of the town with their phone."""

    def __init__(self, town: "Town", someone: Someone) -> None:
        self.town, self.someone = town, someone
        self._read = 0

    @property
    def id(self) -> int:
        """The Telegram id."""
        return self.someone.id

    async def says(self, text: str, *, reply_to: Message | int | None = None) -> None:
        """Write a message; it is handled and everybody has got what follows from it."""
        self._mark()
        number = reply_to.id if isinstance(reply_to, Message) else reply_to
        self.town.world.says(self.someone, text, reply_to=number)
        await self.town.settle()

    async def does(self, act: Callable[[World, Someone], Any]) -> Any:
        """Anything else: `await li.does(lambda world, me: world.sends_location(me, 29.2, 113.8))`."""
        self._mark()
        result = act(self.town.world, self.someone)
        await self.town.settle()
        return result

    async def presses(self, *labels: str) -> None:
        """Press buttons one after the other: each the newest on the phone whose label holds the words."""
        for label in labels:
            self._mark()
            message, data = self._button(label)
            self.town.world.presses(self.someone, message.id, data)
            await self.town.settle()

    def _button(self, label: str) -> tuple[Message, str]:
        seen: list[str] = []
        for message in reversed(self.messages):
            if not message.from_bot:
                continue
            for button in message.buttons:
                seen.append(button["text"])
                if label.lower() in button["text"].lower() and "callback_data" in button:
                    return message, button["callback_data"]
        raise AssertionError(f"{self.someone.name} has no button {label!r}; there are: {seen}")

    def _mark(self) -> None:
        self._read = max((message.id for message in self.messages), default=0)

    @property
    def messages(self) -> list[Message]:
        """The chat as it stands, oldest first."""
        return self.town.world.messages(self.someone)

    @property
    def screen(self) -> str:
        """The newest message of the bot, with its buttons."""
        for message in reversed(self.messages):
            if message.from_bot:
                return _shown(message)
        return ""

    @property
    def heard(self) -> str:
        """All that the bot's messages in the chat say now, buttons included."""
        return "\n".join(_shown(message) for message in self.messages if message.from_bot)

    @property
    def news(self) -> str:
        """What came since this person last did something."""
        return "\n".join(_shown(m) for m in self.messages if m.from_bot and m.id > self._read)

    @property
    def toast(self) -> str:
        """The last note over a pressed button; empty if there was none."""
        toasts = self.town.world.toasts(self.someone)
        return (toasts[-1].text or "") if toasts else ""

    def hears(self, *words: str) -> None:
        """Each of these (regular expressions, case ignored) stands somewhere in what the bot shows now."""
        for pattern in words:
            found = self.heard + "\n" + self.toast
            assert stands(pattern, found), f"{self.someone.name} does not hear {pattern!r} in:\n{found}"

    def sees(self, *words: str) -> None:
        """Each of these stands in the newest message, or in the note over the button."""
        for pattern in words:
            found = self.screen + "\n" + self.toast
            assert stands(pattern, found), f"{self.someone.name} does not see {pattern!r} in:\n{found}"

    def hears_nothing(self, *words: str) -> None:
        """None of these stands in what the bot shows."""
        for pattern in words:
            assert not stands(pattern, self.heard), f"{self.someone.name} hears {pattern!r}"


def stands(pattern: str, text: str) -> bool:
    """Whether the words (a regular expression, case ignored) stand in a text."""
    return re.search(pattern, text, re.IGNORECASE | re.DOTALL) is not None


def _shown(message: Message) -> str:
    buttons = " ".join(f"[{button['text']}]" for button in message.buttons)
    return f"{message.shown}\n{buttons}" if buttons else message.shown


class Town:
    """The database, the sandbox and the handling, settled after each act."""

    def __init__(self, world: World, server: SandboxServer, database: Database, clock: TownClock) -> None:
        self.world, self.server, self.database, self.clock = world, server, database, clock
        self.place = Place(ZONE, "CN", "en", "TC", 42, "sandbox_bot", frozenset())
        self.quick: list[tuple[str, str]] = []
        self.handling = Handling(
            database, place=self.place, clock=clock, token=TOKEN, on_commit=self.quick.extend, workers=1
        )
        self.beside: list[Callable[[], Awaitable[bool]]] = []
        """What else the process does until the town comes to rest; each says whether it did something."""
        self._http: aiohttp.ClientSession | None = None
        self._offset = 0

    def person(self, name: str, language: str = "en") -> Actor:
        """Somebody with a phone; no role."""
        return Actor(self, self.world.person(name, language=language))

    async def grant(
        self,
        actor: Actor,
        role: Role,
        *,
        representative_id: int | None = None,
        station_id: int | None = None,
    ) -> Actor:
        """Give a role without the way through an invitation."""
        async with self.database.writing() as session:
            person = await people.by_telegram_id(session, actor.id)
            if person is None:
                language = "zh_Hans" if actor.someone.language.startswith("zh") else "en"
                person = Person(
                    telegram_id=actor.id, name=actor.someone.name, language=language, created_at=self.clock.now()
                )
                session.add(person)
                await session.flush()
            session.add(
                Grant(
                    person_id=person.id,
                    role=role,
                    representative_id=representative_id,
                    station_id=station_id,
                    granted_at=self.clock.now(),
                )
            )
        self.world.opens(actor.someone)
        return actor

    async def furnish(self) -> "Furniture":
        """A county with two towns, four villages, two stations, representatives of four levels and a few topics."""
        async with self.database.writing() as session:
            return await furnish(session)

    async def passes(self, **span: float) -> None:
        """Time goes on (`days=3`); what falls due on the way happens when it is due, an hour's grain."""
        end = self.clock.instant + timedelta(**span)
        while self.clock.instant < end:
            self.clock.instant = min(end, self.clock.instant + timedelta(hours=1))
            while await sweep(self.database, self.place, self.clock, self.quick.extend):
                pass
            await self.settle()

    async def settle(self) -> None:
        """Everything that came is handled, everything that was promised is sent."""
        for _ in range(50):
            await self._take_in()
            handled = 0
            while count := await self.handling.drain():
                handled += count
            for work in self.beside:
                handled += await work()
            if not await self._send() and not handled and not self.world.pending():
                return
        raise AssertionError("the town does not come to rest")

    async def _take_in(self) -> None:
        body = await self.call("getUpdates", {"offset": self._offset, "timeout": 0})
        updates = body["result"]
        if not updates:
            return
        kept = [
            inbox.Kept(42, update["update_id"], _chat_of(update), orjson.dumps(update).decode()) for update in updates
        ]
        async with self.database.writing() as session:
            await inbox.keep(session, kept, self.clock.now())
        self._offset = updates[-1]["update_id"] + 1
        await self.call("getUpdates", {"offset": self._offset, "timeout": 0, "limit": 1})

    async def _send(self) -> int:
        for method, payload in self.quick:
            await self.call(method, orjson.loads(payload))
        sent = len(self.quick)
        self.quick.clear()
        async with self.database.writing() as session:
            calls = await outbox.waiting(session, self.clock.now() + timedelta(days=1), 200)
            for call in calls:
                await self._send_one(session, call)
        return sent + len(calls)

    async def _send_one(self, session: Any, call: outbox.Promised) -> None:
        payload = orjson.loads(call.payload)
        now = self.clock.now()
        if call.method == "fetchFile":
            await self._fetch(session, call, payload)
            return
        if call.edits is not None:
            payload["message_id"] = await outbox.message_of(session, call.edits)
        body = await self.call(call.method, payload)
        result = body.get("result")
        message = result.get("message_id") if isinstance(result, dict) else None
        state = CallState.SENT if body["ok"] or "not modified" in body["description"] else CallState.DEAD
        if state is CallState.DEAD:
            assert body["error_code"] == 403 or "not found" in body["description"], (call.method, payload, body)
        await outbox.settle(session, [outbox.Outcome(call.id, state, message, body.get("description"))], now)
        if message is not None and call.opinion_id is not None:
            await outbox.remember_messages(session, [(call.chat_id, message, call.opinion_id)])

    async def _fetch(self, session: Any, call: outbox.Promised, payload: dict[str, Any]) -> None:
        file = (await self.call("getFile", {"file_id": payload["file_id"]}))["result"]
        assert self._http is not None
        async with self._http.get(f"{self.server.url}/file/bot{TOKEN}/{file['file_path']}") as response:
            content = await response.read()
        sha256 = hashlib.sha256(content).hexdigest()
        await outbox.keep_blob(session, sha256, file["file_path"], content, self.clock.now())
        fetched = {
            "topic": payload["topic"],
            "context": payload["context"],
            "sha256": sha256,
            "name": file["file_path"],
        }
        raw = orjson.dumps({"update_id": -call.id, "huiyin": {"fetched": {**fetched, "error": None}}}).decode()
        await inbox.keep(session, [inbox.Kept(42, -call.id, call.chat_id, raw)], self.clock.now())
        await outbox.settle(session, [outbox.Outcome(call.id, CallState.SENT)], self.clock.now())

    async def call(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        """One call to the sandbox's Bot API; its answer."""
        if self._http is None:
            self._http = aiohttp.ClientSession()
        form = await self._form(params)
        async with self._http.post(f"{self.server.url}/bot{TOKEN}/{method}", **form) as response:
            answer: dict[str, Any] = await response.json()
            return answer

    async def _form(self, params: dict[str, Any]) -> dict[str, Any]:
        blobs = {key: value for key, value in params.items() if isinstance(value, str) and value.startswith("blob:")}
        if not blobs:
            return {"json": params}
        form = aiohttp.FormData()
        async with self.database.reading() as session:
            for key, value in params.items():
                if key in blobs:
                    blob = await outbox.blob(session, value.removeprefix("blob:"))
                    assert blob is not None
                    form.add_field(key, blob.content, filename=blob.name)
                else:
                    form.add_field(key, value if isinstance(value, str) else orjson.dumps(value).decode())
        return {"data": form}

    async def close(self) -> None:
        """Give everything back."""
        if self._http is not None:
            await self._http.close()


class Furniture(NamedTuple):
    """Row ids of the small directory, by name."""

    areas: dict[str, int]
    stations: dict[str, int]
    representatives: dict[str, int]
    topics: dict[str, int]


async def furnish(session: AsyncSession) -> Furniture:
    """Keep a small directory."""
    county = Area(code="T", kind=AreaKind.COUNTY, name="通城县", name_en="Tongcheng", sound="tongcheng")
    session.add(county)
    await session.flush()
    areas = {"Tongcheng": county}
    for code, name, name_en, sound in (("T1", "麦市镇", "Maishi", "maishi"), ("T2", "塘湖镇", "Tanghu", "tanghu")):
        areas[name_en] = Area(
            code=code, parent_id=county.id, kind=AreaKind.TOWN, name=name, name_en=name_en, sound=sound
        )
    session.add_all(areas.values())
    await session.flush()
    for code, town, name, name_en, sound, latitude, longitude in (
        ("T1A", "Maishi", "九房村", "Jiufang", "jiufang", 29.10, 113.90),
        ("T1B", "Maishi", "冷塅村", "Lengduan", "lengduan", 29.12, 113.95),
        ("T2A", "Tanghu", "荻田村", "Ditian", "ditian", 29.20, 113.80),
        ("T2B", "Tanghu", "大埚村", "Daguo", "daguo", 29.25, 113.75),
    ):
        areas[name_en] = Area(
            code=code,
            parent_id=areas[town].id,
            kind=AreaKind.VILLAGE,
            name=name,
            name_en=name_en,
            sound=sound,
            latitude=latitude,
            longitude=longitude,
        )
    stations = {
        name: Station(
            code=f"S-{name}", area_id=areas[name].id, name=f"{areas[name].name}代表联络站", name_en=f"{name} station"
        )
        for name in ("Maishi", "Tanghu")
    }
    session.add_all([*areas.values(), *stations.values()])
    topics = {
        code: Topic(code=code, name=name, name_en=name_en, keywords=keywords, position=position)
        for position, (code, name, name_en, keywords) in enumerate(
            (
                ("roads", "道路交通", "Roads and traffic", ["road", "lamp", "traffic", "路", "灯", "交通"]),
                ("water", "供水", "Water", ["water", "pipe", "水"]),
                ("other", "其他", "Other", []),
            )
        )
    }
    session.add_all(topics.values())
    await session.flush()
    representatives = {}
    for name, level, station, served in (
        ("Wang", Level.TOWNSHIP, "Maishi", ["Jiufang", "Lengduan"]),
        ("Zhao", Level.TOWNSHIP, "Tanghu", ["Ditian", "Daguo"]),
        ("Sun", Level.COUNTY, "Maishi", ["Maishi"]),
        ("Zhou", Level.PROVINCIAL, "Maishi", ["Tongcheng"]),
    ):
        representatives[name] = Representative(
            code=f"R-{name}",
            name=name,
            sound=name.lower(),
            level=level,
            constituency=f"{station} 1",
            station_id=stations[station].id,
            areas=[areas[area] for area in served],
        )
    session.add_all(representatives.values())
    await session.flush()
    return Furniture(
        {name: row.id for name, row in areas.items()},
        {name: row.id for name, row in stations.items()},
        {name: row.id for name, row in representatives.items()},
        {name: row.id for name, row in topics.items()},
    )


def _chat_of(update: dict[str, Any]) -> int:
    event = next((value for key, value in update.items() if key != "update_id"), None) or {}
    chat = event.get("chat") or event.get("message", {}).get("chat") or event.get("from") or {}
    return int(chat.get("id", 0))


@asynccontextmanager
async def open_town(url: str) -> AsyncIterator[Town]:
    """A town on an empty database."""
    crypto.install([Fernet.generate_key().decode()])
    clock = TownClock()
    world = World(clock=clock.now, bots={TOKEN: "sandbox_bot"})
    database = open_database(url)
    async with database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.drop_all)
        await connection.run_sync(Base.metadata.create_all)
    async with SandboxServer(world) as server:
        town = Town(world, server, database, clock)
        try:
            yield town
        finally:
            await town.close()
            await database.close()


__all__ = ["MONDAY", "Actor", "Town", "open_town"]
