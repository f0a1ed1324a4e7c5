"""The page's HTTP API: acting as the people of the town, watching their chats, moving the town's clock.

`PageApi(world, cast, clock).routes()` serves the page at `/`, its parts under `/page/` and JSON under `/sandbox/`.
Every refusal is JSON with a sentence: `{"error": "..."}`.
"""

import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from aiohttp import web

from bot.sandbox.cast import MAX_NAME, NEWCOMERS, Cast, CastMember, NamedLocation
from bot.sandbox.change_feed import Change
from bot.sandbox.messages import Json
from bot.sandbox.page_requests import (
    PageError,
    degrees_of,
    explaining,
    file_response,
    number_of,
    page_file,
    picture_type,
    read_body,
    read_form,
    text_of,
    whole,
)
from bot.sandbox.people import Person
from bot.sandbox.same_origin import Handler, guarded
from bot.sandbox.world import World

PAGE = Path(__file__).parent / "page"
MAX_TEXT = 4096
"""UTF-16 units in a message: Telegram's limit."""
MAX_DATA = 64
"""Of a button: the Bot API's limit."""
MAX_MOVE = timedelta(days=400)
"""The clock moves so far at once: our own choice."""
MAX_SHOWN = 2_000
"""Messages of a chat: our own choice."""
_KIND_TYPES = {"voice": "audio/ogg", "video": "video/mp4", "sticker": "image/webp"}


class TownClock(Protocol):
    """The town's time, which can be moved on."""

    @property
    def zone(self) -> str:
        """The IANA name of the town's time zone."""

    def now(self) -> datetime:
        """The town's time, aware, in UTC."""

    def move_to(self, instant: datetime) -> None:
        """Let it be that instant; what falls due before is then really done."""

    async def next_due(self) -> tuple[datetime, str] | None:
        """The instant at which something falls due next, and a few words for it; None when nothing is due."""


