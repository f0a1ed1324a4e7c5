"""Rosters as they stand: who sits and who could, how far a word for them gets, and who came."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from handlers.core.reception import planning, rules
from handlers.core.reception.rules import Attendance, Reach
from handlers.core.unit_of_work import UnitOfWork
from storage.models.reception import ReceptionDay, RosterPlace
from storage.queries import people
from storage.queries import reception as kept
from storage.queries.reception import Candidate


class Choice(NamedTuple):
    """Somebody who could sit on a day, or sits."""

    id: int
    name: str
    name_en: str | None
    who: Candidate
    reach: Reach
    sits: bool


class Seated(NamedTuple):
    """Somebody on the roster of a day."""

    id: int
    """The representative's."""
    name: str
    name_en: str | None
    attendance: Attendance
    reach: Reach
    """Now."""


async def choices(work: UnitOfWork, one: ReceptionDay) -> list[Choice]:
    """Representatives who could sit on a day or sit, as proposed; being put on the roster changes nobody's place."""
    found = {who.id: who for who in await kept.candidates(work.session, one)}
    reached = await reach_of(work, [*found])
    sitting = {place.representative_id for place in await kept.roster(work.session, one.id)}
    order = rules.by_waiting([(who.id, reached[who.id], who.last) for who in found.values()])
    return [Choice(who, found[who].name, found[who].name_en, found[who], reached[who], who in sitting) for who in order]


def proposed(found: Sequence[Choice]) -> list[Choice]:
    """Proposal for a roster: nobody where somebody sits already."""
    return [] if any(one.sits for one in found) else list(found[: rules.PROPOSED])


async def reach_of(work: UnitOfWork, representatives: Sequence[int]) -> Mapping[int, Reach]:
    """Reach of a word for each of these representatives now."""
    joined = await people.reach(work.session, representatives)
    reach = {None: Reach.NOT_JOINED, False: Reach.SILENT, True: Reach.TOLD}
    return {one: reach[joined.get(one)] for one in representatives}


async def seated(work: UnitOfWork, one: ReceptionDay) -> list[Seated]:
    """Roster of a day and how each stands, in the order they were put there."""
    places = await kept.roster(work.session, one.id)
    reached = await reach_of(work, [place.representative_id for place in places])
    return [_seated(work, one, place, reached[place.representative_id]) for place in places]


def _seated(work: UnitOfWork, one: ReceptionDay, place: RosterPlace, reach: Reach) -> Seated:
    attendance = rules.attendance(
        place.came_at,
        planning.beginning(one, work),
        planning.ending(one, work),
        work.now,
        by_hand=place.recorded_by_id is not None,
        reached=reach is Reach.TOLD if place.reached is None else place.reached,
    )
    who = place.representative
    return Seated(who.id, who.name, who.name_en, attendance, reach)


async def close(work: UnitOfWork, one: ReceptionDay) -> None:
    """Keep who of the roster could be told, when the day ends: who joins later was not absent."""
    places = await kept.roster(work.session, one.id)
    reached = await reach_of(work, [place.representative_id for place in places])
    for place in places:
        place.reached = reached[place.representative_id] is Reach.TOLD
    await work.session.flush()
