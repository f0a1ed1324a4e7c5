"""The process seen from outside: alive, ready, its figures, and the webhook."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from urllib.parse import urlsplit

import structlog
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.clock import Clock
from bot.intake.webhook import BODY_LIMIT, Webhook
from handlers.core.unit_of_work import County
from storage.engine import Database

log = structlog.get_logger()

Check = Callable[[], Awaitable[bool | str]]
"""True or a word that says how it is well; False if it is not. Raises `Unwell` to say what ails it."""


class Unwell(Exception):
    """A check has failed; the message is shown."""


class Served:
    """Pages or calls below an address of their own, served once `begin` was called. A base."""

    METHOD = "*"
    """Method of HTTP that is answered; `*` for any."""

    def __init__(self, database: Database, clock: Clock, url: str) -> None:
        self._database, self._clock = database, clock
        self.base = urlsplit(url).path.rstrip("/")
        """Path under which they lie; empty for the root."""
        self._place: County | None = None

    def begin(self, place: County) -> None:
        """Serve from now on."""
        self._place = place

    def routes(self) -> list[web.RouteDef]:
        """For the process's HTTP server."""
        paths = [f"{self.base}/{{path:.*}}", *([self.base] if self.base else [])]
        return [web.route(self.METHOD, path, self.answer) for path in paths]

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Any request below the address."""
        raise NotImplementedError


class HttpServer:
    """Serves /healthz, /readyz, /metrics, by webhook the path Telegram posts to, and the desk if there is one."""

    def __init__(
        self,
        checks: Mapping[str, Check],
        *,
        webhook: Webhook | None = None,
        webhook_url: str = "",
        more: Iterable[web.RouteDef] = (),
    ) -> None:
        """`more`: routes of what else the process serves."""
        self._checks = checks
        app = web.Application(client_max_size=BODY_LIMIT)
        app.router.add_get("/healthz", self._health)
        app.router.add_get("/readyz", self._ready)
        app.router.add_get("/metrics", self._metrics)
        if webhook is not None:
            app.router.add_post(urlsplit(webhook_url).path, webhook.receive)
        app.router.add_routes(more)
        self._runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=5.0)

    async def start(self, host: str, port: int) -> int:
        """Serve from now on; the port, which is a free one for `port` 0. Raises `OSError` if it is taken."""
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        bound: int = self._runner.addresses[0][1]
        log.info("Serving health, readiness and metrics.", host=host, port=bound)
        return bound

    async def stop(self) -> None:
        """Finish the requests in hand, serve no more."""
        await self._runner.cleanup()

    async def _health(self, _request: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def _ready(self, _request: web.Request) -> web.Response:
        found = {name: await _ask(check) for name, check in self._checks.items()}
        ready = all(well for well, _ in found.values())
        shown = {name: word for name, (_, word) in found.items()}
        return web.json_response({"ready": ready, **shown}, status=200 if ready else 503)

    async def _metrics(self, _request: web.Request) -> web.Response:
        return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})


async def _ask(check: Check) -> tuple[bool, bool | str]:
    """Outcome of a check: True if it is well, and the word to show. A check that raises has failed."""
    try:
        word = await check()
    except Unwell as ailment:
        return False, str(ailment)
    except Exception as error:
        log.warning("A readiness check failed.", reason=type(error).__name__)
        return False, False
    return bool(word), word
