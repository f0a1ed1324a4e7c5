"""Files in calls: `blob:<sha256>` becomes the file id Telegram knows, or the file itself travels along."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

import aiohttp
import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.result_writer import Job
from storage.engine import Database
from storage.queries import files as kept_files

PREFIX = "blob:"
MARK = '"blob:'
KINDS = ("photo", "document", "voice", "audio", "video", "video_note")


Body = str | bytes | aiohttp.FormData
"""What is posted: JSON, or a form where files travel along."""


class Place(NamedTuple):
    """Where in a call's body a file of ours stands."""

    holder: dict[str, Any]
    key: str
    kind: str
    sha256: str
    position: int
    """Of an album: which of its messages; otherwise 0."""


class Packed(NamedTuple):
    """A body that can travel, and the files in it that Telegram does not know yet."""

    body: bytes | aiohttp.FormData
    new: list[Place]


class MissingFile(Exception):
    """A call names a file that is not kept any more."""


def holds_files(payload: str) -> bool:
    """Whether a payload may name files of ours (a text that says so counts too)."""
    return MARK in payload


async def packed(database: Database, payload: str) -> Packed:
    """The body with every file of ours known to Telegram or attached. Raises `MissingFile`."""
    body: dict[str, Any] = orjson.loads(payload)
    attached: dict[str, tuple[str, bytes]] = {}
    new = []
    async with database.reading() as session:
        for place in list(_places(body)):
            if file_id := await kept_files.sent_file(session, place.sha256, place.kind):
                place.holder[place.key] = file_id
                continue
            if place.sha256 not in attached:
                blob = await kept_files.blob(session, place.sha256)
                if blob is None and (file_id := await kept_files.sent_file(session, place.sha256, place.kind)):
                    place.holder[place.key] = file_id  # another call brought it there this moment
                    continue
                if blob is None:
                    raise MissingFile
                attached[place.sha256] = (blob.name, blob.content)
            place.holder[place.key] = f"attach://{place.sha256}"
            new.append(place)
    if not attached:
        return Packed(orjson.dumps(body), [])
    return Packed(_form(body, attached), new)


def file_ids(result: Any, new: list[Place]) -> list[tuple[str, str, str]]:
    """(sha256, kind, file id) of the files that travelled, read from the messages that came back."""
    messages = result if isinstance(result, list) else [result]
    found = []
    for place in new:
        media = messages[place.position].get(place.kind) if place.position < len(messages) else None
        if media:
            largest = media[-1] if isinstance(media, list) else media
            found.append((place.sha256, place.kind, str(largest["file_id"])))
    return found


def remembering(sha256: str, kind: str, file_id: str, sent_by: int) -> Job:
    """Keep what Telegram calls a file, with the outcome of the call that brought it there."""

    async def remember(session: AsyncSession, _now: datetime) -> None:
        await kept_files.remember_file(session, sha256, kind, file_id, sent_by)

    return remember


def _places(body: dict[str, Any]) -> Iterator[Place]:
    for kind in KINDS:
        if (sha256 := _sha256(body.get(kind))) is not None:
            yield Place(body, kind, kind, sha256, 0)
    media = body.get("media")
    for position, item in enumerate(media if isinstance(media, list) else [media]):
        if isinstance(item, dict) and (sha256 := _sha256(item.get("media"))) is not None:
            yield Place(item, "media", str(item["type"]), sha256, position)


def _sha256(value: Any) -> str | None:
    return value.removeprefix(PREFIX) if isinstance(value, str) and value.startswith(PREFIX) else None


def _form(body: dict[str, Any], attached: dict[str, tuple[str, bytes]]) -> aiohttp.FormData:
    form = aiohttp.FormData()
    for name, value in body.items():
        form.add_field(name, value if isinstance(value, str) else orjson.dumps(value).decode())
    for sha256, (filename, content) in attached.items():
        form.add_field(sha256, content, filename=filename, content_type="application/octet-stream")
    return form
