"""HTTP to the Bot API: a frozen body out, status and JSON back."""

from types import TracebackType
from typing import Any, Self

import aiohttp
import orjson
from yarl import URL

from bot.connections import Connections
from bot.delivery.error_policy import Reply

TIMEOUT = aiohttp.ClientTimeout(total=None, sock_connect=10, sock_read=60)
LARGEST_DOWNLOAD = 20 << 20


class TooBig(Exception):
    """The file is larger than the Bot API gives out."""


class Wire:
    """One bot's Bot API: JSON over connections of our own, files through an HTTP client. An async context manager."""

    def __init__(self, api_url: str, token: str) -> None:
        self._methods = f"{api_url.rstrip('/')}/bot{token}/"
        self._files = f"{api_url.rstrip('/')}/file/bot{token}/"
        self._connections: Connections
        self._session: aiohttp.ClientSession

    async def __aenter__(self) -> Self:
        self._connections = Connections(URL(self._methods, encoded=True))
        self._session = aiohttp.ClientSession(timeout=TIMEOUT, cookie_jar=aiohttp.DummyCookieJar())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connections.close()
        await self._session.close()

    async def post(self, method: str, body: str | bytes) -> Reply:
        """Send a call. Raises `NotConnected`, `Disconnected`."""
        answer = await self._connections.post(method, body.encode() if isinstance(body, str) else body)
        return Reply(answer.status, _decoded(answer.content))

    async def post_files(self, method: str, form: aiohttp.FormData) -> Reply:
        """Send a call with what it attaches. Raises `aiohttp.ClientError`, `TimeoutError`, `OSError`."""
        async with self._session.post(URL(self._methods + method, encoded=True), data=form) as answer:
            return Reply(answer.status, _decoded(await answer.read()))

    async def download(self, file_path: str) -> bytes | None:
        """A file by the path `getFile` gave; None if it is gone. Raises `TooBig`, or as `post_files` does."""
        async with self._session.get(URL(self._files + file_path)) as answer:
            if 400 <= answer.status < 500:
                return None
            answer.raise_for_status()
            content = bytearray()
            async for chunk in answer.content.iter_chunked(1 << 16):
                content += chunk
                if len(content) > LARGEST_DOWNLOAD:
                    raise TooBig
            return bytes(content)


def _decoded(content: bytes) -> dict[str, Any] | None:
    """The JSON object; None if it is none, as from a gateway's error page."""
    try:
        body = orjson.loads(content)
    except orjson.JSONDecodeError:
        return None
    return body if isinstance(body, dict) else None
