"""Moves of cases: made by the table, written down, their clocks set, recorded for the notifications."""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy.orm.attributes import set_committed_value

from handlers.core.casework import (
    clocks,
    commitments,
    extensions,
    grouping,
    ratings,
    referrals,
    rules,
    similar,
    supporting,
)
from handlers.core.casework.content import NewOpinion, Said, copy_of, summary_of, words_of
from handlers.core.casework.events import CaseMoved, Step
from handlers.core.errors import MoveRefused
from handlers.core.unit_of_work import UnitOfWork
from storage.models.commitments import Commitment
from storage.models.directory import Area, Representative, Station, Topic
from storage.models.opinions import Entry, Opinion, Referral
from storage.models.people import Person
from storage.queries import directory, files, opinions, own, writing
from storage.queries import referrals as referred
from storage.stages import ANSWERED, WITH_UNIT
from storage.vocabulary import INTERNAL, OPINING, Action, EntryKind, Role, Stage

FOR_STAFF = {
    Action.PROPOSE_DECLINE: ("decline_proposed", True),
    Action.KEEP: ("decline_proposed", False),
    Action.ASK_EXTENSION: ("extension_asked", True),
    Action.GRANT_EXTENSION: ("extension_asked", False),
    Action.REFUSE_EXTENSION: ("extension_asked", False),
}
"""Flags of what waits for staff, as these actions set them. None is up any longer when an opinion moves on."""
SUPPORTS = frozenset({Action.ASK_SUPPORT, Action.SUPPORT})
"""Actions whose event names the supporting unit."""
NOTED_ANEW = frozenset({*FOR_STAFF, *rules.TO_KEEP, Action.HOLD, Action.GIVE_BACK, Action.REASSIGN, Action.EDIT})
"""Nothing moves on, but who looked at it before has to look again: buttons shown earlier are outdated."""


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
        "due_at": await clocks.due_at(work, Stage.SUBMITTED, new.topic_id),
    }
    opinion = await writing.opinion(work.session, facts)
    if opinion is None:
        before = await opinions.of_submission(work.session, new.submission)
        assert before is not None  # noqa: S101 - it was in the way
        return before, False
    step = Step(constituent, Role.CONSTITUENT, said=new.said, kind=EntryKind.OPINION)
    entry_id = await _write(work, opinion, step, None)
    await happened(work, opinion, step, Action.SUBMIT, None, entry_id)
    await _complete(work, opinion, constituent)
    await similar.keep(work.session, opinion.id, opinion.area_id, words_of(new.said))
    await clocks.plan_clock(work, opinion)
    work.record(CaseMoved(opinion, Action.SUBMIT, step))
    return opinion, True


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


async def move(
    work: UnitOfWork, opinion: Opinion, action: Action, step: Step, *, along_with: Opinion | None = None
) -> CaseMoved:
    """Make a move, write it down and record it: stage, clock, round, entries, event. Raises `MoveRefused`.

    The caller holds the opinion locked and has checked whose it is. Opinions merged into it move along (`rules.ALONG`),
    each with a record of its own; `along_with` is then the one they are merged into.
    """
    promise = await commitments.of(work.session, opinion)
    found = _allowed(opinion, action, step.role, promise)
    before, unit_before, representative_before = opinion.stage, opinion.unit, opinion.representative
    if found.opens_round:
        await clocks.begin_round(work, opinion)
    elif found.to is Stage.SUPERVISED:
        opinion.round_due_at = None
    referral = await referrals.keep(work, opinion, found, step, promise)
    released = await supporting.keep(work, opinion, found, step)
    entry_id = await _write(work, opinion, step, referral)
    if entry_id is not None and step.kind in OPINING:
        await similar.renew(work.session, opinion)
    if step.representative is not None:
        opinion.representative, opinion.representative_id = step.representative, step.representative.id
    waits_for = await commitments.keep(work, opinion, found, step, referral, promise, along_with)
    _link(opinion, found, step, referral, waits_for)
    if found.to is Stage.WAITING:
        own.asked_anew(work.session, opinion.constituent_id)
    _mark(opinion, action)
    _ask_back(opinion, found)
    extension = await extensions.keep(work, opinion, found, step)
    _wait_for_staff(opinion, found)
    if action is Action.RETURN:
        opinion.unit_to_decide = await referred.goes_to_staff(work.session, opinion.id, opinion.round)
    if found.restarts_clock:
        until = extension.until if extension is not None and extension.granted else None
        await clocks.set_clock(work, opinion, before, found, referral, until)
    day = _day_promised(action, promise, waits_for)
    await happened(work, opinion, step, action, before, entry_id, unit_before.id if unit_before else None, day)
    await work.session.flush()
    await _follow(work, opinion, found, step, referral)
    moved = CaseMoved(
        opinion,
        action,
        step,
        representative_before,
        unit_before,
        referral,
        extension,
        commitment=waits_for or promise,
        along_with=along_with,
        released=released,
    )
    work.record(moved)
    return moved


