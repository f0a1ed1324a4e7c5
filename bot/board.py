"""The public board over HTTP: read by anybody, without cookies or scripts, from short looks at the database."""

import hashlib

import structlog
from aiohttp import web

from bot.clock import Clock
from bot.errors import error_location
from bot.http import Served
from handlers.board import pages
from handlers.board.pages import LANGUAGES, Asked
from handlers.conversation.texts import language_of_browser
from handlers.core.unit_of_work import County, UnitOfWork
from storage.engine import Database

log = structlog.get_logger(__name__)

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
KEEP_SECONDS = 60
"""A page may be shown again so long without asking: our own choice, so that what is taken off is gone in a minute."""
STYLE_SECONDS = 86_400


class BoardServer(Served):
    """Serves the board's pages at its address, once `begin` was called."""

    METHOD = "GET"

    def __init__(self, database: Database, clock: Clock, url: str, *, indexed: bool) -> None:
        """`indexed`: search engines may list it."""
        super().__init__(database, clock, url)
        self._headers = HEADERS if indexed else {**HEADERS, "X-Robots-Tag": "noindex, nofollow"}

    async def answer(self, request: web.Request) -> web.Response:
        """Any request below the board's address."""
        response = await self._answer(request)
        for name, value in self._headers.items():
            response.headers.setdefault(name, value)
        return response

    async def _answer(self, request: web.Request) -> web.Response:
        path = request.match_info.get("path", "")
        if path == pages.STYLE:
            kept = {"Cache-Control": f"public, max-age={STYLE_SECONDS}, immutable"}
            return web.Response(body=pages.style(), content_type="text/css", charset="utf-8", headers=kept)
        if self._place is None:
            return web.Response(status=503, headers={"Retry-After": "2"}, text="The board opens in a moment.")
        language, _, rest = path.partition("/")
        if language not in LANGUAGES:
            return self._in_their_language(request, self._place, path)
        asked = Asked(rest, {name: request.query[name] for name in request.query}, language)
        try:
            return self._page(request, *await self._made(self._place, asked))
        except Exception as error:
            log.error("a page of the board failed", error=error_location(error))
            return web.Response(status=500, text="Sorry, that failed on our side. Please try again.")

    def _in_their_language(self, request: web.Request, place: County, path: str) -> web.Response:
        language = language_of_browser(request.headers.get("Accept-Language", ""), place.default_language)
        there = f"{self.base}/{language}/{path}"
        return web.Response(status=302, headers={"Location": there, "Vary": "Accept-Language"})

    async def _made(self, place: County, asked: Asked) -> tuple[pages.Page, bytes]:
        async with self._database.reading() as session:
            work = UnitOfWork(session, place, self._clock.now())
            page = await pages.answer(work, asked)
            return page, pages.rendered(work, asked, page, self.base)

    def _page(self, request: web.Request, page: pages.Page, body: bytes) -> web.Response:
        tag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
        headers = {"ETag": tag, "Cache-Control": f"public, max-age={KEEP_SECONDS}"}
        if page.status == 200 and tag in request.headers.get("If-None-Match", ""):
            return web.Response(status=304, headers=headers)
        return web.Response(body=body, status=page.status, content_type=page.mime, charset="utf-8", headers=headers)
