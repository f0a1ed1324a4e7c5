"""Actions of an author on their draft: what it says, its column, whom it is for, when it goes out."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from handlers.core.actions import action
from handlers.core.actor import Actor
from handlers.core.languages import LANGUAGES
from handlers.core.notices import access, audience, content, rules
from handlers.core.notices.content import Content
from handlers.core.notices.errors import NotADraft, NothingToWriteInto, ReasonTooShort, TimeOver, TooFarAhead
from handlers.core.notices.rules import Audience, AudienceKind
from handlers.core.unit_of_work import UnitOfWork
from storage.models.directory import Station
from storage.models.notices import Notice, NoticeText
from storage.vocabulary import NoticeColumn, Role

LONGEST_REASON = 500
"""Characters kept of a reason: our own choice."""


def _changed(notice: Notice, *, recount: bool = False, counting: bool = True) -> None:
    """Older buttons no longer count, nor does the count if `recount`; its author sees the card next, if `counting`."""
    notice.version += 1
    if recount:
        notice.counts = None
    notice.counting = counting and notice.counts is None


@action(Role.STAFF)
async def create(work: UnitOfWork, actor: Actor, station_id: int | None, language: str, said: Content) -> Notice:
    """Begin a draft with its first message, to the people of a station or (None) to everybody. Raises `NotAllowed`."""
    actor.require(Role.STAFF)
    access.require_station(actor, station_id)
    station = await work.session.get(Station, station_id) if station_id is not None else None
    notice = Notice(author=actor.person, station=station, version=0, created_at=work.now, audience={})
    content.put(notice, language, said)
    _changed(notice)
    work.session.add(notice)
    await work.session.flush()
    return notice


@action(Role.STAFF)
async def propose(
    work: UnitOfWork, actor: Actor, bodies: Mapping[str, dict[str, Any]], column: NoticeColumn, roles: Sequence[Role]
) -> Notice:
    """Begin a draft that was worded from figures, by language, for people of these roles. Raises `NotAllowed`."""
    actor.require_county()
    notice = Notice(author=actor.person, station=None, version=0, created_at=work.now, column=column)
    notice.audience = Audience(roles=tuple(roles)).kept()
    notice.texts = [NoticeText(language=language, body=body, sources=[]) for language, body in bodies.items()]
    _changed(notice)
    work.session.add(notice)
    await work.session.flush()
    return notice


@action(Role.STAFF)
async def write(work: UnitOfWork, actor: Actor, notice_id: int, language: str, said: Content) -> Notice:
    """Put a message in the place of what the draft says in a language, or add a further part of the same album.

    At whatever version: the parts of an album come one by one. Raises `NothingToWriteInto`.
    """
    notice = await _being_written(work, actor, notice_id)
    content.put(notice, language, said)
    _changed(notice)
    await work.session.flush()
    return notice


@action(Role.STAFF)
async def rewrite(work: UnitOfWork, actor: Actor, notice_id: int, said: Content) -> Notice | None:
    """Take an edited message into the draft that it became part of; None if it is none of its messages.

    Raises `NothingToWriteInto`.
    """
    notice = await _being_written(work, actor, notice_id)
    if not any(content.rewrite(text, said) for text in notice.texts):
        return None
    _changed(notice)
    await work.session.flush()
    return notice


async def _being_written(work: UnitOfWork, actor: Actor, notice_id: int) -> Notice:
    try:
        return await access.own_draft(work, actor, notice_id)
    except NotADraft as refusal:
        raise NothingToWriteInto(notice_id) from refusal


@action(Role.STAFF)
async def change_language(work: UnitOfWork, actor: Actor, notice_id: int, version: int) -> Notice:
    """Take the only text of a draft for one in the other language."""
    notice = await access.own_draft(work, actor, notice_id, version)
    if len(notice.texts) == 1:
        text = notice.texts[0]
        text.language = next(language for language in LANGUAGES if language != text.language)
        _changed(notice)
        await work.session.flush()
    return notice


@action(Role.STAFF)
async def set_column(
    work: UnitOfWork, actor: Actor, notice_id: int, version: int, column: NoticeColumn, reason: str = ""
) -> Notice:
    """Choose the column; an urgent notice says why it is urgent. Raises `ReasonTooShort`."""
    notice = await access.own_draft(work, actor, notice_id, version)
    urgent, words = column is NoticeColumn.URGENT, " ".join(reason.split())
    if urgent and len(words) < rules.LEAST_REASON:
        raise ReasonTooShort
    notice.column, notice.reason = column, words[:LONGEST_REASON] if urgent else None
    _changed(notice, recount=True)
    return notice


@action(Role.STAFF)
async def toggle_audience(
    work: UnitOfWork, actor: Actor, notice_id: int, version: int, kind: AudienceKind, one: str
) -> Notice:
    """Add one of a kind to its audience, or take it out: an id, a role, a language. Raises `NotAddressable`."""
    notice = await access.own_draft(work, actor, notice_id, version)
    known = await audience.named(work, notice, kind, one)
    notice.audience = Audience.of(notice.audience).toggled(kind, known).kept()
    _changed(notice, recount=True, counting=False)
    return notice


@action(Role.STAFF)
async def set_time(work: UnitOfWork, actor: Actor, notice_id: int, version: int, at: datetime | None) -> Notice:
    """Choose when it goes out; None: as soon as it is released. Raises `TimeOver`, `TooFarAhead`."""
    notice = await access.own_draft(work, actor, notice_id, version)
    if at is not None and at <= work.now:
        raise TimeOver(at)
    if at is not None and at > work.now + rules.FARTHEST:
        raise TooFarAhead(rules.FARTHEST.days)
    notice.send_at = at
    _changed(notice)
    return notice


@action(Role.STAFF)
async def drop(work: UnitOfWork, actor: Actor, notice_id: int, version: int) -> None:
    """Throw the draft away."""
    await work.session.delete(await access.own_draft(work, actor, notice_id, version))
