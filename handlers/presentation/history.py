"""A case as one reads it: what was said, in order, and its attachments."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from aiogram.methods import (
    SendAudio,
    SendDocument,
    SendLocation,
    SendMediaGroup,
    SendPhoto,
    SendVideo,
    SendVideoNote,
    SendVoice,
    TelegramMethod,
)
from aiogram.types import InputMediaAudio, InputMediaDocument, InputMediaPhoto, InputMediaVideo, MediaUnion

from handlers.conversation.outgoing import Outgoing
from handlers.conversation.screen import Button
from handlers.conversation.texts import N_, Html, Translator, bold, join, quote
from handlers.core.casework.content import AnyAttachment
from handlers.core.casework.placeholders import named
from handlers.presentation.callbacks import Story
from handlers.presentation.rounds import mark
from storage.addresses import channel_of
from storage.models.opinions import Entry
from storage.vocabulary import AttachmentKind, EntryKind, Lane, Role

ALBUM = 10
"""At most so many in one album."""
IN_ALBUMS = {
    AttachmentKind.PHOTO: InputMediaPhoto,
    AttachmentKind.VIDEO: InputMediaVideo,
    AttachmentKind.DOCUMENT: InputMediaDocument,
    AttachmentKind.AUDIO: InputMediaAudio,
}
TOGETHER = (
    (AttachmentKind.PHOTO, AttachmentKind.VIDEO),
    (AttachmentKind.DOCUMENT,),
    (AttachmentKind.AUDIO,),
)
"""Kinds that Telegram takes in one album. A GIF is a document that it takes in none: such an album is taken apart."""

ENTRY_NAMES = {
    EntryKind.OPINION: N_("Opinion"),
    EntryKind.ADDITION: N_("Added"),
    EntryKind.QUESTION: N_("Question"),
    EntryKind.ANSWER: N_("Answer to the question"),
    EntryKind.REPLY: N_("Reply"),
    EntryKind.REFERRAL: N_("Remark to the handling unit"),
    EntryKind.UNIT_REPLY: N_("Reply of the handling unit, not passed on"),
    EntryKind.PASSED_ON: N_("Reply of the handling unit"),
    EntryKind.HELD: N_("Reply, before the chief's release"),
    EntryKind.GIVEN_BACK: N_("Reply that the chief gave back"),
    EntryKind.UNIT_QUESTION: N_("Question of the handling unit for the author"),
    EntryKind.PART: N_("Part of a supporting unit, not passed on"),
    EntryKind.PASSED_PART: N_("Part of a supporting unit"),
    EntryKind.PROGRESS: N_("Report of the handling unit on its promise"),
    EntryKind.MINUTES: N_("Minutes of the supervision"),
    EntryKind.REOPENING: N_("Not satisfied because"),
    EntryKind.APPEAL: N_("Appeal"),
}


BY_UNIT = (EntryKind.HELD, EntryKind.GIVEN_BACK, EntryKind.UNIT_REPLY, EntryKind.PASSED_ON)
"""Kinds in which a place may be left for the author's name; whoever reads the story reads a salutation there."""
MOST = 20
"""Entries that a card shows in full; of more the first and the last, and a key leads to all."""
FIRST, LAST = 2, 10


def told(t: Translator, entries: Sequence[Entry]) -> Html:
    """All that was said, or of much the beginning and the end."""
    if len(entries) <= MOST:
        return thread(t, entries)
    left_out = len(entries) - FIRST - LAST
    between = t.plural("… {n} message between …", "… {n} messages between …", left_out)
    return join([thread(t, entries[:FIRST]), between, thread(t, entries[-LAST:])], "\n\n")


def story_key(t: Translator, opinion_id: int, role: Role, entries: Sequence[Entry]) -> list[Button]:
    """A key to all that was said, where the card shows only some of it."""
    if len(entries) <= MOST:
        return []
    return [Button(t.counted(t("📜 All that was said"), len(entries)), Story(opinion=opinion_id, role=role, page=0))]


def thread(t: Translator, entries: Sequence[Entry]) -> Html:
    """All that was said: messages of one kind and day under one heading, their attachments counted in words.

    Each reply of a unit has a heading of its own: one that was sent back is not to be taken for part of the next.
    """
    parts: list[str] = []
    grouped = groupby(
        entries, lambda entry: (entry.kind, entry.round, t.day(entry.at), entry.referral_id, _by_unit(t, entry))
    )
    for (kind, round_, day, _, unit), said in grouped:
        heading = Html(f"{bold(t(ENTRY_NAMES[kind]))}{unit} · {day}")
        parts.append(join([heading, mark(t, round_)], " · "))
        files: list[AnyAttachment] = []
        for entry in said:
            gone = entry.author_role is Role.CONSTITUENT and not entry.text and not entry.attachments
            text = named(entry.text, None) if entry.kind in BY_UNIT else entry.text
            parts += [quote(text) if entry.text else "", t("(edited)") if entry.edited_at else ""]
            parts.append(t("(erased by its author)") if gone else "")
            files += entry.attachments
        parts.append(counted(t, files) if files else "")
    return join(parts)


