"""The Bot API over HTTP: every call to Telegram, long polls and files included, goes through `BotApi`."""

import asyncio
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

import aiohttp
import orjson
from yarl import URL

from bot.proxy import Proxy

TELEGRAM = "https://api.telegram.org"
CONNECT_SECONDS = 10.0
"""For a connection to stand, its proxy and TLS included: our own choice."""
CALL_SECONDS = 15.0
"""For the answer to a call that somebody waits for: our own choice."""
ANSWER_SECONDS = 60.0
"""For the answer to a call of delivery, which must rather know than hurry; aiogram waits as long."""
IDLE_SECONDS = 50.0
"""A connection that has been quiet for longer may be closed at the other end, and is not used again: our own choice."""
LARGEST_DOWNLOAD = 20 << 20
"""Bytes; telegram.org hands out no larger files, and an own server shall not fill the memory."""
JSON = {"Content-Type": "application/json"}
FAILURES: tuple[type[Exception], ...] = (aiohttp.ClientError, OSError, TimeoutError)
NOT_HERE = (
    "the Bot API server at BOT_API_URL runs with --local and keeps files where this process cannot read them: "
    "give both the same folder, and this process's user the right to read it"
)


class ApiRefusal(Exception):
    """The Bot API answered that it will not. `description` is Telegram's own sentence."""

    def __init__(self, code: int, description: str, retry_after: float | None = None) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.retry_after = retry_after


class ApiSilent(OSError):
    """No usable answer: no connection, a time-out, or a page that is not the Bot API's. Never names the address."""


class NotConnected(ApiSilent):
    """There was no connection: surely nothing was sent."""


class Disconnected(ApiSilent):
    """The connection broke, or no answer came in time, after a call was sent: it may have arrived."""


class TooBig(Exception):
    """The file is larger than `LARGEST_DOWNLOAD`."""


class Unreadable(Exception):
    """The own Bot API server's file is not to be read here; the message says what to do, without its path."""


class Reply(NamedTuple):
    """An answer: the status and the decoded body; None if the body was no JSON object."""

    status: int
    body: dict[str, Any] | None


