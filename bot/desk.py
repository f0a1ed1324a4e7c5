"""The desk over HTTP: each request one transaction, like an update's; what follows from it is promised with it."""

import asyncio
import re
import time
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager
from urllib.parse import urlsplit

import structlog
from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from bot.aside import outcome_of
from bot.clock import Clock
from bot.errors import error_location
from bot.http import Served
from handlers.conversation.outgoing import Outgoing
from handlers.core.aside import Aside, Outcome
from handlers.core.desk import sitting
from handlers.core.desk.errors import LinkOver
from handlers.core.errors import Refusal
from handlers.core.unit_of_work import County
from handlers.desk import serving
from handlers.desk.presence import Presence
from handlers.desk.render import TYPES, static
from handlers.desk.table import ROUTES
from handlers.desk.web import Answer, Asked, Beside, Desk, Upload
from handlers.notifications.dispatch import notify
from storage import outbox
from storage.engine import Database
from storage.trouble import is_away

log = structlog.get_logger(__name__)

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
TELEGRAMS = "https://web.telegram.org https://weba.telegram.org https://webk.telegram.org https://webz.telegram.org"
"""Telegram's clients in a browser: they open a Mini App in a frame."""
APP_HEADERS = {
    **HEADERS,
    "Content-Security-Policy": HEADERS["Content-Security-Policy"].replace(
        "frame-ancestors 'none'", f"frame-ancestors {TELEGRAMS}"
    ),
    "Cross-Origin-Resource-Policy": "cross-origin",
}
"""Of the page by which a Mini App begins, and of no other: what it holds is the same for everybody."""
KEEP_SECONDS = 86_400
"""What pages load is named by its content, so a browser may keep it: our own choice."""
MISSES, MISSES_SECONDS = 20, 60.0
"""So many links that open nothing are tried from an address in so many seconds, then none: our own choice. A link
has 256 bits; this keeps the log readable and the database free."""
TIMES = 2
"""Costly works that a page may ask for: our own choice."""


