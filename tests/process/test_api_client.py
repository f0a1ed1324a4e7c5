"""Whatever a server does, a call has an answer, was surely not sent, or may have been."""

import asyncio
import contextlib
import socket
import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from bot import api_client
from bot.api_client import BotApi, Disconnected, NotConnected, Reply
from bot.nursery import Nursery

GOOD_REPLY = Reply(200, {"ok": True})
GOOD = b'HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{"ok":true}'


class Scripted:
    """A server that says bytes: to each request the next of `says`, the last one for ever."""

    def __init__(self, *says: bytes, then_close: bool = False) -> None:
        self.says = list(says)
        self.requests: list[bytes] = []
        self.accepted = 0
        self.asked = asyncio.Event()
        self.conversations: set[asyncio.Task[None] | None] = set()
        self.left = asyncio.Event()
        """Set when a client has closed its connection."""
        self._then_close = then_close

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.accepted += 1
        self.conversations.add(asyncio.current_task())
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
                self.requests.append(head + await reader.readexactly(length))
                self.asked.set()
                writer.write(self.says.pop(0) if len(self.says) > 1 else self.says[0])
                await writer.drain()
                if self._then_close:
                    break
        self.left.set()
        writer.close()


@contextlib.asynccontextmanager
async def serve(scripted: Scripted, tls: ssl.SSLContext | None = None) -> AsyncIterator[str]:
    """The address of a server that behaves so."""
    server = await asyncio.start_server(scripted, "127.0.0.1", 0, ssl=tls)
    try:
        yield f"{'https' if tls else 'http'}://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        await server.wait_closed()
        await asyncio.gather(*(one for one in scripted.conversations if one))


@contextlib.asynccontextmanager
async def served(scripted: Scripted, tls: ssl.SSLContext | None = None, prefix: str = "") -> AsyncIterator[BotApi]:
    """Calls to a server that behaves so."""
    async with serve(scripted, tls) as url, BotApi("42:x", url.replace("://", f"://{prefix}", 1)) as calls:
        yield calls


@contextlib.asynccontextmanager
async def under_way(server: Scripted, calls: BotApi) -> AsyncIterator[asyncio.Task[Reply]]:
    """A call that has reached the server and has no answer."""
    nursery = Nursery()
    call = nursery.start(calls.send("sendMessage", b"{}"), name="call")
    try:
        await asyncio.wait_for(server.asked.wait(), 5)
        yield call
    finally:
        await nursery.close()


async def test_calls_one_after_another_share_a_connection() -> None:
    server = Scripted(GOOD)
    async with served(server) as calls:
        for body in (b"{}", '{"text":"你好"}'.encode()):
            assert await calls.send("sendMessage", body) == GOOD_REPLY
    assert server.accepted == 1
    assert server.requests[0].startswith(b"POST /bot42:x/sendMessage HTTP/1.1\r\nHost: 127.0.0.1:")
    assert server.requests[1].endswith('\r\n\r\n{"text":"你好"}'.encode())


async def test_the_time_at_the_other_end_is_told() -> None:
    dated = GOOD.replace(b"Content-Length", b"dAtE: Thu, 26 Nov 2026 20:00:00 GMT\r\nContent-Length")
    async with served(Scripted(dated)) as calls:
        assert (await calls.post("getMe", {}))[1] == "Thu, 26 Nov 2026 20:00:00 GMT"


async def test_calls_at_once_have_a_connection_each() -> None:
    server = Scripted(GOOD)
    async with served(server) as calls:
        await asyncio.gather(*(calls.send("sendMessage", b"{}") for _ in range(5)))
        assert server.accepted == 5
        await asyncio.gather(*(calls.send("sendMessage", b"{}") for _ in range(5)))
        assert server.accepted == 5


