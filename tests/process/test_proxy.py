"""Everything to and from Telegram goes through the proxy that is set, and its troubles are told."""

import signal
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot import api_client
from bot.api_client import ApiSilent, BotApi, NotConnected
from bot.proxy import BadProxy, find_proxy
from bot.settings import Settings, SettingsFault, load
from tests.delivery.server import Server
from tests.delivery.town import TOKEN
from tests.process.lives import Lives
from tests.process.proxies import PASSWORD, HttpProxy, Proxy, Socks5Proxy
from tests.process.scripted import TOKEN as SCRIPTED_TOKEN
from tests.process.scripted import ScriptedApi, message
from tests.process.test_api_client import GOOD, Scripted, certificate, serve, trust

KINDS = [HttpProxy, Socks5Proxy]


@pytest.fixture(autouse=True)
def no_proxy_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    scripted = Server()
    await scripted.start()
    yield scripted
    await scripted.close()


def through(server: Server, proxy: Proxy) -> BotApi:
    return BotApi(TOKEN, server.url, find_proxy(server.url, proxy.url))


@pytest.mark.parametrize("wants_password", [False, True])
@pytest.mark.parametrize("kind", KINDS)
async def test_calls_long_polls_uploads_and_downloads_all_go_through(
    server: Server, kind: type[Proxy], wants_password: bool
) -> None:
    server.files["roster.xlsx"] = b"PK" * 100_000
    port = int(server.url.rpartition(":")[2])
    async with kind(wants_password=wants_password) as proxy, through(server, proxy) as api:
        assert (await api.send("sendMessage", b'{"chat_id": 7, "text": "\xe4\xbd\xa0"}')).status == 200
        await api.post("getUpdates", {"timeout": 0}, 40)
        form = aiohttp.FormData({"chat_id": "7"})
        form.add_field("photo", b"x" * 100_000, filename="p.png")
        assert (await api.send("sendPhoto", form)).status == 200
        assert await api.download("documents/roster.xlsx") == b"PK" * 100_000
    assert [method for method, _ in server.calls] == ["sendMessage", "getUpdates", "sendPhoto"]
    assert server.uploads == 1
    assert set(proxy.targets) == {("127.0.0.1", port)}
    if kind is HttpProxy:
        assert proxy.requests[0].startswith(f"POST http://127.0.0.1:{port}/bot")


