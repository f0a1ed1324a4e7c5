"""Contents of a case: words and attachments, and the few words that stand for them in lists."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from storage.addresses import channel_of
from storage.models.files import FileOrPlace
from storage.models.opinions import Attachment, Entry
from storage.queries.files import Attached
from storage.vocabulary import AttachmentKind

SUMMARY = 80
"""Characters of the first words that lists show: our own choice."""
MAX_CHARACTERS = 20_000
"""Of an opinion, and of words of one kind in a round of it: as in WriteToThem's general configuration."""
MAX_FILES = 30
"""Of the same: three albums of ten, as Telegram has them."""
SIGNS = {
    AttachmentKind.PHOTO: "📷",
    AttachmentKind.VOICE: "🎤",
    AttachmentKind.AUDIO: "🎵",
    AttachmentKind.VIDEO: "🎬",
    AttachmentKind.VIDEO_NOTE: "🎬",
    AttachmentKind.DOCUMENT: "📎",
    AttachmentKind.LOCATION: "📍",
}
AnyAttachment = Attached | FileOrPlace
"""On its way into a case, or kept in one, or said with a voice that was added to a matter."""


@dataclass(frozen=True, slots=True)
class Said:
    """Something a person wrote or attached, on its way into a case."""

    text: str
    attachments: Sequence[Attached] = ()
    chat_id: int | None = None
    message_id: int | None = None
    album: str | None = None
    """Id that the messages of one album have in common."""


@dataclass(frozen=True, slots=True)
class NewOpinion:
    """A finished draft."""

    submission: str
    """The draft's own number: two presses on Send make one opinion."""
    said: Sequence[Said]
    topic_id: int | None
    area_id: int | None
    station_id: int | None
    wanted_id: int | None
    anonymous: bool


def summary_of(said: Iterable[Said | Entry]) -> str:
    """The first words, at most `SUMMARY` characters; a sign for each kind of attachment where there are none."""
    said = list(said)
    words = " ".join(" ".join(one.text for one in said).split())
    if not words:
        kinds = dict.fromkeys(file.kind for one in said for file in one.attachments)
        words = " ".join(SIGNS[kind] for kind in kinds)
    return words if len(words) <= SUMMARY else words[: SUMMARY - 1].rstrip() + "…"


def words_of(said: Iterable[Said | Entry]) -> str:
    """The words, a line a message."""
    return "\n".join(one.text for one in said if one.text)


def files_of(said: Iterable[Said | Entry]) -> list[AnyAttachment]:
    """All attachments."""
    return [file for one in said for file in one.attachments]


def copy_of(said: Said | Entry) -> Said:
    """The same for another entry: an attachment belongs to one, its file to all who have it."""
    return Said(said.text, [_again(one) for one in said.attachments])


def taken_out(entry: Entry) -> Said:
    """Content of an entry, to be said elsewhere: its files by what the channel it came through calls them."""
    channel = channel_of(entry.chat_id or 0)
    files = [
        Attached(one.kind, one.source(channel), one.name, None, one.latitude, one.longitude, channel=channel)
        for one in entry.attachments
    ]
    return Said(entry.text, files, entry.chat_id, entry.message_id)


def _again(one: Attached | Attachment) -> Attached:
    if isinstance(one, Attached):
        return one
    return Attached(one.kind, None, one.name, None, one.latitude, one.longitude, one.file_id)
