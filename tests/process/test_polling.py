"""Long polling: nothing acknowledged before it is kept; nothing stops it but a wrong token."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
import structlog
from sqlalchemy.exc import OperationalError

from bot.api_client import BotApi
from bot.intake import polling as module
from bot.intake.inbox_writer import ALLOWED_UPDATES
from bot.intake.polling import Polling, TokenRefused
from tests.process.scripted import TOKEN, ScriptedApi, message


class Shelf:
    """An inbox writer that says what was acknowledged when it kept."""

    def __init__(self, api: ScriptedApi) -> None:
        self.api = api
        self.kept: list[Any] = []
        self.still_waiting: list[list[Any]] = []
        self.away = 0
        self.called = asyncio.Event()
        self.gate: asyncio.Event | None = None

    async def write(self, updates: list[Any]) -> None:
        if self.away:
            self.away -= 1
            raise OperationalError("INSERT", {}, Exception("away"))
        self.called.set()
        if self.gate:
            await self.gate.wait()
        self.still_waiting.append(list(self.api.waiting))
        self.kept.extend(updates)


@pytest.fixture
def shelf(api: ScriptedApi) -> Shelf:
    return Shelf(api)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "backoff", lambda failures: 0.01)


@asynccontextmanager
async def polled(api: ScriptedApi, shelf: Shelf, sure: Callable[[], bool] = lambda: True) -> AsyncIterator[Polling]:
    async with BotApi(TOKEN, api.url) as calls:
        polling = Polling(calls, shelf, sure=sure)  # type: ignore[arg-type]
        async with asyncio.timeout(15), asyncio.TaskGroup() as group:
            group.create_task(polling.run())
            yield polling
            polling.stop()


async def test_a_batch_is_kept_before_it_is_acknowledged(api: ScriptedApi, shelf: Shelf) -> None:
    api.waiting = [message(5), message(6)]
    async with polled(api, shelf):
        await api.until("getUpdates", offset=7)
    assert shelf.kept == [message(5), message(6)]
    assert shelf.still_waiting == [[message(5), message(6)]]
    assert api.of("getUpdates")[0]["allowed_updates"] == list(ALLOWED_UPDATES)
    assert "offset" not in api.of("getUpdates")[0]


async def test_while_it_is_not_sure_of_its_lease_nothing_is_asked_for(api: ScriptedApi, shelf: Shelf) -> None:
    sure = False
    api.waiting = [message(5)]
    async with polled(api, shelf, sure=lambda: sure):
        await asyncio.sleep(0.3)
        assert api.of("getUpdates") == []
        sure = True
        await api.until("getUpdates", offset=6)


async def test_what_could_not_be_kept_is_not_acknowledged(api: ScriptedApi, shelf: Shelf) -> None:
    api.waiting = [message(5)]
    shelf.away = 2
    async with polled(api, shelf):
        await api.until("getUpdates", offset=6)
    assert ["offset" in body for body in api.of("getUpdates")[:4]] == [False, False, False, True]
    assert shelf.kept == [message(5)]


async def test_a_stop_tells_telegram_how_far_we_came(api: ScriptedApi, shelf: Shelf) -> None:
    api.waiting = [message(5)]
    async with polled(api, shelf):
        await asyncio.wait_for(shelf.called.wait(), 15)
    assert api.waiting == []
    assert max(body.get("offset", 0) for body in api.of("getUpdates")) == 6


async def test_a_commit_in_hand_is_finished_and_then_acknowledged(api: ScriptedApi, shelf: Shelf) -> None:
    api.waiting = [message(5)]
    shelf.gate = asyncio.Event()
    async with polled(api, shelf) as polling:
        await asyncio.wait_for(shelf.called.wait(), 15)
        polling.stop()
        shelf.gate.set()
    assert shelf.kept == [message(5)]
    assert api.of("getUpdates")[-1]["offset"] == 6
    assert api.of("getUpdates")[-1]["timeout"] == 0


@pytest.mark.parametrize("body", [b"<html>502</html>", b'{"ok": true}', b'{"ok": true, "result": [{"update', b"\xff"])
async def test_an_unreadable_answer_is_asked_for_again(api: ScriptedApi, shelf: Shelf, body: bytes) -> None:
    api.body = body
    api.waiting = [message(5)]
    async with polled(api, shelf):
        await api.until("getUpdates", offset=6)
    assert shelf.kept == [message(5)]


async def test_one_odd_update_is_kept_among_the_others(api: ScriptedApi, shelf: Shelf) -> None:
    api.waiting = [message(5), {"update_id": 6, "message": "poison"}, "no object", message(7)]
    async with polled(api, shelf):
        await api.until("getUpdates", offset=8)
    assert shelf.kept[:4] == [message(5), {"update_id": 6, "message": "poison"}, "no object", message(7)]


async def test_another_poller_is_named_and_polling_goes_on(api: ScriptedApi, shelf: Shelf) -> None:
    api.refusals["getUpdates"] = [(409, "Conflict: terminated by other getUpdates request"), (502, "Bad Gateway")]
    api.waiting = [message(5)]
    with structlog.testing.capture_logs() as logged:
        async with polled(api, shelf) as polling:
            await api.until("getUpdates", offset=6)
            assert polling.healthy
    assert "Another process asks for this bot's updates" in logged[0]["event"]
    assert "502" in logged[1]["event"]


async def test_a_wrong_token_ends_polling(api: ScriptedApi, shelf: Shelf) -> None:
    async with BotApi("1:not-this-one", api.url) as calls:
        with pytest.raises(TokenRefused):
            await Polling(calls, shelf).run()  # type: ignore[arg-type]


async def test_no_answer_at_all_makes_it_unhealthy_until_one_comes(api: ScriptedApi, shelf: Shelf) -> None:
    api.refusals["getUpdates"] = [(500, "Internal Server Error")] * 4
    async with polled(api, shelf) as polling:
        await api.until("getUpdates", times=4)
        assert not polling.healthy
        await api.until("getUpdates", times=6)
        assert polling.healthy
