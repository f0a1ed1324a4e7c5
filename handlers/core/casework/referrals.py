"""Referrals: an opinion's way through a handling unit, written down. `transitions.move` calls `keep`."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.core.casework import clocks, deadlines, policy, promises, rules
from handlers.core.casework.content import AnyAttachment, files_of, words_of
from handlers.core.casework.events import Step
from handlers.core.casework.supporting import Part, parts
from handlers.core.unit_of_work import UnitOfWork
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import due as due_after
from storage.models.commitments import Commitment
from storage.models.directory import HandlingUnit
from storage.models.opinions import Opinion, Referral
from storage.models.people import Person
from storage.queries import referrals, supporting
from storage.stages import WITH_UNIT
from storage.vocabulary import Action, Outcome


async def keep(
    work: UnitOfWork, opinion: Opinion, found: rules.Move, step: Step, promise: Commitment | None
) -> Referral | None:
    """The referral as the move leaves it; None for an opinion that is with no unit. `promise`: what it waited for."""
    by, unit = step.by, step.unit if promise is None else promise.unit
    if found.action is Action.REFER:
        assert unit is not None  # noqa: S101 - nothing is referred to nobody
        return await _begin(work, opinion, unit, by, Action.REFER)
    if found.action is Action.REFUTE:
        assert unit is not None  # noqa: S101 - it was promised by one
        again = await _begin(work, opinion, unit, None, Action.REFUTE)
        again.again, again.accepted_at = True, work.now
        return again
    referral = await referrals.current(work.session, opinion.id) if opinion.stage in WITH_UNIT else None
    if referral is None:
        return None
    taken = referral.accepted_at is not None
    _within_unit(work, referral, found.action, by, step.officer)
    if not taken and found.action in (Action.HOLD, Action.REASSIGN):
        await clocks.run_for_reply(work, opinion, referral)
    match found.action:
        case Action.HOLD:
            _answer(referral, step)
        case Action.ACCEPT:
            _accept(work, referral, by)
        case Action.REPLY:
            referral.replied_at = work.now
            _answer(referral, step)
        case Action.RETURN:
            referral.returned_at, referral.suggested_unit_id = work.now, unit.id if unit is not None else None
        case Action.PASS_ON:
            referral.passed_on_at = work.now
            opinion.outcome, opinion.planned_for = referral.outcome, referral.planned_for
            await referrals.pass_on(work.session, referral.id)
            await supporting.pass_on(work.session, opinion.id, opinion.round, referral.unit_id)
    if found.action is Action.SEND_BACK or found.to not in WITH_UNIT:
        referral.ended_at = work.now
    if found.action is Action.SEND_BACK:
        await work.session.flush()
        again = await _begin(work, opinion, referral.unit, by, Action.SEND_BACK)
        again.again, again.accepted_at, again.accepted_by_id = True, work.now, referral.accepted_by_id
        return again
    return referral


def _within_unit(
    work: UnitOfWork, referral: Referral, action: Action, by: Person | None, officer: Person | None
) -> None:
    """Who in the unit has it, and whether a reply waits for the chief's release."""
    if action in (Action.HOLD, Action.REPLY) and referral.accepted_at is None:
        _accept(work, referral, by)
    if action is Action.REASSIGN and officer is not None:
        _accept(work, referral, officer)
    if action is Action.HOLD:
        referral.held_at, referral.held_by_id = work.now, by.id if by is not None else None
    elif action is Action.REPLY:
        referral.held_at = None
    elif action is Action.GIVE_BACK:
        referral.held_at, referral.held_by_id = None, None
        referral.outcome, referral.planned_for, referral.steps = None, None, None


def _answer(referral: Referral, step: Step) -> None:
    referral.outcome, referral.planned_for = step.outcome, step.planned_for
    referral.steps = promises.kept(step.steps) or None


def _accept(work: UnitOfWork, referral: Referral, by: Person | None) -> None:
    referral.accepted_at, referral.accepted_by_id = work.now, by.id if by is not None else None


async def _begin(work: UnitOfWork, opinion: Opinion, unit: HandlingUnit, by: Person | None, how: Action) -> Referral:
    days, topic = await calendar(work), opinion.topic_id
    accept = await policy.days(work, policy.Interval.ACCEPTANCE, topic)
    reply = due_after(work.now, await policy.days(work, deadlines.UNIT_REPLY[how], topic), days)
    whole = await clocks.round_due(work, opinion) if how is not Action.SEND_BACK else None
    if whole is not None:
        again = await policy.days(work, policy.Interval.UNIT_REPLY_AGAIN, topic)
        reply = max(whole, due_after(work.now, again, days))
    begun = Referral(
        opinion_id=opinion.id,
        round=opinion.round,
        unit=unit,
        by_id=by.id if by is not None else None,
        at=work.now,
        accept_due_at=due_after(work.now, accept, days),
        reply_due_at=reply,
    )
    work.session.add(begun)
    await work.session.flush()
    return begun


class PassedOn(NamedTuple):
    """A unit's reply as the constituent reads it."""

    unit: HandlingUnit
    words: str
    files: Sequence[AnyAttachment]
    outcome: Outcome
    planned_for: date | None
    parts: Sequence[Part] = ()
    """What supporting units wrote, a unit after the other."""
    steps: Sequence[promises.Planned] = ()


async def passed_on(session: AsyncSession, referral: Referral) -> PassedOn:
    """The unit's reply of this referral, as the constituent reads it."""
    assert referral.outcome is not None  # noqa: S101 - every reply has one
    said = await referrals.reply_of(session, referral.id)
    shared = await parts(session, referral)
    words, files, steps = words_of(said), files_of(said), promises.read(referral.steps)
    return PassedOn(referral.unit, words, files, referral.outcome, referral.planned_for, shared, steps)
