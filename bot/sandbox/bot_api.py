"""The Bot API over HTTP: each call is read, counted against limits and faults, carried out and recorded."""

import asyncio
import time
from typing import Any

import orjson
from aiohttp import web

import bot.sandbox.methods  # noqa: F401 - registers the methods
from bot.sandbox.api_call import METHODS, ApiCall
from bot.sandbox.errors import ApiError
from bot.sandbox.faults import Fault
from bot.sandbox.params import Params, read_params
from bot.sandbox.receiving import UpdateReceiver
from bot.sandbox.world import Call, World

_UNCOUNTED = frozenset({"getupdates", "getme", "setwebhook", "deletewebhook", "getwebhookinfo", "getfile"})
_BAD_GATEWAY = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


class BotApiServer:
    """Serves a world at /bot<token>/<method> and /file/bot<token>/<path>."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.receiver = UpdateReceiver(world)

    def routes(self) -> list[web.RouteDef]:
        """The routes of the Bot API."""
        return [
            web.route("*", "/bot{token}/{method}", self.serve_method),
            web.get("/file/bot{token}/{path:.+}", self.serve_file),
        ]

    async def serve_method(self, request: web.Request) -> web.StreamResponse:
        """Answer one call; HTTP status and body as Telegram's."""
        bot = self.world.bots.get(request.match_info["token"])
        if bot is None:
            return _refusal(ApiError("Unauthorized", 401))
        name = request.match_info["method"]
        try:
            params = await read_params(request)
        except ApiError as refused:
            return _refusal(refused)
        chat_id = params.integer("chat_id")
        call = Call(bot.username, name, params.values, chat_id, time.monotonic(), 200, "ok", None)
        try:
            fault = await self._hindrance(name.lower(), params, chat_id)
            call.result = await self._result(ApiCall(self.world, bot, name, params))
            if fault is not None:
                raise _DroppedError
            return _answer(b'{"ok":true,"result":' + orjson.dumps(call.result) + b"}")
        except ApiError as refused:
            call.status, call.outcome = refused.code, refused.description
            return _refusal(refused)
        except _DroppedError:
            call.outcome = "dropped"
            return _cut(request)
        except _BadGatewayError:
            call.status, call.outcome = 502, "bad gateway"
            return web.Response(status=502, text=_BAD_GATEWAY, content_type="text/html")
        finally:
            self.world.calls.append(call)

    async def serve_file(self, request: web.Request) -> web.Response:
        """A file's bytes."""
        stored = self.world.files.by_path.get(request.match_info["path"])
        if request.match_info["token"] not in self.world.bots:
            return _refusal(ApiError("Unauthorized", 401))
        if stored is None:
            return _refusal(ApiError("Not Found", 404))
        return web.Response(body=stored.content, content_type="application/octet-stream")

    async def _result(self, call: ApiCall) -> Any:
        name = call.method.lower()
        function = METHODS.get(name)
        if function is not None:
            return function(call)
        if name == "getupdates":
            return await self.receiver.get_updates(call)
        if name == "setwebhook":
            return self.receiver.set_webhook(call)
        if name == "deletewebhook":
            return self.receiver.delete_webhook(call)
        if name == "getwebhookinfo":
            return self.receiver.get_webhook_info(call)
        raise ApiError("Not Found", 404)

    async def _hindrance(self, name: str, params: Params, chat_id: int | None) -> Fault | None:
        """Raise what stops the call; return the fault that drops its connection after it took effect."""
        faults = self.world.faults
        if faults.limits is not None and name not in _UNCOUNTED:
            weight = len(params.objects("media")) or 1 if name == "sendmediagroup" else 1
            if seconds := faults.limits.wait(chat_id, weight):
                raise ApiError(f"Too Many Requests: retry after {seconds}", 429, {"retry_after": seconds})
        if faults.latency and name not in _UNCOUNTED:
            await asyncio.sleep(faults.latency)
        fault = faults.take(name, chat_id) if faults.armed else None
        if fault is None:
            return None
        if fault.kind == "page":
            raise _BadGatewayError
        if fault.kind == "reply":
            raise ApiError(fault.description, fault.status, fault.parameters)
        if not fault.carried_out:
            raise _DroppedError
        return fault


class _DroppedError(Exception):
    """The caller gets no answer."""


class _BadGatewayError(Exception):
    """The caller gets a proxy's page."""


def _answer(body: bytes, status: int = 200) -> web.Response:
    return web.Response(body=body, status=status, content_type="application/json")


def _refusal(refused: ApiError) -> web.Response:
    body: dict[str, Any] = {"ok": False, "error_code": refused.code, "description": refused.description}
    if refused.parameters:
        body["parameters"] = refused.parameters
    response = _answer(orjson.dumps(body), refused.code)
    if refused.parameters and "retry_after" in refused.parameters:
        response.headers["Retry-After"] = str(refused.parameters["retry_after"])
    return response


def _cut(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)
