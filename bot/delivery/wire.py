"""HTTP to the Bot API: a frozen body out, status and JSON back."""

from types import TracebackType
from typing import Any, Self

import aiohttp
import orjson
from yarl import URL

from bot.delivery.verdict import Reply

HEADERS = {"Content-Type": "application/json"}
TIMEOUT = aiohttp.ClientTimeout(total=None, sock_connect=10, sock_read=60)
LARGEST_DOWNLOAD = 20 << 20


class TooBig(Exception):
    """The file is larger than the Bot API gives out."""


class Wire:
    """A keep-alive session with one bot's Bot API. An async context manager."""

    def __init__(self, api_url: str, token: str, *, connections: int) -> None:
        self._methods = f"{api_url.rstrip('/')}/bot{token}/"
        self._files = f"{api_url.rstrip('/')}/file/bot{token}/"
        self._urls: dict[str, URL] = {}
        self._connections = connections
        self._session: aiohttp.ClientSession

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=50, ttl_dns_cache=300),
            timeout=TIMEOUT,
            cookie_jar=aiohttp.DummyCookieJar(),
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def post(self, method: str, body: str | bytes | aiohttp.FormData) -> Reply:
        """Send a call. Raises `aiohttp.ClientError`, `TimeoutError` or `OSError` when no whole answer came."""
        url = self._urls.get(method) or self._urls.setdefault(method, URL(self._methods + method, encoded=True))
        if isinstance(body, str):
            body = body.encode()
        headers = HEADERS if isinstance(body, bytes) else None
        async with self._session.post(url, data=body, headers=headers) as answer:
            content = await answer.read()
            return Reply(answer.status, _decoded(content))

    async def download(self, file_path: str) -> bytes | None:
        """A file by the path `getFile` gave; None if it is gone. Raises `TooBig`, or as `post` does."""
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
