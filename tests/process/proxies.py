"""Real proxies on loopback: HTTP (absolute URIs, CONNECT) and SOCKS5, both with or without user and password."""

import asyncio
import base64
import contextlib
import socket
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

USER, PASSWORD = "wu", "p@ss:word/1"


class Proxy:
    """Passes on what comes; `targets` are the host and port of each connection it made.

    `mute`: it takes connections and says nothing. `wants_password`: it refuses whoever does not give it.
    """

    scheme = ""

    def __init__(self, *, wants_password: bool = False, mute: bool = False) -> None:
        self.targets: list[tuple[str, int]] = []
        self.requests: list[str] = []
        """First lines of HTTP requests, as the proxy got them."""
        self.url = ""
        self._wants_password, self._mute = wants_password, mute
        self._server: asyncio.Server
        self._open: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._take, "127.0.0.1", 0)
        login = f"{USER}:p%40ss%3Aword%2F1@" if self._wants_password else ""
        self.url = f"{self.scheme}://{login}127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)
        await self._server.wait_closed()

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
                if self._mute:
                    await asyncio.Event().wait()
                await self.serve(reader, writer)
        finally:
            self._open.discard(task)
            writer.close()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Speak with one client until it leaves."""
        raise NotImplementedError

    async def pass_on(
        self, host: str, port: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, first: bytes = b""
    ) -> None:
        """Both ways, until one of them ends; `first` goes before what the client says."""
        self.targets.append((host, port))
        there_reader, there_writer = await asyncio.open_connection(host, port)
        there_writer.write(first)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(_copy(reader, there_writer))
                group.create_task(_copy(there_reader, writer))
        finally:
            there_writer.close()


class HttpProxy(Proxy):
    """CONNECT for https, absolute URIs for http."""

    scheme = "http"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request decides; what follows on the connection goes the same way."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        method, target, _ = head.split("\r\n")[0].split(" ")
        self.requests.append(f"{method} {target}")
        login = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        if self._wants_password and f"Proxy-Authorization: Basic {login}" not in head:
            writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
            return
        if method == "CONNECT":
            host, _, port = target.rpartition(":")
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            await self.pass_on(host, int(port), reader, writer)
        else:
            address = urlsplit(target)
            path = target[len(f"{address.scheme}://{address.netloc}") :]
            first = head.replace(target, path, 1).encode()
            await self.pass_on(str(address.hostname), address.port or 80, reader, writer, first)


class Socks5Proxy(Proxy):
    """RFC 1928, with user and password as in RFC 1929."""

    scheme = "socks5"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Greeting, login, one CONNECT."""
        _version, count = await reader.readexactly(2)
        offered = await reader.readexactly(count)
        wanted = 2 if self._wants_password else 0
        if wanted not in offered:
            writer.write(b"\x05\xff")
            return
        writer.write(bytes([5, wanted]))
        if self._wants_password and not await self._logged_in(reader, writer):
            return
        _version, _connect, _reserved, kind = await reader.readexactly(4)
        if kind == 3:
            host = (await reader.readexactly((await reader.readexactly(1))[0])).decode()
        else:
            host = socket.inet_ntoa(await reader.readexactly(4))
        port = int.from_bytes(await reader.readexactly(2))
        writer.write(b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00")
        await self.pass_on("127.0.0.1" if host == "localhost" else host, port, reader, writer)

    async def _logged_in(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        await reader.readexactly(1)
        given = [(await reader.readexactly((await reader.readexactly(1))[0])).decode() for _ in range(2)]
        good = given == [USER, PASSWORD]
        writer.write(b"\x01\x00" if good else b"\x01\x01")
        return good


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while part := await reader.read(1 << 16):
            writer.write(part)
            await writer.drain()
    with contextlib.suppress(OSError):
        writer.write_eof() if writer.can_write_eof() else writer.close()