@pytest.mark.parametrize(
    ("said", "closes", "understood"),
    [
        (b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"ok"\r\n6\r\n:true}\r\n0\r\n\r\n', False, True),
        (b'HTTP/1.1 200 OK\r\n\r\n{"ok":true}', True, True),
        (b"HTTP/1.1 103 Early Hints\r\n\r\n" + GOOD, False, True),
        (b'HTTP/1.1 200 OK\r\nContent-Length: 11\r\nConnection: close\r\n\r\n{"ok":true}', False, True),
        (b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 4\r\n\r\noops", False, True),
        (b"SSH-2.0-OpenSSH\r\n", False, False),
        (b"HTTP/1.1 200 OK\r\nContent-Le", True, False),
        (b"", True, False),
    ],
    ids=["chunked", "no length", "early hints", "close", "gateway", "not http", "cut head", "nothing"],
)
async def test_what_a_server_may_say(said: bytes, closes: bool, understood: bool) -> None:
    async with served(Scripted(said, then_close=closes)) as calls:
        if understood:
            for _ in range(2):
                answer = await calls.send("sendMessage", b"{}")
                assert answer in (GOOD_REPLY, Reply(502, None))
        else:
            with pytest.raises(Disconnected):
                await calls.send("sendMessage", b"{}")


async def test_an_answer_cut_short_is_never_taken_for_a_whole_one() -> None:
    cut = b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"ok":true,'
    async with served(Scripted(cut, then_close=True)) as calls:
        with pytest.raises(Disconnected):
            await calls.send("sendMessage", b"{}")


async def test_a_connection_the_server_closed_is_not_used_again() -> None:
    server = Scripted(GOOD, then_close=True)
    async with served(server) as calls:
        await calls.send("sendMessage", b"{}")
        await server.left.wait()
        await asyncio.sleep(0.05)
        assert await calls.send("sendMessage", b"{}") == GOOD_REPLY
    assert server.accepted == 2


async def test_a_connection_that_was_quiet_for_long_is_not_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api_client, "IDLE_SECONDS", 0.01)
    server = Scripted(GOOD)
    async with served(server) as calls:
        await calls.send("sendMessage", b"{}")
        await asyncio.sleep(0.05)
        await calls.send("sendMessage", b"{}")
        await asyncio.wait_for(server.left.wait(), 5)
    assert server.accepted == 2


async def test_a_server_that_never_answers_is_not_waited_for_for_ever() -> None:
    server = Scripted(b"HTTP/1.1 200 OK\r\n")
    async with served(server) as calls:
        with pytest.raises(Disconnected, match="in time"):
            await calls.post("sendMessage", {}, 0.1)
        await asyncio.wait_for(server.left.wait(), 5)


async def test_a_call_that_nobody_waits_for_any_more_leaves_no_connection() -> None:
    server = Scripted(b"HTTP/1.1 200 OK\r\n")
    async with served(server) as calls, under_way(server, calls) as call:
        call.cancel()
        await asyncio.wait_for(server.left.wait(), 5)


async def test_closing_ends_what_is_under_way() -> None:
    server = Scripted(b"HTTP/1.1 200 OK\r\n")
    async with served(server) as calls, under_way(server, calls) as call:
        await calls.__aexit__(None, None, None)
        with pytest.raises(Disconnected):
            await call


async def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    async with BotApi("42:x", f"http://127.0.0.1:{port}") as calls:
        with pytest.raises(NotConnected) as refused:
            await calls.send("sendMessage", b"{}")
    assert "42:x" not in str(refused.value)


async def test_a_name_and_a_password_in_the_address_are_sent_as_such() -> None:
    server = Scripted(GOOD)
    async with served(server, prefix="town:hall@") as calls:
        await calls.send("sendMessage", b"{}")
    assert b"Host: 127.0.0.1:" in server.requests[0]
    assert b"Authorization: Basic dG93bjpoYWxs\r\n" in server.requests[0]


def certificate(folder: Path) -> Path:
    """A certificate for 127.0.0.1 that signs itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "town")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + signed.public_bytes(serialization.Encoding.PEM)
    )
    return path


def trust(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the machine knew this certificate; aiohttp reads what it knows once, when it is imported."""
    monkeypatch.setattr("aiohttp.connector._SSL_CONTEXT_VERIFIED", ssl.create_default_context(cafile=path))


@pytest.mark.parametrize("trusted", [True, False])
async def test_a_certificate_is_checked(trusted: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = certificate(tmp_path)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(path)
    if trusted:
        trust(path, monkeypatch)
    server = Scripted(GOOD)
    async with served(server, tls) as calls:
        if trusted:
            assert await calls.send("sendMessage", b"{}") == GOOD_REPLY
        else:
            with pytest.raises(NotConnected):
                await calls.send("sendMessage", b"{}")
            assert not server.requests