class PageApi:
    """Routes for the page; everybody of the cast is given an account in the world."""

    def __init__(
        self, world: World, cast: Cast, clock: TownClock, *, town: str = "", places: Sequence[NamedLocation] = ()
    ) -> None:
        self.world = world
        self.cast = cast
        self.clock = clock
        self.town = town
        self.places = places
        self.desk_link: Callable[[int], Awaitable[str]] | None = None
        """Makes an address at which a person works in a browser; None: there is none."""
        for member in cast:
            world.person(member.name, id=member.id, language=member.language)

    def routes(self) -> list[web.RouteDef]:
        """The page's routes, for an application that listens on loopback."""
        routes: list[tuple[str, str, Handler]] = [
            ("GET", "/", self._index),
            ("GET", "/page/{name}", self._part),
            ("GET", "/sandbox/town", self._town),
            ("GET", "/sandbox/changes", self._changes),
            ("GET", "/sandbox/clock", self._clock),
            ("POST", "/sandbox/clock", self._move),
            ("GET", "/sandbox/faults", self._faults),
            ("POST", "/sandbox/faults", self._set_faults),
            ("GET", "/sandbox/files/{file_id}", self._file),
            ("POST", "/sandbox/people", self._add_person),
            ("GET", "/sandbox/people/{id}/chat", self._chat),
            ("GET", "/sandbox/people/{id}/desk", self._open_desk),
            ("POST", "/sandbox/people/{id}/files", self._upload),
            ("POST", "/sandbox/people/{id}/{deed}", self._act),
        ]
        return [web.route(method, path, guarded(explaining(handler))) for method, path, handler in routes]

    # The page

    async def _index(self, _request: web.Request) -> web.StreamResponse:
        return page_file(PAGE, "index.html")

    async def _part(self, request: web.Request) -> web.StreamResponse:
        return page_file(PAGE, request.match_info["name"])

    # Looking

    async def _town(self, _request: web.Request) -> web.StreamResponse:
        return web.json_response(
            {
                "bot": self.world.bot.user(),
                "town": self.town,
                "people": [member.described() for member in self.cast],
                "phones": self.cast.phones,
                "places": [asdict(place) for place in self.places],
                "clock": await self._time(),
                "desk": self.desk_link is not None,
            }
        )

    async def _open_desk(self, request: web.Request) -> web.StreamResponse:
        person = self._person(request)
        if self.desk_link is None:
            raise PageError("There is no desk in this town.", 404)
        return web.Response(status=303, headers={"Location": await self.desk_link(person.id)})

    async def _chat(self, request: web.Request) -> web.StreamResponse:
        person = self._person(request)
        limit = min(whole(request.query.get("limit", "100"), "limit"), MAX_SHOWN)
        messages = self.world.messages(person)
        shown = messages[-limit:] if limit else []
        return web.json_response(
            {
                "messages": [self.world.json(message) | {"reactions": message.reactions} for message in shown],
                "earlier": len(messages) > len(shown),
                "commands": self.world.commands_for(person),
                "typing": self.world.typing(person),
                "blocked": person.blocked,
                "keyboard": self.world.reply_keyboard(person),
                "toasts": [
                    {"id": toast.query_id, "text": toast.text, "show_alert": toast.alert, "url": toast.url}
                    for toast in self.world.toasts(person)
                ],
            }
        )

    async def _changes(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: whether the bot is there, which chat has changed, how many messages arrived in it."""
        changes = self.world.subscribe()
        stream = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await stream.prepare(request)
        try:
            await stream.write(_event(self._told(Change("bot"))))
            async for change in changes:
                if told := self._told(change):
                    await stream.write(_event(told))
        except ConnectionResetError:
            pass  # the page was closed; it comes back by itself
        return stream

    def _told(self, change: Change) -> Json | None:
        if change.kind == "clock":
            return {"kind": "clock"}
        if change.kind == "bot":
            return {"kind": "bot", "listens": self.world.bot.listens}
        if change.person_id is None or self.cast.get(change.person_id) is None:
            return None
        chat = self.world.bot.chats.get(change.person_id)
        message = chat.messages.get(change.message_id) if chat and change.message_id else None
        arrived = change.kind == "message" and message is not None and message.from_bot
        return {"kind": "chat", "person": change.person_id, "arrived": int(arrived)}

    async def _file(self, request: web.Request) -> web.StreamResponse:
        stored = self.world.files.by_id.get(request.match_info["file_id"])
        if stored is None:
            raise PageError("This file is no longer kept.", 404)
        mime = stored.mime or _KIND_TYPES.get(stored.kind, "application/octet-stream")
        if stored.kind == "photo":
            mime = picture_type(stored.content)
        return file_response(request, stored.content, mime)

    # UserActions

    async def _act(self, request: web.Request) -> web.StreamResponse:
        person = self._person(request)
        deeds: dict[str, Callable[[Person, Json], Json]] = {
            "says": self._says,
            "edits": self._edits,
            "presses": self._presses,
            "location": self._location,
            "contact": self._contact,
            "sticker": lambda person, _: {"message_id": self.world.sends_sticker(person).id},
            "blocks": lambda person, _: self._block(person, blocked=True),
            "unblocks": lambda person, _: self._block(person, blocked=False),
        }
        deed = deeds.get(request.match_info["deed"])
        if deed is None:
            raise PageError("Nobody can do that here.", 404)
        return web.json_response(deed(person, await read_body(request)))

    def _says(self, person: Person, body: Json) -> Json:
        text = text_of(body, "text", MAX_TEXT)
        reply_to = body.get("reply_to")
        message = self.world.says(person, text, reply_to=reply_to if isinstance(reply_to, int) else None)
        return {"message_id": message.id}

    def _edits(self, person: Person, body: Json) -> Json:
        self.world.edits(person, number_of(body, "message_id"), text_of(body, "text", MAX_TEXT))
        return {"message_id": body["message_id"]}

    def _presses(self, person: Person, body: Json) -> Json:
        return {"id": self.world.presses(person, number_of(body, "message_id"), text_of(body, "data", MAX_DATA))}

    def _location(self, person: Person, body: Json) -> Json:
        latitude, longitude = degrees_of(body, "latitude", 90), degrees_of(body, "longitude", 180)
        return {"message_id": self.world.sends_location(person, latitude, longitude).id}

    def _contact(self, person: Person, _body: Json) -> Json:
        member = self.cast.get(person.id)
        assert member is not None  # noqa: S101 - looked up before
        return {"message_id": self.world.sends_contact(person, member.number).id}

    def _block(self, person: Person, *, blocked: bool) -> Json:
        (self.world.blocks if blocked else self.world.unblocks)(person)
        return {"blocked": blocked}

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        person = self._person(request)
        fields, files = await read_form(request)
        caption = fields.get("caption") or None
        reply_to = whole(fields.get("reply_to") or "0", "reply_to") or None
        match fields.get("kind"):
            case "photo" if len(files) > 1:
                self.world.sends_album(person, [content for _, content, _ in files], caption)
            case "photo":
                self.world.sends_photo(person, files[0][1], caption, reply_to=reply_to)
            case "voice":
                self.world.sends_voice(person, files[0][1], caption, reply_to=reply_to)
            case "document":
                name, content, mime = files[0]
                self.world.sends_document(person, content, name, mime, caption, reply_to=reply_to)
            case kind:
                raise PageError(f"Cannot send a file as {kind!r}: it may be a photo, a voice or a document.")
        return web.json_response({"sent": len(files)})

    async def _add_person(self, request: web.Request) -> web.StreamResponse:
        body = await read_body(request)
        name, language = text_of(body, "name", MAX_NAME), text_of(body, "language", 12)
        number = self.world.people.free_id()
        self.world.person(name, id=number, language=language)
        member = self.cast.add(CastMember(number, name, "New in town", NEWCOMERS, language, label_zh="新来的人"))
        return web.json_response(member.described())

    def _person(self, request: web.Request) -> Person:
        member = self.cast.get(whole(request.match_info["id"], "id"))
        if member is None:
            raise PageError("Nobody in this town has that number.", 404)
        return self.world.people.by_id[member.id]

    # Time and trouble

    async def _clock(self, _request: web.Request) -> web.StreamResponse:
        return web.json_response(await self._time())

    async def _time(self) -> Json:
        due = await self.clock.next_due()
        return {
            "now": self.clock.now().isoformat(),
            "zone": self.clock.zone,
            "next": {"at": due[0].isoformat(), "what": due[1]} if due else None,
        }

    async def _move(self, request: web.Request) -> web.StreamResponse:
        body = await read_body(request)
        now = self.clock.now()
        if body.get("next"):
            due = await self.clock.next_due()
            if due is None:
                raise PageError("Nothing is due; move the time on by an hour or a day.", 409)
            target = max(now, due[0])
        else:
            span = timedelta(seconds=number_of(body, "seconds"))
            if not timedelta() < span <= MAX_MOVE:
                raise PageError(f"The time moves forward only, by at most {MAX_MOVE.days} days at once.")
            target = now + span
        self.clock.move_to(target)
        self.world.changes.tell("clock")
        return web.json_response(await self._time())

    async def _faults(self, _request: web.Request) -> web.StreamResponse:
        left: dict[bool, int] = {True: 0, False: 0}
        for fault in self.world.faults.armed:
            left[fault.status == 429] += fault.left or 0
        return web.json_response(
            {"latency": self.world.faults.latency, "too_many": left[True], "server_errors": left[False]}
        )

    async def _set_faults(self, request: web.Request) -> web.StreamResponse:
        body = await read_body(request)
        latency = body.get("latency", 0)
        if not isinstance(latency, int | float) or not 0 <= latency <= 30:
            raise PageError("Answers may be slowed by 0 to 30 seconds.")
        too_many, server_errors = number_of(body, "too_many"), number_of(body, "server_errors")
        faults = self.world.faults
        faults.clear()
        faults.latency = float(latency)
        faults.too_many_requests(too_many)
        faults.server_errors(server_errors)
        return await self._faults(request)


def _event(told: Json | None) -> bytes:
    return b"data: " + json.dumps(told).encode() + b"\n\n"
