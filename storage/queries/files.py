"""Files: attached to what was said, fetched and kept, found again by what a channel calls them."""

import hashlib
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple, cast

from sqlalchemy import ColumnElement, Select, Table, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models.files import File, FileCopy
from storage.models.matters import EndorsementWord
from storage.models.opinions import Attachment, Entry
from storage.models.suggestions import SuggestionFile
from storage.models.traffic import PENDING, Blob, OutboxCall
from storage.upsert import insert_into
from storage.vocabulary import BLOB, AttachmentKind, Channel, Lane

QUIETLY = {"synchronize_session": False}


class Attached(NamedTuple):
    """A photo, voice, video, document or place on its way into a case."""

    kind: AttachmentKind
    external_id: str | None = None
    """Id of the file in the channel it came through; None for a place."""
    name: str | None = None
    """Of the file, or of the place."""
    size: int | None = None
    """Bytes."""
    latitude: float | None = None
    longitude: float | None = None
    file: int | None = None
    """The file of ours, where it is one already."""
    channel: Channel = Channel.TELEGRAM
    """Channel through which it came."""

    def source(self, channel: Channel) -> str | None:
        """Id by which a call to a channel names its file; None if that channel does not have it."""
        return self.external_id if channel is self.channel else None


_FILE, _COPY = cast("Table", File.__table__), cast("Table", FileCopy.__table__)
_WRITE_FILES = insert(_FILE).returning(_FILE.c.id, sort_by_parameter_order=True)
_WRITE_COPIES = insert(_COPY)
_WRITE_ATTACHMENTS = insert(cast("Table", Attachment.__table__))


async def attach(session: AsyncSession, entry_id: int, attached: Sequence[Attached]) -> None:
    """Keep what came with an entry; each file that is new becomes one of ours."""
    if not attached:
        return
    new = [one for one in attached if one.file is None and one.kind is not AttachmentKind.LOCATION]
    numbers = iter(await new_files(session, new))
    rows = []
    for one in attached:
        is_place = one.kind is AttachmentKind.LOCATION
        number = None if is_place else next(numbers) if one.file is None else one.file
        where = {"place": one.name if is_place else None, "latitude": one.latitude, "longitude": one.longitude}
        rows.append({"entry_id": entry_id, "file_id": number, **where})
    await session.execute(_WRITE_ATTACHMENTS, rows)


async def new_files(session: AsyncSession, new: Sequence[Attached]) -> Sequence[int]:
    """Make these files ours; their numbers, in order."""
    if not new:
        return ()
    files = [{"kind": one.kind, "name": one.name, "size": one.size, "sha256": None, "location": None} for one in new]
    numbers = (await session.scalars(_WRITE_FILES, files)).all()
    copies = [
        {"file_id": number, "channel": one.channel, "external_id": one.external_id, "kind": one.kind, "stale": False}
        for number, one in zip(numbers, new, strict=True)
        if one.external_id is not None
    ]
    if copies:
        await session.execute(_WRITE_COPIES, copies)
    return numbers


async def detach(session: AsyncSession, entries: Select[int] | Sequence[int]) -> None:
    """Forget what came with these entries, files too that nothing else names. Index: `ix_attachment_file_id`."""
    gone = delete(Attachment).where(Attachment.entry_id.in_(entries)).returning(Attachment.file_id)
    numbers = (await session.scalars(gone, execution_options=QUIETLY)).all()
    await forget_unnamed(session, File.id.in_({number for number in numbers if number is not None}))


async def forget_contents(session: AsyncSession, contents: Collection[str]) -> None:
    """Forget files we made, by the SHA-256 of their contents; one that is attached somewhere stays."""
    await forget_unnamed(session, File.sha256.in_(contents))
    await _forget_blobs(session, contents)


async def forget_unnamed(session: AsyncSession, which: ColumnElement[bool]) -> None:
    """Forget these files, what channels call them and contents that were theirs only, unless something names them."""
    unnamed = (
        which,
        ~select(Attachment.id).where(Attachment.file_id == File.id).exists(),
        ~select(EndorsementWord.id).where(EndorsementWord.file_id == File.id).exists(),
        ~select(SuggestionFile.id).where(SuggestionFile.file_id == File.id).exists(),
    )
    numbers = (await session.scalars(select(File.id).where(*unnamed))).all()
    await session.execute(delete(FileCopy).where(FileCopy.file_id.in_(numbers)), execution_options=QUIETLY)
    gone = delete(File).where(File.id.in_(numbers)).returning(File.sha256)
    contents = (await session.scalars(gone, execution_options=QUIETLY)).all()
    await _forget_blobs(session, {content for content in contents if content is not None})


async def _forget_blobs(session: AsyncSession, contents: Collection[str]) -> None:
    await session.execute(delete(Blob).where(Blob.sha256.in_(contents), ~kept_for_good()), execution_options=QUIETLY)