class BotApi:
    """One bot's Bot API over one HTTP session with keep-alive. An async context manager."""

    def __init__(self, token: str, api_url: str, proxy: Proxy | None = None) -> None:
        """`proxy`: what everything goes through; None: straight to `api_url`."""
        self._token = token
        self.bot_id = int(token.partition(":")[0])
        """The bot's own Telegram id: the digits of its token."""
        self._calls = f"{api_url.rstrip('/')}/bot{token}/"
        self._files = f"{api_url.rstrip('/')}/file/bot{token}/"
        self._is_own_server = api_url.rstrip("/") != TELEGRAM
        self._proxy = proxy
        self._urls: dict[str, URL] = {}
        self._opened: aiohttp.ClientSession | None = None
        self._socks_failures: tuple[type[Exception], ...] = ()

    async def __aenter__(self) -> Self:
        # As many connections as calls are under way; how many these may be is delivery's affair.
        options: dict[str, Any] = {"limit": 0, "keepalive_timeout": IDLE_SECONDS}
        socks = self._proxy is not None and self._proxy.is_socks
        self._opened = aiohttp.ClientSession(
            connector=self._socks_connector(options) if socks else aiohttp.TCPConnector(**options),
            proxy=None if socks or self._proxy is None else self._proxy.url,
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": "huiyin"},
            skip_auto_headers=("Accept-Encoding",),  # answers are small: to unpack them costs more than it saves
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._opened is not None:
            await self._opened.close()
            self._opened = None

    async def call(self, method: str, **params: Any) -> Any:
        """The `result` of a call. Raises `ApiRefusal`, `ApiSilent`."""
        return orjson.loads((await self.post(method, params))[0])["result"]

    async def post(self, method: str, params: dict[str, Any], seconds: float = CALL_SECONDS) -> tuple[bytes, str]:
        """The raw body of a good answer, and its Date header. Raises `ApiRefusal`, `ApiSilent`."""
        status, content, date = await self._exchange(method, orjson.dumps(params), seconds)
        if status != 200:
            raise _refusal(status, content)
        return content, date

    async def send(self, method: str, body: str | bytes | aiohttp.FormData) -> Reply:
        """Send a call, JSON or a form with files, and return its answer. Raises `NotConnected`, `Disconnected`."""
        status, content, _ = await self._exchange(method, body, ANSWER_SECONDS)
        return Reply(status, _object(content))

    async def download(self, file_path: str) -> bytes | None:
        """A file by the path `getFile` gave; None if it is gone. Raises `TooBig`, `Unreadable`, `ApiSilent`.

        A server of one's own in `--local` mode gives an absolute path on its disk: the file is read from there.
        """
        if self._is_own_server and file_path.startswith("/"):
            return await asyncio.to_thread(_read, Path(file_path), self._token)
        url = URL(self._files + file_path)
        try:
            async with self._session.get(url, timeout=_UNHURRIED, allow_redirects=False) as answer:
                status, content = answer.status, await _capped(answer) if answer.status == 200 else b""
        except FAILURES as error:
            raise _failure(error) from None
        except self._socks_failures as error:
            raise NotConnected(f"the proxy: {error}") from None
        if status != 200 and not 400 <= status < 500:
            raise Disconnected(f"HTTP {status}")
        return content if status == 200 else None

    async def _exchange(
        self, method: str, body: str | bytes | aiohttp.FormData, seconds: float
    ) -> tuple[int, bytes, str]:
        """Status, body and Date header of the answer."""
        url = self._urls.get(method) or self._urls.setdefault(method, URL(self._calls + method, encoded=True))
        with_files = isinstance(body, aiohttp.FormData)
        timeout = _UNHURRIED if with_files else _timeout(seconds)
        try:
            async with self._session.post(
                url,
                data=body.encode() if isinstance(body, str) else body,
                headers=None if with_files else JSON,
                timeout=timeout,
                allow_redirects=False,
            ) as answer:
                return answer.status, await answer.read(), answer.headers.get("Date", "")
        except FAILURES as error:
            raise _failure(error) from None
        except self._socks_failures as error:
            raise NotConnected(f"the proxy: {error}") from None

    def _socks_connector(self, options: dict[str, Any]) -> aiohttp.TCPConnector:
        """Connections through the SOCKS5 proxy, which resolves the names of hosts too."""
        # Here, since it takes 50 ms of a start that only those with such a proxy need.
        from aiohttp_socks import ProxyConnectionError, ProxyConnector, ProxyError, ProxyTimeoutError, ProxyType

        assert self._proxy is not None  # noqa: S101 - asked for only where there is one
        url = self._proxy.url
        self._socks_failures = (ProxyConnectionError, ProxyError, ProxyTimeoutError)
        return ProxyConnector(
            host=str(url.host),
            port=int(url.port or 0),
            proxy_type=ProxyType.SOCKS5,
            username=url.user,
            password=url.password,
            rdns=True,
            **options,
        )

    @property
    def _session(self) -> aiohttp.ClientSession:
        if self._opened is None:
            raise RuntimeError("use it as a context manager")
        return self._opened


_UNHURRIED = aiohttp.ClientTimeout(total=None, connect=CONNECT_SECONDS, sock_read=ANSWER_SECONDS)
"""For files: how long one takes is its size's affair, as long as it comes on."""


@cache
def _timeout(seconds: float) -> aiohttp.ClientTimeout:
    """For an answer that is waited for so long."""
    return aiohttp.ClientTimeout(total=CONNECT_SECONDS + seconds, connect=CONNECT_SECONDS, sock_read=seconds)


def _failure(error: Exception) -> ApiSilent:
    """The `ApiSilent` for a failure of the HTTP client; its own messages name the address, and with it the token."""
    if isinstance(error, aiohttp.ClientHttpProxyError):
        return NotConnected(f"the proxy refuses: {error.status}")
    if isinstance(error, aiohttp.ClientProxyConnectionError):
        return NotConnected("the proxy cannot be reached")
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        return NotConnected(type(error).__name__)
    if isinstance(error, aiohttp.ServerDisconnectedError | ConnectionResetError):
        return Disconnected("closed by the server")
    return Disconnected("no answer in time" if isinstance(error, TimeoutError) else type(error).__name__)


async def _capped(answer: aiohttp.ClientResponse) -> bytes:
    """Content of an answer. Raises `TooBig`."""
    content = bytearray()
    async for chunk in answer.content.iter_chunked(1 << 16):
        content += chunk
        if len(content) > LARGEST_DOWNLOAD:
            raise TooBig
    return bytes(content)


def _refusal(status: int, content: bytes) -> ApiRefusal | ApiSilent:
    try:
        said = orjson.loads(content)
        parameters = said.get("parameters") or {}
        return ApiRefusal(said["error_code"], said["description"], parameters.get("retry_after"))
    except (ValueError, KeyError, AttributeError):
        return ApiSilent(f"HTTP {status}")


def _object(content: bytes) -> dict[str, Any] | None:
    """The JSON object; None if it is none, as from a gateway's error page."""
    try:
        body = orjson.loads(content)
    except orjson.JSONDecodeError:
        return None
    return body if isinstance(body, dict) else None


def _read(path: Path, token: str) -> bytes | None:
    """A file the own server has put on disk for this bot; None if it is gone."""
    # The server keeps a bot's files in a folder named by its token (tdlib/telegram-bot-api); nothing else is read.
    if ".." in path.parts or token not in path.parts:
        raise Unreadable("the Bot API server at BOT_API_URL names a file outside the bot's own folder")
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_DOWNLOAD + 1)
    except FileNotFoundError:
        if path.parent.is_dir():
            return None
        raise Unreadable(f"{NOT_HERE} (no such folder here)") from None
    except OSError as error:
        raise Unreadable(f"{NOT_HERE} ({error.strerror})") from None
    if len(content) > LARGEST_DOWNLOAD:
        raise TooBig
    return content
