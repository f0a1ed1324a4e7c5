"""The sandbox as an HTTP server on loopback."""

from collections.abc import Iterable
from types import TracebackType

from aiohttp import web

from bot.sandbox.bot_api import BotApiServer
from bot.sandbox.params import MAX_BODY_BYTES
from bot.sandbox.webhook_sender import WebhookSender
from bot.sandbox.world import World


class SandboxServer:
    """Serves a world's Bot API, and whatever `routes` are given beside it, while its context lasts.

    `url` is known inside the context; `port` 0 takes a free one, entering raises OSError when the port is taken.
    `first_retry` is the pause in real seconds before a failed webhook delivery is tried again; each further one doubles
    it, up to a minute.
    """

    def __init__(
        self,
        world: World,
        port: int = 0,
        *,
        host: str = "127.0.0.1",
        routes: Iterable[web.AbstractRouteDef] = (),
        first_retry: float = 1.0,
    ) -> None:
        self.world = world
        self.url = ""
        self._host, self._port = host, port
        self._api = BotApiServer(world)
        self._sender = WebhookSender(world, self._api.receiver.webhook_set, first_retry)
        self._app = web.Application(client_max_size=MAX_BODY_BYTES)
        self._app.add_routes([*self._api.routes(), *routes])
        self._app.on_shutdown.append(self._end_polls)
        self._runner = web.AppRunner(self._app, access_log=None, shutdown_timeout=0.5)

    async def __aenter__(self) -> "SandboxServer":
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self._port).start()
        except OSError:
            await self._runner.cleanup()
            raise
        self._port = self._runner.addresses[0][1]
        self.url = f"http://{self._host}:{self._port}"
        await self._sender.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._sender.stop()
        await self._runner.cleanup()

    async def _end_polls(self, _app: web.Application) -> None:
        self._api.receiver.close()
