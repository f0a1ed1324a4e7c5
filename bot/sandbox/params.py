"""The parameters of one call, whichever way they came: query, JSON, urlencoded or multipart."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import orjson
from aiohttp import web
from aiohttp.web_request import FileField

from bot.sandbox.errors import ApiError, bad_request

MAX_BODY_BYTES = 52 * 1024 * 1024
"""The largest file, 50 MB (the Bot API's limit), and what goes with it."""


@dataclass(slots=True)
class Upload:
    """A file that came with the call."""

    name: str
    mime: str
    content: bytes


@dataclass(slots=True)
class Params:
    """Values by name: strings, or JSON values where the body was JSON; files by the name of their part."""

    values: dict[str, Any]
    files: dict[str, Upload]

    def text(self, name: str, default: str = "") -> str:
        """A string; numbers become strings."""
        value = self.values.get(name)
        if value is None:
            return default
        return value if isinstance(value, str) else orjson.dumps(value).decode()

    def integer(self, name: str, default: int | None = None) -> int | None:
        """A whole number, `default` when missing or when it is none."""
        value = self.values.get(name)
        if isinstance(value, bool) or value is None:
            return default
        try:
            return int(value)
        except (TypeError, ValueError):
            return default

    def number(self, name: str) -> float | None:
        """A real number, None when missing or when it is none."""
        try:
            return float(self.values[name])
        except (KeyError, TypeError, ValueError):
            return None

    def flag(self, name: str) -> bool:
        """True if a switch is on."""
        value = self.values.get(name)
        return value is True or str(value).lower() in {"true", "1", "yes", "t"}

    def json(self, name: str) -> Any:
        """A nested value, sent as JSON or as a string that holds JSON; None when missing or empty.

        Raises ApiError when the string is no JSON.
        """
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return orjson.loads(value)
        except orjson.JSONDecodeError as error:
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from error

    def objects(self, name: str) -> list[dict[str, Any]]:
        """A list of objects, [] when missing; raises ApiError on anything else."""
        value = self.json(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise bad_request(f"can't parse {name.replace('_', ' ')}: Expected an Array of Objects")
        return value


async def read_params(request: web.Request) -> Params:
    """The parameters of a request; raises ApiError when its body is not what its content type says."""
    values: dict[str, Any] = dict(request.query) if request.query_string else {}
    kind = request.content_type if request.body_exists else ""
    try:
        if kind == "multipart/form-data":
            return await _multipart(request, values)
        body = await request.read() if kind else b""
    except web.HTTPRequestEntityTooLarge as error:
        raise ApiError("Request Entity Too Large", 413) from error
    if not body:
        return Params(values, {})
    if kind == "application/json":
        try:
            sent = orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise bad_request("can't parse JSON object") from error
        if not isinstance(sent, dict):
            raise bad_request("can't parse JSON object: Expected an Object")
        values.update((name, value) for name, value in sent.items() if value is not None)
    elif kind == "application/x-www-form-urlencoded":
        values.update(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    return Params(values, {})


async def _multipart(request: web.Request, values: dict[str, Any]) -> Params:
    files: dict[str, Upload] = {}
    for name, part in (await request.post()).items():
        if isinstance(part, FileField):
            files[name] = Upload(part.filename, part.content_type, part.file.read())
            part.file.close()
        else:
            values[name] = part if isinstance(part, str) else bytes(part).decode("utf-8", "replace")
    return Params(values, files)
