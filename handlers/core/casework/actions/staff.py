"""Actions of station staff on cases: each checks that the opinion is of their stations and as they saw it."""

from collections.abc import Sequence
from datetime import date

from handlers.core import audit
from handlers.core.actions import action
from handlers.core.actor import Actor
from handlers.core.casework import access, extensions, rules
from handlers.core.casework.content import Said
from handlers.core.casework.events import CaseMoved, Step
from handlers.core.casework.promise_moves import to_day
from handlers.core.casework.transitions import move
from handlers.core.errors import (
    CannotMerge,
    HasItAlready,
    Hindrance,
    NoSuchTopic,
    NoSuchUnit,
    NothingAsked,
    NotInOffice,
    TimeGivenAlready,
)
from handlers.core.unit_of_work import UnitOfWork
from handlers.core.workdays.days import calendar
from storage.models.directory import HandlingUnit, Representative, Topic
from storage.models.opinions import Opinion
from storage.queries import merging
from storage.vocabulary import Action, EntryKind, Role, Stage


async def _do(
    work: UnitOfWork, actor: Actor, opinion: Opinion, action: Action, step: Step | None = None, detail: str = ""
) -> CaseMoved:
    moved = await move(work, opinion, action, step or Step(actor.person, Role.STAFF))
    await audit.note(work, actor, f"opinion.{action}", f"opinion:{opinion.id}", detail)
    return moved


@action(Role.STAFF)
async def assign(work: UnitOfWork, actor: Actor, opinion_id: int, version: int, representative_id: int) -> CaseMoved:
    """Give the opinion to a representative; a unit that had it has it no longer.

    Raises `NotInOffice`, `HasItAlready`, and as all of these `OpinionNotFound`, `OutdatedButton`, `MoveRefused`.
    """
    opinion = await access.find(work, actor, Role.STAFF, opinion_id, version)
    chosen = await work.session.get(Representative, representative_id)
    if chosen is None or not chosen.active:
        raise NotInOffice
    if chosen.id == opinion.representative_id and opinion.unit_id is None and opinion.stage is not Stage.SUPERVISED:
        raise HasItAlready(chosen.name)
    return await _do(work, actor, opinion, Action.ASSIGN, Step(actor.person, Role.STAFF, representative=chosen))


@action(Role.STAFF)
async def reply(work: UnitOfWork, actor: Actor, opinion_id: int, version: int, said: Sequence[Said]) -> CaseMoved:
    """Tell the constituent the result of supervision, in words; they rate it."""
    opinion = await access.find(work, actor, Role.STAFF, opinion_id, version)
    step = Step(actor.person, Role.STAFF, said=said, kind=EntryKind.REPLY)
    return await _do(work, actor, opinion, Action.REPLY, step)


@action(Role.STAFF)
async def decline(work: UnitOfWork, actor: Actor, opinion_id: int, version: int, why: str) -> CaseMoved:
    """Decline the opinion with words that its author reads; those merged into it go on by themselves."""
    opinion = await access.find(work, actor, Role.STAFF, opinion_id, version)
    return await _do(work, actor, opinion, Action.DECLINE, Step(actor.person, Role.STAFF, why=why))


@action(Role.STAFF)
async def keep(work: UnitOfWork, actor: Actor, opinion_id: int, version: int) -> CaseMoved:
    """Refuse a proposal to decline: its representative keeps the case."""
    opinion = await access.find(work, actor, Role.STAFF, opinion_id, version)
    return await _do(work, actor, opinion, Action.KEEP)


@action(Role.STAFF)
async def classify(work: UnitOfWork, actor: Actor, opinion_id: int, version: int, topic_id: int) -> CaseMoved | None:
    """Correct the topic; None if it is about that already. Raises `NoSuchTopic`."""
    opinion = await access.find(work, actor, Role.STAFF, opinion_id, version)
    topic = await work.session.get(Topic, topic_id)
    if topic is None or not topic.active:
        raise NoSuchTopic
    if topic.id == opinion.topic_id:
        return None
    opinion.topic, opinion.topic_id = topic, topic.id
    step = Step(actor.person, Role.STAFF, why=topic.code)
    return await _do(work, actor, opinion, Action.CLASSIFY, step, topic.code)


@action(Role.STAFF)
async def merge(work: UnitOfWork, actor: Actor, opinion_id: int, version: int, main_id: int) -> CaseMoved:
    """Handle the opinion together with another one of their stations. Raises `CannotMerge`."""
    # Locked in the order of their numbers: two who merge crosswise wait for each other instead of for ever.
    for one in sorted((opinion_id, main_id)):
        await access.find(work, actor, Role.STAFF, one)
    opinion = await access.find(work, actor, Role.STAFF, opinion_id, version)
    main = await access.find(work, actor, Role.STAFF, main_id)
    hindrance = await merge_hindrance(work, opinion, main)
    if hindrance is not None:
        raise hindrance
    step = Step(actor.person, Role.STAFF, why=main.reference, merged_into=main)
    return await _do(work, actor, opinion, Action.MERGE, step, f"into opinion:{main.id}")


