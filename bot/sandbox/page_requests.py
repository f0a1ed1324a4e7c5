"""Readers of the page's requests: each wrong field is refused with a sentence that names it."""

from pathlib import Path
from typing import Any

from aiohttp import BodyPartReader, web

from bot.sandbox.same_origin import Handler

MAX_FILE_BYTES = 20 * 1024 * 1024
"""The largest file a bot can download: the Bot API's limit."""
MAX_FILES = 10
"""As in an album: the Bot API's limit."""
_TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".ogg": "audio/ogg",
}
_PICTURES = {b"\x89PNG": "image/png", b"GIF8": "image/gif", b"RIFF": "image/webp"}

SentFile = tuple[str, bytes, str]  # name, content, MIME type


class PageError(Exception):
    """A request that cannot be carried out; the text says why, `status` is the HTTP status."""

    def __init__(self, reason: str, status: int = 400) -> None:
        super().__init__(reason)
        self.status = status


def explaining(handler: Handler) -> Handler:
    """Answer a refusal, also one of the world's, as JSON."""

    async def answered(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except PageError as refused:
            return web.json_response({"error": str(refused)}, status=refused.status)
        except LookupError:
            return web.json_response({"error": "That message is no longer there."}, status=404)
        except (RuntimeError, ValueError) as refused:
            return web.json_response({"error": str(refused)}, status=409)

    return answered


async def read_body(request: web.Request) -> dict[str, Any]:
    """The JSON object of a request. Asking for JSON keeps plain forms of other sites out."""
    if request.content_type != "application/json":
        raise PageError("Send JSON.", 415)
    try:
        body = await request.json()
    except ValueError as error:
        raise PageError("This is not JSON.") from error
    if not isinstance(body, dict):
        raise PageError("Send a JSON object.")
    return body


async def read_form(request: web.Request) -> tuple[dict[str, str], list[SentFile]]:
    """The fields and the files (at least one, at most MAX_FILES of MAX_FILE_BYTES each) of a multipart form."""
    if request.content_type != "multipart/form-data":
        raise PageError("Send a form with files.", 415)
    fields: dict[str, str] = {}
    files: list[SentFile] = []
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            raise PageError("This form is nested.")
        content = await _read_part(part)
        if part.filename:
            files.append((part.filename, content, part.headers.get("Content-Type", "application/octet-stream")))
        elif part.name:
            fields[part.name] = content.decode()
    if not 1 <= len(files) <= MAX_FILES:
        raise PageError(f"Send one to {MAX_FILES} files.")
    return fields, files


async def _read_part(part: BodyPartReader) -> bytes:
    content = bytearray()
    while chunk := await part.read_chunk(256 * 1024):
        content += chunk
        if len(content) > MAX_FILE_BYTES:
            raise PageError("A file may have at most 20 MB.", 413)
    return bytes(content)


def text_of(body: dict[str, Any], name: str, limit: int) -> str:
    """A text that is not blank and has at most `limit` characters."""
    value = body.get(name)
    if not isinstance(value, str) or not value.strip():
        raise PageError(f"{name} is empty: write something.")
    if len(value) > limit:
        raise PageError(f"{name} is too long: {len(value)} of at most {limit} characters.")
    return value


def number_of(body: dict[str, Any], name: str) -> int:
    """A whole number that is not negative."""
    value = body.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise PageError(f"{name} has to be a whole number.")
    return value


def degrees_of(body: dict[str, Any], name: str, limit: int) -> float:
    """An angle between -limit and limit."""
    value = body.get(name)
    if not isinstance(value, int | float) or not -limit <= value <= limit:
        raise PageError(f"{name} has to be between -{limit} and {limit} degrees.")
    return float(value)


def whole(text: str, name: str) -> int:
    """A whole number written in digits."""
    if not (text.isascii() and text.isdigit()):
        raise PageError(f"{name} has to be a whole number.")
    return int(text)


def page_file(folder: Path, name: str) -> web.StreamResponse:
    """A part of the page; 404 for what is not in the folder."""
    path = folder / name
    if path.parent != folder or path.suffix not in _TYPES or not path.is_file():
        raise PageError("There is no such part of the page.", 404)
    return web.Response(
        body=path.read_bytes(), content_type=_TYPES[path.suffix], charset="utf-8", headers={"Cache-Control": "no-cache"}
    )


def picture_type(content: bytes) -> str:
    """The MIME type of a picture by its first bytes, JPEG when they say nothing."""
    return _PICTURES.get(content[:4], "image/jpeg")


def file_response(request: web.Request, content: bytes, mime: str) -> web.StreamResponse:
    """Bytes with ranges, which browsers want for sound; what is no picture, sound or film is a download.

    A document that somebody sent must never run as a page of this origin, so SVG and HTML are downloads too.
    """
    shown = mime.startswith(("audio/", "video/")) or mime in {*_PICTURES.values(), "image/jpeg"}
    headers = {"Accept-Ranges": "bytes", "Cache-Control": "private, max-age=3600", "Content-Type": mime}
    if not shown:
        headers |= {"Content-Disposition": "attachment", "Content-Type": "application/octet-stream"}
    try:
        wanted = request.http_range
    except ValueError:
        return web.Response(status=416, headers={"Content-Range": f"bytes */{len(content)}"})
    if wanted.start is None and wanted.stop is None:
        return web.Response(body=content, headers=headers)
    start, stop, _ = slice(wanted.start, wanted.stop).indices(len(content))
    headers["Content-Range"] = f"bytes {start}-{stop - 1}/{len(content)}"
    return web.Response(status=206, body=content[start:stop], headers=headers)
