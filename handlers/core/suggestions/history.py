"""What happens to suggestions: moves made by the table, written down, their clocks set, recorded."""

from collections.abc import Sequence

from handlers.core import audit
from handlers.core.actor import Actor
from handlers.core.suggestions import clock, rules
from handlers.core.suggestions.errors import SuggestionMovedOn
from handlers.core.suggestions.events import SuggestionMoved
from handlers.core.unit_of_work import UnitOfWork
from storage.models.directory import HandlingUnit, Representative
from storage.models.opinions import Opinion
from storage.models.people import Person
from storage.models.suggestions import Suggestion, SuggestionEvent
from storage.suggestion_vocabulary import SuggestionAction
from storage.vocabulary import Role


async def move(
    work: UnitOfWork,
    one: Suggestion,
    action: SuggestionAction,
    role: Role,
    by: Actor | None,
    *,
    why: str | None = None,
    representative: Representative | None = None,
    unit: HandlingUnit | None = None,
    beside: Sequence[Opinion] = (),
) -> Suggestion:
    """Make a move of the table, write it down and record it. Raises `SuggestionMovedOn` where there is none."""
    found = rules.find(one.stage, action, role)
    if found is None:
        raise SuggestionMovedOn(one.id)
    if action not in rules.BESIDE:
        one.version += 1
    if found.to is not found.at:
        one.stage, one.stage_since = found.to, work.now
        one.time_asked_for = one.why_time = None
        await clock.start(work, one, action)
    await noted(work, one, action, role, by, why=why, representative=representative, unit=unit, beside=beside)
    return one


async def noted(
    work: UnitOfWork,
    one: Suggestion,
    action: SuggestionAction,
    role: Role,
    by: Actor | None,
    *,
    why: str | None = None,
    representative: Representative | None = None,
    unit: HandlingUnit | None = None,
    beside: Sequence[Opinion] = (),
) -> None:
    """Write down and record what was done, wherever it stands."""
    person: Person | None = by.known if by is not None else None
    event = SuggestionEvent(
        suggestion_id=one.id,
        at=work.now,
        action=action,
        role=role,
        person_id=person.id if person is not None else None,
        stage=one.stage,
        round=one.round,
        representative=representative,
        unit=unit,
        why=why,
    )
    work.session.add(event)
    await work.session.flush()
    if by is not None and role is Role.STAFF:
        await audit.note(work, by, f"suggestion.{action.value}", f"suggestion:{one.id}")
    work.record(SuggestionMoved(one, action, person, why, representative, unit, event.id, beside))
