"""Files in calls: `blob:<sha256>` becomes the file id Telegram knows, or the file itself travels along.

And files people sent: asked for by the pseudo-method `fetchFile`, kept, and handed to the handlers as an update.
"""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any, NamedTuple

import aiohttp
import orjson
import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.api_client import LARGEST_DOWNLOAD, ApiSilent, BotApi, TooBig, Unreadable
from bot.delivery.error_policy import Ambiguous, Dead, Retry, SendResult, Sent, Unreachable, classify
from bot.delivery.result_writer import Job
from storage.engine import Database
from storage.queries import files as kept_files
from storage.vocabulary import AttachmentKind

PREFIX = "blob:"
MARK = '"blob:'
MAX_FETCHES = 10
"""Tries to fetch a file, after which it is said to be gone: our own choice."""
KINDS = ("photo", "document", "voice", "audio", "video", "video_note", "animation")


REMEMBERED = frozenset(AttachmentKind)
"""Kinds of which Telegram's ids are kept: a moving picture is sent anew each time."""

log = structlog.get_logger()

Body = str | bytes | aiohttp.FormData
"""Body of a call: JSON, or a form where files travel along."""


class FileField(NamedTuple):
    """The place in a call's body where a file of ours stands."""

    holder: dict[str, Any]
    key: str
    kind: str
    sha256: str
    position: int
    """Of an album: which of its messages; otherwise 0."""


class Packed(NamedTuple):
    """A body that can travel, and the files in it that Telegram does not know yet."""

    body: bytes | aiohttp.FormData
    new: list[FileField]


class MissingFile(Exception):
    """A call names a file that is not kept any more."""


def holds_files(payload: str) -> bool:
    """True if a payload may name files of ours (a text that says so counts too)."""
    return MARK in payload


async def packed(database: Database, payload: str) -> Packed:
    """The body with every file of ours known to Telegram or attached. Raises `MissingFile`."""
    body: dict[str, Any] = orjson.loads(payload)
    attached: dict[str, tuple[str, bytes]] = {}
    new = []
    async with database.reading() as session:
        for field in list(_file_fields(body)):
            if file_id := await _sent_before(session, field):
                field.holder[field.key] = file_id
                continue
            if field.sha256 not in attached:
                blob = await kept_files.blob(session, field.sha256)
                if blob is None and (file_id := await _sent_before(session, field)):
                    field.holder[field.key] = file_id  # another call brought it there this moment
                    continue
                if blob is None:
                    raise MissingFile
                attached[field.sha256] = (blob.name, blob.content)
            field.holder[field.key] = f"attach://{field.sha256}"
            new.append(field)
    if not attached:
        return Packed(orjson.dumps(body), [])
    return Packed(_form(body, attached), new)


async def _sent_before(session: AsyncSession, field: FileField) -> str | None:
    known = field.kind in REMEMBERED
    return await kept_files.sent_file(session, field.sha256, field.kind) if known else None


def file_ids(result: Any, new: list[FileField]) -> list[tuple[str, str, str]]:
    """(sha256, kind, file id) of the files that travelled, read from the messages that came back."""
    messages = result if isinstance(result, list) else [result]
    found = []
    for field in new:
        media = messages[field.position].get(field.kind) if field.position < len(messages) else None
        if media and field.kind in REMEMBERED:
            largest = media[-1] if isinstance(media, list) else media
            found.append((field.sha256, field.kind, str(largest["file_id"])))
    return found


def remembering(sha256: str, kind: str, file_id: str, sent_by: int) -> Job:
    """Keep what Telegram calls a file, with the outcome of the call that brought it there."""

    async def remember(session: AsyncSession, _now: datetime) -> None:
        await kept_files.remember_file(session, sha256, kind, file_id, sent_by)

    return remember