@pytest.mark.parametrize("wants_password", [False, True])
@pytest.mark.parametrize("kind", KINDS)
async def test_an_encrypted_line_goes_through_as_one(
    kind: type[Proxy], wants_password: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = certificate(tmp_path)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(path)
    trust(path, monkeypatch)
    scripted = Scripted(GOOD)
    async with (
        serve(scripted, tls) as url,
        kind(wants_password=wants_password) as proxy,
        BotApi("42:x", url, find_proxy(url, proxy.url)) as api,
    ):
        for _ in range(2):
            assert (await api.send("sendMessage", b"{}")).status == 200
    assert len(scripted.requests) == 2
    assert len(proxy.targets) == 1
    if kind is HttpProxy:
        assert proxy.requests[0].startswith("CONNECT 127.0.0.1:")


async def test_a_socks_proxy_is_given_the_host_s_name_to_look_up(server: Server) -> None:
    url = server.url.replace("127.0.0.1", "localhost")
    async with Socks5Proxy() as proxy, BotApi(TOKEN, url, find_proxy(url, proxy.url)) as api:
        assert (await api.send("sendMessage", b'{"chat_id": 7, "text": "a"}')).status == 200
    assert len(proxy.targets) == 1


@pytest.mark.parametrize("kind", KINDS)
async def test_a_proxy_that_refuses_is_told_without_its_password(server: Server, kind: type[Proxy]) -> None:
    async with kind(wants_password=True) as proxy:
        proxy.url = proxy.url.replace("p%40ss", "wrong-password")
        async with through(server, proxy) as api:
            with pytest.raises(ApiSilent) as refused:
                await api.call("getMe")
    assert "407" in str(refused.value) or "the proxy" in str(refused.value)
    assert "wrong-password" not in str(refused.value)
    assert server.calls == []


async def test_a_proxy_that_refuses_to_connect_has_surely_sent_nothing(tmp_path: Path) -> None:
    async with HttpProxy(wants_password=True) as proxy:
        url = proxy.url.replace("p%40ss", "wrong")
        async with BotApi("42:x", "https://127.0.0.1:9", find_proxy("https://127.0.0.1:9", url)) as api:
            with pytest.raises(NotConnected, match="the proxy refuses: 407"):
                await api.send("sendMessage", b"{}")


@pytest.mark.parametrize("kind", KINDS)
async def test_a_proxy_that_is_not_there_has_surely_sent_nothing(server: Server, kind: type[Proxy]) -> None:
    async with kind() as proxy:
        pass
    async with through(server, proxy) as api:
        with pytest.raises(NotConnected, match="the proxy"):
            await api.send("sendMessage", b"{}")


async def test_a_socks_proxy_that_says_nothing_is_not_waited_for_for_ever(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api_client, "CONNECT_SECONDS", 0.2)
    api_client._timeout.cache_clear()
    async with Socks5Proxy(mute=True) as proxy, through(server, proxy) as api:
        with pytest.raises(NotConnected):
            await api.send("sendMessage", b"{}")
    api_client._timeout.cache_clear()


async def test_an_http_proxy_that_says_nothing_is_not_waited_for_for_ever(server: Server) -> None:
    async with HttpProxy(mute=True) as proxy, through(server, proxy) as api:
        with pytest.raises(ApiSilent, match="in time"):
            await api.post("getMe", {}, 0.2)


TELEGRAM = api_client.TELEGRAM


@pytest.mark.parametrize(
    ("environment", "url", "expected"),
    [
        ({}, TELEGRAM, None),
        ({"HTTPS_PROXY": "http://a:3128"}, TELEGRAM, "http://a:3128 (HTTPS_PROXY)"),
        ({"https_proxy": "http://a:3128"}, TELEGRAM, "http://a:3128 (HTTPS_PROXY)"),
        ({"HTTPS_PROXY": "a:3128"}, TELEGRAM, "http://a:3128 (HTTPS_PROXY)"),
        ({"ALL_PROXY": "socks5h://u:p@a"}, TELEGRAM, "socks5://a:1080 (ALL_PROXY)"),
        ({"HTTPS_PROXY": "http://a:3128", "ALL_PROXY": "socks5://b:1080"}, TELEGRAM, "http://a:3128 (HTTPS_PROXY)"),
        ({"HTTPS_PROXY": "http://a:3128", "NO_PROXY": ".telegram.org"}, TELEGRAM, None),
        ({"HTTPS_PROXY": "http://a:3128"}, "http://bot-api.local:8081", None),
        ({"HTTP_PROXY": "http://a:3128"}, "http://bot-api.local:8081", "http://a:3128 (HTTP_PROXY)"),
        ({"HTTP_PROXY": "http://a:3128", "ALL_PROXY": "http://a:3128"}, "http://127.0.0.1:8081", None),
    ],
)
def test_the_environment_s_proxy_is_honoured(
    environment: dict[str, str], url: str, expected: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    found = find_proxy(url, None)
    assert (found and str(found)) == expected
    assert str(find_proxy(url, "socks5://u:secret@c:1")) == "socks5://c:1 (PROXY_URL)"


@pytest.mark.parametrize(
    "address", ["socks4://a:1", "https://a:1", "http://", "http://a:port", "ftp://a", "http://a b"]
)
def test_what_is_no_proxy_is_refused_with_what_one_looks_like(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadProxy, match=r"PROXY_URL: is not the address of a proxy\. It looks like http://host:3128"):
        find_proxy(TELEGRAM, address)
    monkeypatch.setenv("HTTPS_PROXY", address)
    with pytest.raises(BadProxy, match="HTTPS_PROXY"):
        find_proxy(TELEGRAM, None)


def test_a_bad_setting_stops_the_start_and_is_not_quoted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    monkeypatch.setenv("PROXY_URL", "socks4://wu:secret@a:1080")
    with pytest.raises(SettingsFault) as fault:
        load(None)
    (line,) = fault.value.lines
    assert line.startswith("PROXY_URL: is not the address of a proxy")
    assert "For example: PROXY_URL=socks5://user:password@" in line
    assert "secret" not in line


def test_its_password_is_among_what_logs_never_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://u:from-the-environment@a:3128")
    settings = Settings.model_validate({"bot_token": TOKEN, "proxy_url": "socks5://wu:p%40ss%3Aword%2F1@a:1080"})
    assert {PASSWORD, "p%40ss%3Aword%2F1", "from-the-environment"} <= set(settings.secrets)
    assert "p%40ss" not in repr(settings)


@pytest.mark.parametrize("kind", KINDS)
async def test_a_running_bot_polls_and_answers_through_it(
    api: ScriptedApi, lives: Lives, tmp_path: Path, kind: type[Proxy]
) -> None:
    api.waiting = [message(1, text="/help")]
    async with kind(wants_password=True) as proxy:
        env = {"BOT_TOKEN": SCRIPTED_TOKEN, "BOT_API_URL": api.url, "PROXY_URL": proxy.url}
        async with lives.one(tmp_path / "life", env) as life:
            await life.lasts(api.until("sendMessage", chat_id=7))
            assert await life.ends(signal.SIGTERM) == 0
    assert set(proxy.targets) == {("127.0.0.1", int(api.url.rpartition(":")[2]))}
    assert f"{proxy.scheme}://127.0.0.1:" in life.log
    assert "word%2F1" not in life.log


async def test_a_proxy_of_the_environment_that_cannot_be_used_stops_the_start(lives: Lives, tmp_path: Path) -> None:
    env = {"BOT_TOKEN": SCRIPTED_TOKEN, "ALL_PROXY": "socks4://wu:secret@a:1080"}
    async with lives.one(tmp_path / "life", env) as life:
        assert await life.ends() == 1
    assert "ALL_PROXY: is not the address of a proxy. It looks like http://host:3128" in life.log
    assert "secret" not in life.log
