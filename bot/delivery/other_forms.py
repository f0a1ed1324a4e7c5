"""Other forms of what Telegram refuses for good: a voice as a sound file, a picture as a document, words as they are.

A file id stands for one kind of file only, so in another form the content itself travels: kept here, or fetched.
"""

import hashlib
import re
from datetime import datetime
from typing import Any, NamedTuple

import orjson

from bot.api_client import BotApi
from bot.delivery import files
from bot.delivery.edits import anew
from bot.delivery.error_policy import Retry
from bot.delivery.files import PREFIX, FetchedFile
from bot.delivery.result_writer import CHANNEL
from handlers.conversation.markup import MarkupError, parsed
from storage.engine import Database
from storage.queries import files as kept_files

SENDS = {
    "photo": "sendPhoto",
    "document": "sendDocument",
    "voice": "sendVoice",
    "audio": "sendAudio",
    "video": "sendVideo",
    "video_note": "sendVideoNote",
    "animation": "sendAnimation",
}
KIND_OF = {method: kind for kind, method in SENDS.items()}
INSTEAD = {
    "voice": "audio",
    "audio": "document",
    "video_note": "video",
    "video": "document",
    "animation": "document",
    "photo": "document",
    "document": "document",
}
"""Kind in which a file goes where its own is refused; a document again, by its content."""
OF_ITS_KIND = ("duration", "length", "width", "height", "thumbnail", "has_spoiler", "show_caption_above_media")
OF_KEYS = ("button", "markup", "keyboard")
"""Words of a refusal that is about the keys."""
_TAG = re.compile(r"<[^>]*>")


class OtherForm(NamedTuple):
    """The call as it can be tried once more."""

    method: str
    payload: str


class Apart(NamedTuple):
    """An album as calls of their own, one a file."""

    calls: list[OtherForm]


async def other_form(
    database: Database, api: BotApi, form: OtherForm, reason: str, now: datetime, attempt: int
) -> OtherForm | Apart | Retry | None:
    """The next form in which a refused call can be tried; None: there is none; `Retry`: its content is on the way."""
    body: dict[str, Any] = orjson.loads(form.payload)
    match form.method:
        case "sendMediaGroup":
            return Apart([_alone(body, one) for one in body["media"]])
        case "editMessageMedia":
            fresh = anew(form.method, form.payload)
            return None if fresh is None else OtherForm(*fresh)
        case "sendMessage":
            return _plainer(body, reason)
        case "sendLocation":
            place = f"📍 {body['latitude']:.6f}, {body['longitude']:.6f}"
            return _with("sendMessage", body, without=("latitude", "longitude"), text=place)
        case method if method in KIND_OF:
            return await _of_file(database, api, KIND_OF[method], body, now, attempt)
    return None


async def _of_file(
    database: Database, api: BotApi, kind: str, body: dict[str, Any], now: datetime, attempt: int
) -> OtherForm | Retry | None:
    value, instead = str(body[kind]), INSTEAD[kind]
    if not (kind == "document" and value.startswith(PREFIX)):
        content = await _content(database, api, value, now, attempt)
        if isinstance(content, Retry):
            return content
        if content is not None:
            return _with(SENDS[instead], body, without=(kind, *OF_ITS_KIND), **{instead: PREFIX + content})
    if not body.get("caption"):
        return None
    words = {"text": body["caption"], "entities": body.get("caption_entities")}
    return _with("sendMessage", body, without=(kind, "caption", "caption_entities", *OF_ITS_KIND), **words)


async def _content(database: Database, api: BotApi, value: str, now: datetime, attempt: int) -> str | Retry | None:
    """SHA-256 of a file's content, which is kept until it is sent; None if it is not to be had."""
    async with database.reading() as session:
        found = await kept_files.where_is(session, CHANNEL, value)
    if found.kept:
        return found.sha256
    if found.external_id is None:
        return None
    file = await files.fetch(api, orjson.dumps({"file_id": found.external_id}).decode(), attempt)
    if not isinstance(file, FetchedFile):
        return Retry(f"its content is not here yet: {type(file).__name__}")
    if file.content is None:
        return None
    digest = hashlib.sha256(file.content).hexdigest()
    async with database.writing() as session:
        await kept_files.keep_blob(session, digest, file.name, file.content, now)
        await kept_files.note_content(session, CHANNEL, found.external_id, digest, len(file.content))
    return digest


def _plainer(body: dict[str, Any], reason: str) -> OtherForm | None:
    """The same words without marks; without keys too, if it is these that are refused."""
    keys = any(word in reason.lower() for word in OF_KEYS)
    if "parse_mode" not in body and "entities" not in body and not (keys and "reply_markup" in body):
        return None
    text = _unmarked(body["text"]) if body.get("parse_mode") == "HTML" else body["text"]
    return _with(
        "sendMessage", body, without=("parse_mode", "entities", *(["reply_markup"] if keys else [])), text=text
    )


def _unmarked(html: str) -> str:
    try:
        return parsed(html).text
    except MarkupError:
        return _TAG.sub("", html)


def _alone(album: dict[str, Any], one: dict[str, Any]) -> OtherForm:
    kind = str(one["type"])
    rest = {name: value for name, value in one.items() if name not in ("type", "media")}
    return _with(SENDS[kind], album, without=("media",), **rest, **{kind: one["media"]})


def _with(method: str, body: dict[str, Any], *, without: tuple[str, ...], **more: Any) -> OtherForm:
    kept = {name: value for name, value in body.items() if name not in without}
    given = {name: value for name, value in more.items() if value is not None}
    return OtherForm(method, orjson.dumps(kept | given).decode())
