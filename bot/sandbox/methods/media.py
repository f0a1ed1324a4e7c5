"""Messages with files: uploaded, or named by file_id."""

from typing import Any

from bot.sandbox.api_call import ApiCall, method
from bot.sandbox.chats import Chat
from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.files import StoredFile, image_size
from bot.sandbox.formatting import caption_text
from bot.sandbox.messages import MEDIA_WITH_CAPTION, Json
from bot.sandbox.params import Upload

# Limits of the Bot API.
MAX_UPLOAD_BYTES = 50 * 1024 * 1024
MAX_PHOTO_BYTES = 10 * 1024 * 1024
MAX_ALBUM = 10
_ALONE = frozenset({"document", "audio"})
_IN_ALBUMS = frozenset({"photo", "video", "document", "audio"})
_EXTRAS = {
    "video": ("width", "height", "duration"),
    "animation": ("width", "height", "duration"),
    "audio": ("duration", "performer", "title"),
    "voice": ("duration",),
}


@method("sendPhoto", "sendDocument", "sendVoice", "sendVideo", "sendAudio", "sendAnimation", "sendVideoNote")
def send_file(call: ApiCall) -> Json:
    """A message around one file, with a caption where its kind has one."""
    kind = _kind(call.method)
    content = file_content(call, kind, call.params.values.get(kind), call.params.values, own_part=kind)
    return call.send(content)


@method("sendSticker")
def send_sticker(call: ApiCall) -> Json:
    """A sticker."""
    return call.send(file_content(call, "sticker", call.params.values.get("sticker"), {}, own_part="sticker"))


@method("sendMediaGroup")
def send_media_group(call: ApiCall) -> list[Json]:
    """An album of 2 to 10 files; documents and audio keep to themselves."""
    media = call.params.objects("media")
    if call.params.json("media") is None:
        raise bad_request('parameter "media" is required')
    if not media:
        raise bad_request("there are no messages to send")
    if not 2 <= len(media) <= MAX_ALBUM:
        raise bad_request(
            "too many messages to send as an album" if len(media) > 1 else "album must include 2-10 items"
        )
    kinds = {str(item.get("type")) for item in media}
    if kinds - _IN_ALBUMS:
        wrong = min(kinds - _IN_ALBUMS)
        raise bad_request(f"can't parse InputMedia: type \"{wrong}\" can't be used in sendMediaGroup")
    if len(kinds) > 1 and kinds & _ALONE:
        raise bad_request(f"{min(kinds & _ALONE)} can't be mixed with other media types")
    contents = [media_content(call, item) for item in media]
    chat: Chat = call.chat()
    reply_to, album = call.reply_to(chat), call.world.next_album()
    sent = [call.post(chat, call.marked(c | {"media_group_id": album}), None, reply_to) for c in contents]
    return [call.json(chat, message) for message in sent]


def media_content(call: ApiCall, item: Json) -> Json:
    """The content of one InputMedia object. Raises ApiError."""
    return file_content(call, str(item.get("type")), item.get("media"), item)


def file_content(call: ApiCall, kind: str, given: Any, described: Json, own_part: str | None = None) -> Json:
    """The content of a message with one file; `described` holds caption, parse_mode and sizes."""
    stored = _stored(call, kind, given, own_part)
    held = stored.described()
    for name in _EXTRAS.get(kind, ()):
        if described.get(name):
            value = described[name]
            held[name] = value if name in {"performer", "title"} else int(value)
    if kind == "video_note":
        held |= {"length": int(described.get("length") or 240), "duration": int(described.get("duration") or 3)}
    content: Json = {kind: [held] if kind == "photo" else held}
    if kind == "animation":
        content["document"] = {
            name: held[name]
            for name in ("file_id", "file_unique_id", "file_name", "mime_type", "file_size")
            if name in held
        }
    if kind in MEDIA_WITH_CAPTION and described.get("caption"):
        entities = described.get("caption_entities")
        if isinstance(entities, str):
            entities = call.params.json("caption_entities")
        content |= caption_text(str(described["caption"]), described.get("parse_mode"), entities)
    return content


def _kind(name: str) -> str:
    kind = name.lower().removeprefix("send")
    return "video_note" if kind == "videonote" else kind


def _stored(call: ApiCall, kind: str, given: Any, own_part: str | None) -> StoredFile:
    absent = (
        f"there is no {own_part.replace('_', ' ')} in the request"
        if own_part
        else "can't parse InputMedia: media not found"
    )
    upload = call.params.files.get(own_part) if own_part else None
    if upload is None and isinstance(given, str) and given.startswith("attach://"):
        upload = call.params.files.get(given.removeprefix("attach://"))
        if upload is None:
            raise bad_request(absent)
    if upload is not None:
        return _uploaded(call, kind, upload)
    if not isinstance(given, str) or not given:
        raise bad_request(absent)
    if given.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    stored = call.world.files.by_id.get(given)
    if stored is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if stored.kind != kind:
        raise bad_request(f"can't use file of type {_title(stored.kind)} as {_title(kind)}")
    return stored


def _uploaded(call: ApiCall, kind: str, upload: Upload) -> StoredFile:
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > MAX_UPLOAD_BYTES:
        raise ApiError("Request Entity Too Large", 413)
    if kind == "photo":
        if len(upload.content) > MAX_PHOTO_BYTES:
            raise bad_request("too big photo")
        if image_size(upload.content) is None:
            raise bad_request("IMAGE_PROCESS_FAILED")
    return call.world.files.add(kind, upload.content, upload.name, upload.mime)


def _title(kind: str) -> str:
    return {"voice": "VoiceNote", "video_note": "VideoNote"}.get(kind, kind.capitalize())
