"""Cases that propose themselves for supervision, computed from how they stand, each with why."""

from enum import StrEnum
from typing import NamedTuple

from handlers.core.reminders.rules import is_very_late
from handlers.core.supervision.actions import CAN_BE
from handlers.core.unit_of_work import UnitOfWork
from handlers.core.workdays.days import calendar
from storage.queries import reminders
from storage.queries import supervision as kept

LOOKED_AT = 200
"""So many of each kind are looked at: our own choice; a list that is longer is not read."""


class Why(StrEnum):
    """Reasons why a case should be supervised."""

    VERY_LATE = "very_late"
    ROUNDS = "rounds"
    MOVED = "moved"


class Proposal(NamedTuple):
    """A case that nobody supervises, and why somebody should."""

    opinion_id: int
    reference: str
    why: list[Why]
    round: int | None = None
    """Which it is in, where that is why."""


async def proposals(work: UnitOfWork, stations: list[int] | None) -> list[Proposal]:
    """Cases of these stations (None: of all), those with most reasons first."""
    session, days = work.session, await calendar(work)
    late = await reminders.latest(session, stations, work.now, LOOKED_AT)
    late = [one for one in late if is_very_late(one.stage_since, one.due_at, days, work.now)]
    known = await kept.among(session, [one.id for one in late])
    found: dict[int, Proposal] = {}

    def add(opinion_id: int, reference: str, why: Why) -> None:
        found.setdefault(opinion_id, Proposal(opinion_id, reference, [])).why.append(why)

    for again in await kept.in_late_rounds(session, stations, tuple(CAN_BE), LOOKED_AT):
        found[again.id] = Proposal(again.id, again.reference, [Why.ROUNDS], again.round)
    for one in late:
        if one.id not in known:
            add(one.id, one.reference, Why.VERY_LATE)
    for moved in await kept.moved_often(session, stations, LOOKED_AT):
        add(moved.id, moved.reference, Why.MOVED)
    return sorted(found.values(), key=lambda one: (-len(one.why), one.opinion_id))
