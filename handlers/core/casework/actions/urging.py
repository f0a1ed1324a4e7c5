"""Staff remind who has a case: whose turn it is, once a day, in working hours."""

from collections.abc import Sequence

from handlers.core import audit
from handlers.core.actions import action
from handlers.core.actor import Actor
from handlers.core.casework import access
from handlers.core.casework.events import CaseUrged
from handlers.core.casework.urging_errors import NobodyReached, NobodyToUrge, NotAtNight, UrgedAlready
from handlers.core.reminders import rules
from handlers.core.unit_of_work import UnitOfWork
from handlers.core.workdays.days import calendar
from storage.models.opinions import Opinion
from storage.models.people import Person
from storage.queries import people, reminders
from storage.stages import STAGES
from storage.vocabulary import Role

KIND = "case.urged"
"""Kind of the reminder in the ledger; its occasion is the day."""


@action(Role.STAFF)
async def urge(work: UnitOfWork, actor: Actor, opinion_id: int, version: int) -> CaseUrged:
    """Remind the representative or the unit whose turn it is.

    Raises `NobodyToUrge`, `NobodyReached`, `UrgedAlready`, `NotAtNight`, `OpinionNotFound`, `OutdatedButton`.
    """
    opinion = await access.find(work, actor, Role.STAFF, opinion_id, version)
    role = STAGES[opinion.stage].turn
    if role not in (Role.REPRESENTATIVE, Role.UNIT):
        raise NobodyToUrge(opinion.reference)
    days = await calendar(work)
    if not rules.is_time(work.now, days):
        raise NotAtNight
    told = [one for one in await _whose_turn(work, opinion, role) if one.chat_id is not None and one.reachable]
    if not told:
        raise NobodyReached(opinion.reference)
    subject, day = f"opinion:{opinion.id}", days.day_of(work.now).isoformat()
    fresh = [one for one in told if not await reminders.entered(work.session, one.id, KIND, subject, day)]
    if not fresh:
        raise UrgedAlready(opinion.reference)
    await audit.note(work, actor, "opinion.urge", subject)
    urged = CaseUrged(opinion, role, fresh, day)
    work.record(urged)
    return urged


async def _whose_turn(work: UnitOfWork, opinion: Opinion, role: Role) -> Sequence[Person]:
    if role is Role.UNIT:
        return await people.officers_of(work.session, opinion.unit_id or 0)
    return await people.acting_for(work.session, opinion.representative_id or 0)
