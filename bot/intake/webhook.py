"""The webhook: an update is answered with 200 once it is kept, and not before."""

import secrets

import structlog
from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from bot import metrics
from bot.api_client import BotApi
from bot.intake.inbox_writer import ALLOWED_UPDATES, InboxWriter, decode, update_id

log = structlog.get_logger()

BODY_LIMIT = 1024 * 1024
"""Bytes of a post: aiohttp's own limit too."""
MAX_CONNECTIONS = 40
"""The Bot API's default; it allows 1 to 100."""
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name


class Webhook:
    """Takes Telegram's posts."""

    def __init__(self, writer: InboxWriter, secret: str) -> None:
        self._writer = writer
        self._secret = secret.encode()
        self._closed = False

    def close(self) -> None:
        """Answer 503 from now on: Telegram comes again, to us or to another."""
        self._closed = True

    async def receive(self, request: web.Request) -> web.Response:
        """200: kept. 401: not from Telegram. 400: no update. 413: too big. 503: come again."""
        answer = await self._take(request)
        metrics.webhook_requests.labels(str(answer.status)).inc()
        return answer

    async def _take(self, request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not secrets.compare_digest(given, self._secret):
            return web.Response(status=401)
        if self._closed:
            return web.Response(status=503, headers={"Retry-After": "1"})
        try:
            update = decode(await request.read())
        except web.HTTPRequestEntityTooLarge:
            return web.Response(status=413)
        except ValueError:
            return web.Response(status=400)
        if update_id(update) is None:
            return web.Response(status=400)
        try:
            await self._writer.write([update])
        except (SQLAlchemyError, OSError) as error:
            metrics.intake_failures.labels(type(error).__name__).inc()
            log.warning("Could not keep an update; Telegram will send it again.", reason=type(error).__name__)
            return web.Response(status=503, headers={"Retry-After": "5"})
        return web.Response()


async def announce(api: BotApi, url: str, secret: str) -> None:
    """Tell Telegram where to post. Raises `ApiRefusal`, `ApiSilent`."""
    await api.call(
        "setWebhook",
        url=url,
        secret_token=secret,
        allowed_updates=ALLOWED_UPDATES,
        max_connections=MAX_CONNECTIONS,
        drop_pending_updates=False,
    )


async def withdraw(api: BotApi) -> None:
    """Tell Telegram that we poll; what waits there is kept for us. Raises `ApiRefusal`, `ApiSilent`."""
    await api.call("deleteWebhook", drop_pending_updates=False)
