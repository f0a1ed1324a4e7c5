"""Files by their Telegram identifiers."""

import base64
import hashlib
import struct
from dataclasses import dataclass
from typing import Any

MAX_KEPT_BYTES = 512 * 1024 * 1024
"""Content of all files together: our own choice."""
_PREFIX = {
    "photo": "AgACAgIAAxkBAAI",
    "document": "BQACAgIAAxkBAAI",
    "voice": "AwACAgIAAxkBAAI",
    "video": "BAACAgIAAxkBAAI",
    "audio": "CQACAgIAAxkBAAI",
    "animation": "CgACAgIAAxkBAAI",
    "sticker": "CAACAgIAAxkBAAI",
    "video_note": "DQACAgIAAxkBAAI",
}
_FOLDER = {"photo": "photos", "document": "documents", "voice": "voice", "video": "videos", "audio": "music"}
_SUFFIX = {"photo": ".jpg", "voice": ".oga", "video": ".mp4", "audio": ".mp3", "animation": ".mp4", "sticker": ".webp"}


@dataclass(slots=True, eq=False)
class StoredFile:
    """Bytes under a file_id; `kind` is the Bot API's field name (photo, document, voice, ...)."""

    file_id: str
    unique_id: str
    kind: str
    content: bytes
    name: str | None
    mime: str | None
    path: str

    def described(self) -> dict[str, Any]:
        """The object a message carries for this file (for a photo: its one size)."""
        held: dict[str, Any] = {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.content),
        }
        if self.kind in {"photo", "video", "animation", "sticker"}:
            held["width"], held["height"] = image_size(self.content) or (640, 480)
        if self.kind in {"voice", "video", "audio", "animation"}:
            held["duration"] = 3
        if self.kind == "sticker":
            held.update(type="regular", is_animated=False, is_video=False, emoji="👍")
        if self.kind in {"document", "video", "audio", "animation"} and self.name:
            held["file_name"] = self.name
        if self.kind not in {"photo", "sticker"} and self.mime:
            held["mime_type"] = self.mime
        return held


class FileStore:
    """Files that were sent, by file_id; the oldest content is forgotten past MAX_KEPT_BYTES."""

    def __init__(self) -> None:
        self.by_id: dict[str, StoredFile] = {}
        self.by_path: dict[str, StoredFile] = {}
        self._bytes = 0
        self._count = 0

    def add(self, kind: str, content: bytes, name: str | None = None, mime: str | None = None) -> StoredFile:
        """Keep a file under a new file_id; the same bytes of one kind share their unique id."""
        self._count += 1
        digest = hashlib.sha256(kind.encode() + content).digest()
        tail = base64.urlsafe_b64encode(digest + self._count.to_bytes(6, "big")).decode().rstrip("=")
        suffix = _SUFFIX.get(kind) or (f".{name.rpartition('.')[2]}" if name and "." in name else "")
        stored = StoredFile(
            file_id=_PREFIX[kind] + tail,
            unique_id="AQAD" + base64.urlsafe_b64encode(digest[:9]).decode(),
            kind=kind,
            content=content,
            name=name,
            mime=mime,
            path=f"{_FOLDER.get(kind, kind + 's')}/file_{self._count}{suffix}",
        )
        self.keep(stored)
        return stored

    def keep(self, stored: StoredFile) -> None:
        """Hold on to a file as it is, forgetting the oldest ones beyond the bound."""
        self.by_id[stored.file_id] = self.by_path[stored.path] = stored
        self._count = max(self._count, len(self.by_id))
        self._bytes += len(stored.content)
        while self._bytes > MAX_KEPT_BYTES and len(self.by_id) > 1:
            oldest = self.by_id.pop(next(iter(self.by_id)))
            self.by_path.pop(oldest.path, None)
            self._bytes -= len(oldest.content)

    def content(self, file_id: str) -> bytes:
        """The bytes; raises KeyError for an unknown file_id."""
        return self.by_id[file_id].content


def image_size(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, GIF, WebP or JPEG picture, None when it is none of them."""
    if content[:8] == b"\x89PNG\r\n\x1a\n" and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    if content[:6] in (b"GIF87a", b"GIF89a") and len(content) >= 10:
        width, height = struct.unpack("<HH", content[6:10])
        return width, height
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return 512, 512
    return _jpeg_size(content) if content[:3] == b"\xff\xd8\xff" else None


def _jpeg_size(content: bytes) -> tuple[int, int]:
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return 640, 480
