"""Opinions as cases: found for who may see them, moved by the table, written down, their clocks set."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import set_committed_value

from handlers.conversation.context import Context
from handlers.conversation.texts import shortened
from handlers.core.casework import clocks, extensions, referrals, rules
from handlers.core.errors import MoveRefused, OpinionNotFound, OutdatedButton
from handlers.core.reminders.planning import plan_clock
from handlers.core.unit_of_work import UnitOfWork
from handlers.notifications import casework
from handlers.notifications.casework import PassedOn
from storage.models import (
    Area,
    Attachment,
    Entry,
    HandlingUnit,
    Opinion,
    Person,
    Referral,
    Representative,
    Station,
    Topic,
)
from storage.queries import directory, opinions, writing
from storage.queries import referrals as referred
from storage.vocabulary import INTERNAL, Action, AttachmentKind, EntryKind, Outcome, Role, Stage

SUMMARY = 80
"""Characters of the first words that lists show."""
SIGNS = {
    AttachmentKind.PHOTO: "📷",
    AttachmentKind.VOICE: "🎤",
    AttachmentKind.AUDIO: "🎵",
    AttachmentKind.VIDEO: "🎬",
    AttachmentKind.VIDEO_NOTE: "🎬",
    AttachmentKind.DOCUMENT: "📎",
    AttachmentKind.LOCATION: "📍",
}
FOR_STAFF = {
    Action.PROPOSE_DECLINE: ("decline_proposed", True),
    Action.KEEP: ("decline_proposed", False),
    Action.ASK_EXTENSION: ("extension_asked", True),
    Action.GRANT_EXTENSION: ("extension_asked", False),
    Action.REFUSE_EXTENSION: ("extension_asked", False),
}
"""What waits for staff from then on, or no more. Nothing does any longer when an opinion moves on."""
NOTED_ANEW = frozenset({*FOR_STAFF, Action.EDIT})
"""Nothing moves on, but who looked at it before has to look again: buttons shown earlier are outdated."""
FILE_FIELDS = ("kind", "file_id", "name", "size", "latitude", "longitude")
"""What an attachment says of its file."""


@dataclass(frozen=True, slots=True)
class Said:
    """Something a person wrote or attached, on its way into a case."""

    text: str
    attachments: Sequence[Attachment] = ()
    chat_id: int | None = None
    message_id: int | None = None
    album: str | None = None
    """What the messages of one album have in common."""


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


@dataclass(slots=True)
class Step:
    """What goes with a move."""

    by: Person | None
    role: Role
    why: str | None = None
    said: Sequence[Said] = field(default_factory=tuple)
    kind: EntryKind | None = None
    """What `said` is."""
    representative: Representative | None = None
    """Who has it from now on, where the move changes that."""
    merged_into: Opinion | None = None
    unit: HandlingUnit | None = None
    """To whom it is referred, or whose it is, as a unit that returns it thinks."""
    outcome: Outcome | None = None
    planned_for: date | None = None
    until: datetime | None = None
    """Until when more time is asked for."""


async def mine(ctx: Context, opinion_id: int, version: int | None = None) -> Opinion:
    """The constituent's own opinion, locked. Raises `OpinionNotFound`, `OutdatedButton`."""
    return _current(await opinions.of_constituent(ctx.session, opinion_id, ctx.me.id), version, Role.CONSTITUENT)


async def entrusted(ctx: Context, opinion_id: int, version: int | None = None) -> Opinion:
    """A case of the representative who speaks, locked. Raises `OpinionNotFound`, `OutdatedButton`."""
    ids = [representative.id for representative in ctx.representatives]
    found = await opinions.of_representatives(ctx.session, opinion_id, ids)
    return _current(found, version, Role.REPRESENTATIVE)


async def of_unit(ctx: Context, opinion_id: int, version: int | None = None) -> Opinion:
    """A case that is with a unit of the officer who speaks, locked. Raises `OpinionNotFound`, `OutdatedButton`."""
    found = await referred.of_units(ctx.session, opinion_id, [unit.id for unit in ctx.units])
    return _current(found, version, Role.UNIT)


async def supervised(ctx: Context, opinion_id: int, version: int | None = None) -> Opinion:
    """An opinion of the staff's stations, locked. Raises `OpinionNotFound`, `OutdatedButton`, `NotAllowed`."""
    return _current(await opinions.of_stations(ctx.session, opinion_id, ctx.stations), version, Role.STAFF)


def _current(opinion: Opinion | None, version: int | None, role: Role) -> Opinion:
    if opinion is None:
        raise OpinionNotFound
    if version is not None and opinion.version != version:
        raise OutdatedButton(opinion.id, role)
    return opinion


async def submitted_as(work: UnitOfWork, submission: str) -> Opinion | None:
    """The opinion that this draft became; None while it is a draft."""
    return await opinions.of_submission(work.session, submission)


