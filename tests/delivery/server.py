"""A Bot API that does as it is told: answers, faults, limits."""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from tests.delivery.town import TOKEN

Answer = tuple[int, Any] | Callable[[web.Request, dict[str, Any]], Awaitable[web.StreamResponse]]


class Server:
    """Keeps every call as (method, body); `script` answers the next calls, `ok` the rest."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.script: dict[Any, deque[Answer]] = defaultdict(deque)
        """Answers by chat id, by method, or under None for any call."""
        self.files: dict[str, bytes] = {}
        self.delay = 0.0
        self.uploads = 0
        self.under_way = 0
        self.most_under_way = 0
        self.url = ""
        self._last_message = 100
        self._arrived = asyncio.Event()
        app = web.Application(client_max_size=1 << 26)
        app.router.add_post(f"/bot{TOKEN}/{{method}}", self._call)
        app.router.add_get(f"/file/bot{TOKEN}/{{path:.*}}", self._file)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)

    async def start(self) -> None:
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = site.name

    async def close(self) -> None:
        await self._runner.cleanup()

    def texts(self, chat_id: int | None = None) -> list[str]:
        """The texts that arrived, in order."""
        return [body["text"] for _, body in self.calls if chat_id in (None, body.get("chat_id")) and "text" in body]

    async def heard(self, number: int, seconds: float = 10) -> None:
        """Wait until so many calls have arrived."""
        async with asyncio.timeout(seconds):
            while len(self.calls) < number:
                self._arrived.clear()
                await self._arrived.wait()

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        body = await self._body(request)
        self.calls.append((method, body))
        self._arrived.set()
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        try:
            await asyncio.sleep(self.delay)
            for key in (body.get("chat_id"), method, None):
                if self.script.get(key):
                    return await self._scripted(request, body, self.script[key].popleft())
            return web.json_response({"ok": True, "result": self._result(method, body)})
        finally:
            self.under_way -= 1

    async def _scripted(self, request: web.Request, body: dict[str, Any], answer: Answer) -> web.StreamResponse:
        if callable(answer):
            return await answer(request, body)
        status, content = answer
        if isinstance(content, str):
            return web.Response(status=status, text=content, content_type="text/html")
        return web.json_response(content, status=status)

    def _result(self, method: str, body: dict[str, Any]) -> Any:
        if method == "getFile":
            path = body["file_id"]
            return {"file_id": path, "file_size": len(self.files[path]), "file_path": f"documents/{path}"}
        if method == "sendMediaGroup":
            return [self._message(body, f"album{place}") for place, _ in enumerate(body["media"])]
        if method.startswith("send") and method != "sendChatAction":
            return self._message(body, "single")
        if method.startswith("edit"):
            return {"message_id": body["message_id"], "chat": {"id": body["chat_id"]}}
        return True

    def _message(self, body: dict[str, Any], name: str) -> dict[str, Any]:
        self._last_message += 1
        return {
            "message_id": self._last_message,
            "chat": {"id": body["chat_id"]},
            "photo": [{"file_id": "small"}, {"file_id": f"photo-{name}"}],
            "document": {"file_id": f"document-{name}"},
        }

    async def _body(self, request: web.Request) -> dict[str, Any]:
        if request.content_type == "application/json":
            found: dict[str, Any] = await request.json()
            return found
        body: dict[str, Any] = {}
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                self.uploads += 1
                body[name] = value.file.read()
                value.file.close()
            else:
                text = str(value)
                try:
                    body[name] = json.loads(text)
                except ValueError:
                    body[name] = text
        return body

    async def _file(self, request: web.Request) -> web.Response:
        path = request.match_info["path"].removeprefix("documents/")
        return web.Response(body=self.files[path]) if path in self.files else web.Response(status=404)


async def cut(request: web.Request, _body: dict[str, Any]) -> web.StreamResponse:
    """The call was taken, the line breaks before the answer."""
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


def refusal(status: int, description: str, **parameters: int) -> tuple[int, Any]:
    """How the Bot API says no."""
    body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    return status, {**body, "parameters": parameters} if parameters else body
