"""Questions about formal suggestions."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Select, and_, delete, false, func, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage.models.directory import HandlingUnit, Representative
from storage.models.files import File
from storage.models.suggestions import (
    CongressSession,
    Signature,
    Suggestion,
    SuggestionEvent,
    SuggestionFile,
    SuggestionRating,
    SuggestionReply,
    SuggestionWord,
    SupportingUnit,
)
from storage.queries import files
from storage.queries.files import Attached, NotKept
from storage.suggestion_vocabulary import SignatureState, SuggestionAction, SuggestionStage
from storage.vocabulary import AttachmentKind, Channel, Outcome

S = SuggestionStage
DUE = (S.HANDED_IN, S.ACCEPTED, S.ASSIGNED, S.REPLIED, S.REPORTED)
"""Stages at which somebody has to act by an instant."""
Found = TypeVar("Found", bound=Select[*tuple[Any, ...]])
Lead = aliased(Representative)


class Scope(NamedTuple):
    """The roles in which somebody reads suggestions."""

    representatives: Sequence[int]
    units: Sequence[int]
    of_county: bool
    """True: all that was ever handed in."""


class Listed(NamedTuple):
    """A suggestion as lists show it."""

    id: int
    reference: str
    title: str
    stage: SuggestionStage
    due_at: datetime | None
    lead: str
    unit_id: int | None
    handed_in_at: datetime | None


class Narrowed(NamedTuple):
    """What a list is narrowed to; None: not by that."""

    waiting: bool = False
    """Only what waits for who reads."""
    session_id: int | None = None
    """0: made out of session."""
    stage: SuggestionStage | None = None
    unit_id: int | None = None
    lead_id: int | None = None
    words: str = ""
    lead: str = ""
    """Words in the name or code of its lead."""
    late_at: datetime | None = None
    """Only those of whom something was due before then."""


async def locked(session: AsyncSession, suggestion_id: int) -> Suggestion | None:
    """A suggestion, locked. None: there is none."""
    found = select(Suggestion).where(Suggestion.id == suggestion_id).with_for_update(of=Suggestion)
    return await session.scalar(found.execution_options(populate_existing=True))


def _in_reach(scope: Scope) -> ColumnElement[bool]:
    signed = select(Signature.suggestion_id).where(Signature.representative_id.in_(scope.representatives))
    helped = select(SupportingUnit.suggestion_id).where(SupportingUnit.unit_id.in_(scope.units))
    ways: list[ColumnElement[bool]] = [
        Suggestion.id.in_(signed),
        Suggestion.unit_id.in_(scope.units),
        Suggestion.id.in_(helped),
    ]
    if scope.of_county:
        ways.append(Suggestion.handed_in_at.is_not(None))
    return or_(*ways)


def _waiting(scope: Scope) -> ColumnElement[bool]:
    """It is the turn of who reads. Each way goes by an index of its own, however many are closed."""
    rated = select(SuggestionRating.suggestion_id).where(
        SuggestionRating.suggestion_id == Suggestion.id,
        SuggestionRating.round == Suggestion.round,
        SuggestionRating.representative_id == Signature.representative_id,
    )
    worded = select(SuggestionWord.suggestion_id).where(
        SuggestionWord.suggestion_id == Suggestion.id,
        SuggestionWord.round == Suggestion.round,
        SuggestionWord.representative_id == Signature.representative_id,
    )
    to_sign = or_(
        Signature.state == SignatureState.INVITED,
        and_(Signature.state == SignatureState.SIGNED, Signature.edition < Suggestion.edition),
        Suggestion.lead_id == Signature.representative_id,
    )
    to_rate = and_(Signature.state == SignatureState.SIGNED, ~rated.exists())
    to_judge = and_(Signature.state == SignatureState.SIGNED, ~worded.exists())
    named = select(Suggestion.id).join(Signature, Signature.suggestion_id == Suggestion.id)
    owed = select(Suggestion.id).join(SupportingUnit, SupportingUnit.suggestion_id == Suggestion.id)
    ways: list[Select[int]] = []
    if scope.representatives:
        theirs = named.where(Signature.representative_id.in_(scope.representatives))
        writing = and_(Suggestion.stage.in_((S.DRAFT, S.RETURNED)), to_sign)
        replied = and_(Suggestion.stage == S.REPLIED, to_rate)
        ways.append(theirs.where(or_(writing, replied, and_(Suggestion.stage == S.REPORTED, to_judge))))
    if scope.units:
        handled = Suggestion.stage == S.ASSIGNED
        ways.append(select(Suggestion.id).where(handled, Suggestion.unit_id.in_(scope.units)))
        ways.append(owed.where(handled, SupportingUnit.unit_id.in_(scope.units), SupportingUnit.at.is_(None)))
    if scope.of_county:
        asked = and_(Suggestion.stage.in_((S.ASSIGNED, S.IMPLEMENTING)), Suggestion.time_asked_for.is_not(None))
        ways.append(select(Suggestion.id).where(or_(Suggestion.stage.in_((S.HANDED_IN, S.ACCEPTED)), asked)))
    return Suggestion.id.in_(union_all(*ways)) if ways else false()


def _narrowed(found: Found, scope: Scope, by: Narrowed) -> Found:
    found = found.where(_waiting(scope) if by.waiting else _in_reach(scope))
    if by.session_id is not None:
        found = found.where(
            Suggestion.session_id == by.session_id if by.session_id else Suggestion.session_id.is_(None)
        )
    if by.stage is not None:
        found = found.where(Suggestion.stage == by.stage)
    if by.unit_id is not None:
        helped = select(SupportingUnit.suggestion_id).where(SupportingUnit.unit_id == by.unit_id)
        found = found.where(or_(Suggestion.unit_id == by.unit_id, Suggestion.id.in_(helped)))
    if by.lead_id is not None:
        found = found.where(Suggestion.lead_id == by.lead_id)
    if by.late_at is not None:
        found = found.where(Suggestion.stage.in_((*DUE, S.IMPLEMENTING)), Suggestion.due_at < by.late_at)
    for word in by.lead.split():
        called = (Lead.name, Lead.name_en, Lead.sound, Lead.code)
        found = found.where(or_(*(column.icontains(word, autoescape=True) for column in called)))
    for word in by.words.split():
        unit = select(HandlingUnit.id).where(
            or_(*(name.icontains(word, autoescape=True) for name in (HandlingUnit.name, HandlingUnit.name_en)))
        )
        text = (Suggestion.matter, Suggestion.proposal)
        said = (Suggestion.title, Suggestion.reference, Lead.name, Lead.sound, *text)
        holds = [column.icontains(word, autoescape=True) for column in said]
        found = found.where(or_(*holds, Suggestion.unit_id.in_(unit)))
    return found


async def listed(session: AsyncSession, scope: Scope, by: Narrowed, limit: int, skip: int) -> list[Listed]:
    """Those in reach that a list is narrowed to: what falls due first, then the newest."""
    columns = (Suggestion.id, Suggestion.reference, Suggestion.title, Suggestion.stage, Suggestion.due_at, Lead.name)
    more = (Suggestion.unit_id, Suggestion.handed_in_at)
    found = _narrowed(select(*columns, *more).join(Lead, Lead.id == Suggestion.lead_id), scope, by)
    order = (Suggestion.due_at.is_(None), Suggestion.due_at, Suggestion.id.desc())
    return [Listed(*row) for row in await session.execute(found.order_by(*order).limit(limit).offset(skip))]


async def count(session: AsyncSession, scope: Scope, by: Narrowed) -> int:
    """Count those `listed` finds."""
    counted = select(func.count(Suggestion.id)).join(Lead, Lead.id == Suggestion.lead_id)
    return (await session.execute(_narrowed(counted, scope, by))).scalar_one()


async def whole(session: AsyncSession, scope: Scope, by: Narrowed, limit: int) -> Sequence[Suggestion]:
    """The same in full, the oldest first."""
    found = _narrowed(select(Suggestion).join(Lead, Lead.id == Suggestion.lead_id), scope, by)
    return (await session.scalars(found.order_by(Suggestion.id).limit(limit))).unique().all()


async def by_session(session: AsyncSession, scope: Scope) -> dict[int | None, int]:
    """Number of those in reach in each session."""
    return await _grouped(session, scope, Suggestion.session_id)


async def by_stage(session: AsyncSession, scope: Scope) -> dict[SuggestionStage, int]:
    """Number of those in reach at each stage."""
    return await _grouped(session, scope, Suggestion.stage)


async def by_unit(session: AsyncSession, scope: Scope) -> dict[int | None, int]:
    """Number of those in reach that each unit leads."""
    return await _grouped(session, scope, Suggestion.unit_id)


async def by_lead(session: AsyncSession, scope: Scope) -> dict[int, int]:
    """Number of those in reach that each representative leads."""
    return await _grouped(session, scope, Suggestion.lead_id)


async def _grouped(session: AsyncSession, scope: Scope, column: Any) -> dict[Any, int]:
    counted = select(column, func.count(Suggestion.id)).where(_in_reach(scope)).group_by(column)
    return {row[0]: row[1] for row in await session.execute(counted)}


class Worded(NamedTuple):
    """An earlier suggestion as it is compared."""

    id: int
    lead_id: int
    words: str


async def worded(session: AsyncSession, stages: Collection[SuggestionStage], but: int, newest: int) -> list[Worded]:
    """The newest that were handed in, with their words."""
    found = (
        select(Suggestion.id, Suggestion.lead_id, Suggestion.words)
        .where(Suggestion.stage.in_(stages), Suggestion.id != but, Suggestion.words != "")
        .order_by(Suggestion.id.desc())
        .limit(newest)
    )
    return [Worded(*row) for row in await session.execute(found)]


class Earlier(NamedTuple):
    """What is shown of an earlier suggestion beside another one."""

    id: int
    reference: str
    title: str
    lead: str
    session: str | None
    stage: SuggestionStage
    handed_in_at: datetime | None


async def earlier(session: AsyncSession, ids: Sequence[int]) -> list[Earlier]:
    """What is shown of these, in this order."""
    columns = (Suggestion.id, Suggestion.reference, Suggestion.title, Lead.name, CongressSession.name)
    found = (
        select(*columns, Suggestion.stage, Suggestion.handed_in_at)
        .join(Lead, Lead.id == Suggestion.lead_id)
        .outerjoin(CongressSession, CongressSession.id == Suggestion.session_id)
        .where(Suggestion.id.in_(ids))
    )
    return sorted((Earlier(*row) for row in await session.execute(found)), key=lambda one: ids.index(one.id))


async def last_replies(session: AsyncSession, ids: Sequence[int]) -> dict[int, SuggestionReply]:
    """The newest reply to each of these that has one."""
    found = select(SuggestionReply).where(SuggestionReply.suggestion_id.in_(ids)).order_by(SuggestionReply.round)
    return {one.suggestion_id: one for one in await session.scalars(found)}


async def ratings(session: AsyncSession, suggestion_id: int) -> Sequence[SuggestionRating]:
    """All opinions on its replies, in order."""
    found = select(SuggestionRating).where(SuggestionRating.suggestion_id == suggestion_id)
    return (await session.scalars(found.order_by(SuggestionRating.round, SuggestionRating.at))).all()


async def ratings_of(session: AsyncSession, ids: Sequence[int]) -> Sequence[SuggestionRating]:
    """Opinions on the replies to these."""
    return (await session.scalars(select(SuggestionRating).where(SuggestionRating.suggestion_id.in_(ids)))).all()


async def words_on(session: AsyncSession, suggestion_id: int) -> Sequence[SuggestionWord]:
    """What those who signed say of what was reported done, in order."""
    found = select(SuggestionWord).where(SuggestionWord.suggestion_id == suggestion_id)
    return (await session.scalars(found.order_by(SuggestionWord.round, SuggestionWord.at))).all()


async def forget_words(session: AsyncSession, suggestion_id: int, round_: int) -> None:
    """Forget what they said of a handling: it is reported done anew."""
    gone = delete(SuggestionWord).where(SuggestionWord.suggestion_id == suggestion_id, SuggestionWord.round == round_)
    await session.execute(gone)


async def events(session: AsyncSession, suggestion_id: int) -> Sequence[SuggestionEvent]:
    """Its history, in order."""
    found = select(SuggestionEvent).where(SuggestionEvent.suggestion_id == suggestion_id)
    return (await session.scalars(found.order_by(SuggestionEvent.id))).all()


async def talked(session: AsyncSession, ids: Sequence[int]) -> dict[int, int]:
    """Number of talks with the representative about each of these, where there was one."""
    found = select(SuggestionEvent.suggestion_id, func.count()).where(
        SuggestionEvent.suggestion_id.in_(ids), SuggestionEvent.action == SuggestionAction.TALK
    )
    return {row[0]: row[1] for row in await session.execute(found.group_by(SuggestionEvent.suggestion_id))}


async def attach(
    session: AsyncSession, suggestion_id: int, attached: Sequence[Attached], at: datetime, by_id: int | None
) -> None:
    """Keep photos, files and places with it; each file that is new becomes one of ours."""
    for one in attached:
        is_place = one.kind is AttachmentKind.LOCATION
        numbers = () if is_place or one.file is not None else await files.new_files(session, [one])
        row = SuggestionFile(
            suggestion_id=suggestion_id, at=at, by_id=by_id, file_id=numbers[0] if numbers else one.file
        )
        row.place, row.latitude, row.longitude = one.name if is_place else None, one.latitude, one.longitude
        session.add(row)
    await session.flush()


async def detach(session: AsyncSession, one: SuggestionFile) -> None:
    """Take it out; a file that nothing else names is forgotten."""
    number = one.file_id
    await session.delete(one)
    await session.flush()
    if number is not None:
        await files.forget_unnamed(session, File.id == number)


async def not_kept(session: AsyncSession, suggestion_id: int, at_most: int) -> list[NotKept]:
    """Its files of at most so many bytes that Telegram has and we have not."""
    named = select(SuggestionFile.file_id).where(SuggestionFile.suggestion_id == suggestion_id)
    return await files.not_kept_of(session, named, Channel.TELEGRAM, at_most)


async def event(session: AsyncSession, event_id: int) -> SuggestionEvent | None:
    """Something that was done with a suggestion; None: there is none of this number."""
    return await session.get(SuggestionEvent, event_id)


async def drafts_of(session: AsyncSession, leads: Sequence[int], limit: int) -> Sequence[Suggestion]:
    """The newest that these are writing."""
    found = select(Suggestion).where(Suggestion.lead_id.in_(leads), Suggestion.stage.in_((S.DRAFT, S.RETURNED)))
    return (await session.scalars(found.order_by(Suggestion.id.desc()).limit(limit))).unique().all()


async def due_after(session: AsyncSession, now: datetime) -> Sequence[Suggestion]:
    """Those of whom somebody has to act by an instant that is still to come, locked."""
    found = select(Suggestion).where(Suggestion.stage.in_(DUE), Suggestion.due_at > now).with_for_update(of=Suggestion)
    return (await session.scalars(found.execution_options(populate_existing=True))).unique().all()


async def sessions(session: AsyncSession) -> Sequence[CongressSession]:
    """All sessions of the congress, the newest first; few."""
    return (await session.scalars(select(CongressSession).order_by(CongressSession.begins_on.desc()))).all()


async def outcomes(session: AsyncSession, scope: Scope, session_id: int | None) -> dict[Outcome, int]:
    """Number of suggestions in reach by the class of their newest reply; of a session, or of all."""
    last = select(func.max(SuggestionReply.round)).where(SuggestionReply.suggestion_id == Suggestion.id)
    found = (
        select(SuggestionReply.outcome, func.count())
        .join(Suggestion, Suggestion.id == SuggestionReply.suggestion_id)
        .where(SuggestionReply.round == last.scalar_subquery(), _in_reach(scope))
    )
    if session_id is not None:
        found = found.where(Suggestion.session_id == session_id if session_id else Suggestion.session_id.is_(None))
    return {row[0]: row[1] for row in await session.execute(found.group_by(SuggestionReply.outcome))}