async def submit(work: UnitOfWork, constituent: Person, new: NewOpinion) -> tuple[Opinion, bool]:
    """Keep a finished draft as an opinion; (it, whether it is new). The same draft twice gives the same opinion."""
    year = work.now.astimezone(work.county.zone).year
    number = await opinions.next_number(work.session, year)
    facts = {
        "reference": f"{work.county.reference_prefix}-{year}-{number:06d}",
        "submission": new.submission,
        "constituent_id": constituent.id,
        "anonymous": new.anonymous,
        "summary": summary_of(new.said),
        "topic_id": new.topic_id,
        "area_id": new.area_id,
        "station_id": new.station_id,
        "wanted_id": new.wanted_id,
        "stage": Stage.SUBMITTED,
        "submitted_at": work.now,
        "stage_since": work.now,
        "due_at": await clocks.due_at(work, Stage.SUBMITTED),
    }
    opinion = await writing.opinion(work.session, facts)
    if opinion is None:
        before = await submitted_as(work, new.submission)
        assert before is not None  # noqa: S101 - it was in the way
        return before, False
    step = Step(constituent, Role.CONSTITUENT, said=new.said, kind=EntryKind.OPINION)
    entry_id = await _write(work, opinion, step, None)
    await _note(work, opinion, step, Action.SUBMIT, None, entry_id, None)
    await _complete(work, opinion, constituent)
    await plan_clock(work, opinion)
    return opinion, True


def summary_of(said: Iterable[Said | Entry]) -> str:
    """The first words, for lists; a sign for each kind of attachment where there are none."""
    said = list(said)
    words = " ".join(" ".join(one.text for one in said).split())
    if not words:
        kinds = dict.fromkeys(file.kind for one in said for file in one.attachments)
        words = " ".join(SIGNS[kind] for kind in kinds)
    return shortened(words, SUMMARY)


async def _complete(work: UnitOfWork, opinion: Opinion, constituent: Person) -> None:
    """Give a new opinion what reading it would bring along; most of it is at hand."""
    set_committed_value(opinion, "constituent", constituent)
    set_committed_value(opinion, "representative", None)
    set_committed_value(opinion, "unit", None)
    of = work.session
    set_committed_value(opinion, "topic", await directory.by_id(of, Topic, opinion.topic_id))
    set_committed_value(opinion, "area", await directory.by_id(of, Area, opinion.area_id))
    set_committed_value(opinion, "station", await directory.by_id(of, Station, opinion.station_id))
    set_committed_value(opinion, "wanted", await directory.by_id(of, Representative, opinion.wanted_id))


async def move(work: UnitOfWork, opinion: Opinion, action: Action, step: Step) -> rules.Move:
    """Make a move and write it down: stage, clock, round, entries, event. Raises `MoveRefused` if it is illegal.

    The caller holds the opinion locked and tells the people concerned (`news`). Opinions merged into it move along
    (`rules.ALONG`), and their authors are told here.
    """
    found = rules.find(opinion.stage, action, step.role)
    if found is None or rules.is_idle(action, asked=opinion.extension_asked):
        ways = rules.actions(rules.possible(opinion.stage, step.role))
        raise MoveRefused(opinion.reference, opinion.stage, action, ways, opinion_id=opinion.id, role=step.role)
    before, unit_before = opinion.stage, opinion.unit_id
    if found.opens_round:
        opinion.round += 1
        opinion.outcome, opinion.planned_for = None, None
    referral = await referrals.keep(
        work, opinion, found, step.by, unit=step.unit, outcome=step.outcome, planned_for=step.planned_for
    )
    entry_id = await _write(work, opinion, step, referral)
    if step.representative is not None:
        opinion.representative, opinion.representative_id = step.representative, step.representative.id
    _link(opinion, found, step, referral)
    opinion.appealed = opinion.appealed or action is Action.APPEAL
    until = await extensions.keep(work, opinion, found, step.by, step.role, until=step.until, why=step.why)
    _wait_for_staff(opinion, found)
    if found.restarts_clock:
        await clocks.set_clock(work, opinion, before, found, referral, until)
    await _note(work, opinion, step, action, before, entry_id, unit_before)
    await work.session.flush()
    along = rules.along(found)
    if along is not None:
        await _bring_along(work, opinion, along, step, referral)
    return found


async def rewrite(work: UnitOfWork, opinion: Opinion, entry: Entry, said: Said, by: Person) -> None:
    """Put what a message says now in the place of what it said. Raises `MoveRefused` once it is screened."""
    await move(work, opinion, Action.EDIT, Step(by, Role.CONSTITUENT))
    for attachment in entry.attachments:
        await work.session.delete(attachment)
    entry.text, entry.attachments, entry.edited_at = said.text, list(said.attachments), work.now
    opening = [one for one in await opinions.entries(work.session, opinion.id) if one.kind is EntryKind.OPINION]
    opinion.summary = summary_of(opening)
    await work.session.flush()