def _mark(opinion: Opinion, action: Action) -> None:
    """Note what stays true of it whatever comes."""
    opinion.appealed = opinion.appealed or action is Action.APPEAL
    opinion.supervised = opinion.supervised or action is Action.SUPERVISE


def _day_promised(action: Action, before: Commitment | None, now: Commitment | None) -> date | None:
    """The day that is promised with this step; None if none is, or it was promised before."""
    return now.due_on if now is not None and (before is None or action is Action.MOVE_DATE) else None


def _allowed(opinion: Opinion, action: Action, role: Role, promise: Commitment | None) -> rules.Move:
    """The move of the table. Raises `MoveRefused` where there is none, or nothing would come of it."""
    found, state = rules.find(opinion.stage, action, role), promise.state if promise is not None else None
    asked = opinion.extension_asked
    if action is Action.ASK_EXTENSION and promise is not None:
        asked = promise.asked_at is not None  # perhaps through another opinion that waits for it
    if found is None or rules.is_idle(action, asked=asked) or not rules.fits_promise(found, state):
        raise refused(opinion, action, role)
    return found


def refused(opinion: Opinion, action: Action, role: Role) -> MoveRefused:
    """What to raise where the action is not possible now; it names what is."""
    ways = rules.actions(rules.possible(opinion.stage, role))
    return MoveRefused(opinion.reference, opinion.stage, action, ways, opinion_id=opinion.id, role=role)


async def _follow(work: UnitOfWork, opinion: Opinion, found: rules.Move, step: Step, referral: Referral | None) -> None:
    """Bring along those merged into it, into its matter too, and ask its author what is to be asked now."""
    if step.merged_into is not None:
        await grouping.joined(work, opinion, step.merged_into, step.by.id if step.by is not None else None)
    elif found.at is Stage.MERGED is not found.to:
        by_mistake = (found.action, found.by) == (Action.SEPARATE, Role.STAFF)
        await grouping.parted(work, opinion, by_mistake=by_mistake)
    along = rules.along(found)
    if along is not None:
        await _bring_along(work, opinion, along, step, referral)
    if found.to is Stage.ANSWERED and found.at is not Stage.ANSWERED:
        await ratings.ask(work, opinion, referral)
    if found.action is Action.REPORT_DONE:
        await ratings.ask_whether_done(work, opinion)


async def rewrite(work: UnitOfWork, opinion: Opinion, entry: Entry, said: Said, by: Person) -> CaseMoved:
    """Put what a message says now in the place of what it said. Raises `MoveRefused` once it is screened."""
    moved = await move(work, opinion, Action.EDIT, Step(by, Role.CONSTITUENT))
    entry.text, entry.edited_at = said.text, work.now
    await files.detach(work.session, [entry.id])
    await files.attach(work.session, entry.id, said.attachments)
    work.session.expire(entry, ["attachments"])
    opening = [one for one in await opinions.entries(work.session, opinion.id) if one.kind is EntryKind.OPINION]
    opinion.summary = summary_of(opening)
    await similar.renew(work.session, opinion)
    return moved


def _ask_back(opinion: Opinion, found: rules.Move) -> None:
    """A question of staff waits until its author says something, or it begins anew."""
    if (found.action, found.by) == (Action.ASK, Role.STAFF):
        opinion.asked_back = True
    elif found.action is Action.ADD or found.opens_round or found.to not in ANSWERED:
        opinion.asked_back = False


def _wait_for_staff(opinion: Opinion, found: rules.Move) -> None:
    """Set the flags of what waits for staff, and outdate buttons shown earlier."""
    if found.moves_on or found.action in NOTED_ANEW:
        opinion.version += 1
    if found.action in FOR_STAFF:
        setattr(opinion, *FOR_STAFF[found.action])
    elif found.moves_on:
        opinion.decline_proposed = opinion.extension_asked = False
    if found.moves_on or found.action is Action.KEEP:
        opinion.unit_to_decide = False