def kept_for_good() -> ColumnElement[bool]:
    """True if a `Blob` is the content of a file that is to be kept. Index: `ix_file_sha256`."""
    return select(File.id).where(File.sha256 == Blob.sha256, File.location.is_not(None)).correlate(Blob).exists()


class NotKept(NamedTuple):
    """A file whose content is only in a channel."""

    id: int
    external_id: str
    name: str | None


async def not_kept(session: AsyncSession, opinion_id: int, channel: Channel, at_most: int) -> list[NotKept]:
    """Files of an opinion of at most so many bytes, or of unknown size, that a channel has and we have not.

    Index: `ix_entry_opinion_id`.
    """
    found = (
        select(File.id, FileCopy.external_id, File.name, File.size)
        .join(FileCopy, FileCopy.file_id == File.id)
        .join(Attachment, Attachment.file_id == File.id)
        .join(Entry, Entry.id == Attachment.entry_id)
        .where(Entry.opinion_id == opinion_id, File.location.is_(None), FileCopy.channel == channel, ~FileCopy.stale)
        .order_by(FileCopy.id)
    )
    newest = {row.id: row for row in await session.execute(found)}
    return [NotKept(*row[:-1]) for row in newest.values() if row.size is None or row.size <= at_most]


async def not_kept_of(
    session: AsyncSession, named: Select[int | None], channel: Channel, at_most: int
) -> list[NotKept]:
    """The same of files with these numbers."""
    found = (
        select(File.id, FileCopy.external_id, File.name, File.size)
        .join(FileCopy, FileCopy.file_id == File.id)
        .where(File.id.in_(named), File.location.is_(None), FileCopy.channel == channel, ~FileCopy.stale)
        .order_by(FileCopy.id)
    )
    newest = {row.id: row for row in await session.execute(found)}
    return [NotKept(*row[:-1]) for row in newest.values() if row.size is None or row.size <= at_most]


async def to_keep(session: AsyncSession, channel: Channel, external_id: str, kind: AttachmentKind) -> NotKept | None:
    """A file of a channel's as one of ours, made so if it was none; None if its content is kept already.

    Index: `ix_file_copy_channel_external_id`.
    """
    known = select(File.id, File.location).join(FileCopy, FileCopy.file_id == File.id)
    known = known.where(FileCopy.channel == channel, FileCopy.external_id == external_id)
    found = (await session.execute(known.limit(1))).first()
    if found is not None:
        return NotKept(found.id, external_id, None) if found.location is None else None
    (number,) = await new_files(session, [Attached(kind, external_id, channel=channel)])
    return NotKept(number, external_id, None)


async def let_go(session: AsyncSession, channel: Channel, source: str) -> None:
    """Forget a file, a channel's or `blob:<sha256>`, that nothing is shown with any more; an attached one stays."""
    if source.startswith(BLOB):
        await forget_contents(session, [source.removeprefix(BLOB)])
        return
    named = select(FileCopy.file_id).where(FileCopy.channel == channel, FileCopy.external_id == source)
    await forget_unnamed(session, File.id.in_((await session.scalars(named)).all()))


async def keep(session: AsyncSession, file_id: int, name: str, content: bytes, now: datetime) -> bool:
    """Keep the content of a file of ours; False if the file was forgotten meanwhile, and then it is not kept."""
    digest = hashlib.sha256(content).hexdigest()
    kept = update(File).where(File.id == file_id).values(sha256=digest, size=len(content), location=BLOB + digest)
    if (await session.execute(kept.returning(File.id), execution_options=QUIETLY)).first() is None:
        return False
    await keep_blob(session, digest, name, content, now)
    return True


async def keep_made(session: AsyncSession, kind: AttachmentKind, name: str, content: bytes, now: datetime) -> str:
    """Keep a file of ours that came through no channel, for good; what stands for it. Index: `ix_file_sha256`."""
    digest = hashlib.sha256(content).hexdigest()
    known = select(File.id).where(File.sha256 == digest, File.location.is_not(None))
    if await session.scalar(known.limit(1)) is None:
        facts = {"kind": kind, "name": name, "size": len(content), "sha256": digest, "location": BLOB + digest}
        await session.execute(insert(_FILE).values(facts))
    await keep_blob(session, digest, name, content, now)
    return BLOB + digest


async def refused(
    session: AsyncSession, channel: Channel, external_ids: Collection[str], contents: Collection[str]
) -> tuple[dict[str, str], bool]:
    """A channel refuses these ids, or those it has for contents of these SHA-256.

    Where the content of each id is kept (an id without one is left out); and whether an id is stale only from now on.
    Indexes: `ix_file_copy_channel_external_id`, `ix_file_sha256`.
    """
    known = (
        select(FileCopy.id, FileCopy.external_id, FileCopy.stale, File.location)
        .join(File, File.id == FileCopy.file_id)
        .where(FileCopy.channel == channel, File.location.is_not(None))
    )
    by_id = (await session.execute(known.where(FileCopy.external_id.in_(external_ids)))).all()
    by_content = (await session.execute(known.where(File.sha256.in_(contents)))).all()
    fresh = {row.id for row in (*by_id, *by_content) if not row.stale}
    await session.execute(update(FileCopy).where(FileCopy.id.in_(fresh)).values(stale=True), execution_options=QUIETLY)
    return {row.external_id: row.location for row in by_id}, bool(fresh)