def _file_fields(body: dict[str, Any]) -> Iterator[FileField]:
    for kind in KINDS:
        if (sha256 := _sha256(body.get(kind))) is not None:
            yield FileField(body, kind, kind, sha256, 0)
    media = body.get("media")
    for position, item in enumerate(media if isinstance(media, list) else [media]):
        if isinstance(item, dict) and (sha256 := _sha256(item.get("media"))) is not None:
            yield FileField(item, "media", str(item["type"]), sha256, position)


def _sha256(value: Any) -> str | None:
    return value.removeprefix(PREFIX) if isinstance(value, str) and value.startswith(PREFIX) else None


def _form(body: dict[str, Any], attached: dict[str, tuple[str, bytes]]) -> aiohttp.FormData:
    form = aiohttp.FormData()
    for name, value in body.items():
        form.add_field(name, value if isinstance(value, str) else orjson.dumps(value).decode())
    for sha256, (filename, content) in attached.items():
        form.add_field(sha256, content, filename=filename, content_type="application/octet-stream")
    return form


class FetchedFile(NamedTuple):
    """A file, or why there is none (`too_big`, `gone`)."""

    name: str
    content: bytes | None
    error: str | None

    def update(self, call_id: int, payload: str) -> str:
        """The internal update (JSON) that tells the handlers."""
        asked: dict[str, Any] = orjson.loads(payload)
        sha256 = hashlib.sha256(self.content).hexdigest() if self.content is not None else None
        fetched = {
            "topic": asked.get("topic"),
            "context": asked.get("context"),
            "sha256": sha256,
            "name": self.name,
            "error": self.error,
        }
        return orjson.dumps({"update_id": -call_id, "huiyin": {"fetched": fetched}}).decode()


def kept_content(file_id: int, name: str, content: bytes) -> Job:
    """Keep the content of a file of ours, with the outcome of the call that fetched it."""

    async def keep(session: AsyncSession, now: datetime) -> None:
        await kept_files.keep(session, file_id, name, content, now)

    return keep


async def fetch(api: BotApi, payload: str, attempt: int) -> FetchedFile | SendResult:
    """Fetch the file, at most 20 MB or what the call says; a result where the call must be tried again."""
    asked: dict[str, Any] = orjson.loads(payload)
    at_most = min(asked.get("at_most", LARGEST_DOWNLOAD), LARGEST_DOWNLOAD)
    name = str(asked.get("name") or "")
    try:
        reply = await api.send("getFile", orjson.dumps({"file_id": asked["file_id"]}))
    except ApiSilent as error:
        return _again(classify("getFile", error, attempt), attempt, name)
    match classify("getFile", reply, attempt):
        case Sent(dict(info)):
            path = str(info.get("file_path", ""))
            name = name or PurePosixPath(path).name
            if int(info.get("file_size") or 0) > at_most:
                return FetchedFile(name, None, "too_big")
            return await _download(api, path, name, attempt)
        case Dead(reason):
            return FetchedFile(name, None, "too_big" if "too big" in reason.lower() else "gone")
        case Sent() | Unreachable():
            return FetchedFile(name, None, "gone")
        case other:
            return _again(other, attempt, name)


async def _download(api: BotApi, path: str, name: str, attempt: int) -> FetchedFile | SendResult:
    try:
        content = await api.download(path)
    except TooBig:
        return FetchedFile(name, None, "too_big")
    except Unreadable as error:
        log.error("a file cannot be fetched", reason=str(error))
        return FetchedFile(name, None, "gone")
    except ApiSilent as error:
        return _again(Ambiguous(str(error)), attempt, name)
    return FetchedFile(name, content, None if content is not None else "gone")


def _again(outcome: SendResult, attempt: int, name: str) -> FetchedFile | SendResult:
    """Fetching twice does no harm, so what is ambiguous is simply tried again, but not for ever."""
    if attempt >= MAX_FETCHES and not isinstance(outcome, Retry):
        return FetchedFile(name, None, "gone")
    return Retry(outcome.reason) if isinstance(outcome, Ambiguous) else outcome
