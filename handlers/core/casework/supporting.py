"""Supporting units: asked to write a part of the lead's reply, each by a clock of its own.

`transitions.move` calls `keep`.
"""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.core.casework import policy, rules
from handlers.core.casework.content import AnyAttachment, Said, copy_of, files_of, words_of
from handlers.core.casework.events import Step
from handlers.core.casework.policy import Interval
from handlers.core.reminders import rules as reminding
from handlers.core.unit_of_work import UnitOfWork
from handlers.core.workdays.days import calendar
from handlers.core.workdays.rules import due as due_after
from storage.models.directory import HandlingUnit
from storage.models.opinions import Opinion, Referral
from storage.models.supporting import Supporting
from storage.queries import due, supporting
from storage.stages import WITH_UNIT
from storage.vocabulary import Action

MOST = 5
"""So many units support a lead at most: more cannot be coordinated in one reply (our own choice)."""
CLOCK = "supporting.clock"
"""Kind of the due row by which a supporting unit is reminded."""


async def keep(work: UnitOfWork, opinion: Opinion, found: rules.Move, step: Step) -> list[Supporting]:
    """Write down who was asked and who has written; those of whom nothing more is wanted, as it left the lead."""
    match found.action:
        case Action.ASK_SUPPORT if step.unit is not None:
            await _ask(work, opinion, step, step.unit)
        case Action.SUPPORT if step.unit is not None:
            owed = await supporting.waiting_of(work.session, opinion.id, [step.unit.id])
            if owed is not None:
                owed.answered_at, owed.answered_by_id = work.now, step.by.id if step.by is not None else None
    if opinion.stage in WITH_UNIT and found.to not in WITH_UNIT:
        return await supporting.end(work.session, opinion.id, work.now)
    return []


async def _ask(work: UnitOfWork, opinion: Opinion, step: Step, unit: HandlingUnit) -> None:
    assert opinion.unit is not None  # noqa: S101 - a unit leads
    days = await calendar(work)
    due_at = due_after(work.now, await policy.days(work, Interval.SUPPORTING, opinion.topic_id), days)
    asked = Supporting(
        opinion_id=opinion.id,
        unit=unit,
        lead=opinion.unit,
        asked=step.why or "",
        by_role=step.role,
        by_id=step.by.id if step.by is not None else None,
        at=work.now,
        due_at=due_at,
    )
    work.session.add(asked)
    await work.session.flush()
    first = reminding.next_look(work.now, due_at, days, work.now)
    await due.plan(work.session, CLOCK, None, first, f"{CLOCK}:{asked.id}", subject_id=asked.id)


class Part(NamedTuple):
    """What a supporting unit wrote, as the constituent reads it."""

    unit: HandlingUnit
    words: str
    files: Sequence[AnyAttachment]
    said: Sequence[Said]
    """The same, to be written elsewhere too."""


async def parts(session: AsyncSession, referral: Referral) -> list[Part]:
    """The parts of the reply of this referral's unit, a unit after the other."""
    entries = await supporting.parts(session, referral.opinion_id, referral.round, referral.unit_id)
    units = {entry.unit.id: entry.unit for entry in entries if entry.unit is not None}
    said = {number: [entry for entry in entries if entry.unit_id == number] for number in units}
    return [
        Part(unit, words_of(said[number]), files_of(said[number]), [copy_of(one) for one in said[number]])
        for number, unit in units.items()
    ]