class DeskServer(Served):
    """Serves the pages at the desk's address, once `begin` was called."""

    def __init__(self, database: Database, clock: Clock, url: str, on_commit: Callable[[Outgoing], None]) -> None:
        super().__init__(database, clock, url)
        self._on_commit, self._presence = on_commit, Presence()
        address = urlsplit(url)
        self._origin = f"{address.scheme}://{address.netloc}"
        self._secure = address.scheme == "https"
        self.cookie = "__Host-desk" if self._secure else "desk"
        """Name of the cookie; browsers keep the prefix to https."""
        self._misses: dict[str, deque[float]] = defaultdict(deque)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Any request below the desk's address."""
        path = "/" + request.match_info.get("path", "")
        if path.startswith("/static/"):
            return _static(path.removeprefix("/static/"))
        answer = await self._page(request, path)
        if not answer.prepared:
            answer.headers.update(APP_HEADERS if path == "/app" and request.method == "GET" else HEADERS)
        return answer

    async def _page(self, request: web.Request, path: str) -> web.StreamResponse:
        found = serving.find(ROUTES, "GET" if request.method == "HEAD" else request.method, path)
        if found is None:
            return web.Response(status=404, text="There is no such page.")
        if self._place is None:
            return web.Response(status=503, headers={"Retry-After": "2"}, text="The desk opens in a moment.")
        if request.method == "POST" and not self._is_ours(request):
            return web.Response(status=403, text="This form was not sent from the desk.")
        is_link = found.route.path.startswith(("/in/", "/follow/")) or (path == "/app" and request.method == "POST")
        if is_link and self._too_many(request.remote or ""):
            return web.Response(status=429, headers={"Retry-After": "60"}, text="Too many links. Wait a minute.")
        try:
            roomy = await self._allowed(request, found.route)
        except Exception as error:
            return _failed(found.route, error)
        form, files = await _form(roomy)
        asked = Asked(
            request.method,
            path,
            {name: request.query.getall(name) for name in request.query},
            form,
            request.cookies.get(self.cookie, ""),
            browser_of(request.headers.get("User-Agent", "")),
            request.headers.get("Accept-Language", ""),
            files,
        )
        try:
            desk, answer = await self._served(self._place, asked, found)
            if answer.drawn is not None:
                answer.data.update(await answer.drawn(Beside(self._database.reading, outcome_of)))
        except Exception as error:
            return _failed(found.route, error)
        if is_link and answer.status >= 400:
            self._misses[request.remote or ""].append(time.monotonic())
        if answer.pieces is not None:
            return await self._pieces(request, answer, answer.pieces(Beside(self._database.reading, outcome_of)))
        return self._response(desk, answer)

    async def _pieces(self, request: web.Request, answer: Answer, pieces: AsyncIterator[bytes]) -> web.StreamResponse:
        """What is long leaves as it is made; everybody else is served between two pieces."""
        response = web.StreamResponse(headers={**HEADERS, "Content-Disposition": _saved_as(answer.filename)})
        response.content_type = answer.mime
        await response.prepare(request)
        async for piece in pieces:
            await response.write(piece)
            await asyncio.sleep(0)
        await response.write_eof()
        return response

    async def _allowed(self, request: web.Request, route: serving.Route) -> web.BaseRequest:
        """The request, with room for the file that its page takes if somebody is in who may send it."""
        if not route.longest or request.method != "POST":
            return request
        async with self._database.reading() as session:
            cookie = request.cookies.get(self.cookie, "")
            is_in = await sitting.of_cookie(session, cookie, self._clock.now()) is not None
        return request.clone(client_max_size=route.longest) if is_in else request

    def _is_ours(self, request: web.Request) -> bool:
        """True if a page of the desk sent the form, as browsers say; that it is of this session, its token says."""
        site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
        if site is not None:
            # Of pages that tell no referrer a browser says the origin "null".
            return site == "same-origin" and origin in (None, "null", self._origin)
        return origin == self._origin

    def _too_many(self, address: str) -> bool:
        tried, now = self._misses[address], time.monotonic()
        while tried and tried[0] < now - MISSES_SECONDS:
            tried.popleft()
        if not tried:
            del self._misses[address]
        return len(tried) >= MISSES

    async def _served(self, place: County, asked: Asked, found: serving.Found) -> tuple[Desk, Answer]:
        """The page; what is costly is done beside it first. Raises what the database raises."""
        outcomes: dict[str, Outcome] = {}
        for _ in range(TIMES + 1):
            try:
                return await self._once(place, asked, found, outcomes)
            except Aside as aside:
                outcomes[aside.work.name] = await outcome_of(aside.work)
        raise RuntimeError("a page asks for costly work again and again")

    async def _once(
        self, place: County, asked: Asked, found: serving.Found, outcomes: dict[str, Outcome]
    ) -> tuple[Desk, Answer]:
        try:
            async with self._transaction(writes=found.route.writes) as session:
                out = Outgoing(session, place, self._clock.now(), outcomes=outcomes)
                made = await serving.served(out, asked, found, self._presence)
                await self._promise(out)
        except Refusal as refusal:
            if isinstance(refusal, LinkOver):
                log.info("a link to the desk was tried that opens nothing")
            async with self._database.writing() as session:
                out = Outgoing(session, place, self._clock.now(), outcomes=outcomes)
                made = await serving.refused(out, asked, found, self._presence, refusal)
                await self._promise(out)
        self._on_commit(out)
        return made

    def _transaction(self, *, writes: bool) -> AbstractAsyncContextManager[AsyncSession]:
        return self._database.writing() if writes else self._database.reading()

    async def _promise(self, out: Outgoing) -> None:
        await notify(out)
        await outbox.promise(out.session, out.calls)

    def _response(self, desk: Desk, answer: Answer) -> web.Response:
        if answer.location:
            response = web.Response(status=answer.status, headers={"Location": self.base + answer.location})
        else:
            body = serving.shown(desk, answer)
            response = web.Response(body=body, status=answer.status, content_type=answer.mime, charset="utf-8")
        if answer.filename:
            response.headers["Content-Disposition"] = _saved_as(answer.filename)
        if answer.cookie is not None:
            self._hand_over(response, answer.cookie)
        return response

    def _hand_over(self, response: web.Response, secret: str) -> None:
        kind = {"path": "/", "secure": self._secure, "httponly": True, "samesite": "Lax"}
        response.set_cookie(self.cookie, secret, max_age=None if secret else 0, **kind)  # type: ignore[arg-type]


def _failed(route: serving.Route, error: Exception) -> web.Response:
    """The answer where the database or we ourselves failed, before anything was kept."""
    if is_away(error):
        return web.Response(status=503, headers={"Retry-After": "2"}, text="One moment, please; try again.")
    log.error("a page failed", page=route.path, error=error_location(error))
    return web.Response(status=500, text="Sorry, that failed on our side; nothing of it was kept.")


def _saved_as(filename: str) -> str:
    return f'attachment; filename="{filename}"'


async def _form(request: web.BaseRequest) -> tuple[dict[str, list[str]], dict[str, Upload]]:
    """Fields of the form, and the files that came with it."""
    if request.method != "POST":
        return {}, {}
    form = await request.post()
    fields = {name: [one for one in form.getall(name) if isinstance(one, str)] for name in form}
    return fields, dict(_uploads(form))


def _uploads(form: Mapping[str, str | bytes | bytearray | web.FileField]) -> Iterator[tuple[str, Upload]]:
    """Files of a form, each read and let go."""
    for name, one in form.items():
        if isinstance(one, web.FileField):
            with one.file:
                yield name, Upload(one.filename, one.file.read())


def _static(name: str) -> web.Response:
    content = static(name)
    if content is None:
        return web.Response(status=404, headers=HEADERS)
    kind = next(mime for ending, mime in TYPES.items() if name.endswith(ending))
    headers = {**HEADERS, "Cache-Control": f"public, max-age={KEEP_SECONDS}, immutable"}
    return web.Response(body=content, content_type=kind, charset="utf-8", headers=headers)


_BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def browser_of(agent: str) -> str:
    """A browser in two words, `Firefox, Linux`, by what it says it is; empty if it says nothing that is known."""
    named = [next((name for sign, name in known if re.search(re.escape(sign), agent)), "")
             for known in (_BROWSERS, _SYSTEMS)]  # fmt: skip
    return ", ".join(filter(None, named))