def _wait_for_staff(opinion: Opinion, found: rules.Move) -> None:
    """What staff have to decide, and which buttons are of yesterday."""
    if found.moves_on or found.action in NOTED_ANEW:
        opinion.version += 1
    if found.action in FOR_STAFF:
        setattr(opinion, *FOR_STAFF[found.action])
    elif found.moves_on:
        opinion.decline_proposed = opinion.extension_asked = False


def _link(opinion: Opinion, found: rules.Move, step: Step, referral: Referral | None) -> None:
    """What is merged is nobody's case of its own and points to the one it is handled with; all others point nowhere.

    A unit has what is referred to it, until its reply is passed on or it leaves otherwise.
    """
    unit = referral.unit if referral is not None and found.to in rules.WITH_UNIT else None
    opinion.unit, opinion.unit_id = unit, unit.id if unit is not None else None
    if found.to is not Stage.MERGED:
        opinion.merged_into_id = None
        return
    opinion.representative, opinion.representative_id = None, None
    if step.merged_into is not None:
        opinion.merged_into_id = step.merged_into.id


async def _bring_along(work: UnitOfWork, main: Opinion, action: Action, step: Step, referral: Referral | None) -> None:
    """Those merged into an opinion that moved on: answered with it, merged on with it, or on their own again."""
    for other in await opinions.merged_into(work.session, main.id):
        match action:
            case Action.REPLY:
                await _answer_too(work, other, main, step, referral)
            case Action.MERGE if step.merged_into is not None:
                reason = step.merged_into.reference
                await move(work, other, action, Step(None, Role.SYSTEM, why=reason, merged_into=step.merged_into))
                casework.merged(work, other, step.merged_into)
            case Action.SEPARATE:
                await move(work, other, action, Step(None, Role.SYSTEM, why=main.reference))
                await casework.separated(work, other)
                await casework.submitted(work, other)


async def _answer_too(work: UnitOfWork, other: Opinion, main: Opinion, step: Step, referral: Referral | None) -> None:
    """The answer to the one it is handled with is its answer, the unit's reply with it if one was passed on."""
    said = [_copy(one) for one in step.said]
    answer = Step(step.by, step.role, said=said, kind=step.kind, representative=main.representative)
    await move(work, other, Action.REPLY, answer)
    reply = None
    if referral is not None:
        reply = await passed_on(work.session, referral)
        by_unit = [_copy(one) for one in await referred.reply_of(work.session, referral.id)]
        await _write(work, other, Step(None, Role.UNIT, said=by_unit, kind=EntryKind.PASSED_ON), None)
        other.outcome, other.planned_for = main.outcome, main.planned_for
    await clocks.ask_rating(work, other)
    casework.answered(work, other, *together(said), reply)


async def passed_on(session: AsyncSession, referral: Referral) -> PassedOn:
    """A unit's reply as the constituent reads it."""
    assert referral.outcome is not None  # noqa: S101 - every reply has one
    words, files = together(await referred.reply_of(session, referral.id))
    return PassedOn(referral.unit, words, files, referral.outcome, referral.planned_for)


def together(said: Sequence[Said | Entry]) -> tuple[str, list[Attachment]]:
    """What was said over several messages: the words, a line a message, and what is attached."""
    words = "\n".join(one.text for one in said if one.text)
    return words, [file for one in said for file in one.attachments]


def _copy(said: Said | Entry) -> Said:
    return Said(said.text, [copied(one) for one in said.attachments])


def copied(attachment: Attachment) -> Attachment:
    """The same file for another entry: an attachment belongs to one."""
    return Attachment(**_file(attachment))


async def _write(work: UnitOfWork, opinion: Opinion, step: Step, referral: Referral | None) -> int | None:
    """Keep what was said; the number of the last entry."""
    if not step.said or step.kind is None:
        return None
    entry = {
        "opinion_id": opinion.id,
        "round": opinion.round,
        "kind": step.kind,
        "author_role": step.role,
        "author_id": step.by.id if step.by else None,
        "at": work.now,
        "referral_id": referral.id if referral is not None and step.kind in INTERNAL else None,
    }
    last = None
    for said in step.said:
        message = {"text": said.text, "chat_id": said.chat_id, "message_id": said.message_id}
        last = await writing.entry(work.session, {**entry, **message}, [_file(one) for one in said.attachments])
    return last


def _file(attachment: Attachment) -> dict[str, object]:
    return {name: getattr(attachment, name) for name in FILE_FIELDS}


async def _note(
    work: UnitOfWork,
    opinion: Opinion,
    step: Step,
    action: Action,
    before: Stage | None,
    entry_id: int | None,
    unit_before: int | None,
) -> None:
    happened = {
        "opinion_id": opinion.id,
        "at": work.now,
        "actor_id": step.by.id if step.by else None,
        "actor_role": step.role,
        "action": action,
        "stage_before": before,
        "stage_after": opinion.stage,
        "round": opinion.round,
        "why": step.why,
        "entry_id": entry_id,
        "representative_id": opinion.representative_id,
        "unit_id": opinion.unit_id or unit_before,
    }
    await writing.event(work.session, happened)