def _by_unit(t: Translator, entry: Entry) -> Html:
    """The supporting unit whose part it is; empty for all else."""
    return Html(" · ") + t.named(entry.unit) if entry.unit is not None else Html()


def shown(t: Translator, text: str, files: Sequence[AnyAttachment]) -> Html:
    """Contents of several messages, as their reader sees them: the words, the attachments counted."""
    return join([quote(text) if text else "", counted(t, files) if files else ""])


def excerpt(t: Translator, text: str, files: Sequence[AnyAttachment], most: int) -> Html:
    """The same; of a text with more than `most` characters, its beginning and its end."""
    left_out = len(text) - most
    if left_out > 0:
        half = most // 2
        between = t.plural("… {n} more character …", "… {n} more characters …", left_out).plain
        text = f"{text[:half]}\n{between}\n{text[-half:]}"
    return shown(t, text, files)


def counted(t: Translator, attachments: Sequence[AnyAttachment]) -> Html:
    """`📷 3 photos · 🎤 1 voice message`."""
    numbers = Counter(attachment.kind for attachment in attachments)
    words = {
        AttachmentKind.PHOTO: lambda n: t.plural("📷 {n} photo", "📷 {n} photos", n),
        AttachmentKind.VOICE: lambda n: t.plural("🎤 {n} voice message", "🎤 {n} voice messages", n),
        AttachmentKind.AUDIO: lambda n: t.plural("🎵 {n} sound file", "🎵 {n} sound files", n),
        AttachmentKind.VIDEO_NOTE: lambda n: t.plural("🎬 {n} video message", "🎬 {n} video messages", n),
        AttachmentKind.VIDEO: lambda n: t.plural("🎬 {n} video", "🎬 {n} videos", n),
        AttachmentKind.DOCUMENT: lambda n: t.plural("📎 {n} document", "📎 {n} documents", n),
        AttachmentKind.LOCATION: lambda n: t.plural("📍 {n} place", "📍 {n} places", n),
    }
    return join([words[kind](n) for kind, n in numbers.items()], " · ")


def show_attachments(
    out: Outgoing,
    chat_id: int,
    attachments: Sequence[AnyAttachment],
    opinion_id: int | None = None,
    *,
    lane: Lane = Lane.ANSWER,
) -> None:
    """Promise the files themselves: as albums of up to ten where their kinds go together, the rest one by one."""
    albums = [[one for one in attachments if one.kind in kinds] for kinds in TOGETHER]
    calls = [_album(chat_id, album[start : start + ALBUM]) for album in albums for start in range(0, len(album), ALBUM)]
    calls += [_call(chat_id, attachment) for attachment in attachments if attachment.kind not in IN_ALBUMS]
    for call in calls:
        out.send(chat_id, call, opinion_id=opinion_id, lane=lane)


def _album(chat_id: int, attachments: Sequence[AnyAttachment]) -> TelegramMethod[Any]:
    if len(attachments) == 1:
        return _call(chat_id, attachments[0])
    media: list[MediaUnion] = [IN_ALBUMS[one.kind](media=_source(chat_id, one)) for one in attachments]
    return SendMediaGroup(chat_id=chat_id, media=media)


def _source(chat_id: int, attachment: AnyAttachment) -> str:
    """Source that stands for the file in a call to this chat; empty: there is none."""
    return attachment.source(channel_of(chat_id)) or ""


def _call(chat_id: int, attachment: AnyAttachment) -> TelegramMethod[Any]:
    file_id = _source(chat_id, attachment)
    match attachment.kind:
        case AttachmentKind.PHOTO:
            return SendPhoto(chat_id=chat_id, photo=file_id)
        case AttachmentKind.VOICE:
            return SendVoice(chat_id=chat_id, voice=file_id)
        case AttachmentKind.AUDIO:
            return SendAudio(chat_id=chat_id, audio=file_id)
        case AttachmentKind.VIDEO:
            return SendVideo(chat_id=chat_id, video=file_id)
        case AttachmentKind.VIDEO_NOTE:
            return SendVideoNote(chat_id=chat_id, video_note=file_id)
        case AttachmentKind.LOCATION:
            return SendLocation(
                chat_id=chat_id, latitude=attachment.latitude or 0.0, longitude=attachment.longitude or 0.0
            )
        case _:
            return SendDocument(chat_id=chat_id, document=file_id)
