"""The webhook and the server around it."""

import asyncio
import io
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import orjson
import pytest
from sqlalchemy.exc import OperationalError

from bot.api_client import BotApi
from bot.http import HttpServer
from bot.intake.webhook import SECRET_HEADER, Webhook, announce, withdraw
from tests.process.scripted import TOKEN, ScriptedApi, message

SECRET = "the-secret"


class Shelf:
    """An inbox writer that may be away."""

    def __init__(self) -> None:
        self.kept: list[Any] = []
        self.away = False

    async def write(self, updates: list[Any]) -> None:
        if self.away:
            raise OperationalError("INSERT", {}, Exception("away"))
        self.kept.extend(updates)


class Served:
    """A server under test."""

    def __init__(self) -> None:
        self.shelf = Shelf()
        self.ready: dict[str, bool | str] = {"database": True, "lease": "standby"}
        self.webhook = Webhook(self.shelf, SECRET)  # type: ignore[arg-type]
        checks = {name: self._check(name) for name in self.ready}
        self.server = HttpServer(checks, webhook=self.webhook, webhook_url="https://bot.example.org/hook")
        self.url = ""

    def _check(self, name: str) -> Any:
        async def check() -> bool | str:
            return self.ready[name]

        return check

    async def post(self, body: bytes, secret: str | None = SECRET) -> int:
        headers = {} if secret is None else {SECRET_HEADER: secret}
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{self.url}/hook", data=io.BytesIO(body), headers=headers) as answer,
        ):
            return answer.status

    async def get(self, path: str) -> tuple[int, str]:
        async with aiohttp.ClientSession() as session, session.get(self.url + path) as answer:
            return answer.status, await answer.text()


@pytest.fixture
async def served() -> AsyncIterator[Served]:
    made = Served()
    made.url = f"http://127.0.0.1:{await made.server.start('127.0.0.1', 0)}"
    yield made
    await made.server.stop()


async def test_an_update_is_answered_once_it_is_kept(served: Served) -> None:
    assert await served.post(orjson.dumps(message(1))) == 200
    assert served.shelf.kept == [message(1)]


async def test_many_at_once_are_all_kept(served: Served) -> None:
    statuses = await asyncio.gather(*(served.post(orjson.dumps(message(n))) for n in range(20)))
    assert statuses == [200] * 20
    assert len(served.shelf.kept) == 20


@pytest.mark.parametrize("secret", [None, "", "wrong", "the-secre", "ünsinn"])
async def test_a_stranger_is_turned_away(served: Served, secret: str | None) -> None:
    assert await served.post(orjson.dumps(message(1)), secret) == 401
    assert served.shelf.kept == []


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[]", b"{}", b'{"update_id": "1"}', b'{"update_id": 1e400}'])
async def test_what_is_no_update_is_a_bad_request(served: Served, body: bytes) -> None:
    assert await served.post(body) == 400


async def test_a_body_over_a_megabyte_is_refused(served: Served) -> None:
    assert await served.post(orjson.dumps(message(1, text="x" * 1024 * 1024))) == 413


async def test_while_the_database_is_away_telegram_is_asked_to_come_again(served: Served) -> None:
    served.shelf.away = True
    assert await served.post(orjson.dumps(message(1))) == 503
    served.shelf.away = False
    assert await served.post(orjson.dumps(message(1))) == 200


async def test_a_stopping_process_takes_nothing_more(served: Served) -> None:
    served.webhook.close()
    assert await served.post(orjson.dumps(message(1))) == 503
    assert served.shelf.kept == []


async def test_readiness_says_what_is_missing_and_health_does_not_mind(served: Served) -> None:
    assert await served.get("/readyz") == (200, '{"ready": true, "database": true, "lease": "standby"}')
    served.ready["database"] = False
    assert await served.get("/readyz") == (503, '{"ready": false, "database": false, "lease": "standby"}')
    del served.ready["lease"]
    assert (await served.get("/readyz"))[0] == 503
    assert (await served.get("/healthz"))[0] == 200


async def test_metrics_are_in_prometheus_form(served: Served) -> None:
    status, text = await served.get("/metrics")
    assert status == 200
    assert "# TYPE huiyin_updates_kept_total counter" in text


async def test_telegram_is_told_where_to_post_and_when_to_stop(api: ScriptedApi) -> None:
    async with BotApi(TOKEN, api.url) as calls:
        await announce(calls, "https://bot.example.org/hook", "the-secret")
        await withdraw(calls)
    (told,) = api.of("setWebhook")
    assert told["secret_token"] == "the-secret"
    assert told["allowed_updates"]
    assert told["max_connections"] == 40
    assert told["drop_pending_updates"] is False
    assert api.of("deleteWebhook") == [{"drop_pending_updates": False}]
