"""Why a case is with whom it is: the rule that leads there, and what was tried before."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from handlers.core.actor import Actor
from handlers.core.casework import access, candidates, routing
from handlers.core.casework.candidates import Candidate
from handlers.core.errors import OpinionNotFound
from handlers.core.unit_of_work import UnitOfWork
from storage.models.directory import Area
from storage.models.opinions import Event, Opinion
from storage.queries import opinions, referrals
from storage.vocabulary import Action, Role

GIVEN = (Action.ASSIGN, Action.HAND_OVER)
"""What gives a case to a representative."""


class UnitRule(StrEnum):
    """Ways in which a unit comes to a case."""

    TOPIC = "topic"
    """Its topic leads to that unit, there or everywhere."""
    NAMED = "named"
    """The unit that returned it says that it is theirs."""
    CHOSEN = "chosen"
    """Whoever referred it chose that unit."""


@dataclass(frozen=True, slots=True)
class Routed:
    """Facts about why a case is with whom it is."""

    opinion: Opinion
    representative: Candidate | None
    """Who has it, with what speaks for them now; None: nobody has it yet."""
    given: Event | None
    """How they got it."""
    unit: UnitRule | None
    """Why its unit has it; None: it is with none."""
    place: Area | None
    """The place whose rule leads to that unit; None: none does."""
    referred: Event | None
    """How the unit got it."""
    earlier: Sequence[Event]
    """How others got it who had it before, each once, in order."""
    returned: Sequence[Event]
    """Returns by units as not theirs, in order."""


async def routed(work: UnitOfWork, actor: Actor, role: Role, opinion_id: int) -> Routed:
    """Why the case is with whom it is, for its staff or representative. Raises `OpinionNotFound`, `NotAllowed`."""
    if role is Role.STAFF:
        opinion = await access.supervised(work, actor, opinion_id)
    elif role is Role.REPRESENTATIVE:
        opinion = await access.entrusted(work, actor, opinion_id)
    else:
        raise OpinionNotFound
    happened = await opinions.events(work.session, opinion.id)
    given = [one for one in happened if one.action in GIVEN and one.representative is not None]
    weighed = []
    if opinion.representative is not None:
        weighed = await candidates.weighed(work.session, [opinion.representative], opinion)
    others = {one.representative_id: one for one in given if one.representative_id != opinion.representative_id}
    referred = _last(happened, Action.REFER) if opinion.unit_id is not None else None
    rule, place = await _why_unit(work, opinion) if opinion.unit_id is not None else (None, None)
    return Routed(
        opinion,
        weighed[0] if weighed else None,
        given[-1] if given and weighed else None,
        rule,
        place,
        referred,
        list(others.values()),
        [one for one in happened if one.action is Action.RETURN],
    )


async def _why_unit(work: UnitOfWork, opinion: Opinion) -> tuple[UnitRule, Area | None]:
    returned = await referrals.returned_by(work.session, opinion.id, opinion.round)
    if returned and returned[-1].suggested_unit_id == opinion.unit_id:
        return UnitRule.NAMED, None
    found = await routing.rule(work.session, opinion.topic, opinion.area_id)
    if found is None or found.unit_id != opinion.unit_id:
        return UnitRule.CHOSEN, None
    return UnitRule.TOPIC, found.place


def _last(happened: Sequence[Event], action: Action) -> Event | None:
    return next((one for one in reversed(happened) if one.action is action), None)
