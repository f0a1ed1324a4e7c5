"""What is promised with the reply to a suggestion: a commitment as any unit's, until who signed says it is done."""

from collections.abc import Sequence
from datetime import date

from handlers.core.actor import Actor
from handlers.core.casework import commitments
from handlers.core.casework.content import Said, summary_of
from handlers.core.casework.outcomes import legend
from handlers.core.unit_of_work import UnitOfWork
from storage.models.commitments import Commitment, CommitmentReport
from storage.models.suggestions import Suggestion, SuggestionReply
from storage.queries import commitments as queries
from storage.suggestion_vocabulary import SuggestionAction
from storage.vocabulary import CommitmentState, Done

A = SuggestionAction
ON_PROMISE = frozenset({A.REPORT, A.REPORT_DONE})
"""Actions of a unit that need a promise which is still to be kept."""


async def of(work: UnitOfWork, one: Suggestion) -> Commitment | None:
    """The promise that is awaited; None: none is."""
    found = (await queries.of_suggestions(work.session, [one.id])).get(one.id)
    return found if found is not None and found.ended_at is None else None


def is_open(promise: Commitment | None) -> bool:
    """True if there is a promise that its unit has still to keep."""
    return promise is not None and promise.ended_at is None and promise.state is CommitmentState.OPEN


async def make(work: UnitOfWork, one: Suggestion, reply: SuggestionReply) -> None:
    """Keep what a reply promises, from now on; nothing where its class promises nothing."""
    if reply.planned_for is None or not legend()[reply.outcome].needs_date:
        return
    made = Commitment(
        suggestion_id=one.id,
        round=one.round,
        unit=reply.unit,
        station_id=None,
        what=summary_of([Said(reply.text)]),
        due_on=reply.planned_for,
        first_due_on=reply.planned_for,
        moves=0,
        state=CommitmentState.OPEN,
        made_at=work.now,
        steps=[],
    )
    work.session.add(made)
    await work.session.flush()
    await commitments.plan_asking(work, made)


async def note(
    work: UnitOfWork,
    actor: Actor | None,
    promise: Commitment,
    text: str,
    *,
    percent: int | None = None,
    before: date | None = None,
) -> None:
    """Keep a report on it; `before`: the day that was promised until now. Who signed hears of each at once."""
    noted = CommitmentReport(
        commitment_id=promise.id,
        at=work.now,
        by_id=actor.person_id if actor is not None else None,
        text=text,
        percent=percent,
        due_before=before,
        due_on=promise.due_on if before is not None else None,
        told=True,
    )
    promise.told_at = work.now
    await commitments.note(work, noted)


async def move_to(work: UnitOfWork, actor: Actor, one: Suggestion, day: date, why: str) -> None:
    """Another day is promised instead, with the office's consent."""
    promise = await of(work, one)
    if promise is None:
        return
    before, promise.due_on = promise.due_on, day
    promise.moves += day > before
    promise.asked_at = None
    await note(work, actor, promise, why, before=before)
    await awaited(work, one, promise)


async def awaited(work: UnitOfWork, one: Suggestion, promise: Commitment) -> None:
    """It is due at the end of the promised day, and its unit is asked how far it is."""
    one.due_at = await commitments.due_at(work, promise.due_on)
    await commitments.plan_asking(work, promise)


async def asked_next(work: UnitOfWork, promise: Commitment) -> None:
    """Plan when its unit is asked next how far it is."""
    await commitments.plan_asking(work, promise)


async def reopen(work: UnitOfWork, one: Suggestion, promise: Commitment) -> None:
    """Something is missing: it stays promised, and how far it is has to be reported anew."""
    promise.state, promise.reported_at, promise.percent = CommitmentState.OPEN, None, None
    await awaited(work, one, promise)


def end(work: UnitOfWork, promise: Commitment | None, said: Sequence[Done]) -> None:
    """It is over: what those who signed said of it is what came of it; unless it was answered anew."""
    if promise is None:
        return
    promise.ended_at = work.now
    if Done.NO in said:
        promise.state = CommitmentState.REFUTED
    elif promise.state is not CommitmentState.REPORTED:
        promise.state = CommitmentState.DROPPED
    else:
        promise.state = CommitmentState.CONFIRMED if Done.YES in said else CommitmentState.UNCONFIRMED