class Whereabouts(NamedTuple):
    """Places that have the content of a file."""

    sha256: str | None
    """Of its content, as far as it is known."""
    kept: bool
    """True if it is here."""
    external_id: str | None
    """Id by which it can be fetched; None: by none that works."""


async def where_is(session: AsyncSession, channel: Channel, source: str) -> Whereabouts:
    """Places that have the content of what stands for a file in a call: a channel's id, or `blob:<sha256>`.

    Indexes: `ix_file_copy_channel_external_id`, `ix_file_sha256`.
    """
    digest = source.removeprefix(BLOB) if source.startswith(BLOB) else None
    known = select(File.sha256, FileCopy.external_id, FileCopy.stale).join(FileCopy, FileCopy.file_id == File.id)
    meant = File.sha256 == digest if digest is not None else FileCopy.external_id == source
    rows = (await session.execute(known.where(FileCopy.channel == channel, meant).order_by(FileCopy.id.desc()))).all()
    digest = digest or next((row.sha256 for row in rows if row.sha256 is not None), None)
    kept = digest is not None and await session.get(Blob, digest) is not None
    fresh = next((row.external_id for row in rows if not row.stale), None)
    return Whereabouts(digest, kept, fresh if source.startswith(BLOB) else source)


async def note_content(session: AsyncSession, channel: Channel, external_id: str, sha256: str, size: int) -> None:
    """A channel's file has this content, by which its other forms are found."""
    named = select(FileCopy.file_id).where(FileCopy.channel == channel, FileCopy.external_id == external_id)
    numbers = (await session.scalars(named)).all()
    await session.execute(
        update(File).where(File.id.in_(numbers), File.sha256.is_(None)).values(sha256=sha256, size=size),
        execution_options=QUIETLY,
    )


async def keep_blob(session: AsyncSession, sha256: str, name: str, content: bytes, now: datetime) -> None:
    """Keep a file until it is sent; keeping it twice is keeping it once."""
    row = {"sha256": sha256, "name": name, "content": content, "created_at": now}
    await session.execute(insert_into(session, Blob).values(row).on_conflict_do_nothing())


async def blob(session: AsyncSession, sha256: str) -> Blob | None:
    """A kept file."""
    return await session.get(Blob, sha256)


async def sent_file(session: AsyncSession, sha256: str, kind: str) -> str | None:
    """Telegram's newest id of a file with this content that was sent before as `kind` and is not refused."""
    known = (
        select(FileCopy.external_id)
        .join(File, File.id == FileCopy.file_id)
        .where(
            File.sha256 == sha256,
            FileCopy.channel == Channel.TELEGRAM,
            FileCopy.kind == AttachmentKind(kind),
            ~FileCopy.stale,
        )
    )
    return await session.scalar(known.order_by(FileCopy.id.desc()).limit(1))


async def remember_file(session: AsyncSession, sha256: str, kind: str, file_id: str, sent_by: int) -> None:
    """Telegram has this file now, by the call `sent_by`; here it is no longer kept, unless a `File` says that it is.

    It may hold what nobody should find: a link that lets somebody in, all that a person wrote.
    """
    numbers = (await session.scalars(select(File.id).where(File.sha256 == sha256))).all()
    if not numbers:
        known = select(Blob.name, func.length(Blob.content)).where(Blob.sha256 == sha256)
        name, size = (await session.execute(known)).first() or (None, None)
        facts = {"kind": AttachmentKind(kind), "name": name, "size": size, "sha256": sha256, "location": None}
        numbers = (await session.scalars(insert_into(session, File).values(facts).returning(File.id))).all()
    copy = {"channel": Channel.TELEGRAM, "kind": AttachmentKind(kind), "external_id": file_id, "stale": False}
    await session.execute(
        insert_into(session, FileCopy).on_conflict_do_nothing(), [{**copy, "file_id": number} for number in numbers]
    )
    # Another call may send it as another kind, by which Telegram does not know it yet. Notices, of which there may be
    # very many, go out with what their author sent: Telegram has it.
    waits = PENDING, OutboxCall.channel == Channel.TELEGRAM, OutboxCall.lane < Lane.NOTICE, OutboxCall.id != sent_by
    others = select(OutboxCall.id).where(*waits, OutboxCall.payload.contains(sha256))
    await session.execute(
        delete(Blob)
        .where(Blob.sha256 == sha256, ~others.exists(), ~kept_for_good())
        .execution_options(synchronize_session=False)
    )
