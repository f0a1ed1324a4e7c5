"""Open311 over HTTP: what is asked is a short look at the database, what is sent one transaction with what follows."""

from collections.abc import Callable, Mapping

import structlog
from aiohttp import web

from bot.clock import Clock
from bot.errors import error_location
from bot.http import Served
from handlers.conversation.outgoing import Outgoing
from handlers.core.errors import Refusal
from handlers.core.unit_of_work import UnitOfWork
from handlers.notifications.dispatch import notify
from handlers.open311 import service
from handlers.open311.formats import MIMES, json, xml
from handlers.open311.service import Answer, Asked, Fault
from storage import outbox
from storage.engine import Database

log = structlog.get_logger(__name__)

HEADERS = {"Access-Control-Allow-Origin": "*", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}


class Open311Server(Served):
    """Serves GeoReport v2 at its address, once `begin` was called."""

    def __init__(self, database: Database, clock: Clock, url: str, on_commit: Callable[[Outgoing], None]) -> None:
        super().__init__(database, clock, url)
        self._on_commit = on_commit

    async def answer(self, request: web.Request) -> web.Response:
        """Any call below the address."""
        whole = request.match_info.get("path", "")
        path, dot, ending = whole.rpartition(".")
        known = bool(dot) and ending in MIMES
        if not known:
            path, ending = whole, "xml"
        made = await self._made(request, path, known=known)
        body = xml(made.root, made.node) if ending == "xml" else json(made.node)
        return web.Response(body=body, status=made.status, content_type=MIMES[ending], charset="utf-8", headers=HEADERS)

    async def _made(self, request: web.Request, path: str, *, known: bool) -> Answer:
        if self._place is None:
            return Answer(503, "errors", [{"code": "503", "description": "The service opens in a moment."}])
        if not known:
            return service.failed(Fault(404, "404", "the address ends with .xml or .json"))
        method = "GET" if request.method == "HEAD" else request.method
        fields: dict[str, str] = {**request.query, **(await _form(request) if method == "POST" else {})}
        asked = Asked(method, path, fields)
        try:
            if method == "GET":
                async with self._database.reading() as session:
                    return await service.answer(UnitOfWork(session, self._place, self._clock.now()), asked)
            async with self._database.writing() as session:
                out = Outgoing(session, self._place, self._clock.now())
                made = await service.answer(out, asked)
                await notify(out)
                await outbox.promise(session, out.calls)
            self._on_commit(out)
            return made
        except (Fault, Refusal) as error:
            return service.failed(error)
        except Exception as error:
            log.error("a call by Open311 failed", path=path.partition("/")[0], error=error_location(error))
            return Answer(500, "errors", [{"code": "500", "description": "that failed on our side; try again"}])


async def _form(request: web.Request) -> Mapping[str, str]:
    form = await request.post()
    return {name: value for name, value in form.items() if isinstance(value, str)}
