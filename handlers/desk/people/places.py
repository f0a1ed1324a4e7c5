"""Units with their officers and chiefs, stations with their staff: who acts there, who is invited or missing."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from handlers.conversation.texts import N_
from handlers.core.directory.sitting import named
from handlers.core.people import access
from handlers.desk.fields import Choice
from handlers.desk.people.tabs import tabs
from handlers.desk.web import Answer, Desk, number
from handlers.presentation import offices
from handlers.presentation.names import both_names, person_name
from storage.models.people import Grant, Person
from storage.queries import desk_people, directory, invitations, people, referrals
from storage.vocabulary import Role

A_PAGE = 50
MISSING, INVITED, CHIEFLESS, UNREACHABLE = "missing", "invited", "chiefless", "unreachable"
STATES = {
    MISSING: N_("nobody has joined"),
    INVITED: N_("somebody is invited"),
    UNREACHABLE: N_("somebody cannot be reached"),
    CHIEFLESS: N_("without a chief"),
}


class Place(NamedTuple):
    """A unit or a station in its list."""

    id: int
    name: str
    name_en: str | None
    """All that it may be looked for by."""
    label: str
    path: str
    acting: list[tuple[Grant, Person]]
    invited: int
    needs_release: bool = False
    seats: tuple[int, int] | None = None
    """Representatives of a station, and for how many somebody has joined."""

    def stands(self, state: str) -> bool:
        """True if it is as the list is narrowed."""
        if state == MISSING:
            return not self.acting
        if state == INVITED:
            return bool(self.invited)
        if state == UNREACHABLE:
            return any(not person.reachable for _, person in self.acting)
        return not any(grant.chief for grant, _ in self.acting) if state == CHIEFLESS else True


async def officers(desk: Desk) -> Answer:
    """Units, for the county office. Raises `NotAmongPeople`."""
    access.county(desk.actor)
    held = await _held(desk, Role.UNIT, "unit_id")
    waiting = await _waiting(desk, Role.UNIT, "unit_id")
    units = await referrals.units(desk.session)
    found = [
        Place(one.id, _searched(desk, both_names(one), held[one.id]), one.code, desk.t.named(one),
              f"/staff/units/{one.id}", held[one.id], waiting[one.id], one.needs_release)
        for one in units
    ]  # fmt: skip
    return await _listed(desk, "officers", found, [MISSING, INVITED, UNREACHABLE, CHIEFLESS])


async def clerks(desk: Desk) -> Answer:
    """The stations that they reach, and the county office for its own staff."""
    session, reached = desk.session, desk.actor.stations
    held = await _held(desk, Role.STAFF, "station_id")
    waiting = await _waiting(desk, Role.STAFF, "station_id")
    counts = await desk_people.in_office_by_station(session, reached)
    found = [
        Place(one.id, _searched(desk, both_names(one), held[one.id]), one.code, desk.t.named(one),
              f"/staff/stations/{one.id}", held[one.id], waiting[one.id], seats=counts.get(one.id, (0, 0)))
        for one in await directory.stations(session, reached)
    ]  # fmt: skip
    if reached is None:
        label = desk.t("the county office").plain
        words = _searched(desk, label, held[None])
        found.insert(0, Place(0, words, None, label, "/staff/stations/0", held[None], waiting[None]))
    return await _listed(desk, "clerks", found, [MISSING, INVITED, UNREACHABLE])


async def _held(desk: Desk, role: Role, of: str) -> dict[Any, list[tuple[Grant, Person]]]:
    """Holders of a role by what it is for, chiefs first."""
    found: dict[Any, list[tuple[Grant, Person]]] = defaultdict(list)
    for grant, person in await people.holders(desk.session, desk.actor.stations, role):
        found[getattr(grant, of)].append((grant, person))
    for those in found.values():
        those.sort(key=lambda one: not one[0].chief)
    return found


async def _waiting(desk: Desk, role: Role, of: str) -> Counter[Any]:
    """Open invitations to a role, by what it is for."""
    waiting = await invitations.open_to(desk.session, role, desk.actor.stations, desk.out.now)
    return Counter(getattr(one, of) for one in waiting)


def _searched(desk: Desk, name: str, acting: Sequence[tuple[Grant, Person]]) -> str:
    return " · ".join([name, *(person_name(desk.t, person) for _, person in acting)])


async def _listed(desk: Desk, name: str, every: list[Place], states: Sequence[str]) -> Answer:
    t, words, state = desk.t, desk.asked.one("words").strip()[:80], desk.asked.one("link")
    state = state if state in states else ""
    page = number(desk.asked.one("page"))
    found = [one for one in (named(every, words) if words else every) if one.stands(state)]
    chosen = {key: value for key, value in (("words", words), ("link", state)) if value}
    return desk.page(
        "people/places.html",
        tabs=await tabs(desk),
        name=name,
        places=found[page * A_PAGE : (page + 1) * A_PAGE],
        total=len(found),
        turned=(page, max(1, -(-len(found) // A_PAGE))),
        chosen=desk.asked.one,
        here_query=urlencode(chosen),
        is_narrowed=bool(chosen),
        choices={"link": [Choice(one, t(STATES[one]).plain) for one in states]},
        person_name=lambda person: person_name(t, person),
        office=lambda grant: offices.office(t, grant),
    )
