"""A Bot API that keeps updates until they are acknowledged and refuses what the test tells it to refuse."""

import asyncio
from types import TracebackType
from typing import Any, Self

import orjson
from aiohttp import web

TOKEN = "4200:AAscripted-token-for-tests-only_0123456789"
NOT_FOUND = (404, "Not Found")


class ScriptedApi:
    """`waiting` updates; `calls` made, in order; `refusals` by method, used up one a call; `mute`: never answered."""

    def __init__(self) -> None:
        self.waiting: list[Any] = []
        self.body: bytes | None = None
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.refusals: dict[str, list[tuple[int, str]]] = {}
        self.mute: set[str] = set()
        self.url = ""
        self._called = asyncio.Event()
        app = web.Application()
        app.router.add_post("/bot{token}/{method}", self._serve)
        self._runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=0.1)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._runner.cleanup()

    def of(self, method: str) -> list[dict[str, Any]]:
        """The bodies of the calls to a method so far."""
        return [body for called, body in self.calls if called == method]

    async def until_or_dead(
        self, process: asyncio.subprocess.Process, method: str, times: int = 1, **wanted: Any
    ) -> None:
        """As `until`; if the process ends before, fail with what it said."""
        async with asyncio.TaskGroup() as group:
            called = group.create_task(self.until(method, times, **wanted))
            dead = group.create_task(process.wait())
            await asyncio.wait([called, dead], return_when=asyncio.FIRST_COMPLETED)
            if not called.done():
                called.cancel()
                said = (await process.stderr.read()).decode() if process.stderr else ""
                raise AssertionError(f"ended with {process.returncode}: {said}")
            dead.cancel()

    async def until(self, method: str, times: int = 1, **wanted: Any) -> None:
        """Wait until a method was called so often with these values."""
        async with asyncio.timeout(60):
            while sum(wanted.items() <= body.items() for body in self.of(method)) < times:
                self._called.clear()
                await self._called.wait()

    async def _serve(self, request: web.Request) -> web.Response:
        method, body = request.match_info["method"], orjson.loads(await request.read() or b"{}")
        self.calls.append((method, body))
        self._called.set()
        if request.match_info["token"] != TOKEN:
            return _answer(error=(401, "Unauthorized"))
        if method in self.mute:
            await asyncio.Event().wait()
        if self.refusals.get(method):
            return _answer(error=self.refusals[method].pop(0))
        if method == "getUpdates":
            return await self._updates(body)
        known = {"getMe": {"id": 4200, "is_bot": True, "username": "huiyin_test_bot"}, "getWebhookInfo": {"url": ""}}
        return _answer(known.get(method, True))

    async def _updates(self, body: dict[str, Any]) -> web.Response:
        acknowledged = body.get("offset", 0)
        self.waiting = [u for u in self.waiting if not isinstance(u, dict) or u.get("update_id", 1e9) >= acknowledged]
        if self.body is not None:
            given, self.body = self.body, None
            return web.Response(body=given, content_type="application/json")
        if not self.waiting:
            await asyncio.sleep(min(body["timeout"], 0.05))
        return _answer(self.waiting[: body["limit"]])


def _answer(result: Any = None, error: tuple[int, str] | None = None) -> web.Response:
    if error is None:
        return web.json_response({"ok": True, "result": result})
    code, description = error
    return web.json_response({"ok": False, "error_code": code, "description": description}, status=code)


def message(update_id: int, chat: int = 7, text: str = "hello") -> dict[str, Any]:
    """A text message as an update."""
    person = {"id": chat, "is_bot": False, "first_name": "Wu"}
    return {
        "update_id": update_id,
        "message": {
            "message_id": update_id,
            "date": 1_700_000_000,
            "chat": {"id": chat, "type": "private"},
            "from": person,
            "text": text,
        },
    }