async def merge_hindrance(work: UnitOfWork, opinion: Opinion, main: Opinion) -> CannotMerge | None:
    """Reason why the opinion cannot be merged into the other one; None if it can."""
    if main.id == opinion.id:
        return CannotMerge(Hindrance.ITSELF, main.reference)
    if main.stage is Stage.MERGED:
        target = await work.session.get(Opinion, main.merged_into_id)
        return CannotMerge(
            Hindrance.MERGED_ITSELF, main.reference, target=target.reference if target is not None else ""
        )
    if main.stage not in rules.TAKES_IN:
        return CannotMerge(Hindrance.NO_ANSWER_TO_COME, main.reference, stage=main.stage)
    already = await merging.count_merged(work.session, main.id)
    if already + await merging.count_merged(work.session, opinion.id) >= rules.MAX_MERGED:
        return CannotMerge(Hindrance.FULL, main.reference, already=already)
    return None


@action(Role.STAFF)
async def separate(work: UnitOfWork, actor: Actor, opinion_id: int, version: int) -> CaseMoved:
    """Undo a merge: the opinion is screened by itself again."""
    opinion = await access.find(work, actor, Role.STAFF, opinion_id, version)
    return await _do(work, actor, opinion, Action.SEPARATE)


@action(Role.STAFF)
async def refer(
    work: UnitOfWork, actor: Actor, opinion_id: int, version: int, unit_id: int, said: Sequence[Said]
) -> CaseMoved:
    """Refer the case to a handling unit, perhaps with a remark. Raises `NoSuchUnit`."""
    opinion = await access.find(work, actor, Role.STAFF, opinion_id, version)
    unit = await work.session.get(HandlingUnit, unit_id)
    if unit is None:
        raise NoSuchUnit
    step = Step(actor.person, Role.STAFF, said=said, kind=EntryKind.REFERRAL, unit=unit)
    return await _do(work, actor, opinion, Action.REFER, step, f"to unit:{unit.id}")


@action(Role.STAFF)
async def grant_extension(work: UnitOfWork, actor: Actor, opinion_id: int, version: int) -> CaseMoved:
    """Give more time, until the day that was asked for. Raises `NothingAsked`."""
    opinion = await _asked(work, actor, opinion_id, version)
    moved = await move(work, opinion, Action.GRANT_EXTENSION, Step(actor.person, Role.STAFF))
    if moved.commitment is not None and moved.extension is not None:
        day = (await calendar(work)).day_of(moved.extension.until)
        step = Step(None, Role.SYSTEM, why=moved.extension.why)
        await to_day(work, opinion, moved.commitment, day, step)
    until = moved.extension.until.isoformat() if moved.extension is not None else ""
    await audit.note(work, actor, "opinion.grant_extension", f"opinion:{opinion.id}", f"until {until}")
    return moved


@action(Role.STAFF)
async def extend(
    work: UnitOfWork, actor: Actor, opinion_id: int, version: int, day: date | None, why: str
) -> CaseMoved:
    """Give more time that nobody asked for, up to a working day. Raises `DayOutOfRange`, `TimeGivenAlready`."""
    opinion = await access.find(work, actor, Role.STAFF, opinion_id, version)
    given = rules.find(opinion.stage, Action.EXTEND, Role.STAFF) and not opinion.extension_asked
    if given and not await extensions.may_extend(work.session, opinion):
        raise TimeGivenAlready
    until = await extensions.end_of_day(work, opinion, day) if given else None
    step = Step(actor.person, Role.STAFF, why=why, until=until)
    return await _do(work, actor, opinion, Action.EXTEND, step, f"until {until.isoformat() if until else ''}")


@action(Role.STAFF)
async def refuse_extension(work: UnitOfWork, actor: Actor, opinion_id: int, version: int, why: str) -> CaseMoved:
    """Give no more time, and say why: the due day stays. Raises `NothingAsked`.

    Where a promised day has passed while the request waited, the days that it waited are added to it.
    """
    opinion = await _asked(work, actor, opinion_id, version)
    moved = await _do(work, actor, opinion, Action.REFUSE_EXTENSION, Step(actor.person, Role.STAFF, why=why))
    if moved.commitment is not None and opinion.due_at is not None:
        day = (await calendar(work)).day_of(opinion.due_at)
        if day != moved.commitment.due_on:
            await to_day(work, opinion, moved.commitment, day, Step(None, Role.SYSTEM), counted=False)
    return moved


async def _asked(work: UnitOfWork, actor: Actor, opinion_id: int, version: int) -> Opinion:
    opinion = await access.find(work, actor, Role.STAFF, opinion_id, version)
    if await extensions.waiting(work.session, opinion) is None:
        raise NothingAsked
    return opinion
