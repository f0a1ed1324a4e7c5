"""Keep-alive connections to the Bot API for calls in JSON, at a third of what a whole HTTP client costs."""

import asyncio
import socket
import ssl
from collections import deque
from typing import Any, NamedTuple, cast

import httptools
from aiohappyeyeballs import start_connection
from aiohttp import encode_basic_auth
from yarl import URL

CONNECT_SECONDS = 10.0
NEXT_ADDRESS_SECONDS = 0.25
"""Until the next address of a host is tried as well: IPv6 that leads nowhere must not cost more (RFC 8305)."""
ADDRESSES_SECONDS = 300.0
"""A host's addresses are looked up so rarely: a lookup takes a thread, of those that commits use."""
ANSWER_SECONDS = 60.0
IDLE_SECONDS = 50.0
"""A connection that has been quiet for longer may be closed at the other end, and is not used again."""


class NotConnected(OSError):
    """There was no connection: surely nothing was sent. Never names the address."""


class Disconnected(OSError):
    """The connection broke, or no usable answer came, after a call was sent: it may have arrived."""


class Answer(NamedTuple):
    """What a server said."""

    status: int
    content: bytes
    date: str
    """Its Date header; empty if there was none."""


class Connections:
    """Posts JSON to one server, a call at a time on each; as many are open as calls are under way at once."""

    def __init__(self, base: URL) -> None:
        """`base`: scheme, host, and the path all calls begin with."""
        if base.host is None or base.port is None:
            raise ValueError("an address needs a scheme and a host")
        self._host, self._port = base.host, base.port
        self._first = f"POST {base.raw_path}".encode()
        headers = [f"Host: {base.host_port_subcomponent}", "User-Agent: huiyin", "Content-Type: application/json"]
        if base.user is not None:
            headers.append(f"Authorization: {encode_basic_auth(base.user, base.password or '')}")
        self._rest = "\r\n".join((" HTTP/1.1", *headers, "Content-Length: ")).encode()
        self._tls = ssl.create_default_context() if base.scheme == "https" else None
        self._idle: deque[tuple[float, _Connection]] = deque()
        self._open: set[_Connection] = set()
        self._addresses: list[Any] = []
        self._looked_up = float("-inf")
        self._loop = asyncio.get_running_loop()

    async def post(self, method: str, body: bytes, seconds: float = ANSWER_SECONDS) -> Answer:
        """The answer, waited for so long. Raises `NotConnected`, `Disconnected`."""
        connection = self._at_hand() or await self._another()
        request = b"%b%b%b%d\r\n\r\n%b" % (self._first, method.encode(), self._rest, len(body), body)
        answer = await connection.ask(request, seconds)
        if not connection.closed:
            self._idle.append((self._loop.time(), connection))
        return answer

    def close(self) -> None:
        """Close all; what is under way is `Disconnected`."""
        for connection in list(self._open):
            connection.abort()

    def _at_hand(self) -> "_Connection | None":
        """The open connection that was used last; those that have been quiet too long are closed."""
        long_ago = self._loop.time() - IDLE_SECONDS
        while self._idle and self._idle[0][0] < long_ago:
            self._idle.popleft()[1].abort()
        while self._idle:
            connection = self._idle.pop()[1]
            if not connection.closed:
                return connection
        return None

    async def _another(self) -> "_Connection":
        """A new connection."""
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                if self._loop.time() - self._looked_up > ADDRESSES_SECONDS:
                    self._addresses = await self._loop.getaddrinfo(self._host, self._port, type=socket.SOCK_STREAM)
                    self._looked_up = self._loop.time()
                stream = await start_connection(self._addresses, happy_eyeballs_delay=NEXT_ADDRESS_SECONDS)
                _, connection = await self._loop.create_connection(
                    lambda: _Connection(self._loop, self._open),
                    sock=stream,
                    ssl=self._tls,
                    server_hostname=self._host if self._tls else None,
                )
        except OSError as error:  # TimeoutError and ssl.SSLError are some, too
            self._looked_up = float("-inf")
            raise NotConnected(type(error).__name__) from None
        return connection


class _Connection(asyncio.Protocol):
    """One connection: a request, its answer, the next request."""

    def __init__(self, loop: asyncio.AbstractEventLoop, those_open: "set[_Connection]") -> None:
        self.closed = False
        self._loop = loop
        self._those_open = those_open
        self._parser = httptools.HttpResponseParser(self)
        self._content: list[bytes] = []
        self._date = b""
        self._headed = False
        self._answer: asyncio.Future[Answer] | None = None
        self._transport: asyncio.Transport

    async def ask(self, request: bytes, seconds: float) -> Answer:
        """Send it and wait for the answer; whoever stops waiting closes the connection. Raises `Disconnected`."""
        answer: asyncio.Future[Answer] = self._loop.create_future()
        self._answer = answer
        too_late = self._loop.call_later(seconds, self._fail, "no answer in time")
        self._transport.write(request)
        try:
            return await answer
        finally:
            too_late.cancel()
            if self._answer is not None:
                self.abort()

    def abort(self) -> None:
        """Close at once."""
        self.closed = True
        self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._those_open.add(self)

    def connection_lost(self, error: Exception | None) -> None:
        self.closed = True
        self._those_open.discard(self)
        if self._headed and error is None:
            # An answer of no stated length ends with the connection; one that was cut short is no whole JSON.
            self._end()
        self._fail("closed by the server" if error is None else type(error).__name__)

    def data_received(self, data: bytes) -> None:
        if self._answer is None:
            self.abort()  # nobody asked
            return
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self._fail("not HTTP")

    def on_header(self, name: bytes, value: bytes) -> None:
        if name.lower() == b"date":
            self._date = value

    def on_headers_complete(self) -> None:
        self._headed = self._parser.get_status_code() >= 200

    def on_body(self, part: bytes) -> None:
        self._content.append(part)

    def on_message_complete(self) -> None:
        if self._headed:
            self._end()

    def _end(self) -> None:
        """The answer is whole."""
        answer, self._answer = self._answer, None
        content = b"".join(self._content)
        self._content.clear()
        self._headed = False
        if not self._parser.should_keep_alive():
            self.abort()
        if answer is not None and not answer.done():
            answer.set_result(Answer(self._parser.get_status_code(), content, self._date.decode(errors="replace")))

    def _fail(self, why: str) -> None:
        """There will be no answer."""
        answer, self._answer = self._answer, None
        if answer is not None:
            self.abort()
            if not answer.done():
                answer.set_exception(Disconnected(why))