def _link(
    opinion: Opinion, found: rules.Move, step: Step, referral: Referral | None, waits_for: Commitment | None
) -> None:
    """Point a merged opinion to the one it is handled with, and nothing else anywhere.

    A unit has what is referred to it, until its reply is passed on or it leaves otherwise, and what it promised.
    """
    unit = referral.unit if referral is not None and found.to in WITH_UNIT else None
    if waits_for is not None:
        unit = waits_for.unit
    opinion.unit, opinion.unit_id = unit, unit.id if unit is not None else None
    if found.to is not Stage.MERGED:
        opinion.merged_into_id = None
        return
    opinion.representative, opinion.representative_id = None, None
    if step.merged_into is not None:
        opinion.merged_into_id = step.merged_into.id


async def _bring_along(work: UnitOfWork, main: Opinion, action: Action, step: Step, referral: Referral | None) -> None:
    """Move those merged into an opinion along: answered with it, merged on with it, or on their own again."""
    for other in await opinions.merged_into(work.session, main.id):
        match action:
            case Action.REPLY:
                await _answer_too(work, other, main, step, referral)
            case Action.MERGE if step.merged_into is not None:
                on = Step(None, Role.SYSTEM, why=step.merged_into.reference, merged_into=step.merged_into)
                await move(work, other, action, on, along_with=main)
            case Action.SEPARATE:
                await move(work, other, action, Step(None, Role.SYSTEM, why=main.reference), along_with=main)


async def _answer_too(work: UnitOfWork, other: Opinion, main: Opinion, step: Step, referral: Referral | None) -> None:
    """The answer to the one it is handled with is its answer, the unit's reply with it if one was passed on."""
    said = [copy_of(one) for one in step.said]
    answer = Step(step.by, step.role, said=said, kind=step.kind, representative=main.representative)
    moved = await move(work, other, Action.REPLY, answer, along_with=main)
    if referral is not None:
        by_unit = [copy_of(one) for one in await referred.reply_of(work.session, referral.id)]
        await _write(work, other, Step(None, Role.UNIT, said=by_unit, kind=EntryKind.PASSED_ON), None)
        for part in await supporting.parts(work.session, referral):
            share = Step(None, Role.UNIT, said=part.said, kind=EntryKind.PASSED_PART, unit=part.unit)
            await _write(work, other, share, None)
        other.outcome, other.planned_for = main.outcome, main.planned_for
        asked = await opinions.rating(work.session, other.id, other.round)
        if asked is not None:
            ratings.of_unit(asked, referral)
        work.events[work.events.index(moved)] = replace(moved, referral=referral)


async def _write(work: UnitOfWork, opinion: Opinion, step: Step, referral: Referral | None) -> int | None:
    """Keep what was said; the number of the last entry."""
    if not step.said or step.kind is None:
        return None
    entry: dict[str, Any] = {
        "opinion_id": opinion.id,
        "round": opinion.round,
        "kind": step.kind,
        "author_role": step.role,
        "author_id": step.by.id if step.by else None,
        "at": work.now,
        "referral_id": referral.id if referral is not None and step.kind in INTERNAL else None,
    }
    if step.kind in (EntryKind.PART, EntryKind.PASSED_PART) and step.unit is not None:
        entry["unit_id"] = step.unit.id
    last = None
    for said in step.said:
        message = {"text": said.text, "chat_id": said.chat_id, "message_id": said.message_id}
        last = await writing.entry(work.session, {**entry, **message}, said.attachments)
    return last


async def happened(
    work: UnitOfWork,
    opinion: Opinion,
    step: Step,
    action: Action,
    before: Stage | None,
    entry_id: int | None = None,
    unit_before: int | None = None,
    promised_for: date | None = None,
) -> None:
    """Write down in the case's history what was done, wherever the case stands now; `before`: where it stood."""
    if action in SUPPORTS and step.unit is not None:
        unit_before = step.unit.id
    event = {
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
        "unit_id": unit_before if action in SUPPORTS else opinion.unit_id or unit_before,
        "promised_for": promised_for,
    }
    await writing.event(work.session, event)
