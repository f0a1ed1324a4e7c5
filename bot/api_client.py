"""Calls to the Bot API outside delivery: asking for updates, setting the webhook, asking who we are."""

from types import TracebackType
from typing import Any, Self

import orjson
from yarl import URL

from bot.connections import Connections, Disconnected, NotConnected

CALL_SECONDS = 15.0


class ApiRefusal(Exception):
    """The Bot API answered that it will not. `description` is Telegram's own sentence."""

    def __init__(self, code: int, description: str, retry_after: float | None = None) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.retry_after = retry_after


class ApiSilent(OSError):
    """No usable answer: no connection, a time-out, or a page that is not the Bot API's. Never names the address."""


class BotApi:
    """One bot's calls over one connection pool."""

    def __init__(self, token: str, api_url: str) -> None:
        self._base = URL(f"{api_url}/bot{token}/", encoded=True)
        self._connections: Connections | None = None

    async def __aenter__(self) -> Self:
        self._connections = Connections(self._base)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._connections:
            self._connections.close()
            self._connections = None

    async def call(self, method: str, **params: Any) -> Any:
        """The `result` of a call. Raises `ApiRefusal`, `ApiSilent`."""
        return orjson.loads((await self.post(method, params))[0])["result"]

    async def post(self, method: str, params: dict[str, Any], seconds: float = CALL_SECONDS) -> tuple[bytes, str]:
        """The raw body of a good answer, and its Date header. Raises `ApiRefusal`, `ApiSilent`."""
        if self._connections is None:
            raise RuntimeError("use it as a context manager")
        try:
            answer = await self._connections.post(method, orjson.dumps(params), seconds)
        except (NotConnected, Disconnected) as error:
            raise ApiSilent(str(error)) from None
        if answer.status != 200:
            raise _refusal(answer.status, answer.content)
        return answer.content, answer.date


def _refusal(status: int, body: bytes) -> ApiRefusal | ApiSilent:
    try:
        said = orjson.loads(body)
        parameters = said.get("parameters") or {}
        return ApiRefusal(said["error_code"], said["description"], parameters.get("retry_after"))
    except (ValueError, KeyError, AttributeError):
        return ApiSilent(f"HTTP {status}")
